//! Image generation: requests, responses and files.

use azure_inference::models::{ImageGenerationPrompt, ImageGenerationsOptions};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, EndpointKind, ImagesRequest};
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{KINDS, Kind, V1};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[tokio::test]
async fn requests_follow_the_document_on_every_endpoint_kind_that_has_them() {
    async fn check(kind: &Kind, build: fn(ImagesRequest) -> ImagesRequest, mut body: Value, extras: bool) {
        let service = MockService::start().await;
        service.reply(Reply::images([b"a"]));
        let request = build(kind.client(&service).images("A cat"));
        let made = request.to_request().unwrap();
        request.send().await.unwrap();
        let request = kind.assert_posted(&service, &made, "/base/images/generations");
        // Older API versions lack the operation.
        let version = kind.api_version.map(|_| "2025-05-01-preview");
        assert_eq!(request.query(), kind.query(version), "{:?}", kind.kind);
        assert_eq!(request.header("extra-parameters"), kind.extra_parameters.filter(|_| extras), "{:?}", kind.kind);
        body["prompt"] = "A cat".into();
        body["model"] = "m".into();
        assert_eq!(request.json(), &body, "{:?}", kind.kind);
    }
    for kind in KINDS.iter().filter(|kind| kind.has_all_operations) {
        check(kind, |request| request.size("1024x1024"), json!({"size": "1024x1024"}), false).await;
        let build = |request: ImagesRequest| {
            let mut sketch = ImageGenerationPrompt::new("data:image/png;base64,AAAA");
            sketch.strength = Some(0.5);
            let request = request.size((64, 32)).n(2).quality("hd").output_format("jpg").negative_prompt("dogs");
            request.image_prompt(sketch).seed(-7)
        };
        let all = json!({
            "size": {"width": 64, "height": 32},
            "n": 2,
            "quality": "hd",
            "output_format": "jpg",
            "negative_prompt": "dogs",
            "image_prompt": {"image": "data:image/png;base64,AAAA", "strength": 0.5},
            "seed": -7,
        });
        check(kind, build, all, false).await;
    }
}

#[tokio::test]
async fn an_explicit_api_version_is_sent() {
    let service = MockService::start().await;
    service.reply(Reply::images([b"a"]));
    let url = format!("{}?api-version=2024-05-01-preview", service.url());
    let kind = azure_inference::EndpointKind::Serverless;
    for client in [
        Client::builder(&url).endpoint_kind(kind).build().unwrap(),
        Client::builder(service.url()).endpoint_kind(kind).api_version("2024-05-01-preview").build().unwrap(),
    ] {
        client.images("A cat").size("1x1").send().await.unwrap();
    }
    assert!(service.requests().iter().all(|request| request.query() == "api-version=2024-05-01-preview"));
}

