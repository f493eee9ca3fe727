//! Chat requests: responses, errors and invalid settings.

use azure_inference::models::{ChatCompletions, ChatRequestMessage, CompletionsFinishReason};
use azure_inference::raw::Parameters;
use azure_inference::testing::{MockServerExt, MockService, Reply};
use azure_inference::{Client, EndpointKind};
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_response_has_text_model_usage_and_finish_reason() {
    let service = MockService::start().await;
    service.reply(Reply::text("About 7,000.").header("x-request-id", "r-1"));
    let response = service.client().chat().user("How many?").send().await.unwrap();
    assert_eq!(response.text(), "About 7,000.");
    assert_eq!(response.model(), "mock-model");
    assert_eq!(response.usage().unwrap().total_tokens, Some(19));
    assert_eq!(response.finish_reason(), Some(&CompletionsFinishReason::Stop));
    assert_eq!(response.metadata().request_id(), Some("r-1"));
    assert_eq!((response.metadata().status(), response.metadata().attempts()), (StatusCode::OK, 1));
}

#[tokio::test]
async fn typed_mocks_match_behind_any_base_path() {
    let service = MockService::start().await;
    let embeddings = service.server().get_embeddings(|_, then| {
        then.ok(&Default::default());
    });
    let chat = service.server().get_chat_completions(|when, then| {
        when.api_version("2024-05-01-preview");
        let response = json!({"choices": []});
        then.ok(&serde_json::from_value::<ChatCompletions>(response).unwrap());
    });
    let url = format!("{}/models", service.url());
    let client = Client::builder(url).endpoint_kind(EndpointKind::FoundryModels).build().unwrap();
    client.chat().user("Hi").send().await.unwrap();
    chat.assert_calls(1);
    let body = azure_inference::models::ImageEmbeddingsOptions::default();
    let error = client.raw().get_image_embeddings_with(Parameters::default(), &body).await.unwrap_err();
    assert_eq!(
        error.status(),
        Some(StatusCode::NOT_FOUND),
        "the mock of /embeddings does not match /images/embeddings"
    );
    embeddings.assert_calls(0);
    let client = Client::builder(service.url()).endpoint_kind(EndpointKind::FoundryModels).build().unwrap();
    let body = azure_inference::models::EmbeddingsOptions::new(["a".to_owned()]);
    client.raw().get_embeddings_with(Parameters::default(), &body).await.unwrap();
    embeddings.assert_calls(1);
}

#[tokio::test]
async fn an_error_keeps_status_code_message_headers_and_body() {
    let service = MockService::start().await;
    let body = json!({"error": {"code": "DeploymentNotFound", "message": "no such deployment", "param": "model"}});
    let reply = Reply::json(body.clone()).with_status(StatusCode::NOT_FOUND);
    service.reply(reply.header("apim-request-id", "a-1").header("x-custom", "kept"));
    let error = service.client().chat().user("Hi").send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.code(), Some("DeploymentNotFound"));
    assert_eq!(error.message(), "no such deployment");
    assert_eq!(error.param(), Some("model"));
    assert_eq!(error.request_id(), Some("a-1"));
    assert_eq!(error.headers().unwrap()["x-custom"], "kept");
    assert_eq!(error.body(), body.to_string().as_bytes());
    assert_eq!(error.to_string(), "404 Not Found: no such deployment (code DeploymentNotFound, request id a-1)");
}

