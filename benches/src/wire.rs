//! The bytes that the server sends, in the form of the services.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The text deltas, which are sent in a cycle.
const WORDS: [&str; 16] = [
    "About",
    " 7",
    ",",
    "000",
    " languages",
    " are",
    " spoken",
    " in",
    " the",
    " world",
    " today",
    ",",
    " by",
    " most",
    " counts",
    ".\\n",
];

/// The number of different events.
pub const CYCLE: usize = WORDS.len();

/// The JSON of a chunk of about 260 bytes, as OpenAI sends it.
fn plain(word: &str) -> String {
    format!(
        r#"{{"id":"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o-2024-08-06","system_fingerprint":"fp_ee1d74bde0","choices":[{{"index":0,"delta":{{"content":"{word}"}},"logprobs":null,"finish_reason":null}}],"usage":null}}"#
    )
}

/// The JSON of a chunk of about 460 bytes, as Azure sends it.
fn azure(word: &str) -> String {
    format!(
        r#"{{"choices":[{{"content_filter_results":{{"hate":{{"filtered":false,"severity":"safe"}},"self_harm":{{"filtered":false,"severity":"safe"}},"sexual":{{"filtered":false,"severity":"safe"}},"violence":{{"filtered":false,"severity":"safe"}}}},"delta":{{"content":"{word}"}},"finish_reason":null,"index":0,"logprobs":null}}],"created":1732123456,"id":"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk","system_fingerprint":"fp_ee1d74bde0"}}"#
    )
}

/// The form of chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunks {
    Plain,
    Azure,
}

impl Chunks {
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Azure => "azure",
        }
    }

    /// Returns the JSON of each chunk of the cycle.
    pub fn json(self) -> [String; CYCLE] {
        WORDS.map(|word| match self {
            Self::Plain => plain(word),
            Self::Azure => azure(word),
        })
    }

    /// Returns the events of the cycle.
    pub fn events(self) -> [Vec<u8>; CYCLE] {
        self.json().map(|json| format!("data: {json}\n\n").into_bytes())
    }

    pub fn mean_size(self) -> usize {
        self.json().iter().map(String::len).sum::<usize>() / CYCLE
    }
}

/// The end of a stream: a finish reason and `[DONE]`.
pub const END: &[u8] =
    b"data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