#[tokio::test]
async fn invalid_requests_name_the_parameter() {
    let service = MockService::start().await;
    service.reply(Reply::images([b"a"]));
    let check = async |field: &str, request: ImagesRequest| {
        let error = request.send().await.expect_err(field);
        assert!(error.is_input(), "{error}");
        assert_eq!(error.param(), Some(field));
    };
    let images = || service.client().images("A cat");
    check("seed", images().size("1x1").seed(1).extra("seed", 2)).await;
    let mut sketch = ImageGenerationPrompt::new("data:,");
    sketch.strength = Some(f64::NAN);
    check("image_prompt", images().size("1x1").image_prompt(sketch.clone())).await;
    check("image_prompt", images().size("1x1").image_prompt(sketch).unset("model")).await;
    // Each request format has parameters that the other lacks.
    for kind in KINDS.iter().filter(|kind| kind.kind != EndpointKind::Other) {
        let images = || kind.client(&service).images("A cat").size("1x1");
        if kind.has_all_operations {
            check("size", kind.client(&service).images("A cat")).await;
            check("background", images().background("opaque")).await;
            check("output_compression", images().output_compression(50)).await;
            check("moderation", images().moderation("low")).await;
            check("partial_images", images().partial_images(1)).await;
            let error = images().stream().await.unwrap_err();
            assert_eq!((error.is_input(), error.param()), (true, Some("endpoint")));
            let error = kind.client(&service).image_edits("A cat").image_bytes(PNG).send().await.unwrap_err();
            assert!(error.message().contains("deployment"), "{error}");
        } else {
            check("negative_prompt", images().negative_prompt("dogs")).await;
            check("seed", images().seed(1)).await;
            check("image_prompt", images().image_prompt(ImageGenerationPrompt::new("data:,"))).await;
        }
    }
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn requests_have_the_openai_format_on_v1_and_deployments() {
    for kind in KINDS.iter().filter(|kind| !kind.has_all_operations) {
        let check = async |build: fn(ImagesRequest) -> ImagesRequest, mut body: Value| {
            let service = MockService::start().await;
            service.reply(Reply::json(json!({"created": 1, "data": [{"b64_json": "YQ=="}]})));
            let request = build(kind.client(&service).images("A cat"));
            let made = request.to_request().unwrap();
            request.send().await.unwrap();
            let request = kind.assert_posted(&service, &made, "/base/images/generations");
            let version = if kind.kind == EndpointKind::OpenAiV1 { "preview" } else { "2025-04-01-preview" };
            assert_eq!(request.query(), kind.query(Some(version)));
            body["prompt"] = "A cat".into();
            if kind.sends_model {
                body["model"] = "m".into();
            }
            assert_eq!(request.json(), &body);
        };
        check(|request| request, json!({})).await;
        check(|request| request.size("auto"), json!({"size": "auto"})).await;
        check(|request| request.size((1536, 1024)), json!({"size": "1536x1024"})).await;
        check(|request| request.extra("seed", 7), json!({"seed": 7})).await;
        let build = |request: ImagesRequest| {
            let request = request.n(2).size("1024x1024").quality("high").background("transparent");
            request.output_format("webp").output_compression(80).moderation("low").end_user("u").partial_images(0)
        };
        let all = json!({
            "n": 2,
            "size": "1024x1024",
            "quality": "high",
            "background": "transparent",
            "output_format": "webp",
            "output_compression": 80,
            "moderation": "low",
            "user": "u",
            "partial_images": 0,
        });
        check(build, all).await;
    }
}

#[tokio::test]
async fn the_default_api_version_does_not_replace_an_explicit_one() {
    let target = |url: &str| {
        let client = Client::builder(url).model("m").build().unwrap();
        client.images("A cat").to_request().unwrap().uri().to_string()
    };
    let v1 = "https://r.openai.azure.com/openai/v1";
    assert_eq!(target(v1), format!("{v1}/images/generations?api-version=preview"));
    assert_eq!(target(&format!("{v1}?api-version=v1")), format!("{v1}/images/generations?api-version=v1"));
    let deployment = "https://r.openai.azure.com/openai/deployments/d";
    let dated = format!("{deployment}/images/generations?api-version=2025-04-01-preview");
    assert_eq!(target(deployment), dated);
    assert_eq!(target(&dated.replace("2025-04-01-preview", "preview")), dated.replace("2025-04-01-preview", "preview"));
    // The v1 route of a project rejects the query parameter.
    let project = "https://r.services.ai.azure.com/api/projects/p/openai/v1";
    assert_eq!(target(project), format!("{project}/images/generations"));
}

#[tokio::test]
async fn a_response_in_the_openai_format_is_read_completely() {
    let service = MockService::start().await;
    let usage = json!({"input_tokens": 50, "output_tokens": 4160, "total_tokens": 4210,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 40}});
    let items = json!([{"b64_json": "YQ==", "revised_prompt": "A grey cat"}, {"url": "https://h.example/i.png"}]);
    service.reply(Reply::json(json!({"created": 1, "data": items, "usage": usage, "size": "1024x1024",
        "quality": "high", "output_format": "png", "background": "opaque", "x": 1})));
    let images = V1.client(&service).images("A cat").send().await.unwrap();
    let [first, second] = images.images() else { panic!("{images:?}") };
    assert_eq!((first.bytes().unwrap(), first.revised_prompt.as_deref()), (b"a".to_vec(), Some("A grey cat")));
    assert_eq!(second.url.as_deref(), Some("https://h.example/i.png"));
    let usage = images.usage().unwrap();
    assert_eq!((usage.input_tokens, usage.output_tokens, usage.total_tokens), (Some(50), Some(4160), Some(4210)));
    assert_eq!(usage.input_tokens_details.as_ref().unwrap().image_tokens, Some(40));
    let result = images.result();
    assert_eq!((result.size.as_deref(), result.quality.as_deref()), (Some("1024x1024"), Some("high")));
    assert_eq!(result.extra["x"], 1);
}

