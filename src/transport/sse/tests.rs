//! Tests of the decoder, with the input split in many ways.

use super::*;

/// Decodes the input, split into pieces of the given sizes in a cycle.
fn events(input: &[u8], sizes: &[usize]) -> Vec<(String, String)> {
    let mut decoder = Decoder::new();
    let mut events = Vec::new();
    let mut rest = input;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, left) = rest.split_at((*size).clamp(1, rest.len()));
        rest = left;
        decoder.feed(piece.to_vec());
        while let Some(event) = decoder.next_event().unwrap() {
            events.push((event.event_type().into_owned(), event.data().into_owned()));
        }
    }
    events
}

#[track_caller]
fn check(input: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    let input = input.as_ref();
    for size in [input.len(), 1, 2, 3, 5] {
        let found = events(input, &[size]);
        let found: Vec<_> = found.iter().map(|(event_type, data)| (event_type.as_str(), data.as_str())).collect();
        assert_eq!(found, expected, "{:?} in pieces of {size}", String::from_utf8_lossy(input));
    }
}

fn message(data: &str) -> (&str, &str) {
    ("message", data)
}

// The cases of the web platform tests for event streams.

#[test]
fn lines_end_in_lf_cr_or_crlf() {
    check("data:1\n\ndata:2\r\rdata:3\r\n\r\n", &[message("1"), message("2"), message("3")]);
    check("data:1\ndata\ndata:2\n\n", &[message("1\n\n2")]);
    check("data:test\r\ndata\ndata:test\r\n\r\n", &[message("test\n\ntest")]);
    check("data: a\r\n\ndata: b\n\r\n", &[message("a"), message("b")]);
}

#[test]
fn one_byte_order_mark_at_the_start_is_skipped() {
    check("\u{feff}data:1\n\n\u{feff}data:2\n\ndata:3\n\n", &[message("1"), message("3")]);
    check("\u{feff}\u{feff}data:1\n\ndata:2\n\ndata:3\n\n", &[message("2"), message("3")]);
    check("\u{feff}\n\ndata:1\n\n", &[message("1")]);
}

#[test]
fn comments_and_unknown_fields_are_ignored() {
    let long = "x".repeat(2 * 1024);
    let input = format!("data:1\r:\0\n:\r\ndata:2\n:{long}\rdata:3\n:data:fail\r:{long}\ndata:4\n\n");
    check(input, &[message("1\n2\n3\n4")]);
    check("data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\n\n", &[message("test\n")]);
    check(": keep-alive\n\n: keep-alive\n\ndata: x\n\n", &[message("x")]);
    check("Data: x\nDATA: y\ndata : z\n\n", &[]);
}

#[test]
fn one_leading_space_is_removed() {
    check("data:\ttest\rdata: \ndata:test\n\n", &[message("\ttest\n\ntest")]);
    check("data:  x\n\ndata:x \n\n", &[message(" x"), message("x ")]);
}

#[test]
fn events_need_a_data_line_which_may_be_empty() {
    check("data:\n\ndata\ndata\n\ndata:test", &[message(""), message("\n")]);
    check("\n\n\n\nevent:x\n\nid:1\n\n", &[]);
    check("", &[]);
}

#[test]
fn field_names_match_exactly() {
    let input =
        "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n";
    check(input, &[message("\0\n 2\n1\n3\n\n4")]);
}

#[test]
fn incomplete_events_at_the_end_are_discarded() {
    check("data:1\n\ndata:2", &[message("1")]);
    check("data:1\n\ndata:2\n", &[message("1")]);
    check("data:x", &[]);
}

#[test]
fn event_types_apply_to_one_event() {
    check("event:test\ndata:x\n\ndata:x\n\n", &[("test", "x"), message("x")]);
    check("event: error\n\ndata:x\n\n", &[message("x")]);
    check("event:a\nevent:b\ndata:x\n\nevent:\ndata:y\n\nevent\ndata:z\n\n", &[("b", "x"), message("y"), message("z")]);
}

#[test]
fn data_may_contain_anything_but_line_ends() {
    check("data:\0\n\n", &[message("\0")]);
    check("data:a:b: c\n\n", &[message("a:b: c")]);
    check("data:ok…\u{2028}\u{85}\n\n", &[message("ok…\u{2028}\u{85}")]);
    check(b"data:\xff\xe2\x82\n\n", &[message("\u{fffd}\u{fffd}")]);
}

#[test]
fn valid_id_and_retry_fields_are_kept() {
    let mut decoder = Decoder::new();
    let mut after = |input: &str| {
        decoder.feed(input.to_owned());
        while decoder.next_event().unwrap().is_some() {}
        (decoder.last_event_id().to_owned(), decoder.retry().map(|retry| retry.as_millis()))
    };
    assert_eq!(after("id: 1\nretry: 1000\n\n"), ("1".into(), Some(1000)));
    assert_eq!(after("id: 2\0\nretry: x\n\nretry:\nretry: -1\nretry: 1.5\n"), ("1".into(), Some(1000)));
    assert_eq!(after("id\nretry:03\n\n"), (String::new(), Some(3)));
    assert_eq!(after("data:x\nid: 7\n\ndata:y\n\n"), ("7".into(), Some(3)));
}

#[test]
fn events_and_lines_above_the_maximum_end_the_decoder() {
    for input in ["data:123456\n\n", "data:123456", "data:123\ndata:45\n\n", ":123456789", "event:1234567\n"] {
        let mut decoder = Decoder::with_max_event_size(5);
        let mut result = Ok(None);
        for byte in input.bytes() {
            decoder.feed(vec![byte]);
            result = decoder.next_event();
            if result.is_err() {
                break;
            }
        }
        assert_eq!(result, Err(EventTooLarge { max: 5 }), "{input:?}");
        decoder.feed("data:1\n\n");
        assert!(decoder.next_event().is_err());
    }
}

#[test]
fn events_within_one_input_are_not_copied() {
    let read = Bytes::from_static(b"data: abc\n\n");
    let mut decoder = Decoder::new();
    decoder.feed(read.clone());
    let event = decoder.next_event().unwrap().unwrap();
    assert_eq!(event.data_bytes().as_ptr(), read[6..].as_ptr());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_split_of_the_input_gives_the_same_events(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "data:", "data: ", "data", "event: e", "id: 1", "retry: 5", ":", " ", "x", "\n", "\r", "\r\n", "\n\n",
                "\u{feff}", "ä", "\0", "{\"a\": 1}", "[DONE]",
            ]),
            0..40,
        ),
        sizes in proptest::collection::vec(1_usize..9, 1..8),
    ) {
        let input = parts.concat();
        let whole = events(input.as_bytes(), &[input.len().max(1)]);
        proptest::prop_assert_eq!(&whole, &events(input.as_bytes(), &sizes));
        proptest::prop_assert_eq!(&whole, &events(input.as_bytes(), &[1]));
    }
}
