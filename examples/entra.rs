//! Tokens of Entra ID, by a chain of credentials: `cargo run --example entra`.
//!
//! `azure_identity` has the links but no chain of them: in a cluster there is a workload identity, on a machine or an app
//! of Azure a managed one, and a developer has logged in with `az` or `azd`. Set `AZURE_INFERENCE_ENDPOINT` and, on the v1
//! route, `AZURE_INFERENCE_MODEL` to ask a real service; without it a made-up credential and a mock on this machine do.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_identity::{DeveloperToolsCredential, ManagedIdentityCredential, WorkloadIdentityCredential};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, ClientBuilder, EndpointKind, Result};

/// Asks one credential after the other until one gives a token.
#[derive(Debug)]
struct Chain(Vec<(&'static str, azure_core::Result<Arc<dyn TokenCredential>>)>);

/// Where there is no managed identity, some networks never say so.
const LIMIT: Duration = Duration::from_secs(10);

impl Chain {
    fn of_azure() -> Self {
        Self(vec![
            ("workload identity", WorkloadIdentityCredential::new(None).map(|found| found as _)),
            ("managed identity", ManagedIdentityCredential::new(None).map(|found| found as _)),
            ("developer tools", DeveloperToolsCredential::new(None).map(|found| found as _)),
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
                    match tokio::time::timeout(LIMIT, credential.get_token(scopes, options.clone())).await {
                        Ok(Ok(token)) => {
                            println!("(a token for {} by: {name})", scopes.join(" "));
                            return Ok(token);
                        }
                        Ok(Err(error)) => error.to_string(),
                        Err(_) => format!("nothing within {LIMIT:?}"),
                    }
                }
                // It lacks what it needs, such as its environment variables.
                Err(error) => error.to_string(),
            };
            failures.push(format!("{name}: {failure}"));
        }
        Err(azure_core::Error::with_message(ErrorKind::Credential, failures.join("; ")))
    }
}

/// Stands for a credential where there is none.
#[derive(Debug)]
struct MadeUp;

#[async_trait]
impl TokenCredential for MadeUp {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let expires_at = SystemTime::now() + Duration::from_secs(3600);
        Ok(AccessToken::new("made-up-token", expires_at.into()))
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let mock = MockService::start().await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        // What `azure_identity` sends, it sends by `reqwest` with the TLS of the program. Its default features bring another.
        rustls::crypto::ring::default_provider().install_default().expect("it is the first");
        ClientBuilder::from_env()?.credential(Arc::new(Chain::of_azure())).build()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: a mock on this machine answers)");
        mock.reply(Reply::text("About 7,000 languages are spoken today."));
        let nothing = azure_core::Error::with_message(ErrorKind::Credential, "not in a cluster");
        let chain = Chain(vec![("workload identity", Err(nothing)), ("made up", Ok(Arc::new(MadeUp)))]);
        let builder = Client::builder(mock.url()).endpoint_kind(EndpointKind::OpenAiV1).model("mock-model");
        builder.credential(Arc::new(chain)).build()?
    };

    // One token serves both, and all that follow until shortly before it ends.
    let request = client.chat().user("How many languages are in the world?").max_tokens(256);
    let (first, second) = (request.clone().send().await?, request.send().await?);
    println!("{}\n{}", first.text(), second.text());
    Ok(())
}
