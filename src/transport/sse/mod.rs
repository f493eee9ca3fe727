//! A decoder for server-sent events (SSE): bytes in, events out.
//!
//! The decoder implements the event stream format of the WHATWG HTML standard in full. It does no I/O and knows neither HTTP
//! nor JSON. It takes linear time for any split of the input, and buffers at most one event, up to a maximum size.
//!
//! ```
//! use azure_inference::sse::Decoder;
//!
//! let mut decoder = Decoder::new();
//! decoder.feed("data: one\n\nda");
//! assert_eq!(decoder.next_event()?.unwrap().data(), "one");
//! assert!(decoder.next_event()?.is_none());
//! decoder.feed("ta: two\r\n\r\n");
//! assert_eq!(decoder.next_event()?.unwrap().data(), "two");
//! # Ok::<(), azure_inference::sse::EventTooLarge>(())
//! ```

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};

/// The default maximum size of an event.
pub(crate) const DEFAULT_MAX_EVENT_SIZE: usize = 16 << 20;

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    event_type: Option<Bytes>,
    pub(crate) data: Bytes,
}

impl Event {
    /// Returns the data: the `data` lines, joined by line feeds. Bytes that are not UTF-8 are replaced.
    pub fn data(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.data)
    }

    /// Returns the data as bytes.
    pub fn data_bytes(&self) -> &Bytes {
        &self.data
    }

    /// Returns the type of the event: the `event` field, or `message` by default.
    pub fn event_type(&self) -> Cow<'_, str> {
        self.event_type.as_ref().map_or(Cow::Borrowed("message"), |bytes| String::from_utf8_lossy(bytes))
    }
}

/// The error of an event that exceeds the maximum size. The decoder drops all further input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTooLarge {
    /// The maximum size in bytes.
    pub max: usize,
}

impl fmt::Display for EventTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event is larger than {} bytes", self.max)
    }
}

impl std::error::Error for EventTooLarge {}

/// A streaming decoder for server-sent events. The input may be split anywhere.
#[derive(Debug, Default)]
pub struct Decoder {
    has_failed: bool,
    /// The previous line ended in a carriage return, so that a line feed at the start of the input belongs to it.
    skip_line_feed: bool,
    /// A line has been decoded. The first one may start with a byte order mark.
    has_started: bool,
    /// `None` is the default.
    max_event_size: Option<usize>,
    /// The current input, not yet decoded.
    input: Bytes,
    /// The data of the incomplete event, with its lines joined.
    data: Option<Bytes>,
    /// The start of an incomplete line.
    line: BytesMut,
    /// `None` until it is needed. Boxed, so that what every event reads is in few cache lines: a program may have thousands of
    /// streams.
    rest: Option<Box<Rest>>,
}

/// What few streams have.
#[derive(Debug, Default)]
struct Rest {
    event_type: Option<Bytes>,
    /// The input after the current one.
    queue: VecDeque<Bytes>,
    last_event_id: String,
    retry: Option<Duration>,
}

impl Decoder {
    /// Returns a decoder with the default maximum event size of 16 MiB.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a decoder with a maximum event size in bytes.
    pub fn with_max_event_size(max_event_size: usize) -> Self {
        Self { max_event_size: Some(max_event_size), ..Self::default() }
    }

    /// Feeds bytes to the decoder. An event with one `data` line is not copied if it lies within these bytes.
    pub fn feed(&mut self, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        if self.has_failed || bytes.is_empty() {
            return;
        }
        if self.input.is_empty() && self.rest.as_ref().is_none_or(|rest| rest.queue.is_empty()) {
            self.input = bytes;
        } else {
            self.rest().queue.push_back(bytes);
        }
    }

    /// Returns the next event; `None` if the decoder needs more input. An empty line completes an event. As the standard
    /// requires, an incomplete event at the end of the input is discarded.
    ///
    /// # Errors
    ///
    /// If an event, or a line outside an event, exceeds the maximum size.
    pub fn next_event(&mut self) -> Result<Option<Event>, EventTooLarge> {
        while let Some(line) = self.next_line()? {
            if !line.is_empty() {
                self.field(line)?;
                continue;
            }
            let event_type =
                self.rest.as_mut().and_then(|rest| rest.event_type.take()).filter(|bytes| !bytes.is_empty());
            // An event without data is dropped.
            if let Some(data) = self.data.take() {
                return Ok(Some(Event { event_type, data }));
            }
        }
        Ok(None)
    }

