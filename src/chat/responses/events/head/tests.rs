use super::*;

const DELTA: &str = r#"{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"About","logprobs":[],"obfuscation":"Wd8s7"}"#;

/// Checks whether the event is read with a pattern of the first event. If so, the result must equal that of decoding it.
#[track_caller]
fn check(first: &str, event: &str, is_read: bool) {
    let mut deltas = Deltas::default();
    deltas.learn(&Head::read(first.as_bytes()).unwrap(), first.as_bytes());
    let found = deltas.read(event.as_bytes());
    assert_eq!(found.is_some(), is_read, "{event}");
    let members = |head: &Head<'_>| {
        let texts = [&head.type_, &head.item_id, &head.delta].map(|text| text.to_string());
        (texts, head.sequence_number, head.output_index, head.content_index, head.summary_index, head.has_logprobs)
    };
    if let Some(found) = found {
        assert_eq!(members(&found), members(&Head::read(event.as_bytes()).unwrap()), "{event}");
    }
}

#[test]
fn deltas_may_differ_in_number_text_and_padding() {
    let with = |from: &str, to: &str| DELTA.replacen(from, to, 1);
    let others = [
        (with(r#""About""#, r#"" 7""#), true),
        (with(r#""About""#, r#""""#), true),
        (with(r#""About""#, r#""\n\ud83d\ude00 \"é""#), true),
        (with(":4", ":5"), true),
        (with(":4", ":123456789"), true),
        (with("Wd8s7", ""), true),
        (with("Wd8s7", r"\q"), false),
        (with(r#""About""#, r#""\ud83d""#), false),
        (with(r#""About""#, "\"\u{1}\""), false),
        (with(r#""About""#, "null"), false),
        (with(":4", ":-1"), false),
        (with(":4", ":04"), false),
        (with(":4", ":4.0"), false),
        (with("msg_1", "msg_2"), false),
        (with(r#""output_index":0"#, r#""output_index":1"#), false),
        (with("output_text", "refusal"), false),
        (with("[]", r#"[{"token":"a","logprob":0.5}]"#), false),
        (with("}", r#","new":1}"#), false),
        (with("}", "} "), false),
        (with("}", ""), false),
    ];
    for (event, is_read) in others {
        check(DELTA, &event, is_read);
    }
}

#[test]
fn other_events_are_decoded() {
    for event in [
        r#"{"type":"response.output_text.done","sequence_number":4,"delta":"a"}"#,
        r#"{"type":"response.output_text.delta","sequence_number":4}"#,
        r#"{"type":"response.output_text.delta","delta":"a","logprobs":[{"token":"a"}]}"#,
        r#"{"type":"response.output_text.delta","delta":7}"#,
    ] {
        check(event, event, false);
    }
}

#[test]
fn member_order_and_types_do_not_matter() {
    for event in [
        r#"{"delta":"a","type":"response.reasoning_summary_text.delta","summary_index":2}"#,
        r#" { "type" : "response.function_call_arguments.delta" , "delta" : "{" , "output_index" : "1" } "#,
        r#"{"type":"response.output_text.delta","delta":"a","obfuscation":null,"logprobs":null}"#,
    ] {
        check(event, event, true);
    }
}

#[test]
fn after_16_different_deltas_all_events_are_decoded() {
    let mut deltas = Deltas::default();
    for number in 0..40 {
        let event = DELTA.replace("msg_1", &format!("msg_{number}"));
        assert!(deltas.read(event.as_bytes()).is_none());
        deltas.learn(&Head::read(event.as_bytes()).unwrap(), event.as_bytes());
    }
    assert!(deltas.read(DELTA.replace("msg_1", "msg_39").as_bytes()).is_none());
}
