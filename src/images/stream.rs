//! Streams of partial and final images.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_json::Value;

use crate::client::request::EventStream;
use crate::error::{Error, Kind, Result, ServiceError};
use crate::models::json;
use crate::models::{ImageGenerationItem, ImageGenerationsResult, ImageStreamEvent};
use crate::raw;
use crate::transport::response::ResponseMetadata;
use crate::transport::sse::Event;
use crate::transport::telemetry::CallSpan;
use crate::transport::{CallContext, Decoded, Source};

/// Stream of partial and final images; created by
/// [`ImagesRequest::stream`](crate::ImagesRequest::stream).
///
/// It reads only when polled, spawns no tasks, and dropping it closes the connection. It ends with `None` after a final image,
/// or with an error if the connection is closed earlier, a timeout elapses, the service reports an error, or an event can't be
/// decoded.
#[must_use = "a stream does nothing until it is read"]
pub struct ImageStream {
    events: EventStream,
    /// The final images of a response that is not a stream.
    images: VecDeque<ImageStreamEvent>,
    /// Whether a final image has been received.
    has_final_image: bool,
}

impl ImageStream {
    pub(super) async fn open(context: CallContext, source: &mut dyn Source, span: CallSpan) -> Result<Self> {
        let events = EventStream::open(context, source, None, span).await?;
        let mut stream = Self { events, images: VecDeque::new(), has_final_image: false };
        if stream.events.body.is_none() {
            let read = read_images(&stream.events.context, stream.events.info.clone());
            stream.images = read.inspect_err(|error| stream.events.span.fail(error))?;
        }
        Ok(stream)
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
        &self.events.info
    }

    fn poll_image(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<ImageStreamEvent>>> {
        if self.events.body.is_none() {
            return Poll::Ready(Ok(self.images.pop_front()));
        }
        loop {
            match ready!(Pin::new(&mut self.events).poll_next(cx)) {
                Some(event) => {
                    if let Some(image) = self.decode(event?)? {
                        return Poll::Ready(Ok(Some(image)));
                    }
                }
                None if self.has_final_image => return Poll::Ready(Ok(None)),
                None => {
                    let error = Error::new(Kind::Truncated, "the stream ended before a final image");
                    return Poll::Ready(Err(self.events.fail(error)));
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
        if let Some(image) = image.filter(|image| image.b64_json.is_some() || image.url.is_some()) {
            self.has_final_image |= !image.is_partial();
            return Ok(Some(image));
        }
        let EventStream { context, info, .. } = &self.events;
        let masked = context.masked(&data);
        let reported = match json::read::<Value>(&masked) {
            _ if is_error => Some(ServiceError::read(&masked)),
            Ok(value) => ServiceError::in_event(&value),
            Err(_) => return Err(self.events.fail(Error::new(Kind::Decode, "an event of the stream is not JSON"))),
        };
        // An event without an error is a keep-alive, or of a type that this version does not know.
        let error = reported.map(|error| Error::service(error, context.kept(info.status, &info.headers, &data)));
        error.map_or(Ok(None), |error| Err(self.events.fail(error)))
    }
}

/// Reads the images of a response that is not streamed, which some servers send anyway.
fn read_images(context: &CallContext, response: ResponseMetadata) -> Result<VecDeque<ImageStreamEvent>> {
    let Decoded { mut value, response } = raw::read::<ImageGenerationsResult>(context, response)?;
    let items = value.data.take().unwrap_or_default();
    if items.is_empty() {
        return Err(context.error_of(&response, None, super::NO_IMAGES));
    }
    let into_event = |item: ImageGenerationItem| {
        let mut image = ImageStreamEvent::default();
        image.b64_json = item.b64_json.or(item.image);
        image.url = item.url;
        image
    };
    let mut images: VecDeque<ImageStreamEvent> = items.into_iter().map(into_event).collect();
    if let Some(last) = images.back_mut() {
        last.usage = value.usage.take();
    }
    Ok(images)
}

impl Stream for ImageStream {
    type Item = Result<ImageStreamEvent>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let polled = ready!(this.poll_image(cx));
        if let Ok(Some(image)) = &polled {
            if let Some(usage) = &image.usage {
                this.events.span.tokens(usage.input_tokens, usage.output_tokens);
            }
        } else {
            this.events.close();
            this.events.span.end();
        }
        Poll::Ready(polled.transpose())
    }
}

impl fmt::Debug for ImageStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImageStream")
            .field("response", &self.events.info)
            .field("has_final_image", &self.has_final_image)
            .finish_non_exhaustive()
    }
}
