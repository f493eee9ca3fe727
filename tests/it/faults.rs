//! Calls to services and networks that fail, over real sockets.

mod connections;
mod errors;
mod limits;
mod masking;
mod retries;

use std::time::Duration;

use azure_inference::{ChatResponse, Client, Error};

use crate::support::{FaultServer, Script, within_seconds};

const fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

async fn send(client: &Client) -> Result<ChatResponse, Error> {
    within_seconds(20, client.chat().user("Hi").send()).await
}

/// The error of a call to a server that runs this script on every connection.
async fn error_of(script: Script) -> Error {
    let server = FaultServer::start([script]).await;
    send(&server.client()).await.expect_err("the script is of a failure")
}

/// A server and a client for many cases, since building a client takes longer than a case.
struct Harness {
    server: FaultServer,
    client: Client,
}

impl Harness {
    async fn start() -> Self {
        let server = FaultServer::start([]).await;
        let client = server.client();
        Self { server, client }
    }

    /// Sends a request to a server with these scripts; asserts the number of attempts.
    async fn send(&self, scripts: &[Script], attempts: u32) -> Result<ChatResponse, Error> {
        self.server.play(scripts.to_vec());
        let result = send(&self.client).await;
        let attempted = result.as_ref().map_or_else(Error::attempts, |response| response.metadata().attempts());
        assert_eq!(attempted, attempts, "{scripts:?}: {result:?}");
        assert_eq!(self.server.connections(), attempts as usize, "{scripts:?}");
        assert_eq!(self.server.requests().len(), attempts as usize, "{scripts:?}");
        result
    }
}
