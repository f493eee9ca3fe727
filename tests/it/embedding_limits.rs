//! Inputs beyond the limits of one embeddings request: split before sending, and again after an error.

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, EmbeddingsResponse, Error};
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{KINDS, V1};

fn texts(body: &[u8]) -> Vec<String> {
    let body: Value = serde_json::from_slice(body).unwrap();
    body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// A service that rejects requests with certain texts, and otherwise returns the length of each text as its vector.
async fn refusing(refuses: fn(&[String]) -> bool, status: u16, error: Value) -> MockService {
    let service = MockService::start().await;
    service.server().mock(|when, then| {
        when.is_true(move |request| refuses(&texts(&request.body_vec())));
        then.status(status).body(error.to_string());
    });
    service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
    service
}

fn lengths(embeddings: &EmbeddingsResponse) -> Vec<usize> {
    embeddings.vectors().iter().map(|vector| vector.as_floats().unwrap()[0] as usize).collect()
}

/// The texts of each accepted request.
fn accepted_texts(service: &MockService) -> Vec<Vec<String>> {
    service.requests().iter().map(|request| texts(request.body())).collect()
}

#[tokio::test]
async fn requests_stay_below_the_token_limit() {
    // An upper bound of what OpenAI's tokenizers count.
    fn tokens(texts: &[String]) -> usize {
        let of = |text: &String| if text.is_ascii() { text.len() / 3 } else { text.chars().count() * 3 / 2 };
        texts.iter().map(of).sum()
    }
    let error = json!({"error": {"code": "max_tokens_per_request", "message": "max 300000 tokens per request"}});
    for text in ["many words ".repeat(200), "世界上有多少种语言？".repeat(100), "언어가 있나요 ".repeat(150)]
    {
        for kind in KINDS.iter().filter(|kind| !kind.has_all_operations) {
            let service = refusing(|texts| tokens(texts) > 300_000, 400, error.clone()).await;
            let inputs: Vec<String> = (0..1_000).map(|number| format!("{number:04} {text}")).collect();
            let embeddings = kind.client(&service).embeddings().input(&inputs).send().await.unwrap();
            assert_eq!(embeddings.vectors().len(), 1_000);
            let mut sent = accepted_texts(&service).concat();
            sent.sort();
            assert_eq!(sent, inputs);
            // No request was rejected.
            assert_eq!(service.request_count(), embeddings.responses().count());
            assert!((2..=10).contains(&service.request_count()), "{}", service.request_count());
        }
    }
}

#[tokio::test]
async fn ordinary_inputs_are_sent_in_one_request() {
    for text in ["a cat", "How many languages are in the world, and which of them are written from right to left?"] {
        let service = MockService::start().await;
        service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
        V1.client(&service).embeddings().input(vec![text; 2_048]).send().await.unwrap();
        assert_eq!(service.request_count(), 1);
    }
    // The token limit of other endpoints is unknown.
    let service = MockService::start().await;
    service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
    service.client().embeddings().input(vec!["many words ".repeat(200); 1_000]).send().await.unwrap();
    assert_eq!(service.request_count(), 1);
}

#[tokio::test]
async fn to_request_returns_the_first_batch() {
    let service = MockService::start().await;
    service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
    let request = V1.client(&service).embeddings().input(vec!["many words ".repeat(200); 1_000]).concurrency(1);
    let made = request.to_request().unwrap();
    request.send().await.unwrap();
    assert_eq!(texts(made.body()), accepted_texts(&service)[0]);
    assert!(texts(made.body()).len() < 1_000);
}

#[tokio::test]
async fn a_request_that_is_too_large_is_split_and_retried() {
    let inputs: Vec<String> = (0..7).map(|length| "x".repeat(length)).collect();
    let openai = |code: &str, message: &str| json!({"error": {"code": code, "message": message}});
    for (status, error) in [
        (400, openai("max_tokens_per_request", "Requested 9 tokens, max 3 tokens per request")),
        (400, json!({"error": {"code": null, "type": "max_tokens_per_request", "message": "No."}})),
        (400, openai("400", "Too many inputs. The max number of inputs is 2.")),
        (400, json!({"message": "invalid request: total number of texts must be at most 96 - received 97"})),
        (413, json!({"error": "batch size 7 > maximum allowed batch size 2", "error_type": "Validation"})),
        (413, Value::Null),
        (422, json!({"error": {"message": "batch size 7 > maximum allowed batch size 2"}})),
    ] {
        let service = refusing(|texts| texts.len() > 2, status, error.clone()).await;
        let embeddings = service.client().embeddings().input(&inputs).send().await;
        let embeddings = embeddings.unwrap_or_else(|found| panic!("{error}: {found}"));
        assert_eq!(lengths(&embeddings), [0, 1, 2, 3, 4, 5, 6], "{error}");
        assert_eq!(embeddings.usage().unwrap().total_tokens, Some(7), "{error}");
    }
}

#[tokio::test]
async fn later_batches_are_smaller_after_one_was_too_large() {
    let error = json!({"error": {"code": "max_tokens_per_request", "message": "No."}});
    let service = refusing(|texts| texts.len() > 8, 400, error).await;
    let inputs = vec!["x"; 64];
    let request = service.client().embeddings().input(inputs).batch_size(16).concurrency(1);
    assert_eq!(request.send().await.unwrap().vectors().len(), 64);
    // The rejected request is recorded by another mock.
    assert!(accepted_texts(&service).iter().all(|texts| texts.len() == 8));
}

#[tokio::test]
async fn an_input_that_is_too_large_fails_alone() {
    let error = json!({"error": {"code": "max_tokens_per_request", "message": "No."}});
    let service = refusing(|texts| texts.iter().any(|text| text.len() == 5), 400, error).await;
    let inputs: Vec<String> = (0..8).map(|length| "x".repeat(length)).collect();
    let error: Error = service.client().embeddings().input(inputs).send().await.unwrap_err();
    assert_eq!(error.code(), Some("max_tokens_per_request"));
    let partial = error.partial_embeddings().unwrap();
    assert_eq!(partial.failed().collect::<Vec<_>>(), [5]);
}

#[tokio::test]
async fn other_errors_do_not_split_the_request() {
    for (status, error) in [
        (400, json!({"error": {"code": "invalid", "message": "dimensions is too large", "param": "dimensions"}})),
        (400, json!({"error": {"message": "maximum context length is 8192 tokens, however you requested 9000"}})),
        (401, json!({"error": {"message": "too many inputs"}})),
    ] {
        let service = MockService::start().await;
        service.reply(Reply::json(error.clone()).with_status(status));
        let client: Client = service.client();
        client.embeddings().input(["a", "b"]).send().await.unwrap_err();
        assert_eq!(service.request_count(), 1, "{error}");
    }
}
