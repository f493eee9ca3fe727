//! What an event of a stream is: a chunk, an error, the end.

use bytes::Bytes;

use super::{ChatStream, State};
use crate::chat::accumulate;
use crate::chat::responses::{self, Found};
use crate::error::{Error, ServiceError};
use crate::models::StreamingChatCompletionsUpdate;
use crate::models::json;
use crate::stream::Chunk;
use crate::stream::broken::{BrokenStream, ERROR};
use crate::transport::Sending;
use crate::transport::sse::Event;

/// What an event turned out to be.
pub(super) enum Taken {
    Chunk(Chunk),
    Nothing,
    Done,
    Failure(BrokenStream),
}

impl ChatStream {
    /// What an event is.
    pub(super) fn take(&mut self, event: Event) -> Taken {
        if self.responses.is_some() {
            return self.take_response_event(event);
        }
        let is_error = event.kind() == "error";
        let data = event.into_data_bytes();
        match data.trim_ascii() {
            b"[DONE]" => {
                self.is_done = true;
                return Taken::Done;
            }
            _ if is_error => {
                let said = ServiceError::read(&self.context.masked(&data));
                return Taken::Failure(self.in_band(said, &data));
            }
            b"" => return Taken::Nothing,
            _ => {}
        }
        if json::has_too_many_values(&data) {
            return Taken::Failure(BrokenStream::overgrown());
        }
        if let Some(delta) = self.templates.read(&data) {
            self.accumulator.push_text(delta.choice, delta.field, delta.text(&data), &delta.like);
            self.timer.quiet_since = None;
            return Taken::Chunk(Chunk::plain(delta, data));
        }
        if ERROR.find(&data).is_some()
            && let Some(said) = self.reported_error(&data)
        {
            return Taken::Failure(self.in_band(said, &data));
        }
        match Chunk::read(data) {
            Ok(chunk) if accumulate::has_too_many_values(chunk.update()) => Taken::Failure(BrokenStream::overgrown()),
            Ok(mut chunk) => {
                if chunk.update().choices.is_none()
                    && let Some(said) = self.reported_error(chunk.bytes())
                {
                    return Taken::Failure(self.in_band(said, chunk.bytes()));
                }
                self.add(&mut chunk);
                // Tags may be split over chunks, which a template does not know of.
                if self.think.is_none() {
                    self.templates.learn(chunk.update(), chunk.bytes(), self.is_single_choice);
                }
                if self.accumulator.has_too_many_values() {
                    return Taken::Failure(BrokenStream::overgrown());
                }
                self.see_first();
                self.timer.quiet_since = None;
                Taken::Chunk(chunk)
            }
            Err((error, data)) => {
                // The decoder's words may quote a key that the server echoed.
                let error = Chunk::from_json(self.context.masked(&data)).err().unwrap_or(error);
                let kept = self.context.kept(self.info.status, &self.info.headers, &data);
                Taken::Failure(BrokenStream::for_good(error.with_response(kept)))
            }
        }
    }

    /// What an event of the Responses API is.
    fn take_response_event(&mut self, event: Event) -> Taken {
        let data = event.data_bytes();
        // The end is known by its event; some gateways add the one of chat completions.
        if matches!(data.trim_ascii(), b"" | b"[DONE]") {
            return Taken::Nothing;
        }
        if json::has_too_many_values(data) {
            return Taken::Failure(BrokenStream::overgrown());
        }
        let found = self.responses.as_mut().map_or(Found::KeepAlive, |reader| reader.read(&event));
        let data = event.into_data_bytes();
        let chunk = match found {
            Found::KeepAlive => return Taken::Nothing,
            Found::Progress => {
                self.timer.quiet_since = None;
                return Taken::Nothing;
            }
            Found::Overgrown => return Taken::Failure(BrokenStream::overgrown()),
            Found::Failure => return Taken::Failure(self.failure_in(&data)),
            Found::Plain(delta) if self.think.is_none() => {
                self.accumulator.push_text(delta.choice, delta.field, delta.text(&data), &delta.like);
                Chunk::plain(delta, data)
            }
            Found::Plain(delta) => self.add_update(delta.decode(&data), data),
            Found::Update(update) => self.add_update(update, data),
            Found::End(update) => {
                self.is_done = true;
                self.add_update(update, data)
            }
        };
        if self.accumulator.has_too_many_values() {
            return Taken::Failure(BrokenStream::overgrown());
        }
        self.see_first();
        self.timer.quiet_since = None;
        Taken::Chunk(chunk)
    }

    fn add_update(&mut self, update: Box<StreamingChatCompletionsUpdate>, data: Bytes) -> Chunk {
        let mut chunk = Chunk::of_event(update, data);
        self.add(&mut chunk);
        chunk
    }

    /// The failure that the Responses API reported without saying more, once nothing else comes.
    pub(super) fn reported_failure(&mut self) -> Option<BrokenStream> {
        let data = self.responses.as_mut()?.take_failure()?;
        Some(self.failure_in(&data))
    }

    fn failure_in(&self, data: &Bytes) -> BrokenStream {
        let said = ServiceError::find(&responses::error_in(&self.context.masked(data)));
        let said = said.unwrap_or_else(|| ServiceError::of_message("the response failed without a reason".to_owned()));
        self.in_band(said, data)
    }

    /// The error that an event reports in place of a chunk.
    fn reported_error(&self, data: &Bytes) -> Option<ServiceError> {
        ServiceError::in_event(&json::read(&self.context.masked(data)).ok()?)
    }

    /// An error that the service reports within the stream.
    fn in_band(&self, said: ServiceError, data: &Bytes) -> BrokenStream {
        let error = Error::service(said, self.context.kept(self.info.status, &self.info.headers, data));
        let error = if self.accumulator.has_begun() { error.after_response_start() } else { error };
        BrokenStream { error, is_for_good: false }
    }

    /// The ordinary completion that came in place of a stream, once.
    pub(super) fn take_whole(&mut self) -> Taken {
        let State::Whole(chunk) = std::mem::replace(&mut self.state, State::Ended) else { return Taken::Nothing };
        self.see_first();
        Taken::Chunk(*chunk)
    }

    /// Adds a chunk that was decoded to the response.
    fn add(&mut self, chunk: &mut Chunk) {
        let Some(update) = chunk.update_mut() else { return };
        if let ([choice], true) = (update.choices.as_deref_mut().unwrap_or_default(), self.is_single_choice) {
            // Some servers count the chunks here.
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

    /// Marks that something is handed out.
    fn see_first(&mut self) {
        if !std::mem::replace(&mut self.is_seen, true) {
            self.sending.iter_mut().for_each(Sending::succeed);
            self.span.first_chunk();
            self.source = None;
        }
    }
}
