//! Keys in the query of a URL and in the URL of a proxy.

use azure_inference::Client;

use super::capture::capture_logs;
use super::{CANARY, assert_error_hides, assert_hidden};
use crate::support::{FaultServer, Step, fast_retries, reply, within_seconds};

#[tokio::test]
async fn a_key_in_the_query_is_hidden() {
    capture_logs();
    let server = FaultServer::start([vec![Step::Reset], reply(400, &[], "")]).await;
    let client = Client::builder(format!("{}/?subscription-key={CANARY}", server.url)).no_proxy();
    let client = client.retry(fast_retries().max_retries(0)).build().unwrap();
    assert_hidden("client", &format!("{client:?} {:?} {}", client.raw(), client.endpoint()));
    for _ in 0..2 {
        let error = client.chat().user("Hi").send().await.unwrap_err();
        assert_error_hides("query", &error);
    }
    assert!(server.requests()[0].head.contains(CANARY), "the key is sent");
}

#[tokio::test]
async fn a_key_in_a_proxy_url_is_hidden() {
    capture_logs();
    for url in [format!("http://user:{CANARY}@127.0.0.1:1"), format!("user:{CANARY}@:1"), format!("{CANARY}://h")] {
        let builder = Client::builder("https://h.example").proxy(&url).retry(fast_retries().max_retries(0));
        assert_hidden(&url, &format!("{builder:?}"));
        match builder.build() {
            Ok(client) => {
                assert_hidden(&url, &format!("{client:?}"));
                assert_error_hides(&url, &within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err());
            }
            Err(error) => assert_error_hides(&url, &error),
        }
    }
    let proxy = FaultServer::start([reply(407, &[("x-echo", CANARY)], CANARY)]).await;
    let url = proxy.url.replace("http://", &format!("http://user:{CANARY}@"));
    let client = Client::builder("https://h.example").proxy(&url).retry(fast_retries().max_retries(0)).build().unwrap();
    assert_error_hides("tunnel", &within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err());
}
