//! Embeddings: requests, responses and batches.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use azure_inference::models::{EmbeddingEncodingFormat, EmbeddingsOptions, ImageEmbeddingInput};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, Embedding, EmbeddingsRequest, EmbeddingsResponse, EndpointKind, Error, Texts};
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{FOUNDRY, KINDS, Kind, V1};
use crate::support::{assert_contains, fast_retries};

/// A service that returns the length of each text as its vector.
async fn service() -> MockService {
    let service = MockService::start().await;
    service.reply(Reply::embeddings(|text| vec![text.len() as f32, 0.5]));
    service
}

#[tokio::test]
async fn requests_follow_the_document_on_every_endpoint_kind() {
    async fn check(kind: &Kind, build: fn(EmbeddingsRequest) -> EmbeddingsRequest, mut body: Value, extras: bool) {
        let service = service().await;
        let request = build(kind.client(&service).embeddings());
        let made = request.to_request().unwrap();
        request.send().await.unwrap();
        let request = kind.assert_posted(&service, &made, "/base/embeddings");
        assert_eq!(request.query(), kind.query(None), "{:?}", kind.kind);
        assert_eq!(request.header("extra-parameters"), kind.extra_parameters.filter(|_| extras), "{:?}", kind.kind);
        if kind.sends_model && body.get("model").is_none() {
            body["model"] = "m".into();
        }
        let asks_for_base64 = matches!(kind.kind, EndpointKind::OpenAiV1 | EndpointKind::Deployment);
        if asks_for_base64 && body.get("encoding_format").is_none() {
            body["encoding_format"] = "base64".into();
        }
        assert_eq!(request.json(), &body, "{:?}", kind.kind);
    }
    for kind in &KINDS {
        check(kind, |request| request.input("a"), json!({"input": ["a"]}), false).await;
        let all = json!({"input": ["a", "b"], "dimensions": 8, "input_type": "query", "encoding_format": "float"});
        let build = |request: EmbeddingsRequest| {
            request.input(["a", "b"]).dimensions(8).input_type("query").encoding_format("float")
        };
        check(kind, build, all, false).await;
    }
    let extra = json!({"input": ["a"], "truncate": "END"});
    check(&FOUNDRY, |request| request.input("a").extra("truncate", "END"), extra, true).await;
}

#[tokio::test]
async fn the_default_encoding_format_can_be_unset() {
    let service = service().await;
    let embeddings = V1.client(&service).embeddings().input("ab").unset("encoding_format").send().await.unwrap();
    assert_eq!(service.requests()[0].json(), &json!({"input": ["ab"], "model": "m"}));
    assert_eq!(embeddings.vectors(), [Embedding::Float(vec![2.0, 0.5])]);
}

#[tokio::test]
async fn image_requests_follow_the_document_on_every_endpoint_kind_that_has_them() {
    for kind in KINDS.iter().filter(|kind| kind.has_all_operations) {
        let service = service().await;
        let cat = ImageEmbeddingInput::new("data:image/png;base64,AAAA").with_text("a cat");
        let request = kind.client(&service).image_embeddings().image(cat).image("data:image/png;base64,BB==");
        let request = request.dimensions(2).input_type("document").encoding_format("int8");
        let made = request.to_request().unwrap();
        let embeddings = request.send().await.unwrap();
        let request = kind.assert_posted(&service, &made, "/base/images/embeddings");
        assert_eq!(request.query(), kind.query(None));
        let input = json!([
            {"image": "data:image/png;base64,AAAA", "text": "a cat"},
            {"image": "data:image/png;base64,BB=="},
        ]);
        let options =
            json!({"input": input, "dimensions": 2, "input_type": "document", "encoding_format": "int8", "model": "m"});
        assert_eq!(request.json(), &options);
        assert_eq!(embeddings.vectors(), [Embedding::Int8(vec![26, 1]), Embedding::Int8(vec![26, 1])]);
    }
    let service = service().await;
    for kind in KINDS.iter().filter(|kind| !kind.has_all_operations) {
        let error = kind.client(&service).image_embeddings().image("data:,").send().await.unwrap_err();
        assert!(error.is_input() && error.message().contains("get_image_embeddings"), "{error}");
    }
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn each_encoding_format_has_its_variant() {
    async fn check(format: Option<&str>, expected: Embedding) {
        let service = MockService::start().await;
        service.reply(Reply::embeddings(|_| vec![1.0, 127.0]));
        let mut request = service.client().embeddings().input("a");
        if let Some(format) = format {
            request = request.encoding_format(format);
        }
        assert_eq!(request.send().await.unwrap().vectors(), [expected], "{format:?}");
    }
    check(None, Embedding::Float(vec![1.0, 127.0])).await;
    check(Some("float"), Embedding::Float(vec![1.0, 127.0])).await;
    check(Some("base64"), Embedding::Float(vec![1.0, 127.0])).await;
    check(Some("int8"), Embedding::Int8(vec![1, 127])).await;
    check(Some("uint8"), Embedding::Uint8(vec![1, 127])).await;
    check(Some("binary"), Embedding::Binary(vec![1, 127])).await;
    check(Some("ubinary"), Embedding::Ubinary(vec![1, 127])).await;
}

/// Sends a request for this number of texts; the response is a fixture.
async fn fixture(
    name: &str,
    texts: usize,
    format: Option<EmbeddingEncodingFormat>,
) -> Result<EmbeddingsResponse, Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/embeddings");
    let response: Value = serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap();
    let service = MockService::start().await;
    service.reply(Reply::json(response));
    let request = service.client().embeddings().input(vec!["a"; texts]);
    let request = match format {
        Some(format) => request.encoding_format(format),
        None => request,
    };
    request.send().await
}

