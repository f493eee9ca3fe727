use proptest::prelude::*;
use serde_json::{Value, json};

use super::differential::compare;
use super::*;
use crate::chat::stream::Chunk;
use crate::models::StreamingChatChoiceUpdate;

#[track_caller]
fn check(name: &str, chunks: &[String], is_single_choice: bool, expected: usize) {
    assert_eq!(compare(chunks.iter().map(String::as_bytes), is_single_choice), expected, "{name}");
}

const PLAIN: &str = r#"{"id":"c","object":"chat.completion.chunk","created":17,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"TEXT"},"logprobs":null,"finish_reason":null}],"usage":null}"#;
const AZURE: &str = r#"{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"self_harm":{"filtered":false,"severity":"safe"}},"delta":{"content":"TEXT"},"finish_reason":null,"index":0,"logprobs":null}],"created":17,"id":"c","model":"m","object":"chat.completion.chunk","system_fingerprint":"fp"}"#;
const SPACED: &str =
    r#" { "id": "c", "choices": [ { "index": 0, "delta": { "content": "TEXT" , "role":"assistant" } } ] } "#;
const VLLM: &str = r#"{"id":"c","choices":[{"index":0,"delta":{"reasoning":"TEXT","token_ids":null,"tool_calls":[]},"finish_reason":"","stop_reason":null}],"prompt_token_ids":null}"#;
const DEEPSEEK: &str = r#"{"id":"c","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"TEXT"}}]}"#;
const CALL: &str = r#"{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"TEXT"}}]},"finish_reason":null}]}"#;
const OPEN_ROUTER: &str = r#"{"id":"c","provider":"P","choices":[{"index":0,"delta":{"role":"assistant","content":"TEXT"},"native_finish_reason":null}]}"#;
const METERED: &str = r#"{"id":"c","obfuscation":"y","choices":[{"index":0,"delta":{"content":"TEXT","refusal":"","annotations":[]},"new":[1]}],"usage":{"total_tokens":1},"service_tier":"s"}"#;

