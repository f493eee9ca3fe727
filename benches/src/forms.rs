//! Chunks in the forms of several services.

/// The name of each form, and the JSON of its chunks, in which words in capital letters are replaced.
pub const FORMS: [(&str, &str); 20] = [
    (
        "OpenAI",
        r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o","service_tier":"default","system_fingerprint":"fp_ee1d","choices":[{"index":0,"delta":{"content":"WORD"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"PADDING"}"#,
    ),
    (
        "escapes in the text",
        r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"ESCAPED"},"logprobs":null,"finish_reason":null}],"usage":null}"#,
    ),
    (
        "Chinese text",
        r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"qwen","choices":[{"index":0,"delta":{"content":"CHINESE"},"logprobs":null,"finish_reason":null}],"usage":null}"#,
    ),
    (
        "arguments of a tool call",
        r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ESCAPED"}}]},"logprobs":null,"finish_reason":null}]}"#,
    ),
    (
        "two choices",
        r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o","choices":[{"index":CHOICE,"delta":{"content":"WORD"},"logprobs":null,"finish_reason":null}],"obfuscation":"PADDING"}"#,
    ),
    (
        "log probabilities",
        r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"WORD"},"logprobs":{"content":[{"token":"WORD","logprob":-0.12NUMBER,"bytes":[65,66],"top_logprobs":[]}],"refusal":null},"finish_reason":null}]}"#,
    ),
    (
        "Azure",
        r#"{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"self_harm":{"filtered":false,"severity":"safe"},"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}},"delta":{"content":"WORD"},"finish_reason":null,"index":0,"logprobs":null}],"created":1732123456,"id":"chatcmpl-AbCdEf","model":"gpt-4o","object":"chat.completion.chunk","obfuscation":"PADDING"}"#,
    ),
    (
        "Azure, alternating severity",
        r#"{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"SEVERITY"},"violence":{"filtered":false,"severity":"safe"}},"delta":{"content":"WORD"},"finish_reason":null,"index":0}],"created":1732123456,"id":"chatcmpl-Ab","model":"gpt-4o","object":"chat.completion.chunk"}"#,
    ),
    (
        "Azure, asynchronous filter",
        r#"{"choices":[{"delta":{"content":"WORD"},"finish_reason":null,"index":0}],"created":1732123456,"id":"chatcmpl-AbCdEf","model":"gpt-4o","object":"chat.completion.chunk","system_fingerprint":"fp_ee1d"}"#,
    ),
    (
        "DeepSeek",
        r#"{"id":"c3a1-88","object":"chat.completion.chunk","created":1732123456,"model":"DeepSeek-R1","system_fingerprint":"fp_8802369eaa","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"WORD"},"logprobs":null,"finish_reason":null}]}"#,
    ),
    (
        "Mistral",
        r#"{"id":"0a1b2c","object":"chat.completion.chunk","created":1732123456,"model":"mistral-large-2411","choices":[{"index":0,"delta":{"content":"WORD"},"finish_reason":null}],"p":"PADDING"}"#,
    ),
    (
        "Grok: usage in each chunk",
        r#"{"id":"chatcmpl-AbCdEf","object":"chat.completion.chunk","created":1732123456,"model":"grok-3","choices":[{"index":0,"delta":{"content":"WORD"},"logprobs":null,"finish_reason":null}],"usage":{"prompt_tokens":31,"completion_tokens":NUMBER,"total_tokens":NUMBER,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}"#,
    ),
    (
        "vLLM",
        r#"{"id": "cmpl-38ab", "object": "chat.completion.chunk", "created": 1732123456, "model": "m", "choices": [{"index": 0, "delta": {"content": "WORD"}, "logprobs": null, "finish_reason": null, "stop_reason": null, "token_ids": null}], "prompt_token_ids": null}"#,
    ),
    (
        "vLLM, token ids",
        r#"{"id":"c","object":"chat.completion.chunk","created":1732123456,"model":"m","choices":[{"index":0,"delta":{"content":"WORD"},"finish_reason":null,"token_ids":[NUMBER]}]}"#,
    ),
    (
        "llama.cpp, timings",
        r#"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"WORD"}}],"created":1732123456,"id":"chatcmpl-Ab","model":"m","object":"chat.completion.chunk","timings":{"prompt_n":14,"prompt_ms":31.2,"predicted_n":NUMBER,"predicted_ms":NUMBER.5,"predicted_per_second":41.2}}"#,
    ),
    (
        "LiteLLM",
        r#"{"id":"chatcmpl-1","choices":[{"delta":{"content":"WORD","function_call":null,"refusal":null,"role":"assistant","tool_calls":null,"annotations":[],"audio":null},"finish_reason":null,"index":0,"logprobs":null}],"created":1732123456,"model":"m","object":"chat.completion.chunk","service_tier":null,"system_fingerprint":null,"usage":null}"#,
    ),
    (
        "OpenRouter",
        r#"{"id":"gen-173","provider":"Azure","model":"openai/gpt-4o","object":"chat.completion.chunk","created":1732123456,"choices":[{"index":0,"delta":{"role":"assistant","content":"WORD"},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}"#,
    ),
    (
        "OpenRouter, reasoning",
        r#"{"id":"gen-173","provider":"Azure","model":"openai/o4","object":"chat.completion.chunk","created":1732123456,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"WORD","reasoning_details":[{"type":"reasoning.text","text":"WORD","index":0}]},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}"#,
    ),
    (
        "ids and times differ",
        r#"{"id":"c-NUMBER","object":"chat.completion.chunk","created":17321NUMBER,"model":"m","choices":[{"index":0,"delta":{"content":"WORD"},"finish_reason":null}]}"#,
    ),
    (
        "an unknown string in the delta",
        r#"{"id":"c","object":"chat.completion.chunk","created":1732123456,"model":"m","choices":[{"index":0,"delta":{"content":"WORD","padding":"PADDING"},"finish_reason":null}]}"#,
    ),
];

