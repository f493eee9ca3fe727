//! What the examples share.

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, Result};

/// The client that the environment describes. If it names no service, that of a mock on this machine, which gives `reply`
/// for as long as it is kept.
pub async fn client(reply: Reply) -> Result<(Client, Option<MockService>)> {
    if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        return Ok((Client::from_env()?, None));
    }
    println!("(AZURE_INFERENCE_ENDPOINT is not set: a mock on this machine answers)");
    let mock = MockService::start().await;
    mock.reply(reply);
    Ok((mock.client(), Some(mock)))
}
