//! Shared by the examples.

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, ClientBuilder, Result};

/// Returns the client that the environment variables describe, or, if they are not set, a client of a mock that returns
/// `reply`. Keep the mock for as long as the client is used.
#[allow(dead_code, reason = "some examples have a mock of their own")]
pub async fn client(reply: Reply) -> Result<(Client, Option<MockService>)> {
    if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        return Ok((Client::from_env()?, None));
    }
    println!("(AZURE_INFERENCE_ENDPOINT is not set: using a mock on this machine)");
    let mock = MockService::start().await;
    mock.reply(reply);
    Ok((mock_client(mock.client_builder().model("mock-model"))?, Some(mock)))
}

/// Builds a client of a mock, for the API that the environment variable sets.
pub fn mock_client(builder: ClientBuilder) -> Result<Client> {
    match std::env::var("AZURE_INFERENCE_API") {
        Ok(api) => builder.api(api.parse()?).build(),
        Err(_) => builder.build(),
    }
}
