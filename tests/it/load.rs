//! Many concurrent calls on one client, and a server that fails a third of them. `benches/` has the figures.

mod crowd;

use crate::support::within_seconds;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_ends_under_load() {
    let tally = within_seconds(120, crowd::run(300, 150)).await;
    assert_eq!(tally.responses + tally.errors.values().sum::<usize>(), 450, "{tally:?}");
    assert!(tally.responses > 225 && tally.retries > 0 && tally.errors.len() > 1, "{tally:?}");
}
