//! Settings of the client and of a request.

use std::time::Duration;

use azure_inference::models::{ChatCompletionsOptions, ExtraParameters};
use azure_inference::testing::{MockService, ReceivedRequest, Reply};
use azure_inference::{ChatRequest, Client, ClientBuilder, EndpointKind, Error, RetryPolicy, Timeouts};
use serde_json::{Value, json};

use crate::support::{FaultServer, Step, fast_retries, reply};

/// The request that is sent with these settings of the client and of the request.
async fn sent(
    set: impl FnOnce(ClientBuilder) -> ClientBuilder,
    change: impl FnOnce(ChatRequest) -> ChatRequest,
) -> Result<ReceivedRequest, Error> {
    let service = MockService::start().await;
    service.reply(Reply::text("ok"));
    let client = set(Client::builder(service.url()).api_key("the-key")).build()?;
    change(client.chat().user("Hi")).send().await?;
    Ok(service.requests().remove(0))
}

/// Every parameter of a request except `stream_options`, which only a stream sends.
fn every_parameter() -> Value {
    json!({
        "model": "m",
        "temperature": 0.1,
        "top_p": 0.2,
        "frequency_penalty": -0.3,
        "presence_penalty": 0.4,
        "max_tokens": 5,
        "max_completion_tokens": 6,
        "reasoning_effort": "low",
        "stop": ["a", "b"],
        "seed": -7,
        "response_format": {"type": "json_object"},
        "tools": [{"type": "function", "function": {"name": "f"}}],
        "tool_choice": "auto",
        "parallel_tool_calls": false,
        "n": 2,
        "logprobs": true,
        "top_logprobs": 3,
        "logit_bias": {"50256": -100},
        "modalities": ["text"],
        "user": "u",
        "user_security_context": {"source_ip": "::1"},
        "safe_prompt": true,
    })
}

fn defaults() -> ChatCompletionsOptions {
    let mut json = every_parameter();
    json["messages"] = json!([]);
    serde_json::from_value(json).unwrap()
}

#[tokio::test]
async fn every_parameter_can_be_a_default() {
    let mut expected = every_parameter();
    expected["messages"] = json!([{"role": "user", "content": "Hi"}]);
    let request = sent(|builder| builder.chat_defaults(defaults()), |request| request).await.unwrap();
    assert_eq!(*request.json(), expected);
}

#[tokio::test]
async fn every_default_can_be_unset() {
    for name in every_parameter().as_object().unwrap().keys() {
        let request = sent(|builder| builder.chat_defaults(defaults()), |request| request.unset(name)).await.unwrap();
        let mut expected = every_parameter();
        expected.as_object_mut().unwrap().remove(name);
        expected["messages"] = json!([{"role": "user", "content": "Hi"}]);
        assert_eq!(*request.json(), expected, "{name}");
    }
}

#[tokio::test]
async fn default_messages_can_be_unset() {
    let system = |builder: ClientBuilder| {
        let messages = json!({"messages": [{"role": "system", "content": "s"}]});
        builder.chat_defaults(serde_json::from_value(messages).unwrap())
    };
    let request = sent(system, |request| request).await.unwrap();
    assert_eq!(request.json()["messages"].as_array().unwrap().len(), 2);
    let request = sent(system, |request| request.unset("messages").user("Hi")).await.unwrap();
    assert_eq!(request.json()["messages"], json!([{"role": "user", "content": "Hi"}]));
}

#[tokio::test]
async fn request_settings_override_the_client() {
    let request = sent(
        |builder| builder.chat_defaults(defaults()).model("client's"),
        |request| {
            request.model("call's").temperature(0.9).stop(["c"]).extra("safe_prompt", false).unset("seed").seed(1)
        },
    );
    let request = request.await.unwrap();
    let found =
        ["model", "temperature", "stop", "safe_prompt", "seed", "top_p"].map(|name| request.json()[name].clone());
    assert_eq!(found, [json!("call's"), json!(0.9), json!(["c"]), json!(false), json!(1), json!(0.2)]);
    let request = sent(|builder| builder.model("client's"), |request| request).await.unwrap();
    assert_eq!(request.json()["model"], "client's");
}

#[tokio::test]
async fn invalid_defaults_fail_the_request() {
    async fn check(defaults: ChatCompletionsOptions, field: &str) {
        let error = sent(|builder| builder.chat_defaults(defaults), |request| request).await.expect_err(field);
        assert!(error.is_input(), "{error}");
        assert_eq!(error.param(), Some(field));
    }
    check(ChatCompletionsOptions { temperature: Some(f64::NAN), ..Default::default() }, "temperature").await;
    let streamed = serde_json::from_value(json!({"messages": [], "stream": true})).unwrap();
    check(streamed, "stream").await;
}

