//! Images as they are made: unfinished ones, then whole ones.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::Value;
use tracing::Instrument;

use crate::error::{Error, Kind, Result, ServiceError};
use crate::json;
use crate::models::{ImageGenerationItem, ImageGenerationsResult, ImageStreamEvent};
use crate::raw;
use crate::request::EventStream;
use crate::response::ResponseInfo;
use crate::sse::Event;
use crate::telemetry::CallSpan;
use crate::transport::{self, Answered, CallContext, Mode, Sending, Source};

/// Stream of images as they are made; opened by
/// [`ImageGenerationRequest::stream`](crate::ImageGenerationRequest::stream).
///
/// It reads only when it is polled, spawns nothing, and dropping it closes the connection. It ends with `None` after a whole
/// image, or with an error: a stream that was cut, that stalled, that reported an error, or that can't be read.
#[must_use = "a stream does nothing until it is read"]
pub struct ImageStream {
    context: CallContext,
    info: ResponseInfo,
    state: State,
    /// A whole image has come.
    is_whole: bool,
    span: CallSpan,
}

enum State {
    Reading(Box<EventStream>),
    /// Whole images came in place of a stream.
    Whole(VecDeque<ImageStreamEvent>),
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
            context.endpoint().accept_operation(operation)?;
            let mut sending = Sending::new(context);
            let received = transport::send_attempts(&mut sending, source, Mode::Stream).await?;
            sending.succeed();
            let context = sending.context.clone();
            let info = received.info;
            let state = match received.stream {
                Some((first, body)) => {
                    let size = context.max_answer_size();
                    let events = EventStream::new(sending, info.clone(), first, body, size, span.clone());
                    State::Reading(Box::new(events))
                }
                None => State::Whole(whole_images(&context, info.clone())?),
            };
            Ok((context, info, state))
        };
        let opened = opening.instrument(span.inner().clone()).await;
        let (context, info, state) = opened.inspect_err(|error| span.fail(error))?;
        span.headers(&info.headers);
        Ok(Self { context, info, state, is_whole: false, span })
    }

    /// The next image, unfinished or whole; `None` after the end.
    ///
    /// # Errors
    ///
    /// If the stream ends before a whole image, see [`ImageStream`]. Nothing comes after an error.
    pub async fn next(&mut self) -> Option<Result<ImageStreamEvent>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// What came with the stream: status, headers, ids, rate limits, the number of attempts.
    pub fn response(&self) -> &ResponseInfo {
        &self.info
    }

    fn poll_image(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<ImageStreamEvent>>> {
        loop {
            let events = match &mut self.state {
                State::Ended => return Poll::Ready(Ok(None)),
                State::Whole(images) => return Poll::Ready(Ok(images.pop_front())),
                State::Reading(events) => events,
            };
            match ready!(Pin::new(&mut **events).poll_next(cx)) {
                Some(event) => {
                    if let Some(image) = self.take(event?)? {
                        return Poll::Ready(Ok(Some(image)));
                    }
                }
                None if self.is_whole => return Poll::Ready(Ok(None)),
                None => {
                    let error = Error::new(Kind::Truncated, "the stream ended without a whole image");
                    return Poll::Ready(Err(self.fail(error)));
                }
            }
        }
    }

    /// The image in an event, if there is one.
    fn take(&mut self, event: Event) -> Result<Option<ImageStreamEvent>> {
        let is_error = event.kind() == "error";
        let data = event.into_data_bytes();
        if data.trim_ascii().is_empty() {
            return Ok(None);
        }
        let image = json::read::<ImageStreamEvent>(&data).ok().filter(|_| !is_error);
        match image.filter(|image| image.b64_json.is_some() || image.url.is_some()) {
            Some(image) => {
                self.is_whole |= !image.is_partial();
                Ok(Some(image))
            }
            None => match self.reported(&data, is_error) {
                Some(error) => Err(self.fail(error)),
                // A keep-alive, or an event that this version does not know.
                None => Ok(None),
            },
        }
    }

    fn reported(&self, data: &Bytes, is_error: bool) -> Option<Error> {
        let masked = self.context.masked(data);
        let said = match json::read::<Value>(&masked) {
            Ok(value) if !is_error => ServiceError::in_event(&value)?,
            _ if is_error => ServiceError::read(&masked),
            _ => return Some(Error::new(Kind::Decode, "an event of the stream is not JSON")),
        };
        Some(Error::service(said, self.context.kept(self.info.status, &self.info.headers, data)))
    }

    /// Adds what is known of the response.
    fn fail(&self, error: Error) -> Error {
        self.span.fail(&error);
        let error = match error.status() {
            Some(_) => error,
            None => error.with_response(self.context.kept(self.info.status, &self.info.headers, &Bytes::new())),
        };
        error.with_attempts(self.info.attempts).with_client_request_id(&self.info.client_request_id)
    }

    /// Records what the last event tells.
    fn observe(&self, image: &ImageStreamEvent) {
        if let Some(usage) = &image.usage {
            self.span.tokens(usage.input_tokens, usage.output_tokens);
        }
    }
}

/// Whole images, which a server may send though a stream was asked for.
fn whole_images(context: &CallContext, response: ResponseInfo) -> Result<VecDeque<ImageStreamEvent>> {
    let Answered { mut value, response } = raw::read::<ImageGenerationsResult>(context, response)?;
    let items = value.data.take().unwrap_or_default();
    if items.is_empty() {
        return Err(context.error_of(&response, None, super::NO_IMAGES));
    }
    let mut images: VecDeque<ImageStreamEvent> = items.into_iter().map(whole_image).collect();
    if let Some(last) = images.back_mut() {
        last.usage = value.usage.take();
    }
    Ok(images)
}

fn whole_image(item: ImageGenerationItem) -> ImageStreamEvent {
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
            this.observe(image);
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
            .field("is_whole", &self.is_whole)
            .finish_non_exhaustive()
    }
}
