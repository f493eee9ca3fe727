//! Image edits, which are sent as forms, and streamed images.

use azure_inference::models::ImageStreamEvent;
use azure_inference::testing::{MockService, ReceivedRequest, Reply};
use azure_inference::{Client, EndpointKind, Error, ImageEditsRequest, ImageStream};
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{KINDS, V1};
use crate::support::{FaultServer, Script, fast_retries, reply};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n--\r\n\0";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a photo";

/// The parts of a form: the header lines and the content of each.
fn parts(request: &ReceivedRequest) -> Vec<(String, Vec<u8>)> {
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = request.body();
    assert!(body.starts_with(format!("--{boundary}\r\n").as_bytes()));
    assert!(body.ends_with(format!("\r\n--{boundary}--\r\n").as_bytes()));
    let text: String = body.iter().map(|byte| char::from(*byte)).collect();
    let boundary = format!("--{boundary}");
    let parts = text.split(&boundary).filter(|part| !matches!(*part, "" | "--\r\n")).map(|part| {
        let (head, content) = part.strip_prefix("\r\n").unwrap().split_once("\r\n\r\n").unwrap();
        let content = content.strip_suffix("\r\n").unwrap();
        (head.to_owned(), content.chars().map(|letter| letter as u8).collect())
    });
    parts.collect()
}

fn field(name: &str, text: &str) -> (String, Vec<u8>) {
    (format!("Content-Disposition: form-data; name=\"{name}\""), text.into())
}

fn file(name: &str, file: &str, content_type: &str, content: &[u8]) -> (String, Vec<u8>) {
    let head =
        format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {content_type}");
    (head, content.to_vec())
}

#[tokio::test]
async fn edits_are_sent_as_forms_on_v1_and_deployments() {
    for kind in KINDS.iter().filter(|kind| !kind.has_all_operations || kind.kind == EndpointKind::Other) {
        let service = MockService::start().await;
        service.reply(Reply::json(json!({"created": 1, "data": [{"b64_json": "YQ=="}]})));
        let request = kind.client(&service).image_edits("Zwei Katzen,\r\n\"grau\"").image_bytes(PNG).image_bytes(JPEG);
        let request = request.mask_bytes(PNG).n(2).size((1536, 1024)).quality("high").input_fidelity("high");
        let request = request.background("auto").output_format("jpeg").output_compression(80).end_user("u");
        let request = request.extra("a\"\r\nb", json!({"c": 1}));
        let made = request.to_request().unwrap();

        let images = request.send().await.unwrap();

        assert_eq!(images.images()[0].bytes().unwrap(), b"a");
        let [request] = service.requests().try_into().unwrap();
        assert_eq!((request.method(), request.path()), ("POST", "/base/images/edits"));
        assert_eq!((made.method().as_str(), made.uri().path()), (request.method(), request.path()));
        let version = match kind.kind {
            EndpointKind::OpenAiV1 => Some("preview"),
            EndpointKind::Deployment => Some("2025-04-01-preview"),
            _ => None,
        };
        assert_eq!(request.query(), kind.query(version));
        assert_eq!(request.header("accept"), Some("application/json"));
        let mut expected = vec![
            field("a%22%0D%0Ab", "{\"c\":1}"),
            field("background", "auto"),
            field("input_fidelity", "high"),
            field("model", "m"),
            field("n", "2"),
            field("output_compression", "80"),
            field("output_format", "jpeg"),
            field("prompt", "Zwei Katzen,\r\n\"grau\""),
            field("quality", "high"),
            field("size", "1536x1024"),
            field("user", "u"),
            file("image[]", "image-1.png", "image/png", PNG),
            file("image[]", "image-2.jpeg", "image/jpeg", JPEG),
            file("mask", "image-3.png", "image/png", PNG),
        ];
        expected.retain(|(head, _)| kind.sends_model || !head.contains("\"model\""));
        assert_eq!(parts(&request), expected);
    }
}

#[tokio::test]
async fn a_form_is_retried_like_any_request() {
    let service = MockService::start().await;
    service.reply(Reply::error(503, "Busy", "Try again.").header("retry-after-ms", "1"));
    service.reply(Reply::images(["a"]));
    let request = service.client().image_edits("A cat").image_bytes(PNG).retry(fast_retries());
    let images = request.send().await.unwrap();
    assert_eq!(images.metadata().attempts(), 2);
    assert_eq!(parts(&service.requests()[0]), parts(&service.requests()[1]));
}

