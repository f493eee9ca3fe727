//! What an event of a stream is: a chunk, an error, the end.

use bytes::Bytes;
use http::StatusCode;

use super::{ChatStream, State};
use crate::accumulate;
use crate::error::{Error, ServiceError};
use crate::json;
use crate::sse::Event;
use crate::stream::Chunk;
use crate::stream::broken::{BrokenStream, ERROR, find_error};

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
        if ERROR.find(&data).is_some()
            && let Some(said) = json::read(&self.context.masked(&data)).ok().and_then(|value| find_error(&value))
        {
            return Taken::Failure(self.in_band(said, &data));
        }
        if json::is_overgrown(&data) {
            return Taken::Failure(BrokenStream::overgrown());
        }
        match Chunk::read(data) {
            Ok(chunk) if accumulate::is_overgrown(chunk.update()) => Taken::Failure(BrokenStream::overgrown()),
            Ok(mut chunk) => {
                self.add(&mut chunk);
                if self.accumulator.is_overgrown() {
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

    /// An error that the service tells within the stream.
    fn in_band(&self, said: ServiceError, data: &Bytes) -> BrokenStream {
        // Some say a status as the code: it decides as if it had come as one.
        let status = said.code.as_deref().and_then(|code| code.parse::<u16>().ok());
        let status =
            status.and_then(|status| StatusCode::from_u16(status).ok()).filter(|status| status.as_u16() >= 400);
        let error = Error::service(said, self.context.kept(self.info.status, &self.info.headers, data));
        let error = if self.accumulator.has_begun() { error.amid_answer() } else { error };
        BrokenStream { error, is_for_good: false, status }
    }

    /// The ordinary completion that came in place of a stream, once.
    pub(super) fn take_whole(&mut self) -> Taken {
        let State::Whole(mut chunk) = std::mem::replace(&mut self.state, State::Ended) else { return Taken::Nothing };
        self.add(&mut chunk);
        self.see_first();
        Taken::Chunk(*chunk)
    }

    /// Adds a chunk to the answer.
    fn add(&mut self, chunk: &mut Chunk) {
        if let Some(think) = &mut self.think {
            think.apply(chunk.update_mut());
        }
        self.accumulator.push(chunk.update());
    }

    /// Marks that something is handed out.
    fn see_first(&mut self) {
        if !std::mem::replace(&mut self.is_seen, true) {
            self.context.succeed(&mut self.retries);
            self.span.first_chunk();
        }
    }
}
