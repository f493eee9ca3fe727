//! Server-sent events: bytes in, events out.
//!
//! The grammar is WHATWG's in full. The decoder knows no HTTP and no JSON, does no input or output, takes linear time
//! however its input is split, and holds no more than one event, up to a maximum size.
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

/// The maximum size of an event unless another is set.
pub(crate) const DEFAULT_MAX_EVENT_SIZE: usize = 16 << 20;

/// One event, dispatched by its empty line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    kind: Option<Bytes>,
    data: Bytes,
}

impl Event {
    /// The lines of data, joined by line feeds; bytes that are not UTF-8 are replaced.
    pub fn data(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.data)
    }

    /// The data as it came.
    pub fn data_bytes(&self) -> &Bytes {
        &self.data
    }

    /// The data as it came, as its own value.
    pub(crate) fn into_data_bytes(self) -> Bytes {
        self.data
    }

    /// The type of the event: its `event` field, or `message`.
    pub fn kind(&self) -> Cow<'_, str> {
        self.kind.as_ref().map_or(Cow::Borrowed("message"), |kind| String::from_utf8_lossy(kind))
    }
}

/// An event went over the maximum size. The decoder has ended: it drops all further input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTooLarge {
    /// The maximum, in bytes.
    pub max: usize,
}

impl fmt::Display for EventTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event is larger than {} bytes", self.max)
    }
}

impl std::error::Error for EventTooLarge {}

/// Decodes a stream of events from its bytes, in whatever pieces they come.
#[derive(Debug)]
pub struct Decoder {
    /// What is fed and not yet taken apart.
    input: Bytes,
    /// What was fed after it.
    queue: VecDeque<Bytes>,
    /// The start of a line whose end has not come yet.
    line: BytesMut,
    event: Pending,
    /// The line before ended in a carriage return, so that a line feed now belongs to it.
    skip_line_feed: bool,
    /// No line has come yet: a byte order mark may stand before it.
    is_start: bool,
    last_event_id: String,
    retry: Option<Duration>,
    max_event_size: usize,
    has_failed: bool,
}

/// The fields of an event before its empty line.
#[derive(Debug, Default)]
struct Pending {
    kind: Option<Bytes>,
    data: Option<Bytes>,
    /// Of more than one line of data.
    joined: BytesMut,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// A decoder with the default maximum size of an event, 16 MiB.
    pub fn new() -> Self {
        Self::with_max_event_size(DEFAULT_MAX_EVENT_SIZE)
    }

    /// A decoder with this maximum size of an event, in bytes.
    pub fn with_max_event_size(max_event_size: usize) -> Self {
        Self {
            input: Bytes::new(),
            queue: VecDeque::new(),
            line: BytesMut::new(),
            event: Pending::default(),
            skip_line_feed: false,
            is_start: true,
            last_event_id: String::new(),
            retry: None,
            max_event_size,
            has_failed: false,
        }
    }

    /// Takes the next bytes. An event that lies within them as one line of data is not copied.
    pub fn feed(&mut self, bytes: impl Into<Bytes>) {
        if self.has_failed {
            return;
        }
        if self.input.is_empty() && self.queue.is_empty() {
            self.input = bytes.into();
        } else {
            self.queue.push_back(bytes.into());
        }
    }

    /// The next event of what was fed; `None` if more must be fed first. An event without its empty line is discarded
    /// when the input ends, as the grammar wants it.
    ///
    /// # Errors
    ///
    /// If an event, or a line outside of one, goes over the maximum size.
    pub fn next_event(&mut self) -> Result<Option<Event>, EventTooLarge> {
        while let Some(line) = self.next_line()? {
            if line.is_empty() {
                if let Some(event) = self.event.dispatch() {
                    return Ok(Some(event));
                }
            } else {
                self.field(line)?;
            }
        }
        Ok(None)
    }

    /// The id of the last event that had one; empty if none had.
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// Whether the input so far ends within an event.
    pub(crate) fn is_within_event(&self) -> bool {
        !self.line.is_empty() || self.event.kind.is_some() || self.event.data.is_some() || !self.event.joined.is_empty()
    }

