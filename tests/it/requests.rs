//! Chat requests send what was set, and nothing else.

use azure_inference::models::{
    AudioContentFormat, ChatCompletionsNamedToolChoiceFunction, ChatCompletionsOptions, ChatCompletionsResponseFormat,
    ChatCompletionsResponseFormatJsonSchemaDefinition, ChatCompletionsToolChoicePreset, ChatMessageAudioUrl,
    ChatMessageContentItem, ChatMessageImageDetailLevel, ChatMessageImageUrl, ChatMessageInputAudio,
    ChatRequestMessage, FunctionDefinition, UserSecurityContext, WebSearchLocation, WebSearchOptions,
    WebSearchUserLocation,
};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatRequest, Error};
use serde_json::{Value, json};

/// The body that is sent, without `model`.
async fn sent(build: impl FnOnce(ChatRequest) -> ChatRequest) -> Result<Value, Error> {
    let service = MockService::start().await;
    service.reply(Reply::text("ok"));
    build(service.client().chat()).send().await?;
    let request = service.requests().remove(0);
    assert_eq!(request.violations_except(&["safe_prompt"]), []);
    let mut body = request.json().clone();
    assert_eq!(body.as_object_mut().unwrap().remove("model"), Some(Value::from("mock-model")));
    Ok(body)
}

#[tokio::test]
async fn a_request_sends_only_its_message_by_default() {
    let body = sent(|request| request.user("Hi")).await.unwrap();
    assert_eq!(body, json!({"messages": [{"role": "user", "content": "Hi"}]}));
}

#[tokio::test]
async fn every_parameter_is_sent_as_set() {
    let schema = json!({"type": "object", "properties": {}}).as_object().unwrap().clone();
    let mut definition = FunctionDefinition::new("f");
    definition.description = Some("does".into());
    definition.parameters = schema.clone();
    definition.strict = Some(true);
    let mut format = ChatCompletionsResponseFormatJsonSchemaDefinition::new("s", schema.clone());
    format.strict = Some(true);
    let place = WebSearchLocation { country: Some("US".into()), ..Default::default() };
    let body = sent(|request| {
        request
            .user("Hi")
            .temperature(0.1)
            .top_p(0.2)
            .frequency_penalty(-0.3)
            .presence_penalty(0.0)
            .max_tokens(5)
            .max_completion_tokens(6)
            .reasoning_effort("low")
            .stop(["a", "b"])
            .seed(-7)
            .response_format(format)
            .tools([definition])
            .tool_choice(ChatCompletionsToolChoicePreset::Auto)
            .parallel_tool_calls(false)
            .n(2)
            .logprobs(true)
            .top_logprobs(3)
            .logit_bias([(50256, -100)])
            .modalities(["text", "audio"])
            .audio("alloy", "wav")
            .service_tier("flex")
            .verbosity("low")
            .prompt_cache_key("k")
            .prompt_cache_retention("24h")
            .prediction("the same text")
            .store(false)
            .metadata([("topic", "tests")])
            .web_search_options(WebSearchOptions {
                search_context_size: Some("low".into()),
                user_location: Some(WebSearchUserLocation::new(place)),
                ..Default::default()
            })
            .safety_identifier("s")
            .end_user("u")
            .user_security_context(UserSecurityContext { source_ip: Some("::1".into()), ..Default::default() })
            .extra("safe_prompt", true)
    });
    let expected = json!({
        "messages": [{"role": "user", "content": "Hi"}],
        "temperature": 0.1,
        "top_p": 0.2,
        "frequency_penalty": -0.3,
        "presence_penalty": 0.0,
        "max_tokens": 5,
        "max_completion_tokens": 6,
        "reasoning_effort": "low",
        "stop": ["a", "b"],
        "seed": -7,
        "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": schema, "strict": true}},
        "tools": [{"type": "function", "function":
            {"name": "f", "description": "does", "parameters": schema, "strict": true}}],
        "tool_choice": "auto",
        "parallel_tool_calls": false,
        "n": 2,
        "logprobs": true,
        "top_logprobs": 3,
        "logit_bias": {"50256": -100},
        "modalities": ["text", "audio"],
        "audio": {"voice": "alloy", "format": "wav"},
        "service_tier": "flex",
        "verbosity": "low",
        "prompt_cache_key": "k",
        "prompt_cache_retention": "24h",
        "prediction": {"type": "content", "content": "the same text"},
        "store": false,
        "metadata": {"topic": "tests"},
        "web_search_options": {
            "search_context_size": "low",
            "user_location": {"type": "approximate", "approximate": {"country": "US"}},
        },
        "safety_identifier": "s",
        "user": "u",
        "user_security_context": {"source_ip": "::1"},
        "safe_prompt": true,
    });
    assert_eq!(body.await.unwrap(), expected);
}

