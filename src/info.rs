//! What an endpoint tells of its models.

use std::pin::pin;

use crate::client::Client;
use crate::error::Result;
use crate::models::{Model, ModelInfo};
use crate::raw;
use crate::telemetry::CallSpan;

/// What the endpoint tells of its models.
impl Client {
    /// The model behind the endpoint: its name, its maker, what it does. Where the endpoint has several, it is told of the
    /// client's.
    ///
    /// The service is asked once; the client and its clones keep the answer. A client of [several
    /// endpoints](crate::ClientBuilder::fallback) asks its own, the first member, and no other.
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
    /// On the v1 route and deployments, which have no such operation; else as [`ChatRequest::send`](crate::ChatRequest::send).
    /// Errors are not kept.
    pub async fn model_info(&self) -> Result<&ModelInfo> {
        if let Some(info) = self.info.get() {
            return Ok(info);
        }
        let context = self.context(self.options().clone());
        let span = CallSpan::new(&context, "get_model_info", self.model());
        let answered = span.run(pin!(raw::get_model_info(&context, self.model()))).await?;
        Ok(self.info.get_or_init(|| *answered.value))
    }

    /// The models that can be asked on the v1 route, and on servers that are compatible with OpenAI. A client of [several
    /// endpoints](crate::ClientBuilder::fallback) asks its own, the first member, and no other.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// for model in client.list_models().await? {
    ///     println!("{}", model.id.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// On kinds of endpoints that have no such operation; else as [`ChatRequest::send`](crate::ChatRequest::send).
    pub async fn list_models(&self) -> Result<Vec<Model>> {
        let context = self.context(self.options().clone());
        let span = CallSpan::new(&context, "list_models", None);
        let answered = span.run(pin!(raw::list_models(&context))).await?;
        Ok(answered.value.data.unwrap_or_default())
    }
}
