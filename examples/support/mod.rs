//! What the examples share.

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, ClientBuilder, Result};

/// The client that the environment describes. If it names no service, that of a mock on this machine, which gives `reply`
/// for as long as it is kept.
#[allow(dead_code, reason = "some examples have a mock of their own")]
pub async fn client(reply: Reply) -> Result<(Client, Option<MockService>)> {
    if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        return Ok((Client::from_env()?, None));
    }
    println!("(AZURE_INFERENCE_ENDPOINT is not set: a mock on this machine answers)");
    let mock = MockService::start().await;
    mock.reply(reply);
    Ok((mock_client(mock.client_builder().model("mock-model"))?, Some(mock)))
}

/// The client of a mock, at the API that the environment names.
pub fn mock_client(builder: ClientBuilder) -> Result<Client> {
    match std::env::var("AZURE_INFERENCE_API") {
        Ok(api) => builder.api(api.parse()?).build(),
        Err(_) => builder.build(),
    }
}