#[tokio::test]
async fn request_headers_override_client_headers_and_default_headers() {
    let request = sent(
        |builder| builder.header("x-one", "client").header("X-Two", "client").header("user-agent", "mine"),
        |request| request.header("X-One", "call").unset_header("x-two").header("api-key", "other-key"),
    );
    let request = request.await.unwrap();
    let found = ["x-one", "x-two", "user-agent", "api-key"].map(|name| request.header(name));
    assert_eq!(found, [Some("call"), None, Some("mine"), Some("other-key")]);
    let plain = sent(|builder| builder, |request| request).await.unwrap();
    assert!(plain.header("user-agent").unwrap().starts_with("azure-inference-rust/"), "{plain:?}");
    assert_eq!(plain.header("accept"), Some("application/json"));
}

#[tokio::test]
async fn invalid_headers_are_refused() {
    async fn check(name: &str, value: &str) {
        let of_client = sent(|builder| builder.header(name, value), |request| request).await;
        let of_call = sent(|builder| builder, |request| request.header(name, value)).await;
        for error in [of_client.unwrap_err(), of_call.unwrap_err()] {
            assert!(error.is_input() && error.to_string().contains("header"), "{name}: {value:?}: {error}");
            assert!(error.param().unwrap().contains(name.trim()), "{name}: {value:?}: {error}");
        }
    }
    check("no name", "v").await;
    check("", "v").await;
    check("x-fine", "a\r\nx-smuggled: b").await;
    check("x-fine", "a\0").await;
    // A key or token may contain only visible ASCII, in any header.
    for value in ["clé", "Bearer a\tb", "key ", " key", "Bearer 日本"] {
        check("api-key", value).await;
        check("Authorization", value).await;
        check("Ocp-Apim-Subscription-Key", value).await;
    }
}

#[tokio::test]
async fn the_extra_parameters_header_can_be_set_on_client_and_request() {
    type Policy = Option<ExtraParameters>;
    async fn check(client: Policy, call: Policy, extra: bool, header: Option<&str>) {
        let row = format!("client {client:?}, request {call:?}, extra parameter {extra}");
        let request = sent(
            |builder| {
                let builder = builder.endpoint_kind(EndpointKind::Serverless);
                client.into_iter().fold(builder, ClientBuilder::extra_parameters)
            },
            |request| {
                let request = if extra { request.extra("safe_prompt", true) } else { request };
                call.into_iter().fold(request, ChatRequest::extra_parameters)
            },
        );
        assert_eq!(request.await.unwrap().header("extra-parameters"), header, "{row}");
    }
    let (error, drop, pass) = (ExtraParameters::Error, ExtraParameters::Drop, ExtraParameters::PassThrough);
    check(None, None, false, None).await;
    check(None, None, true, Some("pass-through")).await;
    check(Some(drop.clone()), None, true, Some("drop")).await;
    check(Some(drop.clone()), None, false, Some("drop")).await;
    check(Some(drop), Some(error), true, Some("error")).await;
    check(None, Some(pass), false, Some("pass-through")).await;
}

#[tokio::test]
async fn the_extra_parameters_header_can_be_unset() {
    let set = |builder: ClientBuilder| {
        builder.endpoint_kind(EndpointKind::Serverless).extra_parameters(ExtraParameters::Drop)
    };
    let request = sent(set, |request| request.extra("x", 1).unset("extra_parameters")).await.unwrap();
    assert_eq!(request.header("extra-parameters"), None, "not even the default");
    let request = sent(set, |request| request.unset("extra_parameters").extra_parameters(ExtraParameters::Error));
    assert_eq!(request.await.unwrap().header("extra-parameters"), Some("error"));
}