#[tokio::test]
async fn a_blocked_prompt_is_a_content_filter_error() {
    let service = MockService::start().await;
    let filter = json!({"violence": {"filtered": true, "severity": "high"}});
    let error = json!({"code": "contentFilter", "message": "Your task failed.", "innererror":
        {"code": "ResponsibleAIPolicyViolation", "content_filter_results": filter}});
    service.reply(Reply::json(json!({"error": error})).with_status(400));
    let error = V1.client(&service).images("A fight").send().await.unwrap_err();
    assert!(error.is_content_filtered(), "{error}");
    assert_eq!(error.content_filter().unwrap().to_string(), "prompt 0: blocked for violence (high)");
}

#[tokio::test]
async fn an_existing_body_is_sent_unchanged() {
    let service = MockService::start().await;
    service.reply(Reply::images([b"a"]));
    let json = json!({"prompt": "A dog", "size": "1024x1024", "style": "oil"});
    let body: ImageGenerationsOptions = serde_json::from_value(json.clone()).unwrap();
    service.client().images("").body(body).unset("model").send().await.unwrap();
    assert_eq!(service.requests()[0].json(), &json);
}

/// The bytes of the images of a response with these items, or the error message.
async fn images(items: Value) -> Result<Vec<Vec<u8>>, String> {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({"id": "i", "model": "flux", "data": items, "usage": {"image_generations": 1}})));
    match service.client().images("A cat").size("1x1").send().await {
        Ok(images) => {
            assert_eq!((images.model(), images.result().id.as_deref()), ("flux", Some("i")));
            let bytes = images.images().iter().map(|image| image.bytes().map_err(|error| error.message().to_owned()));
            bytes.collect()
        }
        Err(error) => {
            assert!(error.is_decode() && !error.body().is_empty(), "{error}");
            Err(error.message().to_owned())
        }
    }
}

#[tokio::test]
async fn images_are_decoded_or_the_error_names_the_reason() {
    let check = async |items: Value, expected: Result<&[&[u8]], &str>| match (images(items.clone()).await, expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{items}"),
        (Err(message), Err(phrase)) => assert!(message.contains(phrase), "{items}: {message}"),
        (found, _) => panic!("{items}: {found:?}"),
    };
    check(json!([{"image": "YQ==", "seed": null}, {"image": "Yg=="}]), Ok(&[b"a", b"b"])).await;
    check(json!([{"image": "data:image/png;base64,YQ=="}]), Ok(&[b"a"])).await;
    check(json!([{"b64_json": "YQ=="}]), Ok(&[b"a"])).await;
    check(json!([]), Err("no images")).await;
    check(json!(null), Err("no images")).await;
    check(json!([{"image": "YQ=="}, {"seed": 1}]), Err("has no")).await;
    check(json!([{"url": "https://h.example/i.png"}]), Err("`url`")).await;
    check(json!([{"image": "?"}]), Err("not base64")).await;
}

#[tokio::test]
async fn save_writes_one_file_per_image() {
    let folder = std::env::temp_dir().join(format!("azure-inference-images-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let service = MockService::start().await;
    service.reply(Reply::images(["one"])).reply(Reply::images(["one", "two"]));
    let request = service.client().images("A cat").size("1x1");
    let one = request.clone().send().await.unwrap();
    assert_eq!(one.images()[0].seed, Some(1));
    assert!(!format!("{one:?}").contains("b25l"), "{one:?}");
    assert_eq!(one.save(folder.join("cat.png")).unwrap(), [folder.join("cat.png")]);
    let two = request.send().await.unwrap().save(folder.join("cat.png")).unwrap();
    assert_eq!(two, [folder.join("cat-1.png"), folder.join("cat-2.png")]);
    let contents =
        ["cat.png", "cat-1.png", "cat-2.png"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap());
    assert_eq!(contents, ["one", "one", "two"]);
    let error = one.save(folder.join("no/such/folder.png")).unwrap_err();
    assert!(error.is_input() && error.message().contains("folder.png"), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}
