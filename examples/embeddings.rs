//! Ranks sentences by their similarity to a question: `cargo run --example embeddings -- "What do cats eat?"`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::Result;
use azure_inference::testing::Reply;

const SENTENCES: [&str; 6] = [
    "Cats eat meat, and like fish as well.",
    "Dogs eat meat and some vegetables.",
    "A kitten drinks its mother's milk.",
    "The train to Seattle leaves at noon.",
    "Interest rates were raised again.",
    "Parrots eat seeds and fruit.",
];

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::embeddings(trigrams)).await?;
    let question = std::env::args().nth(1).unwrap_or_else(|| "What do cats eat?".to_owned());

    let embeddings = client.embeddings().input(SENTENCES).input(&question).send().await?;
    let tokens = embeddings.usage().and_then(|usage| usage.total_tokens);
    let mut vectors = embeddings.into_floats()?;
    let target = vectors.pop().unwrap_or_default();

    let mut ranked: Vec<(f32, &str)> = vectors.iter().map(|vector| cosine(vector, &target)).zip(SENTENCES).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("> {question}");
    for (similarity, sentence) in ranked {
        let bar = "█".repeat((similarity.max(0.0) * 24.0).round() as usize);
        println!("{similarity:6.3} {bar:<24} {sentence}");
    }
    if let Some(tokens) = tokens {
        println!("({} dimensions, {tokens} tokens)", target.len());
    }
    Ok(())
}

/// Cosine similarity: 1 for the same direction, 0 for orthogonal vectors.
fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// The vector that the mock returns for a text: the counts of its groups of three letters.
fn trigrams(text: &str) -> Vec<f32> {
    let letters: Vec<u8> =
        text.bytes().filter(u8::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect();
    let mut vector = vec![0.0; 512];
    for group in letters.windows(3) {
        let place = group.iter().fold(7_usize, |sum, letter| sum.wrapping_mul(31) + usize::from(*letter));
        vector[place % 512] += 1.0;
    }
    vector
}
