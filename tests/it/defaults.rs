//! Parameters that are sent by default, on services that reject them.

use azure_inference::models::EmbeddingEncodingFormat;
use azure_inference::{Client, ClientBuilder, EndpointKind, Error, RetryPolicy};
use serde_json::{Value, json};

use crate::support::{COMPLETION, FaultServer, Script, fast_retries, reply, success, within_seconds};

fn builder(server: &FaultServer, kind: EndpointKind) -> ClientBuilder {
    server.builder().endpoint_kind(kind).retry(RetryPolicy::none())
}

fn refusal(status: u16, body: &Value) -> Script {
    reply(status, &[("content-type", "application/json")], body.to_string())
}

/// The error of Mistral's models on the v1 route for an unknown parameter.
fn forbidden(name: &str) -> Script {
    let detail = json!([{"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs are not permitted"}]);
    refusal(422, &json!({ "detail": detail }))
}

fn stream() -> Script {
    let body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    reply(200, &[("content-type", "text/event-stream")], body)
}

/// A stream that ends before its first chunk.
fn cut() -> Script {
    reply(200, &[("content-type", "text/event-stream")], ": ping\n\n")
}

fn bodies(server: &FaultServer) -> Vec<Value> {
    server.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
}

/// Whether each request had this field.
fn has_field(server: &FaultServer, field: &str) -> Vec<bool> {
    bodies(server).iter().map(|body| body.get(field).is_some()).collect()
}

async fn streamed(client: &Client, model: &str) -> Result<u32, Error> {
    let stream = within_seconds(20, client.chat().user("Hi").model(model).temperature(0.3).stream()).await?;
    let response = within_seconds(20, stream.finish()).await?;
    assert_eq!(response.text(), "ok");
    Ok(response.metadata().attempts())
}

#[tokio::test]
async fn a_rejected_default_is_left_out_and_remembered_per_model() {
    let unknown = json!({"error": {"message": "Unknown parameter: 'stream_options'.", "param": "stream_options"}});
    for refusal in [forbidden("stream_options"), refusal(400, &unknown)] {
        let server = FaultServer::start([refusal, stream()]).await;
        let client = builder(&server, EndpointKind::OpenAiV1).build().unwrap();
        // The second attempt is not a retry under the policy, which allows none.
        assert_eq!(streamed(&client, "m").await.unwrap(), 2);
        assert_eq!(streamed(&client.clone(), "m").await.unwrap(), 1);
        assert_eq!(streamed(&client, "other").await.unwrap(), 1);
        assert_eq!(has_field(&server, "stream_options"), [true, false, false, true]);

        let bodies = bodies(&server);
        let mut expected = bodies[0].clone();
        expected.as_object_mut().unwrap().remove("stream_options");
        assert_eq!(bodies[1], expected, "nothing else is changed");
        let requests = server.requests();
        let [first, second] = [0, 1].map(|place: usize| requests[place].header("x-ms-client-request-id"));
        assert_eq!(first, second);
    }
}

#[tokio::test]
async fn a_rejected_parameter_that_the_caller_set_is_an_error() {
    let server = FaultServer::start([forbidden("stream_options"), stream()]).await;
    let client = builder(&server, EndpointKind::OpenAiV1).build().unwrap();
    let error = client.chat().user("Hi").include_usage(true).stream().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (422, 1));
    assert_eq!(error.param(), Some("stream_options"));
}

#[tokio::test]
async fn a_rejected_encoding_format_that_the_caller_set_is_an_error() {
    let server = FaultServer::start([forbidden("encoding_format"), reply(200, &[], COMPLETION)]).await;
    let client = builder(&server, EndpointKind::OpenAiV1).build().unwrap();
    let request = client.embeddings().input("a").encoding_format(EmbeddingEncodingFormat::Base64);
    assert_eq!(request.send().await.unwrap_err().attempts(), 1);
    assert_eq!(has_field(&server, "encoding_format"), [true]);
}

#[tokio::test]
async fn nothing_is_remembered_if_the_request_is_rejected_without_the_default() {
    let server = FaultServer::start([forbidden("stream_options")]).await;
    let client = builder(&server, EndpointKind::Deployment).build().unwrap();
    let error = streamed(&client, "m").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (422, 2));
    streamed(&client, "m").await.unwrap_err();
    assert_eq!(has_field(&server, "stream_options"), [true, false, true, false]);
}