#[tokio::test]
async fn a_200_without_a_completion_is_an_error_with_the_body() {
    async fn check(body: &str, message: &str) {
        let service = MockService::start().await;
        service.reply(Reply::bytes(body));
        let error = service.client().chat().user("Hi").send().await.expect_err(body);
        assert!(error.message().contains(message), "{error} does not contain {message}");
        assert_eq!(error.status(), Some(StatusCode::OK), "{body}");
        assert_eq!(error.body(), body.as_bytes(), "{body}");
    }
    check("", "empty").await;
    check(" \n", "empty").await;
    check("<html>signed out</html>", "not JSON").await;
    check(r#"{"choices": [{"index": 0"#, "not JSON").await;
    check(r#"{"choices": [{}, {"message": {"content": 7}}]}"#, "`choices[1].message.content`").await;
    check(r#"{"choices": "none"}"#, "`choices`").await;
    check(r#"{"error": {"code": "c", "message": "the model is loading"}}"#, "the model is loading").await;
    check(r#"{"statusCode": 500, "message": "gateway"}"#, "gateway").await;
}

#[tokio::test]
async fn a_response_can_be_sent_as_history() {
    let service = MockService::start().await;
    let call = json!({"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}, "x": 1});
    let message = json!({"role": "assistant", "content": null, "refusal": "no", "tool_calls": [call]});
    service.reply(Reply::json(json!({"choices": [{"message": message, "finish_reason": "tool_calls"}]})));
    let response = service.client().chat().user("Hi").send().await.unwrap();
    assert_eq!(response.tool_calls().len(), 1);
    let history = serde_json::to_value(ChatRequestMessage::from(&response)).unwrap();
    assert_eq!(history, json!({"role": "assistant", "refusal": "no", "tool_calls": [call]}));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_an_echoed_key_is_masked() {
    let service = MockService::start().await;
    let key = "canary-0123456789";
    let reply = Reply::error(401, "401", &format!("no such key: {key}")).header("location", service.url());
    service.reply(reply.with_status(StatusCode::TEMPORARY_REDIRECT));
    let client = Client::builder(service.url()).api_key(key).build().unwrap();
    let error = client.chat().user("Hi").send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::TEMPORARY_REDIRECT));
    let shown = format!("{error} {error:?} {client:?} {}", String::from_utf8_lossy(error.body()));
    assert!(!shown.contains(key), "{shown}");
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn an_error_of_a_raw_client_does_not_affect_the_next_call() {
    let server = azure_inference::testing::ByteServer::start(vec![
        azure_inference::testing::Script::raw().reset(),
        azure_inference::testing::Script::response(200, "application/json", r#"{"model_name":"m"}"#),
    ])
    .await;
    let client = Client::builder(server.url()).retry(azure_inference::RetryPolicy::none()).build().unwrap();
    let raw = client.raw();
    let error = raw.get_model_info_with(Parameters::default()).await.unwrap_err();
    assert!(error.to_string().contains("connection"), "{error}");
    assert_eq!(raw.get_model_info_with(Parameters::default()).await.unwrap().model_name.as_deref(), Some("m"));
}

#[tokio::test]
async fn no_choices_beside_an_error_object_is_an_error() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({"choices": [], "error": {"code": "c", "message": "m"}})));
    let error = service.client().chat().user("Hi").send().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("c"), "m"));
}

#[test]
fn invalid_client_settings_are_input_errors() {
    let check = |builder: azure_inference::ClientBuilder, field: &str| {
        let error = builder.build().unwrap_err();
        assert!(error.is_input(), "{error}");
        assert_eq!(error.param(), Some(field));
    };
    check(Client::builder("nowhere"), "endpoint");
    check(Client::builder("http://h.example").api_key("k"), "endpoint");
    check(Client::builder("https://h.example").api_key("k\n"), "api_key");
    check(Client::builder("https://h.example").bearer_token(""), "bearer_token");
    check(Client::builder("https://h.example").model("\u{7}"), "model");
    check(Client::builder("https://h.example").api_version(" "), "api_version");
    assert!(Client::builder("http://h.example").api_key("k").allow_credentials_over_plain_http().build().is_ok());
}

#[tokio::test]
async fn metadata_names_the_tier_deployment_and_model_that_served_the_request() {
    let service = MockService::start().await;
    let usage =
        json!({"prompt_tokens": 2048, "prompt_tokens_details": {"cached_tokens": 1024, "cache_write_tokens": 128}});
    let choice = json!({"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello!"}});
    let served = Reply::json(json!({"choices": [choice], "service_tier": "priority", "usage": usage}))
        .header("x-ms-deployment-name", "gpt-standard")
        .header("x-ms-served-model", "gpt-5-2025-08-07")
        .header("x-ms-spillover-from-deployment", "gpt-ptu")
        .header("x-ms-spillover-error", " ");
    service.reply(served).reply(Reply::text("Hello!"));
    let client = service.client();

    let answer = client.chat().user("Hi").send().await.unwrap();
    let response = answer.metadata();

    assert_eq!(answer.service_tier(), Some("priority"));
    let details = answer.usage().unwrap().prompt_tokens_details.as_ref().unwrap();
    assert_eq!((details.cached_tokens, details.cache_write_tokens), (Some(1024), Some(128)));
    assert_eq!(response.deployment_name(), Some("gpt-standard"));
    assert_eq!(response.served_model(), Some("gpt-5-2025-08-07"));
    assert_eq!((response.spillover_from(), response.spillover_error()), (Some("gpt-ptu"), None));

    let answer = client.chat().user("Hi").send().await.unwrap();
    let response = answer.metadata();
    assert_eq!((response.deployment_name(), response.served_model()), (None, None));
    assert_eq!((answer.service_tier(), response.spillover_from()), (None, None));
}