#[tokio::test]
async fn response_fixtures_are_read() {
    async fn check(name: &str, format: Option<EmbeddingEncodingFormat>, expected: &[Embedding]) -> EmbeddingsResponse {
        let embeddings = fixture(name, expected.len(), format).await.unwrap();
        assert_eq!(embeddings.vectors(), expected, "{name}");
        embeddings
    }
    use EmbeddingEncodingFormat as Format;
    let float = |floats: &[f32]| Embedding::Float(floats.to_vec());
    let floats = float(&[0.0213491, -0.0072451, 0.0381204, -0.0519022, 0.0005713, 0.0]);
    let reversed = float(&[0.0, 0.0005713, -0.0519022, 0.0381204, -0.0072451, 0.0213491]);
    let embeddings = check("floats.json", None, std::slice::from_ref(&floats)).await;
    assert_eq!(embeddings.model(), "text-embedding-3-small");
    assert_eq!(embeddings.usage().unwrap().prompt_tokens, Some(6));
    check("openai_no_id.json", None, std::slice::from_ref(&floats)).await;
    check("unknown_fields.json", None, std::slice::from_ref(&floats)).await;
    check("two_inputs.json", None, &[floats.clone(), reversed]).await;
    let base64 = float(&[0.5, -0.25, 1.0, 0.0, -2.0, 0.125]);
    check("base64.json", None, std::slice::from_ref(&base64)).await;
    check("base64.json", Some(Format::Base64), &[base64]).await;
    check("out_of_order.json", None, &[float(&[0.1; 4]), float(&[0.2; 4]), float(&[0.3; 4])]).await;
    check("index_missing.json", None, &[float(&[0.1, 0.2, 0.3, 0.4]), float(&[0.5, 0.6, 0.7, 0.8])]).await;
    check("floats_exponents.json", None, &[float(&[1e-7, -2.5e-5, 3.4e-8, 1.0, 0.0, -1.0])]).await;
    check("int8.json", Some(Format::Int8), &[Embedding::Int8(vec![-128, -37, 0, 1, 64, 127])]).await;
    check("uint8.json", Some(Format::Uint8), &[Embedding::Uint8(vec![0, 91, 128, 129, 192, 255])]).await;
    check("binary_packed.json", Some(Format::Binary), &[Embedding::Binary(vec![-75, 18, 127, -128])]).await;
    check("ubinary_packed.json", Some(Format::Ubinary), &[Embedding::Ubinary(vec![181, 18, 255, 0])]).await;
    for name in ["usage_missing.json", "usage_null.json"] {
        assert_eq!(check(name, None, std::slice::from_ref(&floats)).await.usage(), None);
    }
    let embeddings = fixture("llama_cpp_base64.json", 1, None).await.unwrap();
    assert_eq!(embeddings.vectors()[0].dimensions(), 8);
}

#[tokio::test]
async fn a_missing_vector_is_an_error_with_the_response() {
    async fn check(name: &str, texts: usize, phrase: &str, failed: &[usize]) {
        let error = fixture(name, texts, None).await.unwrap_err();
        assert!(error.is_decode(), "{name}: {error}");
        assert!(error.message().contains(phrase), "{name}: {error}");
        assert!(!error.body().is_empty() && error.attempts() == 1);
        let partial = error.partial_embeddings().unwrap();
        assert_eq!(partial.failed().collect::<Vec<_>>(), failed, "{name}");
        assert_eq!(partial.responses().next().unwrap().body(), error.body());
    }
    check("data_empty.json", 1, "no vectors", &[0]).await;
    check("everything_null.json", 1, "no vectors", &[0]).await;
    check("nulls.json", 1, "input 0", &[0]).await;
    check("two_inputs.json", 3, "2 vectors for 3 inputs", &[2]).await;
    check("two_inputs.json", 1, "2 vectors for 1 input", &[]).await;
    check("index_missing.json", 3, "2 vectors for 3 inputs", &[0, 1, 2]).await;
}