#[tokio::test]
async fn request_retries_and_timeouts_override_the_client() {
    async fn check(set: RetryPolicy, change: Option<RetryPolicy>, attempts: u32) {
        let server = FaultServer::start([reply(503, &[], "")]).await;
        let client = server.builder().retry(set).build().unwrap();
        let request = change.into_iter().fold(client.chat().user("Hi"), ChatRequest::retry);
        assert_eq!(request.send().await.unwrap_err().attempts(), attempts);
    }
    check(fast_retries().max_retries(1), None, 2).await;
    check(fast_retries().max_retries(1), Some(fast_retries().max_retries(5)), 6).await;
    check(fast_retries(), Some(RetryPolicy::none()), 1).await;

    let server = FaultServer::start([vec![Step::Stall]]).await;
    let client = server.builder().retry(RetryPolicy::none()).build().unwrap();
    let short = Timeouts::default().response(Duration::from_millis(50));
    let error = client.chat().user("Hi").timeouts(short).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn no_credential_is_sent_over_plain_http_to_another_machine() {
    let url = "http://gateway.example";
    let refused = |error: Error| {
        assert!(error.is_input() && error.to_string().contains("plain http"), "{error}");
        assert_eq!(error.param(), Some("endpoint"));
    };
    for name in ["authorization", "api-key", "Ocp-Apim-Subscription-Key"] {
        refused(Client::builder(url).header(name, "canary").build().unwrap_err());
    }
    refused(Client::builder(url).api_key("canary").build().unwrap_err());
    refused(Client::builder(url).bearer_token("canary").build().unwrap_err());
    // The same holds after the client is built.
    let client = Client::builder(url).build().unwrap();
    refused(client.set_api_key("canary").unwrap_err());
    refused(client.set_bearer_token("canary").unwrap_err());
    refused(client.chat().user("Hi").header("authorization", "Bearer canary").send().await.unwrap_err());
    let client = Client::builder(url).allow_credentials_over_plain_http().build().unwrap();
    client.set_api_key("canary").unwrap();
    assert!(Client::builder("http://127.0.0.1:1").api_key("canary").build().is_ok());
}

#[tokio::test]
async fn a_key_or_token_with_whitespace_or_non_ascii_is_refused() {
    let builder = || Client::builder("https://r.openai.azure.com");
    let client = builder().build().unwrap();
    for text in ["clé-日本", "k3y\t", " k3y", "k3y ", "k 3y", "k3y\r\n", "k\u{a0}3y", ""] {
        let key = [builder().api_key(text).build().err(), client.set_api_key(text).err()];
        let token = [builder().bearer_token(text).build().err(), client.set_bearer_token(text).err()];
        for (errors, name) in [(key, "api_key"), (token, "bearer_token")] {
            for error in errors {
                let error = error.unwrap_or_else(|| panic!("{text:?} is accepted"));
                assert!(error.is_input() && error.param() == Some(name), "{text:?}: {error:?}");
            }
        }
    }
    client.set_api_key("k3y-_.~+/=").unwrap();
}

#[tokio::test]
async fn the_v1_route_gets_no_dated_api_version() {
    async fn query(client: Client) -> String {
        let request = client.chat().model("m").user("Hi").to_request().unwrap();
        request.uri().query().unwrap_or_default().to_owned()
    }
    let v1 = "https://r.openai.azure.com/openai/v1";
    for (pasted, set, sent) in [
        ("", None, ""),
        ("?api-version=2025-04-01-preview", None, ""),
        ("?api-version=2024-10-21&tenant=t", None, "tenant=t"),
        ("?api-version=preview", None, "api-version=preview"),
        ("?api-version=2024-10-21", Some("latest"), "api-version=latest"),
        ("", Some("v1"), "api-version=v1"),
    ] {
        let builder = Client::builder(format!("{v1}{pasted}"));
        let client = set.into_iter().fold(builder, ClientBuilder::api_version).build().unwrap();
        assert_eq!(query(client).await, sent, "{pasted} {set:?}");
    }
    for url in [v1, "https://r.openai.azure.us", "https://r.services.ai.azure.com/api/projects/p/openai/v1"] {
        let error = Client::builder(url).api_version("2024-10-21").build().unwrap_err();
        assert!(error.is_input() && error.param() == Some("api_version"), "{error:?}");
        assert!(error.message().contains("v1 route"), "{error}");
    }
}

#[tokio::test]
async fn connection_settings_conflict_with_an_http_client() {
    type Set = fn(ClientBuilder) -> ClientBuilder;
    let certificate = rcgen::generate_simple_self_signed(["h.example".to_owned()]).unwrap().cert.pem();
    let builder = || Client::builder("https://r.openai.azure.com").api_key("k");
    let tls = rustls_client_config();
    let http = || azure_inference::reqwest::Client::builder().tls_backend_preconfigured(tls.clone()).build().unwrap();
    let settings: [(&str, Set); 4] = [
        ("proxy", |builder| builder.proxy("http://127.0.0.1:1")),
        ("no_proxy", ClientBuilder::no_proxy),
        ("Timeouts::connect", |builder| builder.timeouts(Timeouts::default().connect(Duration::from_secs(10)))),
        ("root_certificate", |builder| builder),
    ];
    for (name, set) in settings {
        let set = |builder| match name {
            "root_certificate" => set(builder).root_certificate(certificate.clone()),
            _ => set(builder),
        };
        set(builder()).build().unwrap();
        for builder in [set(builder()).http_client(http()), set(builder().http_client(http()))] {
            let error = builder.build().unwrap_err();
            assert!(error.is_input() && error.param() == Some("http_client"), "{name}: {error:?}");
            assert!(error.message().starts_with(name), "{error}");
        }
    }
    let others = Timeouts::default().idle(Duration::from_secs(90)).response(Duration::from_secs(90));
    builder().timeouts(others).http_client(http()).build().unwrap();
}

fn rustls_client_config() -> tokio_rustls::rustls::ClientConfig {
    use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};
    let config = ClientConfig::builder_with_provider(ring::default_provider().into());
    let config = config.with_safe_default_protocol_versions().unwrap();
    config.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
}

#[test]
fn a_proxy_url_with_a_line_break_is_refused() {
    let error = Client::builder("https://r.openai.azure.com").proxy("http://pro\r\nxy.example").build().unwrap_err();
    assert!(error.is_input() && error.param() == Some("proxy"), "{error:?}");
}