    /// How long the server asks to wait before a new connection.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// The next line without its end.
    fn next_line(&mut self) -> Result<Option<Bytes>, EventTooLarge> {
        if self.has_failed {
            return Err(EventTooLarge { max: self.max_event_size });
        }
        loop {
            match self.line_of_input()? {
                Some(line) => return Ok(Some(line)),
                None => match self.queue.pop_front() {
                    Some(bytes) => self.input = bytes,
                    None => return Ok(None),
                },
            }
        }
    }

    /// The next line that ends within the input; else takes the input as its start.
    fn line_of_input(&mut self) -> Result<Option<Bytes>, EventTooLarge> {
        if self.input.is_empty() {
            // Let go of the buffer, so that the HTTP stack can read into it again.
            self.input = Bytes::new();
            return Ok(None);
        }
        if self.skip_line_feed {
            self.skip_line_feed = false;
            if self.input[0] == b'\n' {
                self.input.advance(1);
            }
        }
        // An event ends in an empty line, which needs no search.
        let is_empty = matches!(self.input.first(), Some(b'\n' | b'\r'));
        let Some(end) = is_empty.then_some(0).or_else(|| memchr::memchr2(b'\n', b'\r', &self.input)) else {
            self.check_size(self.line.len() + self.input.len())?;
            self.line.extend_from_slice(&self.input);
            self.input = Bytes::new();
            return Ok(None);
        };
        let mut line = self.input.split_to(end);
        self.skip_line_feed = self.input[0] == b'\r';
        self.input.advance(1);
        if !self.line.is_empty() {
            self.check_size(self.line.len() + line.len())?;
            self.line.extend_from_slice(&line);
            line = self.line.split().freeze();
        }
        if std::mem::take(&mut self.is_start) && line.starts_with(b"\xef\xbb\xbf") {
            line.advance(3);
        }
        Ok(Some(line))
    }

    fn field(&mut self, mut line: Bytes) -> Result<(), EventTooLarge> {
        // Most lines are data.
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
                self.check_size(self.event.size() + line.len())?;
                self.event.add_data(line);
            }
            b"event" => {
                line.advance(value);
                self.check_size(line.len())?;
                self.event.kind = Some(line);
            }
            b"id" if !line[value..].contains(&0) => {
                self.last_event_id = String::from_utf8_lossy(&line[value..]).into_owned();
            }
            b"retry" if value < line.len() && line[value..].iter().all(u8::is_ascii_digit) => {
                let milliseconds = std::str::from_utf8(&line[value..]).ok().and_then(|digits| digits.parse().ok());
                self.retry = milliseconds.map(Duration::from_millis);
            }
            // A comment has an empty name; fields that nobody knows are ignored too.
            _ => {}
        }
        Ok(())
    }

    fn check_size(&mut self, size: usize) -> Result<(), EventTooLarge> {
        if size <= self.max_event_size {
            return Ok(());
        }
        *self = Self { has_failed: true, ..Self::with_max_event_size(self.max_event_size) };
        Err(EventTooLarge { max: self.max_event_size })
    }
}

impl Pending {
    fn size(&self) -> usize {
        self.joined.len() + self.data.as_ref().map_or(0, Bytes::len)
    }

    fn add_data(&mut self, value: Bytes) {
        match self.data.take() {
            None if self.joined.is_empty() => {
                self.data = Some(value);
                return;
            }
            Some(first) => self.joined.extend_from_slice(&first),
            None => {}
        }
        self.joined.extend_from_slice(b"\n");
        self.joined.extend_from_slice(&value);
    }

    /// The event, if it has data; what is pending begins anew either way.
    fn dispatch(&mut self) -> Option<Event> {
        let kind = self.kind.take().filter(|kind| !kind.is_empty());
        let data = match self.data.take() {
            Some(data) => data,
            None if self.joined.is_empty() => return None,
            None => self.joined.split().freeze(),
        };
        Some(Event { kind, data })
    }
}
