//! Sets of tools and single calls: what the model is told of the tools, what it gets for each call, by hand.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use azure_inference::models::{
    ChatCompletionsNamedToolChoiceFunction, ChatCompletionsToolCall, ChatCompletionsToolChoicePreset,
    ChatRequestMessage, CompletionsUsage, FunctionDefinition,
};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{CallDecision, ChatRequest, Conversation, ErrorKind, Tool, ToolLimits, ToolOutput, ToolSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Deserialize, JsonSchema)]
struct Route {
    /// The city to start from.
    origin_city: String,
    /// The city to go to.
    destination_city: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Trip {
    legs: Vec<Route>,
}

#[derive(Serialize)]
struct Flight {
    from: String,
    to: String,
}

async fn flight(route: Route) -> Flight {
    Flight { from: route.origin_city, to: route.destination_city }
}

fn set() -> ToolSet {
    ToolSet::new().tool("get_flight_info", "The next flight", flight)
}

/// A call as a service asks for it.
fn call(name: &str, arguments: &str) -> ChatCompletionsToolCall {
    let function = json!({"name": name, "arguments": arguments});
    serde_json::from_value(json!({"id": "call_7", "type": "function", "function": function})).unwrap()
}

/// The text that the model gets for a call.
async fn told(tools: &ToolSet, name: &str, arguments: &str) -> String {
    let message = serde_json::to_value(tools.call(&call(name, arguments)).await).unwrap();
    assert_eq!((&message["role"], &message["tool_call_id"]), (&json!("tool"), &json!("call_7")));
    message["content"].as_str().unwrap().to_owned()
}

async fn check(tools: &ToolSet, name: &str, arguments: &str, expected: Value) {
    let told = told(tools, name, arguments).await;
    // A text goes to the model as it is, anything else as JSON.
    let read = if expected.is_string() { told.into() } else { serde_json::from_str::<Value>(&told).unwrap() };
    assert_eq!(read, expected, "{name}({arguments})");
}

#[tokio::test]
async fn definitions_come_from_types() {
    let service = MockService::start().await;
    service.reply(Reply::text("Hello!"));
    service.client().chat().user("Hi").tools(&set()).send().await.unwrap();
    let request = &service.requests()[0];
    request.assert_valid();
    assert_eq!(
        request.json()["tools"],
        json!([{"type": "function", "function": {
            "name": "get_flight_info",
            "description": "The next flight",
            "parameters": {
                "type": "object",
                "properties": {
                    "origin_city": {"type": "string", "description": "The city to start from."},
                    "destination_city": {"type": "string", "description": "The city to go to."},
                },
                "required": ["origin_city", "destination_city"],
            },
        }}])
    );
}

#[tokio::test]
async fn a_set_may_be_strict() {
    #[derive(Deserialize, JsonSchema)]
    struct Search {
        text: String,
        #[serde(default, skip_serializing)]
        limit: u8,
    }
    let search = |search: Search| async move { format!("{} {}", search.text, search.limit) };
    let by_hand = FunctionDefinition { strict: Some(false), ..FunctionDefinition::new("by_hand") };
    let tools = ToolSet::new().tool("before", "", search).strict().tool("after", "", search);
    let tools = tools.define(by_hand, |arguments: Value| async move { Ok::<_, Infallible>(arguments) });
    tools.check().unwrap();
    let functions: Vec<_> = tools.definitions().iter().map(|definition| &definition.function).collect();
    assert_eq!(
        functions.iter().map(|function| function.strict).collect::<Vec<_>>(),
        [Some(true), Some(true), Some(false)]
    );
    for function in &functions[..2] {
        assert_eq!(function.parameters["required"], json!(["limit", "text"]));
        assert_eq!(function.parameters["additionalProperties"], false);
    }
    assert!(functions[2].parameters.is_empty());
    // A schema that is strict lets null stand for what may be left out.
    check(&tools, "before", r#"{"text": "hats", "limit": null}"#, json!("hats 0")).await;
    check(&tools, "after", r#"{"text": "hats", "limit": 3}"#, json!("hats 3")).await;
}

#[tokio::test]
async fn a_text_result_goes_to_the_model_as_it_is_and_other_values_as_json() {
    let tools = set()
        .tool("text", "", |(): ()| async { "raw \"text\"" })
        .tool("string", "", |(): ()| async { String::from("two\nlines") })
        .tool("optional", "", |(): ()| async { Some("text") })
        .tool("quoted", "", |(): ()| async { ToolOutput::text("\"quoted\"") })
        .tool("nothing", "", |(): ()| async {})
        .try_tool("number", "", async |(): ()| Ok::<_, Infallible>(4));
    tools.check().unwrap();
    let expected = json!({"from": "Miami", "to": "Seattle"});
    check(&tools, "get_flight_info", r#"{"origin_city":"Miami","destination_city":"Seattle"}"#, expected).await;
    check(&tools, "text", "{}", json!("raw \"text\"")).await;
    check(&tools, "string", "{}", json!("two\nlines")).await;
    check(&tools, "optional", "{}", json!("text")).await;
    assert_eq!(told(&tools, "quoted", "{}").await, "\"quoted\"");
    check(&tools, "nothing", "{}", Value::Null).await;
    check(&tools, "number", "{}", json!(4)).await;
}

#[tokio::test]
async fn no_arguments_come_in_many_forms() {
    #[derive(Deserialize, JsonSchema)]
    struct Options {
        limit: Option<u32>,
    }
    let tools =
        ToolSet::new()
            .tool("nothing", "", |(): ()| async { 1 })
            .tool("options", "", |options: Options| async move { options.limit.unwrap_or(2) });
    for arguments in ["", " ", "{}", "null", r#"{"made_up":true}"#] {
        check(&tools, "nothing", arguments, json!(1)).await;
    }
    for arguments in ["", " ", "{}", r#"{"made_up":true}"#, r#"{"limit":null}"#] {
        check(&tools, "options", arguments, json!(2)).await;
    }
    // Nothing at all of a call is an unknown tool.
    let message = tools.call(&serde_json::from_value(json!({})).unwrap()).await;
    let message = serde_json::to_value(message).unwrap();
    assert_eq!(message["tool_call_id"], "");
    assert!(message["content"].as_str().unwrap().contains("there is no tool ``"), "{message}");
}

#[tokio::test]
async fn what_goes_wrong_is_told_to_the_model() {
    let limits = ToolLimits::default().time_per_tool(Duration::from_millis(10));
    let tools = set()
        .tool("trip", "", |trip: Trip| async move {
            trip.legs.into_iter().map(|leg| leg.origin_city + &leg.destination_city).collect::<String>()
        })
        .try_tool("fails", "", |(): ()| async { Err::<u32, _>("the airline does not answer") })
        .tool("sleeps", "", |(): ()| pending::<u32>())
        .tool("is_no_json", "", |(): ()| async { std::collections::HashMap::from([([1], 2)]) })
        .limits(limits);
    tools.check().unwrap();

    let known = ["get_flight_info", "trip", "fails", "sleeps", "is_no_json"];
    let expected = json!({"error": "there is no tool `get_train_info`", "tools": known});
    check(&tools, "get_train_info", "{}", expected).await;

    let reason = "the arguments are not JSON: EOF while parsing a value at line 1 column 8";
    let expected = json!({"error": reason, "arguments": r#"{"legs":"#});
    check(&tools, "trip", r#"{"legs":"#, expected).await;

    let reason = "the arguments do not fit the tool's parameters: missing field `destination_city`";
    let expected = json!({"error": reason, "path": "legs[1]"});
    let arguments = r#"{"legs":[{"origin_city":"a","destination_city":"b"},{"origin_city":"c"}]}"#;
    check(&tools, "trip", arguments, expected).await;

    let reason = "the arguments do not fit the tool's parameters: invalid type: integer `3`, expected a string";
    let expected = json!({"error": reason, "path": "origin_city"});
    check(&tools, "get_flight_info", r#"{"origin_city":3}"#, expected).await;

    check(&tools, "fails", "", json!({"error": "the airline does not answer"})).await;
    check(&tools, "sleeps", "", json!({"error": "the tool did not answer within 10ms"})).await;
    check(&tools, "is_no_json", "", json!({"error": "the result is not JSON: key must be a string"})).await;
}

#[tokio::test]
async fn a_hook_passes_changes_or_refuses() {
    let tools = set().before_call(|call| async move {
        assert_eq!((call.id.as_str(), call.name.as_str()), ("call_7", "get_flight_info"));
        match call.arguments["destination_city"].as_str() {
            Some("Seattle") => CallDecision::Pass,
            Some("Atlantis") => CallDecision::Refuse("it is under water".into()),
            _ => CallDecision::Change(json!({"origin_city": "Here", "destination_city": "There"})),
        }
    });
    let ask = |to: &str| json!({"origin_city": "Miami", "destination_city": to}).to_string();
    check(&tools, "get_flight_info", &ask("Seattle"), json!({"from": "Miami", "to": "Seattle"})).await;
    let expected = json!({"error": "the call was refused", "reason": "it is under water"});
    check(&tools, "get_flight_info", &ask("Atlantis"), expected).await;
    check(&tools, "get_flight_info", "{}", json!({"from": "Here", "to": "There"})).await;
    // What can't run is not asked for.
    let expected = json!({"error": "there is no tool `other`", "tools": ["get_flight_info"]});
    check(&tools, "other", "{}", expected).await;
}

struct Counter {
    name: String,
    step: u32,
}

impl Tool for Counter {
    type Arguments = ();
    type Output = u32;
    type Error = Infallible;

    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self) -> &str {
        "Counts"
    }

    async fn call(&self, (): ()) -> Result<u32, Infallible> {
        tokio::task::yield_now().await;
        Ok(self.step)
    }
}

#[tokio::test]
async fn tools_may_have_state_and_definitions_by_hand() {
    let schema = json!({"type": "object", "properties": {"text": {"type": "string"}}});
    let parameters = schema.as_object().unwrap().clone();
    let definition = FunctionDefinition { parameters, ..FunctionDefinition::new("shout") };
    let tools = ToolSet::new()
        .add(Counter { name: "one".into(), step: 1 })
        .add(Counter { name: "two".into(), step: 2 })
        .define(definition, |arguments: Value| async move {
            arguments["text"].as_str().map(str::to_uppercase).ok_or("there is no text")
        });
    tools.check().unwrap();
    check(&tools, "one", "", json!(1)).await;
    check(&tools, "two", "", json!(2)).await;
    check(&tools, "shout", r#"{"text":"hi"}"#, json!("HI")).await;
    check(&tools, "shout", "", json!({"error": "there is no text"})).await;
    assert_eq!(serde_json::to_value(&tools.definitions()[2].function.parameters).unwrap(), schema);
}

#[tokio::test]
async fn the_first_mistake_is_kept_and_nothing_is_sent() {
    async fn check(tools: ToolSet, message: &str) {
        let error = tools.check().unwrap_err();
        assert!(error.is_input());
        assert_eq!((error.param(), error.message()), (Some("tools"), message));
        let service = MockService::start().await;
        service.reply(Reply::text("Hello!"));
        let request = || service.client().chat().user("Hi").tools(&tools);
        for error in [
            request().send().await.unwrap_err(),
            request().stream().await.unwrap_err(),
            request().run().await.unwrap_err(),
            request().run_stream().await.unwrap_err(),
        ] {
            assert_eq!((error.is_input(), error.message()), (true, message));
        }
        assert_eq!(service.request_count(), 0);
    }
    let named = |name: &str| ToolSet::new().tool(name, "", |(): ()| async {});
    let long = "x".repeat(65);
    for name in ["", "a b", "é", "a.b", long.as_str()] {
        let message =
            format!("{name:?} is not a valid name; use 1 to 64 ASCII letters, digits, underscores and dashes");
        check(named(name), &message).await;
    }
    named(&long[1..]).check().unwrap();
    named("get_Flight-9").check().unwrap();
    let twice = named("a").tool("a", "", |(): ()| async {}).tool("a b", "", |(): ()| async {});
    check(twice, "there are two tools named `a`").await;
    // A `Result` of values that serialize compiles, and would go to the model as `{"Ok":1}`.
    let result = ToolSet::new().tool("f", "", |(): ()| async { Ok::<u8, String>(1) });
    check(result, "the tool `f` returns a `Result`; add it with `try_tool`").await;
    ToolSet::new().try_tool("f", "", |(): ()| async { Ok::<u8, String>(1) }).check().unwrap();
    let no_object = ToolSet::new().tool("f", "", |number: u32| async move { number });
    check(no_object, "the arguments of `f` are not an object; use a type with named fields").await;
    let parameters = json!({"type": "string"}).as_object().unwrap().clone();
    let definition = FunctionDefinition { parameters, ..FunctionDefinition::new("f") };
    let no_object = ToolSet::new().define(definition, |text: String| async { Ok::<_, Infallible>(text) });
    check(no_object, "the arguments of `f` are not an object; use a type with named fields").await;
}

#[tokio::test]
async fn tool_choice_has_four_forms() {
    async fn check(choose: impl FnOnce(ChatRequest) -> ChatRequest, expected: Option<Value>) {
        let service = MockService::start().await;
        service.reply(Reply::text("Hello!"));
        choose(service.client().chat().user("Hi").tools(&set())).send().await.unwrap();
        service.requests()[0].assert_valid();
        assert_eq!(service.requests()[0].json().get("tool_choice"), expected.as_ref());
    }
    let named = Some(json!({"type": "function", "function": {"name": "get_flight_info"}}));
    check(|request| request, None).await;
    check(|request| request.tool_choice(ChatCompletionsToolChoicePreset::Auto), Some(json!("auto"))).await;
    check(|request| request.tool_choice(ChatCompletionsToolChoicePreset::None), Some(json!("none"))).await;
    check(|request| request.tool_choice(ChatCompletionsToolChoicePreset::Required), Some(json!("required"))).await;
    check(|request| request.tool_choice_named("get_flight_info"), named.clone()).await;
    let function = ChatCompletionsNamedToolChoiceFunction::new("get_flight_info");
    check(|request| request.tool_choice(function), named).await;

    let service = MockService::start().await;
    let error = service.client().chat().user("Hi").tools(&set()).tool_choice_named("other").send().await.unwrap_err();
    assert_eq!((error.param(), error.message()), (Some("tool_choice"), "there is no tool `other`"));
}

#[tokio::test]
async fn tools_are_a_set_or_definitions() {
    let client = MockService::start().await.client();
    let definition = || FunctionDefinition::new("f");
    let request = || client.chat().user("Hi");
    // Each of these compiles.
    let _ = request().tools(&set());
    let _ = request().tools([definition()]);
    let _ = request().tools(vec![definition()]);
    let _ = request().tools(set().definitions().iter().cloned());
    // Definitions alone can't be run, and an empty set is a mistake.
    let error = request().tools([definition()]).run().await.unwrap_err();
    assert_eq!((error.is_input(), error.param()), (true, Some("tools")));
    let error = request().tools(&ToolSet::new()).run().await.unwrap_err();
    assert_eq!((error.is_input(), error.param()), (true, Some("tools")));
}

#[tokio::test]
async fn the_loop_by_hand_is_short() {
    let service = MockService::start().await;
    let arguments = json!({"origin_city": "Miami", "destination_city": "Seattle"});
    service.reply(Reply::tool_call("get_flight_info", arguments)).reply(Reply::text("At 18:25."));
    let (client, tools) = (service.client(), set());

    let mut conversation = Conversation::new();
    conversation.system("You help travellers.").user("When is the next flight from Miami to Seattle?");
    let answer = loop {
        let answer = client.chat().messages(&conversation).tools(&tools).send().await.unwrap();
        conversation.push(&answer);
        if answer.tool_calls().is_empty() {
            break answer;
        }
        for call in answer.tool_calls() {
            conversation.push(tools.call(call).await);
        }
    };

    assert_eq!(answer.text(), "At 18:25.");
    service.requests().iter().for_each(|request| request.assert_valid());
    let messages = service.requests()[1].messages().to_vec();
    assert_eq!(messages[2]["tool_calls"][0]["id"], "call_1");
    let content = r#"{"from":"Miami","to":"Seattle"}"#;
    assert_eq!(messages[3], json!({"role": "tool", "tool_call_id": "call_1", "content": content}));
    assert_eq!(conversation.len(), 5);
}

#[test]
fn a_conversation_is_a_list_that_can_be_stored() {
    let mut conversation = Conversation::new();
    assert!(conversation.is_empty());
    let result = json!({"role": "tool", "tool_call_id": "call_1", "content": "4"});
    conversation
        .system("s")
        .user("u")
        .assistant("a")
        .push(serde_json::from_value::<ChatRequestMessage>(result).unwrap());
    conversation.extend(conversation.clone());
    assert_eq!(conversation.len(), 8);
    conversation.messages_mut().truncate(4);
    let stored = serde_json::to_value(&conversation).unwrap();
    assert_eq!(
        stored,
        json!([
            {"role": "system", "content": "s"},
            {"role": "user", "content": "u"},
            {"role": "assistant", "content": "a"},
            {"role": "tool", "tool_call_id": "call_1", "content": "4"},
        ])
    );
    assert_eq!(serde_json::from_value::<Conversation>(stored).unwrap(), conversation);
    assert_eq!(conversation.messages().iter().collect::<Conversation>(), conversation);
    assert_eq!(Conversation::from(conversation.clone().into_iter().collect::<Vec<_>>()), conversation);
}

#[test]
fn a_call_has_accessors_without_options() {
    let made = call("get_flight_info", r#"{"origin_city":"Miami","destination_city":"Seattle"}"#);
    assert_eq!((made.id(), made.name()), ("call_7", "get_flight_info"));
    assert_eq!(made.arguments(), r#"{"origin_city":"Miami","destination_city":"Seattle"}"#);
    let Route { origin_city, destination_city } = made.parse().unwrap();
    assert_eq!((origin_city.as_str(), destination_city.as_str()), ("Miami", "Seattle"));

    // As leniently as a set reads them.
    assert_eq!(call("f", "").parse::<Value>().unwrap(), json!({}));
    call("f", "{}").parse::<()>().unwrap();
    assert_eq!(call("f", "{\"text\": \"a\nb\"}").parse::<Value>().unwrap(), json!({"text": "a\nb"}));
    assert_eq!(call("f", r#""{\"a\":1}""#).parse::<Value>().unwrap(), json!({"a": 1}));

    let nothing: ChatCompletionsToolCall = serde_json::from_value(json!({})).unwrap();
    assert_eq!((nothing.id(), nothing.name(), nothing.arguments()), ("", "", ""));

    let error = call("f", "{").parse::<Route>().unwrap_err();
    assert!(error.kind() == ErrorKind::NotJson && error.is_decode());
    assert_eq!(error.message(), "the arguments of `f` are not JSON: EOF while parsing an object at line 1 column 1");
    let arguments = r#"{"legs":[{"origin_city":1,"destination_city":"b"}]}"#;
    let error = call("f", arguments).parse::<Trip>().unwrap_err();
    assert!(error.is_decode() && error.kind() == ErrorKind::TypeMismatch);
    assert_eq!(error.param(), Some("legs[0].origin_city"));
}

#[test]
fn usage_adds_up() {
    let usage = |json: Value| serde_json::from_value::<CompletionsUsage>(json).unwrap();
    for (left, right, total) in [
        (json!({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}), json!({"total_tokens": 4}), 7),
        (json!({"prompt_tokens": 1, "completion_tokens": 2}), json!({"total_tokens": 4}), 7),
        (json!({"prompt_tokens": 1}), json!({"completion_tokens": 2}), 3),
        (json!({}), json!({}), 0),
        (json!({"total_tokens": i64::MAX}), json!({"total_tokens": 1}), i64::MAX),
    ] {
        let (left, right) = (usage(left), usage(right));
        assert_eq!((left.clone() + right.clone()).total(), total, "{left:?} {right:?}");
        assert_eq!([&right, &left].into_iter().sum::<CompletionsUsage>().total(), total);
        assert_eq!([right, left].into_iter().sum::<CompletionsUsage>().total(), total);
    }
    // Each count there is.
    let prompt = json!({"audio_tokens": 1, "cache_write_tokens": 2, "cached_tokens": 3});
    let completion = json!({
        "accepted_prediction_tokens": 4, "audio_tokens": 5, "reasoning_tokens": 6, "rejected_prediction_tokens": 7,
    });
    let one = usage(json!({"prompt_tokens_details": prompt, "completion_tokens_details": completion}));
    let sum = serde_json::to_value(one.clone() + one).unwrap();
    let doubled = |counts: &Value| {
        let counts = counts.as_object().unwrap().iter();
        counts.map(|(name, count)| (name.clone(), json!(2 * count.as_i64().unwrap()))).collect::<Value>()
    };
    assert_eq!(sum["prompt_tokens_details"], doubled(&prompt));
    assert_eq!(sum["completion_tokens_details"], doubled(&completion));
}
