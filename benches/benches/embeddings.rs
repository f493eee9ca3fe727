//! A response of 1,000 vectors of 1,536 floats, in base64 and as JSON numbers: a call over loopback, and only its decoding.

use std::hint::black_box;

use azure_inference::models::{EmbeddingEncodingFormat, EmbeddingVector, EmbeddingsResult};
use azure_inference_benches::floor::common;
use azure_inference_benches::measure::{Subject, table};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::wire::{DIMENSIONS, VECTORS, vectors_in_base64, vectors_in_json};
use azure_inference_benches::{client, facts, plain_http, runtime};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::json;

const ROUNDS: usize = 31;
const BASE64: &str = "floor: serde_json into String, base64 decoded and copied";
const NUMBERS: &str = "floor: serde_json into Vec<f32>";

fn main() {
    if std::env::args().any(|argument| argument == server::SERVE) {
        return server::serve();
    }
    facts::print("current_thread; the server is a separate process");
    let title = |form: &str, what: &str| format!("{form}, {VECTORS} vectors of {DIMENSIONS}, {what}");

    let server = Server::start();
    let runtime = runtime();
    let http = plain_http();
    let url = server.vectors("base64");
    let ours = client(&url);
    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || {
            runtime.block_on(send(&ours, EmbeddingEncodingFormat::Base64));
        })
        .target(0.7),
        Subject::new(BASE64, VECTORS as u64, || {
            let response: common::Base64Embeddings = runtime.block_on(send_by_hand(&http, &url));
            black_box(response.data.iter().map(|item| decoded(&item.embedding)).collect::<Vec<_>>());
        }),
    ];
    table(&title("Base64", "called"), "vector", ROUNDS, BASE64, subjects);
    let url = server.vectors("json");
    let ours = client(&url);
    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || {
            runtime.block_on(send(&ours, EmbeddingEncodingFormat::Float));
        })
        .target(1.0),
        Subject::new(NUMBERS, VECTORS as u64, || {
            black_box(runtime.block_on(send_by_hand::<common::NumberEmbeddings>(&http, &url)));
        }),
    ];
    table(&title("JSON numbers", "called"), "vector", ROUNDS, NUMBERS, subjects);

    let in_base64 = vectors_in_base64();
    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || read(&in_base64)),
        Subject::new(BASE64, VECTORS as u64, || {
            let response: common::Base64Embeddings = serde_json::from_slice(in_base64.as_bytes()).expect("a response");
            black_box(response.data.iter().map(|item| decoded(&item.embedding)).collect::<Vec<_>>());
        }),
    ];
    table(&title("Base64", "decoded"), "vector", ROUNDS, BASE64, subjects);
    let in_json = vectors_in_json();
    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || read(&in_json)),
        Subject::new(NUMBERS, VECTORS as u64, || {
            black_box(serde_json::from_slice::<common::NumberEmbeddings>(in_json.as_bytes()).expect("a response"));
        }),
    ];
    table(&title("JSON numbers", "decoded"), "vector", ROUNDS, NUMBERS, subjects);
}

fn inputs() -> Vec<String> {
    (0..VECTORS).map(|number| format!("text {number}")).collect()
}

async fn send(client: &azure_inference::Client, format: EmbeddingEncodingFormat) {
    let response = client.embeddings().input(inputs()).encoding_format(format).send().await.expect("a response");
    let floats = response.into_floats().expect("floats");
    assert!(floats.len() == VECTORS && floats.iter().all(|floats| floats.len() == DIMENSIONS));
    black_box(floats);
}

async fn send_by_hand<T: DeserializeOwned>(http: &reqwest::Client, url: &str) -> T {
    let body = json!({"input": inputs(), "encoding_format": "base64", "model": "m"});
    let request = http.post(format!("{url}/embeddings")).header("content-type", "application/json");
    let response = request.body(body.to_string()).send().await.expect("a response");
    let body = response.bytes().await.expect("a body");
    serde_json::from_slice(&body).expect("vectors")
}

fn read(json: &str) {
    let response: EmbeddingsResult = serde_json::from_slice(json.as_bytes()).expect("a response");
    let vectors = response.data.iter().flatten().filter_map(|item| match &item.embedding {
        Some(EmbeddingVector::Numbers(floats) | EmbeddingVector::Base64(floats)) => Some(floats.len()),
        _ => None,
    });
    assert_eq!(vectors.sum::<usize>(), VECTORS * DIMENSIONS);
    black_box(response);
}

fn decoded(text: &str) -> Vec<f32> {
    let bytes = STANDARD.decode(text).expect("it is base64");
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}
