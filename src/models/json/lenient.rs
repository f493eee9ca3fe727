//! Parses JSON that a model wrote, leniently where it is unambiguous.

use serde_json::{Deserializer, Value};

/// The maximum number of positions that are tried as the start of a value.
const MAX_STARTS: usize = 32;

/// Parses JSON that a model wrote. If the text contains exactly one object or list, it may also contain control characters
/// inside strings, trailing commas, text or Markdown fences around the value, copies of the value, and surplus closing
/// brackets.
pub(crate) fn parse_lenient(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let text = normalized(text.trim_start_matches('\u{feff}'));
    let starts = text.match_indices(['{', '[']).map(|(start, _)| start).take(MAX_STARTS);
    let (value, rest) = starts.map(|start| &text[start..]).find_map(split_value)?;
    has_no_other_value(&value, rest).then_some(value)
}

/// Parses the value at the start of a text.
pub(crate) fn first_value(text: &str) -> Option<Value> {
    split_value(text).map(|(value, _)| value)
}

/// Parses the value at the start of a text. Returns the value and the rest of the text.
fn split_value(text: &str) -> Option<(Value, &str)> {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((value, &text[values.byte_offset()..]))
}

/// Whether the text after a value contains no object or list but copies of the value.
fn has_no_other_value(value: &Value, mut rest: &str) -> bool {
    while let Some(start) = rest.find(['{', '[']) {
        match split_value(&rest[start..]) {
            Some((copy, after)) if copy == *value => rest = after,
            _ => return false,
        }
    }
    true
}

/// Escapes control characters in strings, and removes commas before a closing bracket.
fn normalized(text: &str) -> String {
    let mut normalized = String::with_capacity(text.len());
    let (mut is_string, mut is_escaped) = (false, false);
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_string => is_escaped = true,
            '"' if is_string => is_string = false,
            ..'\x20' if is_string => {
                normalized.push_str(&format!("\\u{:04x}", u32::from(character)));
                continue;
            }
            _ if is_string => {}
            // Quotes in the text around a value do not start a string.
            '"' if depth > 0 => is_string = true,
            '{' | '[' => depth += 1,
            '}' | ']' if depth > 0 => {
                depth -= 1;
                let before = normalized.trim_end().strip_suffix(',').map(str::trim_end);
                if let Some(value) = before.filter(|before| !before.ends_with([',', '{', '[', ':'])) {
                    normalized.truncate(value.len());
                }
            }
            _ => {}
        }
        normalized.push(character);
    }
    normalized
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Value>) {
        assert_eq!(parse_lenient(text), expected, "{text}");
    }

    #[test]
    fn unambiguous_text_is_parsed() {
        let rome = || Some(json!({"city": "Rome"}));
        check(r#"{"city": "Rome"}"#, rome());
        check("{\"city\": \"a\n\tb\r\u{1}\"}", Some(json!({"city": "a\n\tb\r\u{1}"})));
        check("{\"ci\nty\": 1}", Some(json!({"ci\nty": 1})));
        check("{\"city\": \"a\\\nb\"}", None); // an escape that JSON does not have
        check("{\"city\": \"a\\\\\nb\"}", Some(json!({"city": "a\\\nb"})));
        check(r#"{"city": "Rome",}"#, rome());
        check("{\"city\": \"Rome\" , \n}", rome());
        check(r#"[1, 2,]"#, Some(json!([1, 2])));
        check(r#"{"a": [1,], "b": {"c": 2,},}"#, Some(json!({"a": [1], "b": {"c": 2}})));
        check(r#"{"city": "a,}"}x"#, Some(json!({"city": "a,}"})));
        check(r#"{"city": "Rome"}{"city": "Rome"}"#, rome());
        check("{\"city\": \"Rome\"}\n\n{ \"city\" : \"Rome\" }", rome());
        check(r#"{"city": "Rome"}}"#, rome());
        check(r#"{"city": "Rome"}]}"#, rome());
        check("{\"city\": \"Rome\"}\n</tool_call>", rome());
        check("{\"city\": \"Rome\"}<|im_end|>", rome());
        check("```json\n{\"city\": \"Rome\"}\n```", rome());
        check("Sure, here it is: {\"city\": \"Rome\"} I hope that helps.", rome());
        check("It's the \"one\": {\"city\": \"Rome\"}", rome());
        check("Use [brackets]: {\"city\": \"Rome\"}", rome());
        check("\u{feff}{\"city\": \"Rome\",}", rome());
        check(r#"{"a": "{\"b\": 1}"} done"#, Some(json!({"a": "{\"b\": 1}"})));
    }

    #[test]
    fn ambiguous_and_incomplete_text_is_not_parsed() {
        for text in [
            "",
            "yes",
            "7,000",
            "\"a\" \"b\"",
            r#"{"city": "Ro"#,
            r#"{"city": "Rome""#,
            r#"{"city": "Rome",,}"#,
            r#"[,]"#,
            r#"{,}"#,
            r#"{"city": "Rome"}{"city": "Oslo"}"#,
            r#"{"city": "Rome"} or {"city": "Oslo"}"#,
            r#"{"city": "Rome"}{"city":"#,
            r#"[1] and {"city": "Rome"}"#,
            r#"{'city': 'Rome'}"#,
            r#"{city: "Rome"}"#,
            r#"{"city": "a" "b"}"#,
            r#"{"city": "say "hi""}"#,
        ] {
            check(text, None);
        }
    }
}