#[tokio::test]
async fn a_rejected_parameter_without_a_default_is_an_error() {
    let server = FaultServer::start([refusal(400, &json!({"error": {"message": "no", "param": "temperature"}}))]).await;
    let client = builder(&server, EndpointKind::OpenAiV1).build().unwrap();
    assert_eq!(streamed(&client, "m").await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_rejected_default_is_remembered_per_deployment() {
    let server = FaultServer::start([forbidden("stream_options"), stream()]).await;
    let client = builder(&server, EndpointKind::Deployment).build().unwrap();
    assert_eq!([streamed(&client, "m").await.unwrap(), streamed(&client, "m").await.unwrap()], [2, 1]);
    assert_eq!(has_field(&server, "stream_options"), [true, false, false]);
}

#[tokio::test]
async fn a_reopened_stream_leaves_out_a_rejected_default() {
    let server = FaultServer::start([forbidden("stream_options"), cut(), stream()]).await;
    let client = builder(&server, EndpointKind::OpenAiV1).retry(fast_retries().max_retries(1)).build().unwrap();
    streamed(&client, "m").await.unwrap();
    assert_eq!(has_field(&server, "stream_options"), [true, false, false]);
}

#[tokio::test]
async fn a_default_that_is_rejected_when_the_stream_is_reopened_is_left_out() {
    let server = FaultServer::start([cut(), forbidden("stream_options"), stream()]).await;
    let client = builder(&server, EndpointKind::OpenAiV1).retry(fast_retries().max_retries(1)).build().unwrap();
    streamed(&client, "m").await.unwrap();
    assert_eq!(has_field(&server, "stream_options"), [true, true, false]);
}

#[tokio::test]
async fn stream_options_are_not_sent_with_data_sources_by_default() {
    for kind in [EndpointKind::OpenAiV1, EndpointKind::Deployment] {
        let server = FaultServer::start([stream()]).await;
        let client = builder(&server, kind).build().unwrap();
        let request = || client.chat().user("Hi").extra("data_sources", json!([{"type": "azure_search"}]));
        request().stream().await.unwrap().finish().await.unwrap();
        request().include_usage(true).stream().await.unwrap().finish().await.unwrap();
        assert_eq!(has_field(&server, "stream_options"), [false, true], "{kind:?}");
    }
}

#[tokio::test]
async fn embeddings_fall_back_to_floats_if_base64_is_rejected() {
    let vectors = |count: usize| {
        let data: Vec<Value> = (0..count).map(|index| json!({"index": index, "embedding": [0.5]})).collect();
        reply(200, &[], json!({ "data": data }).to_string())
    };
    let server = FaultServer::start([forbidden("encoding_format"), vectors(2)]).await;
    let client = builder(&server, EndpointKind::OpenAiV1).build().unwrap();
    let embeddings = client.embeddings().input(["a"; 6]).batch_size(2).concurrency(1).send().await.unwrap();
    assert_eq!(embeddings.into_floats().unwrap(), vec![vec![0.5]; 6]);
    // Only the first batch is rejected.
    assert_eq!(has_field(&server, "encoding_format"), [true, false, false, false]);
    client.embeddings().input(["a"; 2]).send().await.unwrap();
    assert_eq!(has_field(&server, "encoding_format")[4..], [false]);
    let request = client.embeddings().input("a").to_request().unwrap();
    assert_eq!(request.body().windows(15).position(|window| window == b"encoding_format"), None);
}

#[tokio::test]
async fn a_rejected_extra_parameters_header_is_left_out() {
    let refused = refusal(400, &json!({"message": "header 'extra-parameters' is not supported", "statusCode": 400}));
    let headers = |server: &FaultServer| {
        let headers = server.requests().into_iter().map(|request| request.header("extra-parameters").is_some());
        headers.collect::<Vec<_>>()
    };
    let server = FaultServer::start([refused.clone(), success()]).await;
    let client = builder(&server, EndpointKind::Serverless).build().unwrap();
    for attempts in [2, 1] {
        let response = client.chat().user("Hi").extra("safe_prompt", true).send().await.unwrap();
        assert_eq!(response.metadata().attempts(), attempts);
    }
    assert_eq!(headers(&server), [true, false, false]);
    assert_eq!(has_field(&server, "safe_prompt"), [true; 3], "what the caller set is sent");

    let server = FaultServer::start([refused, success()]).await;
    let client = builder(&server, EndpointKind::Serverless).build().unwrap();
    let request = client.chat().user("Hi").extra_parameters(azure_inference::models::ExtraParameters::Drop);
    assert_eq!(request.send().await.unwrap_err().attempts(), 1);
}
