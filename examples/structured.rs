//! A response as a value of your own type: `cargo run --example structured`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{ErrorKind, Parsed, Result};
use schemars::JsonSchema;
use serde::Deserialize;

/// Facts about the world's languages.
#[derive(Deserialize, JsonSchema)]
struct Languages {
    /// How many are spoken today.
    count: u32,
    /// The one with the most speakers.
    largest: Language,
}

#[derive(Deserialize, JsonSchema)]
struct Language {
    name: String,
    family: Family,
    /// Left out if unknown.
    speakers: Option<u64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
enum Family {
    IndoEuropean,
    SinoTibetan,
    /// Any other family.
    Other,
}

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::text(
        r#"{"count": 7000, "largest": {"name": "English", "family": "IndoEuropean", "speakers": 1500000000}}"#,
    ))
    .await?;

    let request = client.chat().user("How many languages are in the world?").max_tokens(512);
    match request.parse_response::<Languages>().await {
        Ok(Parsed { value, response }) => {
            println!("{} languages are spoken today.", value.count);
            let Language { name, family, speakers } = value.largest;
            println!("The largest is {name}, of the family {family:?}; speakers: {speakers:?}.");
            println!("tokens: {}", response.usage().and_then(|usage| usage.total_tokens).unwrap_or_default());
        }
        Err(error) if error.kind() == ErrorKind::Refused => println!("{}", error.message()),
        Err(error) if error.is_truncated() || error.is_decode() => {
            let raw = error.partial_response().map(|response| response.text()).unwrap_or_default();
            println!("{error}:\n{raw}");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