#[tokio::test]
async fn image_files_are_read_and_invalid_ones_are_refused() {
    let folder = std::env::temp_dir().join(format!("azure-inference-edits-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("cat.png"), PNG).unwrap();
    std::fs::write(folder.join("cat.txt"), "a cat").unwrap();
    let service = MockService::start().await;
    service.reply(Reply::images(["a"]));
    let edit = || service.client().image_edits("A cat");
    edit().image_file(folder.join("cat.png")).mask_file(folder.join("cat.png")).send().await.unwrap();
    assert_eq!(parts(&service.requests()[0]).len(), 4);

    let check = async |request: ImageEditsRequest, reason: &str| {
        let error: Error = request.send().await.unwrap_err();
        assert_eq!((error.is_input(), error.param()), (true, Some("image")), "{error}");
        assert!(error.message().contains(reason), "{error}");
    };
    check(edit(), "image_file").await;
    check(edit().mask_bytes(PNG), "image_file").await;
    check(edit().image_file(folder.join("cat.txt")), "cat.txt").await;
    check(edit().image_file(folder.join("dog.png")), "dog.png").await;
    check(edit().image_bytes("a cat"), "content").await;
    check(edit().image_bytes(""), "empty").await;
    let error = edit().image_bytes(PNG).extra("prompt", "A dog").send().await.unwrap_err();
    assert_eq!((error.is_input(), error.param()), (true, Some("prompt")));
    assert_eq!(service.request_count(), 1);
    let shown = format!("{:?}", edit().image_bytes(PNG));
    assert!(shown.contains("image-1.png") && !shown.contains("PNG"), "{shown}");
    std::fs::remove_dir_all(folder).unwrap();
}

fn event(kind: &str, mut data: Value) -> String {
    data["type"] = kind.into();
    format!("event: {kind}\ndata: {data}\n\n")
}

fn partial(index: u64, base64: &str) -> String {
    event("image_generation.partial_image", json!({"partial_image_index": index, "b64_json": base64}))
}

fn whole(base64: &str) -> String {
    let usage = json!({"input_tokens": 5, "output_tokens": 7, "total_tokens": 12});
    event("image_generation.completed", json!({"b64_json": base64, "usage": usage, "size": "1024x1024"}))
}

fn streamed(events: impl AsRef<str>) -> Script {
    reply(200, &[("content-type", "text/event-stream"), ("x-request-id", "r-1")], events.as_ref())
}

/// The images of a stream and the error at its end.
async fn read(mut stream: ImageStream) -> (Vec<ImageStreamEvent>, Option<Error>) {
    let mut images = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(image) => images.push(image),
            Err(error) => {
                assert!(stream.next().await.is_none());
                return (images, Some(error));
            }
        }
    }
    (images, None)
}

fn client_of(server: &FaultServer) -> Client {
    server.builder().endpoint_kind(EndpointKind::OpenAiV1).model("m").build().unwrap()
}

#[tokio::test]
async fn partial_images_are_yielded_before_the_final_one() {
    let server = FaultServer::start([streamed(format!(
        ": ping\n\n{}{}{}{}",
        partial(0, "YQ=="),
        event("image_generation.of_the_future", json!({"x": 1})),
        partial(1, "Yg=="),
        whole("Yw==")
    ))])
    .await;

    let stream = client_of(&server).images("A cat").partial_images(2).stream().await.unwrap();

    assert_eq!(stream.metadata().request_id(), Some("r-1"));
    let (images, error) = read(stream).await;
    assert!(error.is_none(), "{error:?}");
    let found = images.iter().map(|image| (image.is_partial(), image.partial_image_index, image.bytes().unwrap()));
    let expected = [(true, Some(0), b"a".to_vec()), (true, Some(1), b"b".to_vec()), (false, None, b"c".to_vec())];
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert_eq!(images[2].usage.as_ref().unwrap().total_tokens, Some(12));
    let request = server.requests().remove(0);
    assert_eq!(request.header("accept"), Some("text/event-stream"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({"prompt": "A cat", "model": "m", "partial_images": 2, "stream": true}));
}

#[tokio::test]
async fn an_edit_can_be_streamed() {
    let service = MockService::start().await;
    service.reply(Reply::images(["a", "b"]));
    let request = V1.client(&service).image_edits("A cat").image_bytes(PNG).partial_images(1);
    // The response of a server that does not support streams.
    let (images, error) = read(request.stream().await.unwrap()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(images.iter().map(|image| image.bytes().unwrap()).collect::<Vec<_>>(), [b"a", b"b"]);
    let request = &service.requests()[0];
    let fields = parts(request);
    assert!(fields.contains(&field("stream", "true")) && fields.contains(&field("partial_images", "1")));
    assert_eq!(request.header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn an_image_stream_ends_with_an_image_or_an_error() {
    let error = json!({"error": {"code": "contentFilter", "message": "No."}});
    for (events, images, expected) in [
        (partial(0, "YQ==") + &whole("Yg=="), 2, None),
        (partial(0, "YQ==") + &whole("Yg==") + "data: [DONE]\n\n", 2, None),
        (partial(0, "YQ=="), 1, Some("ended")),
        (String::from(": ping\n\n"), 0, Some("ended")),
        (partial(0, "YQ==") + &format!("event: error\ndata: {error}\n\n"), 1, Some("No.")),
        (partial(0, "YQ==") + &event("error", error.clone()), 1, Some("No.")),
        (format!("data: {error}\n\n"), 0, Some("No.")),
        (String::from("data: <html>\n\n"), 0, Some("not JSON")),
    ] {
        let server = FaultServer::start([streamed(&events)]).await;
        let (found, error) = match client_of(&server).images("A cat").stream().await {
            Ok(stream) => read(stream).await,
            Err(error) => (Vec::new(), Some(error)),
        };
        assert_eq!(found.len(), images, "{events}");
        assert_eq!(error.is_some(), expected.is_some(), "{events}");
        if let (Some(error), Some(phrase)) = (error, expected) {
            assert!(error.message().contains(phrase), "{events}: {error}");
            assert_eq!((error.attempts(), error.request_id()), (1, Some("r-1")), "{error:?}");
            assert_eq!(error.is_content_filtered(), error.code() == Some("contentFilter"), "{error:?}");
            assert_eq!(error.is_truncated(), phrase == "ended", "{error:?}");
        }
    }
}

#[tokio::test]
async fn an_error_response_to_a_stream_request_is_returned() {
    let service = MockService::start().await;
    service.reply(Reply::error(400, "contentFilter", "Your task failed."));
    let error = V1.client(&service).images("A fight").stream().await.unwrap_err();
    assert!(error.is_content_filtered() && error.status().unwrap() == 400, "{error}");
}

#[tokio::test]
async fn a_response_without_images_to_a_stream_request_is_a_decode_error() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({"data": []})));
    let error = V1.client(&service).images("A cat").stream().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
}
