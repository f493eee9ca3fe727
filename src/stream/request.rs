//! Sends a chat request as a stream.

use super::ChatStream;
use crate::call::CallBuilder;
use crate::chat::{self, ChatRequest};
use crate::error::Result;
use crate::models::ChatCompletionsOptions;
use crate::responses;
use crate::telemetry::CallSpan;
use crate::transport::Defaults;

/// Streams.
impl ChatRequest {
    /// Asks, and waits for the answer to begin; what comes is read from the stream.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let mut stream = client.chat().user("How many languages are in the world?").stream().await?;
    /// while let Some(chunk) = stream.next().await {
    ///     print!("{}", chunk?.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the connection ends before the first byte of the stream.
    #[doc(alias("create_stream", "stream_text"))]
    pub async fn stream(mut self) -> Result<ChatStream> {
        let context = self.call.prepare(&mut *self.body, ask_for_usage, chat::sendable, responses::build_stream)?;
        let span = CallSpan::chat(&context, &self.body, true);
        // Other SDKs' bodies have it among what this type does not know.
        self.reading.is_single_choice = self.body.n.is_none_or(|n| n == 1) && !self.body.extra.contains_key("n");
        ChatStream::open(context, self.body, self.reading, span).await
    }
}

/// Asks a stream for its usage if the caller did not decide. Azure refuses that beside `data_sources`.
fn ask_for_usage(call: &mut CallBuilder, body: &mut ChatCompletionsOptions) {
    let has_data_sources = ["data_sources", "dataSources"].iter().any(|name| body.extra.contains_key(*name));
    body.stream_options = match body.stream_options.take() {
        None if call.client.endpoint_kind().tells_usage_unasked()
            && !has_data_sources
            && call.sends_by_default(Defaults::STREAM_OPTIONS, body.model.as_deref()) =>
        {
            Some(chat::include_usage(true))
        }
        // Nothing to ask for: then nothing is sent.
        Some(options) if options == chat::include_usage(false) => None,
        options => options,
    };
}
