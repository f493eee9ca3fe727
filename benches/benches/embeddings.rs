//! The response of 1,000 vectors of 1,536 floats, in base64 and as JSON numbers: decoding it, without HTTP.

use std::hint::black_box;

use azure_inference::models::{EmbeddingVector, EmbeddingsResult};
use azure_inference_benches::facts;
use azure_inference_benches::floor::usual;
use azure_inference_benches::measure::{Subject, table};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const ROUNDS: usize = 51;
const VECTORS: usize = 1_000;
const DIMENSIONS: usize = 1_536;
const DECODE: &str = "floor: serde_json into String, base64 decoded and copied";
const ALONE: &str = "base64 decoded and copied, alone";
const PARSE: &str = "floor: serde_json into Vec<f32>";

fn main() {
    let vectors: Vec<Vec<f32>> = (0..VECTORS).map(vector).collect();
    let texts: Vec<String> = vectors.iter().map(|vector| STANDARD.encode(bytes(vector))).collect();
    let in_base64 = answer(texts.iter().map(|text| format!("\"{text}\"")));
    let in_json = answer(vectors.iter().map(|vector| serde_json::to_string(vector).expect("it is plain data")));
    facts::print("current_thread; a server is another process");

    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || read(&in_base64)).target(0.7),
        Subject::new(DECODE, VECTORS as u64, || drop(black_box(decode_all(&in_base64)))),
        // A response holds all of its vectors: memory that is new costs as much as decoding into it.
        Subject::new(ALONE, VECTORS as u64, || drop(black_box(texts.iter().map(decoded).collect::<Vec<_>>()))),
    ];
    table(&format!("Base64, {VECTORS} vectors of {DIMENSIONS}"), "vector", ROUNDS, DECODE, subjects);
    let subjects = vec![
        Subject::new("azure-inference", VECTORS as u64, || read(&in_json)).target(1.0),
        Subject::new(PARSE, VECTORS as u64, || {
            let answer: usual::Embeddings = serde_json::from_slice(in_json.as_bytes()).expect("an answer");
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

fn decode_all(json: &str) -> Vec<Vec<f32>> {
    let answer: usual::Base64Embeddings = serde_json::from_slice(json.as_bytes()).expect("an answer");
    answer.data.iter().map(|item| decoded(&item.embedding)).collect()
}

fn decoded(text: &String) -> Vec<f32> {
    let bytes = STANDARD.decode(text).expect("it is base64");
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}
