//! Reads the events of a stream: chunks, errors, the end.

use bytes::Bytes;

use super::{ChatStream, State};
use crate::chat::accumulate;
use crate::chat::responses::{self, Conversion};
use crate::chat::stream::Chunk;
use crate::chat::stream::broken::{BrokenStream, ERROR};
use crate::error::{Error, ServiceError};
use crate::models::StreamingChatCompletionsUpdate;
use crate::models::json;
use crate::transport::Sending;
use crate::transport::sse::Event;

/// The outcome of reading an event.
pub(super) enum Outcome {
    Chunk(Chunk),
    Nothing,
    Done,
    Failure(BrokenStream),
}

impl ChatStream {
    /// Reads an event.
    pub(super) fn read_event(&mut self, event: Event) -> Outcome {
        if self.responses.is_some() {
            return self.read_response_event(event);
        }
        let is_error = event.event_type() == "error";
        let data = event.into_data_bytes();
        match data.trim_ascii() {
            b"[DONE]" => {
                self.is_done = true;
                return Outcome::Done;
            }
            _ if is_error => {
                let reported = ServiceError::read(&self.context.masked(&data));
                return Outcome::Failure(self.in_band(reported, &data));
            }
            b"" => return Outcome::Nothing,
            _ => {}
        }
        if json::has_too_many_values(&data) {
            return Outcome::Failure(BrokenStream::too_many_values());
        }
        if let Some(delta) = self.templates.read(&data) {
            self.accumulator.push_text(delta.choice, delta.field, delta.text(&data), &delta.template);
            self.timer.quiet_since = None;
            return Outcome::Chunk(Chunk::plain(delta, data));
        }
        if ERROR.find(&data).is_some()
            && let Some(reported) = self.reported_error(&data)
        {
            return Outcome::Failure(self.in_band(reported, &data));
        }
        match Chunk::read(data) {
            Ok(chunk) if accumulate::has_too_many_values(chunk.update()) => {
                Outcome::Failure(BrokenStream::too_many_values())
            }
            Ok(mut chunk) => {
                if chunk.update().choices.is_none()
                    && let Some(reported) = self.reported_error(chunk.bytes())
                {
                    return Outcome::Failure(self.in_band(reported, chunk.bytes()));
                }
                self.add(&mut chunk);
                // A tag may be split over chunks, which a template can't detect.
                if self.think.is_none() {
                    self.templates.learn(chunk.update(), chunk.bytes(), self.is_single_choice);
                }
                if self.accumulator.has_too_many_values() {
                    return Outcome::Failure(BrokenStream::too_many_values());
                }
                self.mark_yielded();
                self.timer.quiet_since = None;
                Outcome::Chunk(chunk)
            }
            Err((error, data)) => {
                // The message of the decoder may quote a key that the server echoed.
                let error = Chunk::from_json(self.context.masked(&data)).err().unwrap_or(error);
                let kept = self.context.kept(self.info.status, &self.info.headers, &data);
                Outcome::Failure(BrokenStream::permanent(error.with_response(kept)))
            }
        }
    }

    /// Reads an event of the Responses API.
    fn read_response_event(&mut self, event: Event) -> Outcome {
        let data = event.data_bytes();
        // An event of its own ends the stream. Some gateways add the end marker of chat completions.
        if matches!(data.trim_ascii(), b"" | b"[DONE]") {
            return Outcome::Nothing;
        }
        if json::has_too_many_values(data) {
            return Outcome::Failure(BrokenStream::too_many_values());
        }
        let conversion = self.responses.as_mut().map_or(Conversion::KeepAlive, |reader| reader.read(&event));
        let data = event.into_data_bytes();
        let chunk = match conversion {
            Conversion::KeepAlive => return Outcome::Nothing,
            Conversion::Progress => {
                self.timer.quiet_since = None;
                return Outcome::Nothing;
            }
            Conversion::TooManyValues => return Outcome::Failure(BrokenStream::too_many_values()),
            Conversion::Failure => return Outcome::Failure(self.failure_in(&data)),
            Conversion::Plain(delta) if self.think.is_none() => {
                self.accumulator.push_text(delta.choice, delta.field, delta.text(&data), &delta.template);
                Chunk::plain(delta, data)
            }
            Conversion::Plain(delta) => self.add_update(delta.decode(&data), data),
            Conversion::Update(update) => self.add_update(update, data),
            Conversion::End(update) => {
                self.is_done = true;
                self.add_update(update, data)
            }
        };
        if self.accumulator.has_too_many_values() {
            return Outcome::Failure(BrokenStream::too_many_values());
        }
        self.mark_yielded();
        self.timer.quiet_since = None;
        Outcome::Chunk(chunk)
    }

    fn add_update(&mut self, update: Box<StreamingChatCompletionsUpdate>, data: Bytes) -> Chunk {
        let mut chunk = Chunk::of_event(update, data);
        self.add(&mut chunk);
        chunk
    }

    /// Returns the failure that the Responses API reported without details, at the end of the stream.
    pub(super) fn reported_failure(&mut self) -> Option<BrokenStream> {
        let data = self.responses.as_mut()?.take_failure()?;
        Some(self.failure_in(&data))
    }

    fn failure_in(&self, data: &Bytes) -> BrokenStream {
        let reported = ServiceError::find(&responses::error_in(&self.context.masked(data)));
        let reported =
            reported.unwrap_or_else(|| ServiceError::of_message("the response failed without a reason".to_owned()));
        self.in_band(reported, data)
    }

    /// Returns the error that an event reports instead of a chunk.
    fn reported_error(&self, data: &Bytes) -> Option<ServiceError> {
        ServiceError::in_event(&json::read(&self.context.masked(data)).ok()?)
    }

    /// Returns the failure for an error that the service reports within the stream.
    fn in_band(&self, reported: ServiceError, data: &Bytes) -> BrokenStream {
        let error = Error::service(reported, self.context.kept(self.info.status, &self.info.headers, data));
        let error = if self.accumulator.has_begun() { error.after_response_start() } else { error };
        BrokenStream::retryable(error)
    }

    /// Returns the completion that was received instead of a stream, once.
    pub(super) fn take_whole(&mut self) -> Outcome {
        let State::Whole(chunk) = std::mem::replace(&mut self.state, State::Ended) else { return Outcome::Nothing };
        self.mark_yielded();
        Outcome::Chunk(*chunk)
    }

    /// Adds a decoded chunk to the response.
    fn add(&mut self, chunk: &mut Chunk) {
        let Some(update) = chunk.update_mut() else { return };
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
            think.apply(update, |index| self.accumulator.text_was_reasoning(index));
        }
        self.accumulator.push(chunk.update());
    }

    /// Marks that the stream yields a chunk, after which it is not retried.
    fn mark_yielded(&mut self) {
        if !std::mem::replace(&mut self.has_yielded, true) {
            self.sending.iter_mut().for_each(Sending::succeed);
            self.span.first_chunk();
            self.source = None;
        }
    }
}