#[test]
fn chunks_that_differ_in_text_are_read_by_template() {
    for shape in [PLAIN, AZURE, SPACED, VLLM, DEEPSEEK, OPEN_ROUTER, CALL, METERED] {
        for is_single_choice in [true, false] {
            let texts = ["a", " b", "", "ä 😀", r"\n", r#"\"\\\/é"#, r"😀", "error", "</think>", "a"];
            check(shape, &texts.map(|text| shape.replace("TEXT", text)), is_single_choice, texts.len() - 2);
        }
    }
}

#[test]
fn the_last_one_of_duplicate_members_counts() {
    let chunk = PLAIN.replace(r#""content""#, r#""content":"y","content""#);
    check("of the delta", &["a", "b"].map(|text| chunk.replace("TEXT", text)), true, 1);
    let chunk = PLAIN.replace("TEXT", "x").replace(r#""usage":null"#, r#""usage":{"total_tokens":1},"usage":USAGE"#);
    check("usage", &[r#"{"total_tokens":2}"#, "null"].map(|usage| chunk.replace("USAGE", usage)), true, 1);
}

#[test]
fn ids_times_and_padding_may_differ() {
    let chunk = |number: i64| {
        format!(
            r#"{{"id":"c{number}","created":{},"choices":[{{"index":0,"delta":{{"content":"{number}"}}}}],"obfuscation":"{}"}}"#,
            1_732_000_000 + number,
            "x".repeat(number as usize)
        )
    };
    check("all differ", &[1, 2, 3, 20].map(chunk), true, 3);
    let chunk = |id: &str, created: &str| {
        format!(r#"{{"id":"{id}","created":{created},"choices":[{{"index":0,"delta":{{"content":"x"}}}}]}}"#)
    };
    check("empty in the first chunk", &[chunk("", "0"), chunk("c", "17"), chunk("d", "18")], true, 1);
    check(
        "other types",
        &[chunk("c", "17"), chunk("c", "1.5"), chunk("c", "018"), chunk("c", "-1"), chunk("c", "99999999999999999999")],
        true,
        0,
    );
}

#[test]
fn streams_share_what_their_chunks_have_in_common() {
    let read = |id: &str, model: &str| {
        let json = format!(
            r#"{{"id":"{id}","created":{},"model":"{model}","choices":[{{"index":0,"delta":{{"content":"x"}}}}],"obfuscation":"{id}"}}"#,
            id.len()
        );
        let mut templates = Templates::default();
        assert!(templates.read(json.as_bytes()).is_none());
        templates.learn(&Chunk::decode(json.as_bytes()).unwrap(), json.as_bytes(), true, &Accumulator::default());
        let delta = templates.read(json.as_bytes()).unwrap();
        assert_eq!(delta.decode(json.as_bytes()), Chunk::decode(json.as_bytes()).unwrap());
        // The stream has to live for another one to share its shape.
        (delta.template.shape.clone(), templates)
    };
    let [(one, _one), (same, _same), (other, _other)] =
        [("a", "m"), ("bcd", "m"), ("a", "n")].map(|(id, model)| read(id, model));
    assert!(Arc::ptr_eq(&one, &same));
    assert!(!Arc::ptr_eq(&one, &other));
}

#[test]
fn the_index_of_a_single_choice_may_differ() {
    let chunks =
        [0, 1, 2, 30].map(|index| PLAIN.replace(r#""index":0"#, &format!(r#""index":{index}"#)).replace("TEXT", "x"));
    check("one choice", &chunks, true, 3);
    check("several choices", &chunks, false, 0);
    let chunks = [0, 1, 1, 0, 1, 0]
        .map(|index| AZURE.replace(r#""index":0"#, &format!(r#""index":{index}"#)).replace("TEXT", "x"));
    check("alternating choices", &chunks, false, 4);
    let padded = |(number, chunk): (usize, &String)| {
        chunk.replace(r#""fp""#, &format!(r#""fp","obfuscation":"{}""#, "x".repeat(number)))
    };
    let chunks: Vec<String> = chunks.iter().enumerate().map(padded).collect();
    check("alternating choices with padding", &chunks, false, 4);
}

#[test]
fn arguments_are_added_to_the_call_of_their_index() {
    let start = |index: i64| {
        CALL.replace(
            r#""index":0,"function":{"#,
            &format!(r#""index":{index},"id":"i{index}","function":{{"name":"f","#),
        )
    };
    let more = |index: i64, text: &str| {
        CALL.replace(r#""index":0,"function""#, &format!(r#""index":{index},"function""#)).replace("TEXT", text)
    };
    let chunks = [
        start(0).replace("TEXT", ""),
        more(0, r#"{\"a\":"#),
        more(0, "1"),
        start(1).replace("TEXT", "{"),
        more(1, "}"),
        more(0, "}"),
        more(1, ""),
        more(0, " "),
    ];
    check("two calls", &chunks, true, 4);
}

#[test]
fn chunks_with_anything_else_new_are_decoded() {
    let text = |shape: &str| shape.replace("TEXT", "x");
    let with = |from: &str, to: &str| text(PLAIN).replace(from, to);
    for (name, chunk) in [
        ("a finish reason", with(r#""finish_reason":null"#, r#""finish_reason":"stop""#)),
        ("tool calls", with(r#""content""#, r#""tool_calls":[{"index":0,"function":{"name":"f"}}],"content""#)),
        (
            "text and arguments",
            with(r#""content""#, r#""tool_calls":[{"index":0,"function":{"arguments":"y"}}],"content""#),
        ),
        ("a refusal", with(r#""content""#, r#""refusal":"no","content""#)),
        ("log probabilities that are invalid", with(r#""logprobs":null"#, r#""logprobs":[1]"#)),
        ("two kinds of text", with(r#""content""#, r#""reasoning_content":"y","content""#)),
        ("offsets of the filter", with(r#""index":0"#, r#""index":0,"content_filter_offsets":{"start_offset":1}"#)),
        ("a usage that is invalid", with(r#""usage":null"#, r#""usage":[1]"#)),
        ("two choices", with(r#"}],"#, r#"},{"index":1,"delta":{"content":"x"}}],"#)),
        ("an error", with(r#""usage":null"#, r#""error":null"#)),
        ("no text", with(r#""content":"x""#, r#""content":null"#)),
        ("text as a list of parts", with(r#""x""#, r#"[{"type":"text","text":"x"}]"#)),
        ("a number as a string", with(r#""created":17"#, r#""created":"17""#)),
        ("invalid JSON", with("}]", "}")),
        ("a control character in the text", text(PLAIN).replace('x', "\n")),
        ("an invalid escape", text(PLAIN).replace('x', r"\x")),
        ("half of a surrogate pair", text(PLAIN).replace('x', r"\ud83d")),
    ] {
        check(name, &[chunk.clone(), chunk.clone(), chunk], true, 0);
    }
}

#[test]
fn a_changed_chunk_invalidates_older_templates() {
    let azure = |severity: &str| AZURE.replace("TEXT", "x").replace("safe", severity);
    check("less severe filter results", &["safe", "safe", "low", "safe", "safe", "low"].map(azure), true, 4);
    let detected = |n: i64| azure(&format!(r#"safe","detected":true,"n":"{n}"#));
    check("filter results that replace others", &[1, 1, 2, 1, 1, 2].map(detected), true, 2);
    let provider = |name: &str| OPEN_ROUTER.replace("TEXT", "x").replace('P', name);
    check("unknown members", &["a", "a", "b", "a", "a"].map(provider), true, 3);
    let usage = PLAIN.replace("TEXT", "x").replace(r#""usage":null"#, r#""usage":{"total_tokens":1}"#);
    let text = PLAIN.replace("TEXT", "x");
    check("usage", &[text.clone(), text.clone(), usage, text.clone(), text], true, 3);
    let offsets = PLAIN
        .replace(r#"{"content":"TEXT"}"#, "{}")
        .replace(r#""index":0"#, r#""index":0,"content_filter_offsets":{"start_offset":1}"#);
    let text = PLAIN.replace("TEXT", "x");
    check("a chunk without text", &[text.clone(), offsets.clone(), text.clone(), offsets, text], true, 2);
}

#[test]
fn values_that_replace_earlier_ones_may_differ() {
    const GROK: &str = r#"{"id":"c","choices":[{"index":0,"delta":{"content":"x"}}],"usage":VALUE,"n":1}"#;
    const LLAMA: &str = r#"{"choices":[{"index":0,"delta":{"content":"x"}}],"created":17,"timings":VALUE}"#;
    const MISTRAL: &str = r#"{"p":VALUE,"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}"#;
    const TOKENS: &str = r#"{"choices":[{"index":0,"delta":{"content":"x"},"token_ids":VALUE}],"n":VALUE}"#;
    let values =
        |shape: &str, values: &[&str]| values.iter().map(|value| shape.replace("VALUE", value)).collect::<Vec<_>>();
    let usages = [r#"{"total_tokens":1}"#, r#"{"total_tokens":2,"new":[{}]}"#, "null", "{}", r#"{"total_tokens":3}"#];
    check("usage", &values(GROK, &usages), true, 4);
    let timings = [r#"{"n":1}"#, r#"{"n":2}"#, r#"{"n":3,"m":"}],"timings":"}"#, "null", "[[]]", r#"{"n":4}"#];
    check("timings", &values(LLAMA, &timings), true, 3);
    let padding = [r#""a""#, r#""bcd""#, r#""\",\"choices\":[{\"index\":0""#, r#""""#, r#""e""#];
    let logprobs = [
        r#"{"content":[{"token":"a","logprob":-1}]}"#,
        "null",
        r#"{"content":[{"token":"b"},{"token":"c"}],"n":1}"#,
        r#"{"refusal":[]}"#,
    ];
    let chunks = logprobs
        .map(|logprobs| PLAIN.replace("TEXT", "x").replace(r#""logprobs":null"#, &format!(r#""logprobs":{logprobs}"#)));
    check("log probabilities", &chunks, true, 3);
    check("a string", &values(MISTRAL, &padding), true, 3);
    check("two members", &values(TOKENS, &["[1]", "[2]", "[3,4]", "[]", "7"]), false, 3);
    check("invalid values", &values(LLAMA, &["1", "2", "3", "4,", "{", "\"\x01\"", "01", "1 1", ""]), true, 1);
    const DETAILS: &str = r#"{"choices":[{"delta":{"content":"","reasoning":"x","details":VALUE}}]}"#;
    let details = [r#"[{"text":"a","index":0}]"#, r#"[{"text":"b","index":0}]"#, "null", r#""c""#, r#"{"a":1}"#];
    check("members of the delta", &values(DETAILS, &details), true, 4);
    check("an error", &values(LLAMA, &["1", "2", "3", r#"{"error":{}}"#, "4"]), true, 2);
    let more = LLAMA.replace("17", "17,VALUE");
    let members = [1, 2, 3, 4].map(|n| {
        more.replace(r#""timings":VALUE"#, &format!(r#""b":{n}"#)).replace("VALUE", &format!(r#""a":{n},"c":{n}"#))
    });
    let nested = [1, 2, 90, 110, 120, 130]
        .map(|depth| LLAMA.replace("VALUE", &format!("{}{}", "[".repeat(depth), "]".repeat(depth))));
    check("nested values", &nested, true, 1);
    let padding = ["null", r#""a""#, r#""b""#, "1", r#""c""#];
    check("padding", &values(&LLAMA.replace("timings", "obfuscation"), &padding), true, 2);
    let error = r#"{"choices":[{"index":0,"delta":{"content":"TEXT"}}],"n":{"\u0065rror":{"message":"m"}}}"#;
    check("an error with escapes", &["a", "b", "error", "c"].map(|text| error.replace("TEXT", text)), true, 2);
    check("more members than may differ", &members, true, 0);
}

#[test]
fn after_16_different_chunks_all_chunks_are_decoded() {
    let different = |number: i32| PLAIN.replace("TEXT", "x").replace("fp", &format!("fp{number}"));
    let same = |_| PLAIN.replace("TEXT", "x");
    let chunks: Vec<String> = (0..20).map(different).chain((0..20).map(same)).collect();
    check("20 different chunks", &chunks, true, 0);
    let chunks: Vec<String> = (0..10).map(different).chain((0..20).map(same)).collect();
    check("10 different chunks", &chunks, true, 19);
}

#[test]
fn a_template_has_a_maximum_size() {
    let chunk = |size: usize| PLAIN.replace("TEXT", "x").replace("fp", &"f".repeat(size));
    check("10 kB", &[chunk(10_000), chunk(10_000)], true, 1);
    check("20 kB", &[chunk(20_000), chunk(20_000)], true, 0);
    let chunk = PLAIN.replace("TEXT", &"x".repeat(100_000));
    check("100 kB of text", &[chunk.clone(), chunk], true, 1);
}

/// A JSON value to replace that of a member.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..3).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,3}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{"index": 0, "content": "x"}])),
        Just(json!([{"index": 0, "id": "a", "function": {"name": "f", "arguments": "{}"}}])),
        Just(json!([{"index": 1, "function": {"arguments": "x"}}])),
        Just(json!({"hate": {"filtered": true, "severity": "low"}})),
        Just(json!({"hate": {"detected": true, "new": 1}})),
        Just(json!({"content": [{"token": "x", "logprob": -1.5}], "refusal": null})),
    ]
}

/// A change of a chunk: of a member at a depth, or of its bytes.
#[derive(Clone, Debug)]
enum Change {
    Member(usize, &'static str, Value),
    Bytes(prop::sample::Index, u8, Vec<u8>),
}

const MEMBERS: [&str; 20] = [
    "id",
    "created",
    "model",
    "choices",
    "usage",
    "index",
    "delta",
    "content",
    "reasoning",
    "reasoning_content",
    "role",
    "tool_calls",
    "finish_reason",
    "content_filter_results",
    "obfuscation",
    "service_tier",
    "new",
    "logprobs",
    "refusal",
    "error",
];

fn change() -> impl Strategy<Value = Change> {
    let member = (0..3_usize, prop::sample::select(&MEMBERS[..]), value());
    let bytes = (
        any::<prop::sample::Index>(),
        0..3_u8,
        prop::collection::vec(prop::sample::select(&b"\"\\,:{}[]0x n\x01\xff"[..]), 0..3),
    );
    prop_oneof![
        4 => member.prop_map(|(depth, name, value)| Change::Member(depth, name, value)),
        1 => bytes.prop_map(|(place, removed, inserted)| Change::Bytes(place, removed, inserted)),
    ]
}

fn changed(json: &str, change: &Change) -> Vec<u8> {
    match change {
        Change::Member(depth, name, value) => {
            let mut chunk: Value = serde_json::from_str(json).unwrap();
            let owner = match depth {
                0 => &mut chunk,
                1 => &mut chunk["choices"][0],
                _ => &mut chunk["choices"][0]["delta"],
            };
            owner[*name] = value.clone();
            chunk.to_string().into_bytes()
        }
        Change::Bytes(place, removed, inserted) => {
            let start = place.index(json.len());
            let end = (start + usize::from(*removed)).min(json.len());
            [&json.as_bytes()[..start], inserted, &json.as_bytes()[end..]].concat()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_are_equal_with_and_without_templates(
        shape in prop::sample::select(&[PLAIN, AZURE, SPACED, VLLM, DEEPSEEK, OPEN_ROUTER, CALL, METERED][..]),
        base in prop::option::of(change()),
        chunks in prop::collection::vec((".{0,4}", prop::option::weighted(0.3, change())), 1..12),
        is_single_choice: bool,
    ) {
        let base = base.and_then(|change| String::from_utf8(changed(&shape.replace("TEXT", "x"), &change)).ok());
        let base = base.filter(|json| serde_json::from_str::<Value>(json).is_ok_and(|chunk| chunk["choices"][0]["delta"].is_object()));
        let base = base.unwrap_or_else(|| shape.replace("TEXT", "x"));
        let chunks: Vec<Vec<u8>> = chunks.iter().map(|(text, change)| {
            let json = base.replacen(r#""x""#, &Value::from(text.as_str()).to_string(), 1);
            match change {
                Some(change) => changed(&json, change),
                None => json.into_bytes(),
            }
        }).collect();
        compare(chunks.iter().map(Vec::as_slice), is_single_choice);
    }
}

#[test]
fn chunks_are_small_to_move() {
    let ours = [size_of::<Chunk>(), size_of::<crate::Error>()];
    assert!(ours.iter().all(|size| *size <= 288), "{ours:?}");
    // The bound leaves space for members that a refresh of the document adds, so that it needs no edit here.
    let generated = [
        size_of::<StreamingChatCompletionsUpdate>(),
        size_of::<StreamingChatChoiceUpdate>(),
        size_of::<StreamingChatResponseMessageUpdate>(),
    ];
    assert!(generated.iter().all(|size| *size <= 512), "{generated:?}");
}
