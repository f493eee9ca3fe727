//! Information about the models of an endpoint.

use std::pin::pin;

use crate::client::Client;
use crate::error::Result;
use crate::models::{Model, ModelInfo};
use crate::raw;
use crate::transport::telemetry::CallSpan;

/// Information about the models of the endpoint.
impl Client {
    /// Returns the name, provider and type of the model behind the endpoint. If the endpoint has several models, returns
    /// those of the model of the client.
    ///
    /// The client and its clones send one request and cache the response. A client of [several
    /// endpoints](crate::ClientBuilder::fallback) asks its first member only.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::model_info("mistral-large-2407", "chat-completion", "mistral"));
    ///
    /// let client = service.client();
    /// let info = client.model_info().await?;
    ///
    /// assert_eq!(info.model_name.as_deref(), Some("mistral-large-2407"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the endpoint is a v1 route or a deployment, which do not have this operation; otherwise as
    /// [`ChatRequest::send`](crate::ChatRequest::send). Errors are not cached.
    pub async fn model_info(&self) -> Result<&ModelInfo> {
        if let Some(info) = self.info.get() {
            return Ok(info);
        }
        let context = self.context(self.options().clone());
        let span = CallSpan::new(&context, "get_model_info", self.model());
        let received = span.run(pin!(raw::get_model_info(&context, self.model()))).await?;
        Ok(self.info.get_or_init(|| *received.value))
    }

    /// Returns the models that are available on the v1 route, or on a server that is compatible with OpenAI. A client of [several
    /// endpoints](crate::ClientBuilder::fallback) asks its first member only.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// for model in client.models().await? {
    ///     println!("{}", model.id.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the kind of the endpoint does not have this operation; otherwise as [`ChatRequest::send`](crate::ChatRequest::send).
    pub async fn models(&self) -> Result<Vec<Model>> {
        let context = self.context(self.options().clone());
        let span = CallSpan::new(&context, "list_models", None);
        let received = span.run(pin!(raw::list_models(&context))).await?;
        Ok(received.value.data.unwrap_or_default())
    }
}
