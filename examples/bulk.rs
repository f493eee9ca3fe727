//! Sends a thousand prompts to two endpoints, with a progress bar: `cargo run --example bulk`.
//!
//! Both are mocks on this machine, and every second request to the first one fails. Errors are counted, responses keep the
//! order of the prompts, and up to two further passes repeat failed requests.

use std::collections::BTreeMap;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, Result, RetryPolicy};
use futures_util::{StreamExt, stream};
use indicatif::ProgressBar;

#[tokio::main]
async fn main() -> Result<()> {
    let (sweden, france) = (MockService::start().await, MockService::start().await);
    for _ in 0..400 {
        sweden.reply(Reply::error(503, "busy", "Busy.")).reply(Reply::text("yes"));
    }
    france.reply(Reply::text("no"));
    let fallback = Client::builder(france.url()).api_key("key-of-france").max_in_flight(16).build()?;
    let client = Client::builder(sweden.url()).api_key("key-of-sweden").model("gpt-5").retry(RetryPolicy::none());
    let client = client.max_in_flight(16).fallback(fallback).build()?;

    let prompts: Vec<String> = (0..1000).map(|number| format!("Is {number} prime?")).collect();
    let mut texts: Vec<Option<String>> = vec![None; prompts.len()];
    let mut errors = BTreeMap::<String, usize>::new();
    let progress = ProgressBar::new(prompts.len() as u64);
    for _pass in 0..3 {
        let remaining: Vec<usize> = (0..prompts.len()).filter(|place| texts[*place].is_none()).collect();
        let calls = remaining.into_iter().map(|place| {
            let call = client.chat().user(&prompts[place]);
            async move { (place, call.send().await) }
        });
        let mut calls = stream::iter(calls).buffer_unordered(64);
        while let Some((place, response)) = calls.next().await {
            match response {
                Ok(response) => {
                    texts[place] = Some(response.text().to_owned());
                    progress.inc(1);
                }
                Err(error) => *errors.entry(error.message().to_owned()).or_default() += 1,
            }
        }
    }
    progress.finish();
    println!("{} responses, errors before that: {errors:?}", texts.iter().flatten().count());
    println!("requests: {} to the first, {} to the second", sweden.request_count(), france.request_count());
    Ok(())
}
