//! Any split of any input gives the same events, and an event that exceeds the maximum size is an error.
#![no_main]

use azure_inference::sse::{Decoder, Event, EventTooLarge};
use libfuzzer_sys::fuzz_target;

const MAX: usize = 512;

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (bytes, sizes) = input;
    let whole = events(&bytes, &[bytes.len()]);
    // The number of events before the error of a large event depends on the split; the error does not.
    if let Ok(whole) = &whole {
        assert!(whole.iter().all(|event| event.data_bytes().len() <= MAX));
        if let Ok(split) = events(&bytes, &sizes.iter().map(|size| usize::from(*size)).collect::<Vec<_>>()) {
            assert_eq!(&split, whole);
        }
    }
});

fn events(bytes: &[u8], sizes: &[usize]) -> Result<Vec<Event>, EventTooLarge> {
    let mut decoder = Decoder::with_max_event_size(MAX);
    let mut events = Vec::new();
    let mut rest = bytes;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let size = sizes.next().copied().unwrap_or(1).clamp(1, rest.len());
        let (piece, left) = rest.split_at(size);
        rest = left;
        decoder.feed(piece.to_vec());
        while let Some(event) = decoder.next_event()? {
            events.push(event);
        }
    }
    Ok(events)
}
