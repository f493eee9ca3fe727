//! Definitions of tools: from types, by hand, strict, and invalid ones.

use std::convert::Infallible;

use azure_inference::models::{
    AllowedToolsMode, ChatCompletionsAllowedTool, ChatCompletionsAllowedTools, ChatCompletionsAllowedToolsChoice,
    ChatCompletionsNamedCustomToolChoice, ChatCompletionsNamedCustomToolChoiceCustom, ChatCompletionsNamedToolChoice,
    ChatCompletionsNamedToolChoiceFunction, ChatCompletionsToolChoicePreset, FunctionDefinition,
};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatRequest, Tool, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{assert_result, flight_tools};
use crate::support::assert_contains;

#[tokio::test]
async fn definitions_are_generated_from_types() {
    let service = MockService::start().await;
    service.reply(Reply::text("Hello!"));
    service.client().chat().user("Hi").tools(&flight_tools()).send().await.unwrap();
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
async fn a_tool_set_can_be_strict() {
    #[derive(Deserialize, JsonSchema)]
    struct Search {
        text: String,
        #[serde(default, skip_serializing)]
        limit: u8,
    }
    let search = |search: Search| async move { format!("{} {}", search.text, search.limit) };
    let explicit = FunctionDefinition { strict: Some(false), ..FunctionDefinition::new("explicit") };
    let tools = ToolSet::new().tool("before", "", search).strict().tool("after", "", search);
    let tools = tools.define(explicit, |arguments: Value| async move { Ok::<_, Infallible>(arguments) });
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
    // In a strict schema, null stands for an optional property.
    assert_result(&tools, "before", r#"{"text": "hats", "limit": null}"#, json!("hats 0")).await;
    assert_result(&tools, "after", r#"{"text": "hats", "limit": 3}"#, json!("hats 3")).await;
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
async fn tools_can_have_state_and_hand_written_definitions() {
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
    assert_result(&tools, "one", "", json!(1)).await;
    assert_result(&tools, "two", "", json!(2)).await;
    assert_result(&tools, "shout", r#"{"text":"hi"}"#, json!("HI")).await;
    assert_result(&tools, "shout", "", json!({"error": "there is no text"})).await;
    assert_eq!(serde_json::to_value(&tools.definitions()[2].function.parameters).unwrap(), schema);
}

#[tokio::test]
async fn invalid_tool_sets_are_not_sent() {
    async fn check(tools: ToolSet, phrase: &str) {
        let error = tools.check().unwrap_err();
        assert!(error.is_input() && error.param() == Some("tools"), "{error:?}");
        assert_contains(&error, phrase);
        let message = error.message();
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
        check(named(name), &format!("{name:?}")).await;
    }
    named(&long[1..]).check().unwrap();
    named("get_Flight-9").check().unwrap();
    let twice = named("a").tool("a", "", |(): ()| async {}).tool("a b", "", |(): ()| async {});
    check(twice, "`a`").await;
    let no_object = ToolSet::new().tool("f", "", |number: u32| async move { number });
    check(no_object, "`f`").await;
    let parameters = json!({"type": "string"}).as_object().unwrap().clone();
    let definition = FunctionDefinition { parameters, ..FunctionDefinition::new("f") };
    let no_object = ToolSet::new().define(definition, |text: String| async { Ok::<_, Infallible>(text) });
    check(no_object, "`f`").await;
}

#[test]
fn a_tool_that_returns_a_result_needs_try_tool() {
    // Both types implement `Serialize`, so the compiler accepts the `Result` as the result of the tool.
    let roll = |(): ()| async { Ok::<u8, String>(4) };
    let error = ToolSet::new().tool("roll", "Rolls a die", roll).check().unwrap_err();
    assert!(error.is_input() && error.param() == Some("tools"), "{error:?}");
    assert_contains(&error, "add it with `try_tool`");

    let tools = ToolSet::new().try_tool("roll", "Rolls a die", roll);
    tools.check().unwrap();
}

#[tokio::test]
async fn tool_choice_has_six_forms() {
    async fn check(choose: impl FnOnce(ChatRequest) -> ChatRequest, expected: Option<Value>) {
        let service = MockService::start().await;
        service.reply(Reply::text("Hello!"));
        choose(service.client().chat().user("Hi").tools(&flight_tools())).send().await.unwrap();
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
    check(|request| request.tool_choice(function), named.clone()).await;
    let custom = ChatCompletionsNamedCustomToolChoiceCustom::new("grep");
    let custom = ChatCompletionsNamedCustomToolChoice::new(custom);
    let named_custom = json!({"type": "custom", "custom": {"name": "grep"}});
    check(|request| request.tool_choice(custom.clone()), Some(named_custom.clone())).await;
    let function = ChatCompletionsNamedToolChoice::new(ChatCompletionsNamedToolChoiceFunction::new("get_flight_info"));
    let tools: [ChatCompletionsAllowedTool; 2] = [function.into(), custom.into()];
    let allowed = ChatCompletionsAllowedTools::new(AllowedToolsMode::Required, tools);
    let expected =
        json!({"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [named, named_custom]}});
    check(|request| request.tool_choice(ChatCompletionsAllowedToolsChoice::new(allowed)), Some(expected)).await;
}

#[tokio::test]
async fn tool_choice_must_name_a_tool_of_the_set() {
    let service = MockService::start().await;
    let error =
        service.client().chat().user("Hi").tools(&flight_tools()).tool_choice_named("other").send().await.unwrap_err();
    assert_eq!(error.param(), Some("tool_choice"));
    assert_contains(error, "`other`");
}

#[tokio::test]
async fn tools_can_be_a_set_or_definitions() {
    let client = MockService::start().await.client();
    let definition = || FunctionDefinition::new("f");
    let request = || client.chat().user("Hi");
    let _ = request().tools(&flight_tools());
    let _ = request().tools([definition()]);
    let _ = request().tools(vec![definition()]);
    let _ = request().tools(flight_tools().definitions().iter().cloned());
}

#[tokio::test]
async fn definitions_and_empty_sets_cannot_be_run() {
    let client = MockService::start().await.client();
    let request = || client.chat().user("Hi");
    let error = request().tools([FunctionDefinition::new("f")]).run().await.unwrap_err();
    assert_eq!((error.is_input(), error.param()), (true, Some("tools")));
    let error = request().tools(&ToolSet::new()).run().await.unwrap_err();
    assert_eq!((error.is_input(), error.param()), (true, Some("tools")));
}
