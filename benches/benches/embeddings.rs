//! The answer of 1,000 vectors of 1,536 floats, in base64 and as JSON numbers: reading it, without HTTP.

use std::hint::black_box;

use azure_inference::models::{EmbeddingVector, EmbeddingsResult};
use azure_inference_benches::facts;
use azure_inference_benches::measure::{Subject, table};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

const ROUNDS: usize = 51;
const VECTORS: usize = 1_000;
const DIMENSIONS: usize = 1_536;
const DECODE: &str = "floor: base64 decoded and copied, alone";
const DROPPED: &str = "the same, each vector dropped at once";
const PARSE: &str = "floor: serde_json into Vec<f32>";

#[derive(Deserialize)]
struct Answer {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    embedding: Vec<f32>,
}

fn main() {
    let vectors: Vec<Vec<f32>> = (0..VECTORS).map(vector).collect();
    let texts: Vec<String> = vectors.iter().map(|vector| STANDARD.encode(bytes(vector))).collect();
    let in_base64 = answer(texts.iter().map(|text| format!("\"{text}\"")));
    let in_json = answer(vectors.iter().map(|vector| serde_json::to_string(vector).expect("it is plain data")));
    facts::print("current_thread; a server is another process");

    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || read(&in_base64)).target(1.5),
        // An answer holds all of its vectors: memory that is new costs as much as decoding into it.
        Subject::new(DECODE, VECTORS as u64, || drop(black_box(texts.iter().map(decoded).collect::<Vec<_>>()))),
        Subject::new(DROPPED, VECTORS as u64, || texts.iter().for_each(|text| drop(black_box(decoded(text))))),
    ];
    table(&format!("Base64, {VECTORS} vectors of {DIMENSIONS}"), "vector", ROUNDS, DECODE, subjects);
    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || read(&in_json)).target(1.0),
        Subject::new(PARSE, VECTORS as u64, || {
            let answer: Answer = serde_json::from_slice(in_json.as_bytes()).expect("an answer");
            assert!(answer.data.iter().all(|item| item.embedding.len() == DIMENSIONS));
            black_box(answer);
        }),
    ];
    table(&format!("JSON numbers, {VECTORS} vectors of {DIMENSIONS}"), "vector", ROUNDS, PARSE, subjects);
}

/// Floats as models give them: of any size below 1, with all their digits.
fn vector(number: usize) -> Vec<f32> {
    (0..DIMENSIONS).map(|place| ((number * DIMENSIONS + place) as f32).sin() / 16.0).collect()
}

fn bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|float| float.to_le_bytes()).collect()
}

fn answer(vectors: impl Iterator<Item = String>) -> String {
    let items = vectors
        .enumerate()
        .map(|(index, vector)| format!(r#"{{"object":"embedding","index":{index},"embedding":{vector}}}"#));
    let items: Vec<String> = items.collect();
    let items = items.join(",");
    format!(
        r#"{{"object":"list","data":[{items}],"model":"text-embedding-3-small","usage":{{"prompt_tokens":8000,"total_tokens":8000}}}}"#
    )
}

fn read(json: &str) {
    let answer: EmbeddingsResult = serde_json::from_slice(json.as_bytes()).expect("an answer");
    let vectors = answer.data.iter().flatten().filter_map(|item| match &item.embedding {
        Some(EmbeddingVector::Numbers(floats) | EmbeddingVector::Base64(floats)) => Some(floats.len()),
        _ => None,
    });
    assert_eq!(vectors.sum::<usize>(), VECTORS * DIMENSIONS);
    black_box(answer);
}

fn decoded(text: &String) -> Vec<f32> {
    let bytes = STANDARD.decode(text).expect("it is base64");
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}