/// Returns the events of a stream of the Responses API with this number of deltas, as OpenAI sends them: numbered and padded,
/// with the whole text three times at the end.
pub fn response_events(deltas: usize) -> impl Iterator<Item = Vec<u8>> {
    const ID: &str = "msg_68a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c1d2e3";
    let item = |status: &str, content: &str| {
        format!(r#"{{"id":"{ID}","type":"message","status":"{status}","content":[{content}],"role":"assistant"}}"#)
    };
    let response = |status: &str, output: &str, usage: &str| {
        format!(
            r#"{{"id":"resp_68a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5","object":"response","created_at":1755427523,"status":"{status}","error":null,"incomplete_details":null,"model":"gpt-5-mini-2025-08-07","output":[{output}],"parallel_tool_calls":true,"store":false,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0,"usage":{usage},"metadata":{{}}}}"#
        )
    };
    let part = |text: &str| format!(r#"{{"type":"output_text","annotations":[],"logprobs":[],"text":"{text}"}}"#);
    let at = format!(r#""item_id":"{ID}","output_index":0,"content_index":0"#);
    let text: String = WORDS.iter().cycle().take(deltas).copied().collect();
    let done = item("completed", &part(&text));
    let usage = r#"{"input_tokens":25,"output_tokens":17,"total_tokens":42}"#;
    let start = [
        ("response.created", format!(r#""response":{}"#, response("in_progress", "", "null"))),
        ("response.in_progress", format!(r#""response":{}"#, response("in_progress", "", "null"))),
        ("response.output_item.added", format!(r#""output_index":0,"item":{}"#, item("in_progress", ""))),
        ("response.content_part.added", format!(r#"{at},"part":{}"#, part(""))),
    ];
    let end = [
        ("response.output_text.done", format!(r#"{at},"text":"{text}","logprobs":[]"#)),
        ("response.content_part.done", format!(r#"{at},"part":{}"#, part(&text))),
        ("response.output_item.done", format!(r#""output_index":0,"item":{done}"#)),
        ("response.completed", format!(r#""response":{}"#, response("completed", &done, usage))),
    ];
    let delta = move |(number, word): (usize, &&str)| {
        let padding = &"Wd8s7fQ1kLm3Xz0p"[..16 - (word.len() + number) % 12];
        let rest = format!(r#"{at},"delta":"{word}","logprobs":[],"obfuscation":"{padding}""#);
        ("response.output_text.delta", rest)
    };
    let deltas = WORDS.iter().cycle().take(deltas).enumerate().map(delta);
    start.into_iter().chain(deltas).chain(end).enumerate().map(|(number, (kind, rest))| {
        format!("event: {kind}\ndata: {{\"type\":\"{kind}\",\"sequence_number\":{number},{rest}}}\n\n").into_bytes()
    })
}

/// The framing of events in HTTP chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// HTTP chunks of 16 KiB, which may end within an event.
    Coalesced,
    /// One HTTP chunk for each event.
    Framed,
}

impl Framing {
    pub fn of(name: &str) -> Self {
        if name == "framed" { Self::Framed } else { Self::Coalesced }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Coalesced => "coalesced",
            Self::Framed => "framed",
        }
    }
}

/// The size of a coalesced HTTP chunk.
pub const COALESCED: usize = 16 << 10;

/// A small completion of about 500 bytes.
pub const COMPLETION: &str = r#"{"id":"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012","object":"chat.completion","created":1732123456,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"About 7,000 languages are spoken in the world today, by most counts.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":25,"completion_tokens":17,"total_tokens":42,"prompt_tokens_details":{"cached_tokens":0}},"system_fingerprint":"fp_ee1d74bde0"}"#;

/// The headers of a response, as Azure sends them.
pub const HEADERS: &str = "apim-request-id: 0cd7a2f1-0e06-4ea0-a0a4-0f7a6d9fb3b7\r\n\
    x-ms-region: East US\r\n\
    x-request-id: 5cbb2d2e-7a0d-4b9a-9a3e-3a2d5b2b1e2f\r\n\
    x-ratelimit-limit-requests: 300\r\n\
    x-ratelimit-remaining-requests: 299\r\n\
    x-ratelimit-limit-tokens: 300000\r\n\
    x-ratelimit-remaining-tokens: 299700\r\n\
    strict-transport-security: max-age=31536000; includeSubDomains; preload\r\n\
    x-content-type-options: nosniff\r\n\
    date: Wed, 20 Nov 2024 17:24:16 GMT\r\n";

/// Returns a completion with this number of bytes of text.
pub fn text(size: usize) -> String {
    let text = "About 7,000 languages. ".repeat(size / 23 + 1);
    COMPLETION.replacen("About 7,000 languages are spoken in the world today, by most counts.", &text[..size], 1)
}

/// Returns the event of a chunk of about this number of bytes.
pub fn sized(size: usize) -> Vec<u8> {
    let empty = r#"{"id":"c","choices":[{"index":0,"delta":{"content":""}}]}"#;
    let text = "word ".repeat(size / 5 + 1);
    let text = &text[..size.saturating_sub(empty.len()).max(1)];
    format!("data: {}\n\n", empty.replacen("\"\"", &format!("\"{text}\""), 1)).into_bytes()
}

/// Returns the events of a stream of this number of tool calls, each with a start and eleven fragments.
pub fn calls(calls: usize) -> Vec<Vec<u8>> {
    let event = |call: usize, rest: &str| {
        format!(r#"data: {{"id":"c","choices":[{{"index":0,"delta":{{"tool_calls":[{{"index":{call},{rest}}}]}}}}]}}"#)
    };
    let mut events = Vec::new();
    for call in 0..calls {
        let start = format!(r#""id":"call_{call}","type":"function","function":{{"name":"tool","arguments":""}}"#);
        events.push(event(call, &start));
        for piece in ["{", r#"\"city"#, r#"\":"#, r#"\"Ro"#, "m", "e", " at", " the", " Tiber", r#"\""#, "}"] {
            events.push(event(call, &format!(r#""function":{{"arguments":"{piece}"}}"#)));
        }
    }
    events.into_iter().map(|event| (event + "\n\n").into_bytes()).collect()
}

/// The number of vectors of an embeddings response, and the number of floats of a vector.
pub const VECTORS: usize = 1_000;
pub const DIMENSIONS: usize = 1_536;

pub fn vectors_in_base64() -> String {
    vectors((0..VECTORS).map(|number| format!("\"{}\"", STANDARD.encode(bytes(&floats(number))))))
}

pub fn vectors_in_json() -> String {
    vectors((0..VECTORS).map(|number| serde_json::to_string(&floats(number)).expect("it is plain data")))
}

/// Returns floats like those of models: of any size below 1, with all digits.
fn floats(number: usize) -> Vec<f32> {
    (0..DIMENSIONS).map(|place| ((number * DIMENSIONS + place) as f32).sin() / 16.0).collect()
}

fn bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|float| float.to_le_bytes()).collect()
}

fn vectors(vectors: impl Iterator<Item = String>) -> String {
    let items = vectors
        .enumerate()
        .map(|(index, vector)| format!(r#"{{"object":"embedding","index":{index},"embedding":{vector}}}"#));
    let items: Vec<String> = items.collect();
    let items = items.join(",");
    format!(
        r#"{{"object":"list","data":[{items}],"model":"text-embedding-3-small","usage":{{"prompt_tokens":8000,"total_tokens":8000}}}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_in_the_tables() {
        assert!((255..270).contains(&Chunks::Plain.mean_size()), "{}", Chunks::Plain.mean_size());
        assert!((450..475).contains(&Chunks::Azure.mean_size()), "{}", Chunks::Azure.mean_size());
        assert!((450..550).contains(&COMPLETION.len()), "{}", COMPLETION.len());
    }
}