/// Every eighth chunk of an asynchronous filter has results instead of text.
const RESULTS: &str = r#"{"choices":[{"content_filter_offsets":{"check_offset":NUMBER,"start_offset":NUMBER,"end_offset":NUMBER},"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"self_harm":{"filtered":false,"severity":"safe"},"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}},"delta":{},"finish_reason":null,"index":0}],"created":0,"id":"","model":"","object":""}"#;

const WORDS: [&str; 8] = ["About", " 7", ",", "000", " languages", " are", " spoken", "."];
const ESCAPED: [&str; 8] = [r"\n", r#" \"x\""#, "a", r"\n\n", r"\u00e9t\u00e9", " b", r"\t", r"c\\d"];
const CHINESE: [&str; 4] = ["世界", "上大约", "有七千", "种语言。"];

/// The first chunk of a tool call has its name.
const START: &str = r#"{"id":"chatcmpl-AbCdEfGhIjKl","object":"chat.completion.chunk","created":1732123456,"model":"gpt-4o","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null}]}"#;

/// Returns the JSON of a chunk.
pub fn chunk(form: usize, number: usize) -> String {
    let (name, json) = FORMS[form];
    let json = match name {
        "Azure, asynchronous filter" if number % 8 == 7 => RESULTS,
        "arguments of a tool call" if number == 0 => START,
        _ => json,
    };
    // The length of padding looks random.
    let padding = "x".repeat(number * 7919 % 16);
    let json = json.replace("WORD", WORDS[number % WORDS.len()]).replace("ESCAPED", ESCAPED[number % ESCAPED.len()]);
    let json = json.replace("CHINESE", CHINESE[number % CHINESE.len()]).replace("PADDING", &padding);
    let json = json.replace("CHOICE", &(number % 2).to_string()).replace("NUMBER", &number.to_string());
    json.replace("SEVERITY", if number % 5 == 4 { "low" } else { "safe" })
}
