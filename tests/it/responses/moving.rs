//! Requests that move from chat completions to the Responses API.

use azure_inference::models::FunctionDefinition;
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Api, Client, EndpointKind, ErrorKind, ToolSet};
use serde_json::{Value, json};

use super::{response, service, text_item};

/// The errors that move a request, with their status.
fn rejections() -> Vec<(u16, Value)> {
    let error = |code: Value, type_: Value, param: Value, message: &str| json!({"error": {"message": message, "type": type_, "param": param, "code": code}});
    let null = Value::Null;
    let invalid = json!("invalid_request_error");
    vec![
        (
            400,
            json!({"error": {"code": "OperationNotSupported", "message":
                "The chatCompletion operation does not work with the specified model, gpt-5-codex. Please choose different model and try again."}}),
        ),
        (
            404,
            error(
                null.clone(),
                invalid.clone(),
                json!("model"),
                "This model is only supported in v1/responses and not in v1/chat/completions.",
            ),
        ),
        (
            404,
            error(
                null.clone(),
                invalid.clone(),
                json!("model"),
                "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?",
            ),
        ),
        (
            400,
            error(
                null.clone(),
                invalid.clone(),
                json!("reasoning_effort"),
                "Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions. Please use /v1/responses instead.",
            ),
        ),
        (
            400,
            error(
                null,
                invalid,
                json!("reasoning_effort"),
                "Function tools with reasoning_effort are not supported for gpt-5.5. Set reasoning_effort to 'none'.",
            ),
        ),
    ]
}

fn rejection((status, body): &(u16, Value)) -> Reply {
    Reply::json(body.clone()).with_status(*status)
}

fn automatic(service: &MockService) -> Client {
    service.client_builder().endpoint_kind(EndpointKind::OpenAiV1).model("m").build().unwrap()
}

fn paths(service: &MockService) -> Vec<String> {
    service.requests().iter().map(|request| request.path().to_owned()).collect()
}

#[tokio::test]
async fn a_known_error_moves_the_request_and_later_requests_of_the_model() {
    for rejected in rejections() {
        let service = service([rejection(&rejected), Reply::text("ok")]).await;
        let client = automatic(&service);
        let response = client.chat().user("u").send().await.unwrap();
        assert_eq!((response.text(), response.api(), response.metadata().attempts()), ("ok", Api::Responses, 2));
        let response = client.clone().chat().user("u").stream().await.unwrap().finish().await.unwrap();
        assert_eq!((response.text(), response.api(), response.metadata().attempts()), ("ok", Api::Responses, 1));
        let response = client.chat().model("other").user("u").send().await.unwrap();
        assert_eq!(response.api(), Api::ChatCompletions);
        let response = client.chat().api(Api::ChatCompletions).user("u").send().await.unwrap();
        assert_eq!(response.api(), Api::ChatCompletions);
        let [chat, responses] = ["/chat/completions", "/responses"];
        assert_eq!(paths(&service), [chat, responses, responses, chat, chat], "{rejected:?}");
        let ids: Vec<_> = service
            .requests()
            .iter()
            .map(|request| request.header("x-ms-client-request-id").unwrap().to_owned())
            .collect();
        assert_eq!(ids[0], ids[1]);
        service.requests().iter().for_each(|request| request.assert_valid());
    }
}

#[tokio::test]
async fn a_stream_moves_before_it_yields_anything() {
    for rejected in rejections() {
        let in_band = Reply::bytes(format!("data: {}\n\n", rejected.1)).header("content-type", "text/event-stream");
        for first in [rejection(&rejected), in_band] {
            let service = service([first, Reply::text("one two")]).await;
            let client = automatic(&service);
            let response = client.chat().user("u").stream().await.unwrap().finish().await.unwrap();
            assert_eq!((response.text(), response.api()), ("one two", Api::Responses), "{rejected:?}");
            client.chat().user("u").stream().await.unwrap().finish().await.unwrap();
            assert_eq!(paths(&service), ["/chat/completions", "/responses", "/responses"]);
        }
    }
}

