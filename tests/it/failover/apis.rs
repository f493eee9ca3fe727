//! Calls that move to the Responses API and then to another member.

use azure_inference::models::FunctionDefinition;
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Api, ChatResponse, Client, ClientBuilder, EndpointKind};
use serde_json::json;

use crate::support::within_seconds;

/// A service whose chat completions reject function tools for the model.
async fn rejecting_tools(replies: impl IntoIterator<Item = Reply>) -> MockService {
    let message = "Function tools with reasoning_effort are not supported for m in /v1/chat/completions. \
                   Please use /v1/responses instead.";
    let rejection = json!({"error": {"message": message, "param": "reasoning_effort", "code": null}});
    let service = MockService::start().await;
    service.reply(Reply::json(rejection).with_status(400));
    replies.into_iter().for_each(|reply| _ = service.reply(reply));
    service
}

fn member(service: &MockService) -> ClientBuilder {
    service.client_builder().endpoint_kind(EndpointKind::OpenAiV1).model("m")
}

async fn send(client: &Client, is_stream: bool) -> ChatResponse {
    let call = client.chat().user("When?").tools([FunctionDefinition::new("next_flight")]);
    within_seconds(5, async { if is_stream { call.stream().await?.finish().await } else { call.send().await } })
        .await
        .unwrap()
}

fn paths(service: &MockService) -> Vec<String> {
    service.requests().iter().map(|request| request.path().to_owned()).collect()
}

const CHAT: &str = "/chat/completions";
const RESPONSES: &str = "/responses";

fn busy() -> Reply {
    Reply::error(503, "busy", "Busy.")
}

#[tokio::test]
async fn the_fallback_of_a_moved_call_starts_with_its_own_api() {
    for is_stream in [false, true] {
        let first = rejecting_tools([busy()]).await;
        let second = MockService::start().await;
        second.reply(Reply::text("ok"));
        let client = member(&first).fallback(member(&second).build().unwrap()).build().unwrap();
        let response = send(&client, is_stream).await;
        assert_eq!(
            (response.api(), response.metadata().member(), response.metadata().attempts()),
            (Api::ChatCompletions, 1, 3)
        );
        assert_eq!(paths(&first), [CHAT, RESPONSES]);
        assert_eq!(paths(&second), [CHAT]);
        let ids = |service: &MockService| service.requests()[0].header("x-ms-client-request-id").unwrap().to_owned();
        assert_eq!(ids(&first), ids(&second));
    }
}

#[tokio::test]
async fn the_fallback_of_a_moved_call_can_move_too_and_remembers_it() {
    for is_stream in [false, true] {
        let first = rejecting_tools([busy()]).await;
        let second = rejecting_tools([Reply::text("ok")]).await;
        let client = member(&first).fallback(member(&second).build().unwrap()).build().unwrap();
        let response = send(&client, is_stream).await;
        assert_eq!(
            (response.api(), response.metadata().member(), response.metadata().attempts()),
            (Api::Responses, 1, 4)
        );
        assert_eq!(paths(&first), [CHAT, RESPONSES]);
        assert_eq!(paths(&second), [CHAT, RESPONSES]);
        // The first member is cooling.
        assert_eq!(send(&client, is_stream).await.api(), Api::Responses);
        assert_eq!(paths(&second), [CHAT, RESPONSES, RESPONSES]);
    }
}

#[tokio::test]
async fn the_api_that_a_member_remembers_does_not_apply_to_the_fallback() {
    for is_stream in [false, true] {
        let first = rejecting_tools([Reply::text("ok"), busy()]).await;
        let second = MockService::start().await;
        second.reply(Reply::text("ok"));
        let client = member(&first).fallback(member(&second).build().unwrap()).build().unwrap();
        let apis = [send(&client, is_stream).await.api(), send(&client, is_stream).await.api()];
        assert_eq!(apis, [Api::Responses, Api::ChatCompletions]);
        assert_eq!(paths(&first), [CHAT, RESPONSES, RESPONSES]);
        assert_eq!(paths(&second), [CHAT]);
    }
}
