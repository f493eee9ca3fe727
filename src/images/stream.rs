//! Streams of partial and final images.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::Value;
use tracing::Instrument;

use crate::client::request::EventStream;
use crate::error::{Error, Kind, Result, ServiceError};
use crate::models::json;
use crate::models::{ImageGenerationItem, ImageGenerationsResult, ImageStreamEvent};
use crate::raw;
use crate::transport::response::ResponseMetadata;
use crate::transport::sse::Event;
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, CallContext, Decoded, Mode, Sending, Source};

/// Stream of partial and final images; created by
/// [`ImagesRequest::stream`](crate::ImagesRequest::stream).
///
/// It reads only when polled, spawns no tasks, and dropping it closes the connection. It ends with `None` after a final image,
/// or with an error if the connection is closed earlier, a timeout elapses, the service reports an error, or an event can't be
/// decoded.
#[must_use = "a stream does nothing until it is read"]
pub struct ImageStream {
    context: CallContext,
    info: ResponseMetadata,
    state: State,
    /// Whether a final image has been received.
    has_final_image: bool,
    span: CallSpan,
}

enum State {
    Reading(Box<EventStream>),
    /// The service returned final images instead of a stream.
    NotStreamed(VecDeque<ImageStreamEvent>),
    Ended,
}

impl ImageStream {
    pub(super) async fn open(
        context: CallContext,
        source: &mut dyn Source,
        operation: &'static str,
        span: CallSpan,
    ) -> Result<Self> {
        let opening = async {
            context.endpoint().check_operation(operation)?;
            let mut sending = Sending::new(context);
            let received = transport::send_attempts(&mut sending, source, Mode::Stream).await?;
            sending.succeed();
            let context = sending.context.clone();
            let info = received.info;
            let state = match received.stream {
                Some((first, body)) => {
                    let size = context.max_response_size();
                    let events = EventStream::new(sending, info.clone(), first, body, size, span.clone());
                    State::Reading(Box::new(events))
                }
                None => State::NotStreamed(read_images(&context, info.clone())?),
            };
            Ok((context, info, state))
        };
        let opened = opening.instrument(span.inner().clone()).await;
        let (context, info, state) = opened.inspect_err(|error| span.fail(error))?;
        span.headers(&info.headers);
        Ok(Self { context, info, state, has_final_image: false, span })
    }

    /// Returns the next partial or final image; `None` after the end.
    ///
    /// # Errors
    ///
    /// If the stream ends before a final image, see [`ImageStream`]. The stream ends after an error.
    pub async fn next(&mut self) -> Option<Result<ImageStreamEvent>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the metadata of the response: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.info
    }

    fn poll_image(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<ImageStreamEvent>>> {
        loop {
            let events = match &mut self.state {
                State::Ended => return Poll::Ready(Ok(None)),
                State::NotStreamed(images) => return Poll::Ready(Ok(images.pop_front())),
                State::Reading(events) => events,
            };
            match ready!(Pin::new(&mut **events).poll_next(cx)) {
                Some(event) => {
                    if let Some(image) = self.decode(event?)? {
                        return Poll::Ready(Ok(Some(image)));
                    }
                }
                None if self.has_final_image => return Poll::Ready(Ok(None)),
                None => {
                    let error = Error::new(Kind::Truncated, "the stream ended before a final image");
                    return Poll::Ready(Err(self.fail(error)));
                }
            }
        }
    }

    /// Decodes the image in an event; `None` if there is none.
    fn decode(&mut self, event: Event) -> Result<Option<ImageStreamEvent>> {
        let is_error = event.event_type() == "error";
        let data = event.data;
        if data.trim_ascii().is_empty() {
            return Ok(None);
        }
        let image = json::read::<ImageStreamEvent>(&data).ok().filter(|_| !is_error);
        match image.filter(|image| image.b64_json.is_some() || image.url.is_some()) {
            Some(image) => {
                self.has_final_image |= !image.is_partial();
                Ok(Some(image))
            }
            None => match self.reported_error(&data, is_error) {
                Some(error) => Err(self.fail(error)),
                // A keep-alive, or a type of event that this version does not know.
                None => Ok(None),
            },
        }
    }

    fn reported_error(&self, data: &Bytes, is_error: bool) -> Option<Error> {
        let masked = self.context.masked(data);
        let error = match json::read::<Value>(&masked) {
            Ok(value) if !is_error => ServiceError::in_event(&value)?,
            _ if is_error => ServiceError::read(&masked),
            _ => return Some(Error::new(Kind::Decode, "an event of the stream is not JSON")),
        };
        Some(Error::service(error, self.context.kept(self.info.status, &self.info.headers, data)))
    }

    /// Records an error, and adds the response to it.
    fn fail(&self, error: Error) -> Error {
        self.span.fail(&error);
        let error = match error.status() {
            Some(_) => error,
            None => error.with_response(self.context.kept(self.info.status, &self.info.headers, &Bytes::new())),
        };
        error.with_attempts(self.info.attempts).with_client_request_id(self.info.client_request_id())
    }
}

/// Reads the images of a response that is not streamed, which some servers send anyway.
fn read_images(context: &CallContext, response: ResponseMetadata) -> Result<VecDeque<ImageStreamEvent>> {
    let Decoded { mut value, response } = raw::read::<ImageGenerationsResult>(context, response)?;
    let items = value.data.take().unwrap_or_default();
    if items.is_empty() {
        return Err(context.error_of(&response, None, super::NO_IMAGES));
    }
    let mut images: VecDeque<ImageStreamEvent> = items.into_iter().map(into_event).collect();
    if let Some(last) = images.back_mut() {
        last.usage = value.usage.take();
    }
    Ok(images)
}

fn into_event(item: ImageGenerationItem) -> ImageStreamEvent {
    let mut image = ImageStreamEvent::default();
    image.b64_json = item.b64_json.or(item.image);
    image.url = item.url;
    image
}

impl Stream for ImageStream {
    type Item = Result<ImageStreamEvent>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let polled = ready!(this.poll_image(cx));
        if let Ok(Some(image)) = &polled {
            if let Some(usage) = &image.usage {
                this.span.tokens(usage.input_tokens, usage.output_tokens);
            }
        } else {
            this.state = State::Ended;
            this.span.end();
        }
        Poll::Ready(polled.transpose())
    }
}

impl fmt::Debug for ImageStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImageStream")
            .field("response", &self.info)
            .field("has_final_image", &self.has_final_image)
            .finish_non_exhaustive()
    }
}