#[tokio::test]
async fn formats_and_tool_choices_are_strings_or_objects() {
    let body = sent(|request| {
        request
            .user("Hi")
            .response_format(ChatCompletionsResponseFormat::json_object())
            .tool_choice(ChatCompletionsNamedToolChoiceFunction::new("f"))
    });
    let body = body.await.unwrap();
    assert_eq!(body["response_format"], json!({"type": "json_object"}));
    assert_eq!(body["tool_choice"], json!({"type": "function", "function": {"name": "f"}}));
}

#[tokio::test]
async fn every_role_and_content_part_is_serialized() {
    let mut image = ChatMessageImageUrl::new("https://h.example/i.png");
    image.detail = Some(ChatMessageImageDetailLevel::Low);
    let parts = vec![
        ChatMessageContentItem::text("What?"),
        ChatMessageContentItem::image_url(image),
        ChatMessageContentItem::input_audio(ChatMessageInputAudio::new("AAAA", AudioContentFormat::Wav)),
        ChatMessageContentItem::audio_url(ChatMessageAudioUrl::new("https://h.example/a.wav")),
    ];
    let body = sent(|request| {
        request
            .system("s")
            .developer("d")
            .user(parts)
            .assistant("a")
            .tool_result("call_1", "{}")
            .message(ChatRequestMessage::user("again"))
    });
    let expected = json!([
        {"role": "system", "content": "s"},
        {"role": "developer", "content": "d"},
        {"role": "user", "content": [
            {"type": "text", "text": "What?"},
            {"type": "image_url", "image_url": {"url": "https://h.example/i.png", "detail": "low"}},
            {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
            {"type": "audio_url", "audio_url": {"url": "https://h.example/a.wav"}},
        ]},
        {"role": "assistant", "content": "a"},
        {"role": "tool", "tool_call_id": "call_1", "content": "{}"},
        {"role": "user", "content": "again"},
    ]);
    let body = body.await.unwrap();
    assert_eq!(body["messages"], expected);
    let again: Vec<ChatRequestMessage> = serde_json::from_value(body["messages"].clone()).unwrap();
    assert_eq!(serde_json::to_value(again).unwrap(), expected);
}

#[tokio::test]
async fn invalid_requests_name_the_parameter() {
    async fn check(field: &str, build: impl FnOnce(ChatRequest) -> ChatRequest) {
        let error = sent(build).await.expect_err(field);
        assert!(error.is_input(), "{error}");
        assert_eq!(error.param(), Some(field));
        assert_eq!(error.attempts(), 0);
    }
    check("messages", |request| request).await;
    check("temperature", |request| request.user("Hi").temperature(f64::NAN)).await;
    check("top_p", |request| request.user("Hi").top_p(f64::INFINITY)).await;
    check("stop", |request| request.user("Hi").stop(Vec::<String>::new())).await;
    check("tools", |request| request.user("Hi").tools(Vec::<FunctionDefinition>::new())).await;
    check("model", |request| request.user("Hi").model("a\nb")).await;
    check("stream", |request| request.user("Hi").extra("stream", true)).await;
    check("seed", |request| request.user("Hi").seed(1).extra("seed", 2)).await;
    check("model", |request| request.user("Hi").extra("model", "other")).await;
    check("extra", |request| request.user("Hi").extra("", 2)).await;
}

/// An existing request body.
fn made_elsewhere() -> ChatCompletionsOptions {
    let json =
        json!({"messages": [{"role": "user", "content": "Hi"}], "top_p": 0.5, "safe_prompt": true, "stream": true});
    serde_json::from_value(json).unwrap()
}

#[tokio::test]
async fn an_existing_body_is_sent_unchanged() {
    let body = sent(|request| request.system("s").temperature(0.1).body(made_elsewhere())).await.unwrap();
    assert_eq!(body, json!({"messages": [{"role": "user", "content": "Hi"}], "top_p": 0.5, "safe_prompt": true}));
    let body = sent(|request| request.body(made_elsewhere()).user("again").unset("top_p").extra("safe_prompt", 1));
    let again = json!([{"role": "user", "content": "Hi"}, {"role": "user", "content": "again"}]);
    assert_eq!(body.await.unwrap(), json!({"messages": again, "safe_prompt": 1}));
    let service = MockService::start().await;
    service.reply(Reply::text("ok"));
    let model = ChatCompletionsOptions { model: Some("theirs".into()), ..made_elsewhere() };
    service.client().chat().body(model).send().await.unwrap();
    assert_eq!(service.requests()[0].json()["model"], "theirs");
}
