//! Entra ID tokens from a chain of credentials: `cargo run --example entra`.
//!
//! `azure_identity` has single credentials but no chain: a workload identity in a cluster, a managed identity on an Azure
//! machine or app, and the login of a developer with `az` or `azd`. Set `AZURE_INFERENCE_ENDPOINT` and, on the v1 route,
//! `AZURE_INFERENCE_MODEL` to use a real service; otherwise a fake credential and a mock on this machine are used.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_identity::{DeveloperToolsCredential, ManagedIdentityCredential, WorkloadIdentityCredential};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, ClientBuilder, EndpointKind, Result};

/// A chain of credentials. The first one that returns a token is used.
#[derive(Debug)]
struct Chain(Vec<(&'static str, azure_core::Result<Arc<dyn TokenCredential>>)>);

/// Some networks without a managed identity never respond.
const TIMEOUT: Duration = Duration::from_secs(10);

impl Chain {
    fn of_azure() -> Self {
        Self(vec![
            ("workload identity", WorkloadIdentityCredential::new(None).map(|credential| credential as _)),
            ("managed identity", ManagedIdentityCredential::new(None).map(|credential| credential as _)),
            ("developer tools", DeveloperToolsCredential::new(None).map(|credential| credential as _)),
        ])
    }
}

#[async_trait]
impl TokenCredential for Chain {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let mut failures = Vec::new();
        for (name, credential) in &self.0 {
            let failure = match credential {
                Ok(credential) => {
                    match tokio::time::timeout(TIMEOUT, credential.get_token(scopes, options.clone())).await {
                        Ok(Ok(token)) => {
                            println!("(token for {} from: {name})", scopes.join(" "));
                            return Ok(token);
                        }
                        Ok(Err(error)) => error.to_string(),
                        Err(_) => format!("timed out after {TIMEOUT:?}"),
                    }
                }
                // The credential is not configured, such as its environment variables.
                Err(error) => error.to_string(),
            };
            failures.push(format!("{name}: {failure}"));
        }
        Err(azure_core::Error::with_message(ErrorKind::Credential, failures.join("; ")))
    }
}

/// A fake credential for the mock.
#[derive(Debug)]
struct FakeCredential;

#[async_trait]
impl TokenCredential for FakeCredential {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let expires_at = SystemTime::now() + Duration::from_secs(3600);
        Ok(AccessToken::new("made-up-token", expires_at.into()))
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let mock = MockService::start().await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        // Use the TLS library of the program for `azure_identity` too; its default features would add another.
        rustls::crypto::ring::default_provider().install_default().expect("it is the first");
        ClientBuilder::from_env()?.credential(Arc::new(Chain::of_azure())).build()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: using a mock on this machine)");
        mock.reply(Reply::text("About 7,000 languages are spoken today."));
        let unavailable = azure_core::Error::with_message(ErrorKind::Credential, "not in a cluster");
        let chain =
            Chain(vec![("workload identity", Err(unavailable)), ("fake credential", Ok(Arc::new(FakeCredential)))]);
        let builder = Client::builder(mock.url()).endpoint_kind(EndpointKind::OpenAiV1).model("mock-model");
        builder.credential(Arc::new(chain)).build()?
    };

    // Both requests use one token, which is cached until shortly before it expires.
    let request = client.chat().user("How many languages are in the world?").max_tokens(256);
    let (first, second) = (request.clone().send().await?, request.send().await?);
    println!("{}\n{}", first.text(), second.text());
    Ok(())
}