    /// Returns the last event id (the `id` field); empty if no event had one.
    pub fn last_event_id(&self) -> &str {
        self.rest.as_ref().map_or("", |rest| &rest.last_event_id)
    }

    /// Whether the input ends within an incomplete event.
    pub(crate) fn is_within_event(&self) -> bool {
        let has_type = self.rest.as_ref().is_some_and(|rest| rest.event_type.is_some());
        !self.line.is_empty() || has_type || self.data.is_some()
    }

    /// Returns the delay that the server requests before a reconnection (the `retry` field).
    pub fn retry(&self) -> Option<Duration> {
        self.rest.as_ref()?.retry
    }

    fn rest(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
    }

    /// Returns the next line, without its line end.
    fn next_line(&mut self) -> Result<Option<Bytes>, EventTooLarge> {
        if self.has_failed {
            return Err(EventTooLarge { max: self.max_event_size() });
        }
        loop {
            if self.input.is_empty() {
                // Releases the buffer, so that the HTTP client can reuse it.
                self.input = self.rest.as_mut().and_then(|rest| rest.queue.pop_front()).unwrap_or_default();
            }
            let Some(&first) = self.input.first() else { return Ok(None) };
            if std::mem::take(&mut self.skip_line_feed) && first == b'\n' {
                self.input.advance(1);
                continue;
            }
            // Every event ends with an empty line, which needs no search.
            let end = if matches!(first, b'\n' | b'\r') { Some(0) } else { memchr::memchr2(b'\n', b'\r', &self.input) };
            let mut line = self.input.split_to(end.unwrap_or(self.input.len()));
            if end.is_none() || !self.line.is_empty() {
                self.check_size(self.line.len() + line.len())?;
                self.line.extend_from_slice(&line);
            }
            if end.is_none() {
                continue;
            }
            self.skip_line_feed = self.input[0] == b'\r';
            self.input.advance(1);
            if !self.line.is_empty() {
                line = self.line.split().freeze();
            }
            if !std::mem::replace(&mut self.has_started, true) && line.starts_with(b"\xef\xbb\xbf") {
                line.advance(3);
            }
            return Ok(Some(line));
        }
    }

    fn field(&mut self, mut line: Bytes) -> Result<(), EventTooLarge> {
        // Most lines are `data` lines.
        let colon = if line.starts_with(b"data:") { Some(4) } else { memchr::memchr(b':', &line) };
        let name = &line[..colon.unwrap_or(line.len())];
        let value = match colon {
            Some(colon) if line.get(colon + 1) == Some(&b' ') => colon + 2,
            Some(colon) => colon + 1,
            None => line.len(),
        };
        match name {
            b"data" => {
                line.advance(value);
                self.check_size(self.data.as_ref().map_or(0, Bytes::len) + line.len())?;
                self.data = Some(match self.data.take() {
                    None => line,
                    Some(lines) => {
                        let mut lines = BytesMut::from(lines);
                        lines.extend_from_slice(b"\n");
                        lines.extend_from_slice(&line);
                        lines.freeze()
                    }
                });
            }
            b"event" => {
                line.advance(value);
                self.check_size(line.len())?;
                self.rest().event_type = Some(line);
            }
            b"id" if !line[value..].contains(&0) => {
                self.rest().last_event_id = String::from_utf8_lossy(&line[value..]).into_owned();
            }
            b"retry" if value < line.len() && line[value..].iter().all(u8::is_ascii_digit) => {
                let milliseconds = std::str::from_utf8(&line[value..]).ok().and_then(|digits| digits.parse().ok());
                self.rest().retry = milliseconds.map(Duration::from_millis);
            }
            // A comment has an empty name. Unknown fields are ignored too.
            _ => {}
        }
        Ok(())
    }

    /// Returns the maximum size of an event in bytes.
    pub(crate) fn max_event_size(&self) -> usize {
        self.max_event_size.unwrap_or(DEFAULT_MAX_EVENT_SIZE)
    }

    fn check_size(&mut self, size: usize) -> Result<(), EventTooLarge> {
        let max = self.max_event_size();
        if size <= max {
            return Ok(());
        }
        *self = Self { has_failed: true, ..Self::with_max_event_size(max) };
        Err(EventTooLarge { max })
    }
}