#[tokio::test]
async fn other_errors_do_not_move_the_request() {
    for (status, error) in [
        (
            400,
            json!({"code": "unsupported_value", "param": "reasoning_effort", "message": "Unsupported value: 'reasoning_effort' does not support 'xhigh' with this model."}),
        ),
        (
            400,
            json!({"code": "unsupported_parameter", "param": "max_tokens", "message": "Unsupported parameter: 'max_tokens'"}),
        ),
        (404, json!({"code": "DeploymentNotFound", "message": "The API deployment for this resource does not exist."})),
        (400, json!({"code": "content_filter", "message": "filtered"})),
    ] {
        let service = service([Reply::json(json!({ "error": error })).with_status(status), Reply::text("ok")]).await;
        let failed = automatic(&service).chat().user("u").send().await.unwrap_err();
        assert_eq!(failed.message(), error["message"]);
        assert_eq!(paths(&service), ["/chat/completions"]);
    }
}

#[tokio::test]
async fn endpoint_kinds_without_the_route_do_not_move() {
    for kind in
        [EndpointKind::Deployment, EndpointKind::FoundryModels, EndpointKind::Serverless, EndpointKind::ManagedCompute]
    {
        let service = service([rejection(&rejections()[0]), Reply::text("ok")]).await;
        let url =
            if kind == EndpointKind::Deployment { service.url() + "/openai/deployments/d" } else { service.url() };
        let client = Client::builder(url).endpoint_kind(kind).api_key("k").build().unwrap();
        let error = client.chat().user("u").send().await.unwrap_err();
        assert_eq!(error.code(), Some("OperationNotSupported"), "{kind:?}");
        let error = client.chat().user("u").api(Api::Responses).send().await.unwrap_err();
        assert!(error.is_input() && error.to_string().contains("v1 route"), "{error}");
        assert_eq!(service.request_count(), 1);
    }
    let service = service([rejection(&rejections()[0]), Reply::text("ok")]).await;
    assert_eq!(
        service.client().chat().user("u").send().await.unwrap().api(),
        Api::Responses,
        "a gateway may have the route"
    );
}

#[tokio::test]
async fn a_request_with_parameters_of_chat_completions_does_not_move_and_the_error_names_them() {
    let service = service([rejection(&rejections()[0]), Reply::text("ok"), rejection(&rejections()[0])]).await;
    let client = automatic(&service);
    client.chat().user("u").send().await.unwrap();
    for error in [
        client.chat().user("u").stop(["x"]).send().await.unwrap_err(),
        client.chat().user("u").stop(["x"]).stream().await.unwrap_err(),
    ] {
        assert_eq!(error.code(), Some("OperationNotSupported"));
        assert!(error.to_string().contains("the Responses API has no `stop`"), "{error}");
    }
    assert_eq!(paths(&service), ["/chat/completions", "/responses", "/chat/completions", "/chat/completions"]);
}

#[tokio::test]
async fn without_the_responses_api_the_first_error_is_returned() {
    for absent in [
        Reply::error(404, "404", "Resource not found"),
        Reply::error(400, "BadRequest", "This model is not supported by Responses API."),
        Reply::status(405),
    ] {
        let service = service([rejection(&rejections()[0]), absent]).await;
        let client = automatic(&service);
        let error = client.chat().user("u").send().await.unwrap_err();
        assert_eq!((error.code(), error.status().unwrap().as_u16()), (Some("OperationNotSupported"), 400));
        assert!(error.to_string().contains("Responses API"), "{error}");
    }
}

#[tokio::test]
async fn any_other_error_of_the_responses_api_is_returned() {
    let service = service([rejection(&rejections()[0]), Reply::error(400, "invalid_prompt", "bad")]).await;
    let error = automatic(&service).chat().user("u").send().await.unwrap_err();
    assert_eq!(error.code(), Some("invalid_prompt"));
}