#[tokio::test]
async fn an_empty_response_is_a_decode_error() {
    let service = MockService::start().await;
    service.reply(Reply::bytes(""));
    let error = service.client().embeddings().input("a").send().await.unwrap_err();
    assert!(error.is_decode() && error.message().contains("empty"), "{error}");
}

#[tokio::test]
async fn an_error_object_with_status_200_is_an_error() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({"error": {"code": "c", "message": "m"}})));
    let error = service.client().embeddings().input("a").send().await.unwrap_err();
    assert_eq!((error.message(), error.code()), ("m", Some("c")));
}

#[tokio::test]
async fn invalid_requests_name_the_parameter() {
    let service = service().await;
    let check = async |field: &str, request: EmbeddingsRequest| {
        let error = request.send().await.expect_err(field);
        assert!(error.is_input(), "{error}");
        assert_eq!(error.param(), Some(field));
    };
    let embeddings = || service.client().embeddings();
    check("input", embeddings()).await;
    check("input", embeddings().input(Vec::<String>::new())).await;
    check("batch_size", embeddings().input("a").batch_size(0)).await;
    check("concurrency", embeddings().input("a").concurrency(0)).await;
    check("dimensions", embeddings().input("a").dimensions(1).extra("dimensions", 2)).await;
    check("model", embeddings().input("a").model("a\nb")).await;
    check("model", V1.client(&service).embeddings().input("a").unset("model")).await;
    check("input", embeddings().input("a").unset("input")).await;
    check("header \"a b\"", embeddings().input("a").header("a b", "c")).await;
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn invalid_images_are_refused_before_anything_is_sent() {
    let error = ImageEmbeddingInput::image_bytes("no image").unwrap_err();
    assert!(error.is_input() && error.param() == Some("image"), "{error}");
    let error = ImageEmbeddingInput::image_file("no/such/file.png").unwrap_err();
    assert!(error.is_input() && error.message().contains("no/such/file.png"), "{error}");
    let service = service().await;
    let png = ImageEmbeddingInput::image_bytes(b"\x89PNG\r\n\x1a\n").unwrap();
    let error = service.client().image_embeddings().image(png).image("").send().await.unwrap_err();
    assert!(error.param() == Some("input") && error.message().contains("image 1"), "{error}");
    assert_eq!(service.client().image_embeddings().send().await.unwrap_err().param(), Some("input"));
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn an_existing_body_is_sent_unchanged() {
    let service = service().await;
    let body: EmbeddingsOptions = serde_json::from_value(json!({"input": ["a"], "user": "u"})).unwrap();
    service.client().embeddings().input("b").body(body).send().await.unwrap();
    assert_eq!(service.requests()[0].json(), &json!({"input": ["a"], "user": "u", "model": "mock-model"}));
}

#[test]
fn texts_convert_from_one_or_many_strings() {
    let many = Texts::from(["a", "b"]);
    let owned = vec!["a".to_owned(), "b".to_owned()];
    let forms = [Texts::from(&owned), Texts::from(&["a", "b"]), Texts::from(&owned[..]), Texts::from(owned)];
    assert!(forms.iter().all(|texts| *texts == many));
    let one = Texts::from(["a"]);
    assert!(
        [Texts::from("a"), Texts::from("a".to_owned()), Texts::from(&"a".to_owned())].iter().all(|text| *text == one)
    );
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|length| "x".repeat(length)).collect()
}

fn lengths(embeddings: &EmbeddingsResponse) -> Vec<usize> {
    embeddings.vectors().iter().map(|vector| vector.as_floats().unwrap()[0] as usize).collect()
}

#[tokio::test]
async fn inputs_are_sent_in_batches_and_joined_in_order() {
    async fn check(client: Client, service: &MockService, count: usize, size: Option<usize>, expected: &[usize]) {
        let request = client.embeddings().input(texts(count));
        let request = match size {
            Some(size) => request.batch_size(size),
            None => request,
        };
        let before = service.request_count();
        let embeddings = request.send().await.unwrap();
        assert_eq!(lengths(&embeddings), (0..count).collect::<Vec<_>>());
        assert_eq!(embeddings.usage().unwrap().total_tokens, Some(count as i64));
        let requests = &service.requests()[before..];
        let mut sizes: Vec<_> =
            requests.iter().map(|request| request.json()["input"].as_array().unwrap().len()).collect();
        sizes.sort_by(|a, b| b.cmp(a));
        assert_eq!(sizes, expected, "{count} inputs, batch size {size:?}");
        let ids =
            embeddings.responses().map(|metadata| metadata.client_request_id().to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(ids.len(), expected.len());
    }
    let service = service().await;
    check(service.client(), &service, 7, Some(3), &[3, 3, 1]).await;
    check(service.client(), &service, 6, Some(3), &[3, 3]).await;
    check(service.client(), &service, 3, Some(3), &[3]).await;
    check(FOUNDRY.client(&service), &service, 200, None, &[96, 96, 8]).await;
    check(V1.client(&service), &service, 200, None, &[200]).await;
    let made = service.client().embeddings().input(texts(5)).batch_size(2).to_request().unwrap();
    let body: Value = serde_json::from_slice(made.body()).unwrap();
    assert_eq!(body["input"], json!(["", "x"]));
}

/// A service that rejects requests with a text of this length.
async fn refusing(length: usize, status: u16, code: &'static str) -> MockService {
    let service = MockService::start().await;
    service.server().mock(|when, then| {
        when.is_true(move |request| {
            let body: Value = serde_json::from_slice(&request.body_vec()).unwrap();
            body["input"].as_array().unwrap().iter().any(|text| text.as_str().unwrap().len() == length)
        });
        then.status(status).body(json!({"error": {"code": code, "message": "No."}}).to_string());
    });
    service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
    service
}

#[tokio::test]
async fn vectors_of_other_batches_are_kept_after_a_failure() {
    let service = refusing(4, 400, "TooLong").await;
    let request = service.client().embeddings().input(texts(8)).batch_size(2).concurrency(1);
    let error = request.send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (400, Some("TooLong")));
    assert_contains(&error, "inputs 4-5");
    let partial = error.partial_embeddings().unwrap();
    assert_eq!(partial.failed().collect::<Vec<_>>(), [4, 5]);
    let kept = partial.vectors().iter().map(|vector| Some(vector.as_ref()?.as_floats()?[0]));
    let expected = [Some(0.0), Some(1.0), Some(2.0), Some(3.0), None, None, Some(6.0), Some(7.0)];
    assert_eq!(kept.collect::<Vec<_>>(), expected);
    assert_eq!((partial.usage().unwrap().total_tokens, partial.responses().count()), (Some(6), 3));
}

#[tokio::test]
async fn no_further_batch_is_sent_after_an_authentication_error() {
    let service = refusing(2, 401, "Unauthorized").await;
    let request = service.client().embeddings().input(texts(8)).batch_size(2).concurrency(1).retry(fast_retries());
    let error = request.send().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    let partial = error.partial_embeddings().unwrap();
    assert_eq!(partial.failed().collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
    assert_eq!(service.request_count(), 1);
}

#[tokio::test]
async fn an_error_of_the_first_batch_has_no_partial_embeddings() {
    let service = refusing(0, 401, "Unauthorized").await;
    let error = service.client().embeddings().input(texts(8)).batch_size(2).concurrency(1).send().await.unwrap_err();
    assert!(error.is_auth() && error.partial_embeddings().is_none(), "{error}");
}

#[tokio::test]
async fn a_batch_is_retried_like_any_request() {
    let service = MockService::start().await;
    service.reply(Reply::error(429, "Slow", "Slow down.").header("retry-after-ms", "1"));
    service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
    let request = service.client().embeddings().input(texts(4)).batch_size(2).concurrency(1).retry(fast_retries());
    let embeddings = request.send().await.unwrap();
    assert_eq!(lengths(&embeddings), [0, 1, 2, 3]);
    assert_eq!(embeddings.responses().map(|info| info.attempts()).collect::<Vec<_>>(), [2, 1]);
}

#[tokio::test]
async fn concurrency_limits_the_requests_in_flight() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (waiting, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (seen, highest) = (Arc::clone(&waiting), Arc::clone(&most));
    let server = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (waiting, most) = (Arc::clone(&seen), Arc::clone(&highest));
            tokio::spawn(async move {
                let mut bytes = Vec::new();
                while !bytes.ends_with(b"}") {
                    stream.read_buf(&mut bytes).await.unwrap();
                }
                most.fetch_max(waiting.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Long enough for further requests to arrive if the client exceeded the limit.
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                waiting.fetch_sub(1, Ordering::SeqCst);
                let body = r#"{"data":[{"index":0,"embedding":[1.0]}]}"#;
                let length = body.len();
                let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
                stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            });
        }
    });
    let client = Client::builder(url).no_proxy().build().unwrap();
    let embeddings = client.embeddings().input(vec!["a"; 9]).batch_size(1).concurrency(3).send().await.unwrap();
    assert_eq!(embeddings.vectors().len(), 9);
    assert!((1..=3).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    server.abort();
}
