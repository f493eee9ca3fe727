//! Reads the events of a stream: chunks, errors, the end.

use std::sync::LazyLock;

use bytes::Bytes;
use memchr::memmem::Finder;

use super::{Broken, ChatStream, Read};
use crate::chat::PlainDelta;
use crate::chat::accumulate;
use crate::chat::responses::{self, Conversion};
use crate::chat::stream::Chunk;
use crate::error::{Error, Kind, ServiceError};
use crate::models::{StreamingChatCompletionsUpdate, json};
use crate::transport::{self, sse::Event};

/// Finds `"error"`. A chunk without it has no error, unless it has no choices either.
pub(in crate::chat::stream) static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));

impl ChatStream {
    /// Reads an event.
    pub(super) fn read_event(&mut self, event: Event) -> Read {
        let is_of_responses = self.responses.is_some();
        let is_error = !is_of_responses && event.event_type() == "error";
        let data = &event.data;
        match data.trim_ascii() {
            // An event of its own ends a stream of the Responses API. Some gateways add this marker.
            b"[DONE]" => {
                self.is_done |= !is_of_responses;
                return Ok(None);
            }
            _ if is_error => return Err(self.in_band(ServiceError::read(&self.context.masked(data)), data)),
            b"" => return Ok(None),
            _ if json::has_too_many_values(data) => return Err(too_many_values()),
            _ => {}
        }
        let chunk = match &mut self.responses {
            Some(reader) => {
                let conversion = reader.read(&event);
                self.read_conversion(conversion, event.data)?
            }
            None => {
                let data = event.data;
                match self.templates.read(&data) {
                    Some(delta) if delta.rest.is_none() => return Ok(Some(self.add_plain(delta, data))),
                    Some(delta) => Some(self.add_plain(delta, data)),
                    None => Some(self.read_chunk(data)?),
                }
            }
        };
        if self.accumulator.has_too_many_values() { Err(too_many_values()) } else { Ok(chunk) }
    }

    /// Decodes a chunk and adds it to the response.
    fn read_chunk(&mut self, data: Bytes) -> Result<Chunk, Broken> {
        if ERROR.find(&data).is_some() {
            self.check_error(&data)?;
        }
        let update = Chunk::decode(&data).map_err(|error| {
            // The message of the decoder may quote a key that the server echoed.
            let error = Chunk::decode(&self.context.masked(&data)).err().unwrap_or(error);
            let kept = self.context.kept(self.info.status, &self.info.headers, &data);
            Broken::Permanent(error.with_response(kept))
        })?;
        if accumulate::has_too_many_values(&update) {
            return Err(too_many_values());
        }
        if update.choices.is_none() {
            self.check_error(&data)?;
        }
        let chunk = self.add(update, data);
        // A tag may be split over chunks, which a template can't detect.
        if self.think.is_none() {
            self.templates.learn(chunk.update(), &chunk.json, self.is_single_choice, &self.accumulator);
        }
        Ok(chunk)
    }

    /// Adds what an event of the Responses API was converted to.
    fn read_conversion(&mut self, conversion: Conversion, data: Bytes) -> Read {
        let update = match conversion {
            Conversion::KeepAlive => return Ok(None),
            Conversion::Progress => {
                self.timer.quiet_since = None;
                return Ok(None);
            }
            Conversion::TooManyValues => return Err(too_many_values()),
            Conversion::Failure => return Err(self.failure_in(&data)),
            Conversion::Plain(delta) if self.think.is_none() => return Ok(Some(self.add_plain(delta, data))),
            Conversion::Plain(delta) => delta.decode(&data),
            Conversion::Update(update) => update,
            Conversion::End(update) => {
                self.is_done = true;
                update
            }
        };
        Ok(Some(self.add(update, data)))
    }

    /// Returns the failure that an event of the Responses API reported.
    pub(super) fn failure_in(&self, data: &Bytes) -> Broken {
        let reported = ServiceError::find(&responses::error_in(&self.context.masked(data)));
        let reported =
            reported.unwrap_or_else(|| ServiceError::of_message("the response failed without a reason".to_owned()));
        self.in_band(reported, data)
    }

    /// Returns the error that an event reports instead of a chunk, if it does.
    fn check_error(&self, data: &Bytes) -> Result<(), Broken> {
        let event = json::read(&self.context.masked(data)).ok();
        match event.and_then(|event| ServiceError::in_event(&event)) {
            Some(reported) => Err(self.in_band(reported, data)),
            None => Ok(()),
        }
    }

    /// Returns the failure for an error that the service reports within the stream.
    fn in_band(&self, reported: ServiceError, data: &Bytes) -> Broken {
        let error = Error::service(reported, self.context.kept(self.info.status, &self.info.headers, data));
        let error = if self.accumulator.has_begun() { error.after_response_start() } else { error };
        Broken::Retryable(error)
    }

    /// Adds a chunk that was read with a template to the response.
    fn add_plain(&mut self, delta: PlainDelta, data: Bytes) -> Chunk {
        self.accumulator.push_plain(&delta, &data);
        Chunk::plain(delta, data)
    }

    /// Adds a decoded chunk to the response.
    fn add(&mut self, mut update: Box<StreamingChatCompletionsUpdate>, data: Bytes) -> Chunk {
        if let ([choice], true) = (update.choices.as_deref_mut().unwrap_or_default(), self.is_single_choice) {
            // Some servers send the number of the chunk as its index.
            choice.index = Some(0);
        }
        for choice in update.choices.iter_mut().flatten().filter(|choice| choice.delta.is_none()) {
            let index = choice.index.unwrap_or_default();
            if let Some(message) = choice.extra.remove("message").filter(|_| !self.accumulator.has_text(index)) {
                choice.delta = json::read(message.to_string().as_bytes()).ok();
            }
        }
        if let Some(think) = &mut self.think {
            think.apply(&mut update, |index| self.accumulator.text_was_reasoning(index));
        }
        self.accumulator.push(&update);
        Chunk::decoded(update, data)
    }
}

fn too_many_values() -> Broken {
    Broken::Permanent(Error::new(Kind::TooLarge, transport::TOO_MANY_VALUES))
}
