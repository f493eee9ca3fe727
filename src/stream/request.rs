//! Sends a chat request as a stream.

use super::ChatStream;
use crate::chat::responses;
use crate::chat::{self, ChatRequest};
use crate::client::call::CallBuilder;
use crate::error::Result;
use crate::models::ChatCompletionsOptions;
use crate::transport::Defaults;
use crate::transport::telemetry::CallSpan;

/// Streaming.
impl ChatRequest {
    /// Sends the request and returns the response as a stream of chunks. Waits for the first chunk.
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
    /// As [`send`](Self::send), and if the connection is closed before the first byte of the stream.
    #[doc(alias("create_stream", "stream_text"))]
    pub async fn stream(mut self) -> Result<ChatStream> {
        let (context, call) =
            self.0.call.prepare(self.0.body, set_default_stream_options, chat::validate, responses::build_stream)?;
        let span = CallSpan::chat(&context, &call.body, true);
        // A request body of another SDK may have `n` among the unknown members.
        self.0.read_options.is_single_choice = call.body.n.is_none_or(|n| n == 1) && !call.body.extra.contains_key("n");
        ChatStream::open(context, Box::new(call), self.0.read_options, span).await
    }
}

/// Sets `include_usage` by default, unless the caller has set it. Azure rejects it together with `data_sources`.
fn set_default_stream_options(call: &mut CallBuilder, body: &mut ChatCompletionsOptions) {
    let has_data_sources = ["data_sources", "dataSources"].iter().any(|name| body.extra.contains_key(*name));
    body.stream_options = match body.stream_options.take() {
        None if call.client.endpoint_kind().includes_usage_by_default()
            && !has_data_sources
            && call.sends_by_default(Defaults::STREAM_OPTIONS, body.model.as_deref()) =>
        {
            Some(chat::include_usage(true))
        }
        // `false` is the service's default.
        Some(options) if options == chat::include_usage(false) => None,
        options => options,
    };
}