#[tokio::test]
async fn a_request_with_parameters_of_the_responses_api_starts_there() {
    let service = service([Reply::text("ok")]).await;
    let client = automatic(&service);
    client.chat().user("u").previous_response_id("resp_1").store(true).send().await.unwrap();
    client
        .chat()
        .user("u")
        .hosted_tool(json!({"type": "web_search"}))
        .max_tool_calls(2)
        .truncation("auto")
        .send()
        .await
        .unwrap();
    client.chat().user("u").include(["reasoning.encrypted_content"]).send().await.unwrap();
    client.chat().user("u").background(true).store(true).send().await.unwrap();
    let requests = service.requests();
    assert!(requests.iter().all(|request| request.path() == "/responses"));
    requests.iter().for_each(|request| request.assert_valid());
    assert_eq!(requests[0].json()["previous_response_id"], "resp_1");
    assert_eq!(requests[1].json()["tools"], json!([{"type": "web_search"}]));
    assert_eq!((&requests[1].json()["max_tool_calls"], &requests[1].json()["truncation"]), (&json!(2), &json!("auto")));
    assert_eq!(requests[2].json()["include"], json!(["reasoning.encrypted_content"]));
    assert_eq!(requests[3].json()["background"], true);
    let error = client.chat().api(Api::ChatCompletions).user("u").previous_response_id("r").send().await.unwrap_err();
    assert_eq!((error.is_input(), error.param()), (true, Some("previous_response_id")));
}

#[tokio::test]
async fn a_run_with_only_hosted_tools_needs_no_tool_set() {
    let search = json!({"type": "web_search_call", "id": "ws_1", "status": "completed"});
    for is_stream in [false, true] {
        let service = service([Reply::json(response(json!([search, text_item("Rust 2.0")])))]).await;
        let request = automatic(&service).chat().user("u").hosted_tool(json!({"type": "web_search"}));
        let run = if is_stream {
            request.run_stream().await.unwrap().finish().await.unwrap()
        } else {
            request.run().await.unwrap()
        };
        assert_eq!((run.text(), run.rounds(), run.response().output_items().len()), ("Rust 2.0", 1, 2));
        assert_eq!(service.requests()[0].json()["tools"], json!([{"type": "web_search"}]));
    }
}

#[tokio::test]
async fn a_run_with_definitions_of_functions_needs_a_tool_set() {
    let service = service([]).await;
    let request = automatic(&service).chat().user("u").tools([FunctionDefinition::new("f")]);
    let error = request.hosted_tool(json!({"type": "web_search"})).run().await.unwrap_err();
    assert_eq!((error.kind(), error.param()), (ErrorKind::Input, Some("tools")));
}

#[tokio::test]
async fn rejected_encrypted_reasoning_is_no_longer_requested() {
    let rejection = json!({"error": {"message": "Encrypted content is not supported with this model.", "param": "include", "type": "invalid_request_error", "code": null}});
    let service = service([Reply::json(rejection).with_status(400), Reply::text("ok")]).await;
    let client = service.client_builder().model("m").api(Api::Responses).build().unwrap();
    for attempts in [2, 1] {
        let response = client.chat().user("u").reasoning_effort("low").send().await.unwrap();
        assert_eq!(response.metadata().attempts(), attempts);
    }
    let includes: Vec<bool> =
        service.requests().iter().map(|request| request.json().get("include").is_some()).collect();
    assert_eq!(includes, [true, false, false]);
}

#[tokio::test]
async fn a_run_continues_after_chat_completions_reject_its_tools() {
    let call = json!({"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "double", "arguments": "{\"n\": 2}", "status": "completed"});
    let reasoning = json!({"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "e", "status": null});
    for is_stream in [false, true] {
        let service = service([
            rejection(&rejections()[3]),
            Reply::json(response(json!([reasoning, call]))),
            Reply::json(response(json!([text_item("4")]))),
        ])
        .await;
        let tools = ToolSet::new()
            .tool("double", "Doubles", |arguments: Value| async move { arguments["n"].as_i64().unwrap() * 2 });
        let request = automatic(&service).chat().user("2?").tools(&tools);
        let run = if is_stream {
            request.run_stream().await.unwrap().finish().await.unwrap()
        } else {
            request.run().await.unwrap()
        };
        assert_eq!((run.text(), run.rounds()), ("4", 2));
        let requests = service.requests();
        assert_eq!(paths(&service), ["/chat/completions", "/responses", "/responses"]);
        requests.iter().for_each(|request| request.assert_valid());
        assert_eq!(
            requests[2].json()["input"],
            json!([
                {"type": "message", "role": "user", "content": "2?"},
                {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "e"},
                {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "double", "arguments": "{\"n\": 2}"},
                {"type": "function_call_output", "call_id": "call_1", "output": "4"},
            ])
        );
        assert_eq!(requests[1].json()["include"], json!(["reasoning.encrypted_content"]));
    }
}
