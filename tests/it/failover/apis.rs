//! Calls that move to the Responses API, and then to another member.

use azure_inference::models::FunctionDefinition;
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Api, ChatResponse, Client, ClientBuilder, EndpointKind};
use serde_json::json;

use crate::support::within_seconds;

/// A member of a model that chat completions refuse to give function tools.
async fn refusing_tools(replies: impl IntoIterator<Item = Reply>) -> MockService {
    let refusal = "Function tools with reasoning_effort are not supported for m in /v1/chat/completions. \
                   Please use /v1/responses instead.";
    let refusal = json!({"error": {"message": refusal, "param": "reasoning_effort", "code": null}});
    let service = MockService::start().await;
    service.reply(Reply::json(refusal).with_status(400));
    replies.into_iter().for_each(|reply| _ = service.reply(reply));
    service
}

fn member(service: &MockService) -> ClientBuilder {
    service.client_builder().endpoint_kind(EndpointKind::OpenAiV1).model("m")
}

async fn answered(client: &Client, is_stream: bool) -> ChatResponse {
    let call = client.chat().user("When?").tools([FunctionDefinition::new("next_flight")]);
    within_seconds(5, async { if is_stream { call.stream().await?.finish().await } else { call.send().await } })
        .await
        .unwrap()
}

fn paths(service: &MockService) -> Vec<String> {
    service.requests().iter().map(|request| request.path().to_owned()).collect()
}

#[tokio::test]
async fn a_call_that_moved_to_the_responses_api_starts_at_the_next_member_with_the_api_of_that_member() {
    let [chat, responses] = ["/chat/completions", "/responses"];
    let busy = || Reply::error(503, "busy", "Busy.");
    for is_stream in [false, true] {
        // The second member has chat completions for its model.
        let first = refusing_tools([busy()]).await;
        let second = MockService::start().await;
        second.reply(Reply::text("ok"));
        let client = member(&first).fallback(member(&second).build().unwrap()).build().unwrap();
        let response = answered(&client, is_stream).await;
        assert_eq!(
            (response.api(), response.metadata().member(), response.metadata().attempts()),
            (Api::ChatCompletions, 1, 3)
        );
        assert_eq!((paths(&first), paths(&second)), (vec![chat.to_owned(), responses.into()], vec![chat.into()]));
        let ids = |service: &MockService| service.requests()[0].header("x-ms-client-request-id").unwrap().to_owned();
        assert_eq!(ids(&first), ids(&second));

        // The second member refuses function tools too, and remembers it.
        let first = refusing_tools([busy()]).await;
        let second = refusing_tools([Reply::text("ok")]).await;
        let client = member(&first).fallback(member(&second).build().unwrap()).build().unwrap();
        let response = answered(&client, is_stream).await;
        assert_eq!(
            (response.api(), response.metadata().member(), response.metadata().attempts()),
            (Api::Responses, 1, 4)
        );
        assert_eq!(
            (paths(&first), paths(&second)),
            (vec![chat.to_owned(), responses.into()], vec![chat.into(), responses.into()])
        );
        assert_eq!(answered(&client, is_stream).await.api(), Api::Responses);
        assert_eq!(paths(&second), [chat, responses, responses], "the first cools, the second knows its model");

        // What the first member learned is not known of the second.
        let first = refusing_tools([Reply::text("ok"), busy()]).await;
        let second = MockService::start().await;
        second.reply(Reply::text("ok"));
        let client = member(&first).fallback(member(&second).build().unwrap()).build().unwrap();
        let apis = [answered(&client, is_stream).await.api(), answered(&client, is_stream).await.api()];
        assert_eq!(apis, [Api::Responses, Api::ChatCompletions]);
        assert_eq!(
            (paths(&first), paths(&second)),
            (vec![chat.to_owned(), responses.into(), responses.into()], vec![chat.into()])
        );
    }
}
