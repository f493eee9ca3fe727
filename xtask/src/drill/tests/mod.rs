//! Made-up future documents, one change each: what only adds generates, what breaks or can't be is named. Generation
//! alone; `cargo xtask drill` builds the crate.

mod table;

use serde_json::{Value, json};

use super::FUTURE;
use super::kinds::add_every_kind;
use crate::document::Document;
use crate::fixups::walk::reference;
use crate::scratch;
use crate::workspace::Workspace;

/// All that is generated from the driving document with a change.
fn generated(change: impl FnOnce(&mut Value)) -> Result<String, String> {
    let workspace = Workspace::open(None).unwrap();
    let spec = scratch::main_spec();
    let mut overlay = spec.read_overlay(&workspace).unwrap();
    overlay.driving = FUTURE.to_owned();
    // As `refresh` does: the published text is read first.
    let interface =
        crate::upstream::parse(&scratch::document(change).to_string()).map_err(|error| format!("{error:#}"))?;
    let outputs = Document::build(&spec, interface, &overlay, FUTURE).and_then(Document::outputs);
    let outputs = outputs.map_err(|error| format!("{error:#}"))?;
    let spaced: String =
        outputs.into_iter().filter(|output| output.path.ends_with(".rs")).map(|output| output.text).collect();
    Ok(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A change that must generate, and what must be in the code then.
#[track_caller]
fn adds(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let code = generated(change).unwrap();
    for part in expected {
        assert!(code.contains(part), "nothing generated is `{part}`");
    }
}

/// A change that must be named.
#[track_caller]
fn is_named(change: impl FnOnce(&mut Value), reason: &str) {
    let error = generated(change).map(|_| ()).unwrap_err();
    assert!(error.contains(reason), "{error:?} does not say {reason:?}");
}

fn schemas(document: &mut Value) -> &mut Value {
    &mut document["components"]["schemas"]
}

/// A property of a schema.
fn property(schema: &str, name: &str, value: Value) -> impl FnOnce(&mut Value) {
    let (schema, name) = (schema.to_owned(), name.to_owned());
    move |document| schemas(document)[&schema]["properties"][&name] = value
}

/// A response's property `future`.
fn responses(value: Value) -> impl FnOnce(&mut Value) {
    property("ChatCompletions", "future", value)
}

fn chat_parameter(parameter: Value) -> impl FnOnce(&mut Value) {
    move |document| {
        let parameters = &mut document["paths"]["/chat/completions"]["post"]["parameters"];
        parameters.as_array_mut().unwrap().insert(0, parameter);
    }
}

fn role_values(values: &[&str]) -> impl FnOnce(&mut Value) {
    let values: Vec<Value> = values.iter().map(|value| Value::from(*value)).collect();
    move |document| {
        let role = &mut schemas(document)["ChatRole"]["anyOf"][1]["enum"];
        role.as_array_mut().unwrap().extend(values);
    }
}

fn json_response(schema: Value) -> Value {
    json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}})
}

#[test]
fn new_operations_generate() {
    adds(
        |document| {
            document["paths"]["/models/{id}"] = json!({
                "summary": "s", "servers": [{"url": "https://h"}],
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "get": {"responses": json_response(reference("ModelInfo"))}});
        },
        &["pub async fn get_models_id<'a>(", "Regex::new(\"/models/[^/]*$\")", "Regex::new(&format!(\"/models/{}$\""],
    );
    adds(
        |document| {
            document["components"]["requestBodies"] = json!({"B": {"required": true, "content": {"application/json": {
                "schema": {"type": "object", "required": ["q"], "properties": {
                    "q": {"type": "string", "minLength": 2, "default": "x"}, "t": {"type": "number", "format": "float"}}}}}}});
            document["components"]["responses"] = json!({"R": {"description": "d", "content": {"application/json": {
                "schema": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}}}}}});
            document["paths"]["/rerank"] = json!({"post": {"operationId": "rerank",
                "requestBody": {"$ref": "#/components/requestBodies/B"},
                "responses": {"200": {"$ref": "#/components/responses/R"}, "default": {"description": ""}}}});
        },
        &[
            "pub q: ::std::string::String, #[serde(skip_serializing_if = \"::std::option::Option::is_none\")] pub t: ::std::option::Option<f64>",
            "pub struct RerankResponse {",
            "pub x: ::std::option::Option<::std::string::String>",
        ],
    );
}

#[test]
fn new_parameters_of_requests_change_no_signature_that_is_called() {
    let before = generated(|_| {}).unwrap();
    let adapter = "pub async fn get_chat_completions_with<'a>( &'a self, parameters: crate::raw::Parameters<'a>, body: &'a types::ChatCompletionsOptions, )";
    assert!(before.contains(adapter));
    adds(chat_parameter(json!({"name": "future", "in": "query", "schema": {"type": "string"}})), &[adapter]);
    adds(chat_parameter(json!({"name": "x-future", "in": "header", "schema": {"type": "string"}})), &[adapter]);
    is_named(
        chat_parameter(json!({"name": "future", "in": "query", "required": true, "schema": {"type": "string"}})),
        "get_chat_completions requires the parameter `future`",
    );
}

#[test]
fn new_properties_of_requests_change_no_constructor() {
    let text = || json!({"type": "string"});
    // Whatever it wants today.
    let before = generated(|_| {}).unwrap();
    let system = before.split("pub fn system(").nth(1).unwrap().split("-> Self").next().unwrap();
    adds(
        property("ChatRequestSystemMessage", "future", text()),
        &[system, "future: ::std::default::Default::default()"],
    );
    adds(property("ChatRequestMessage", "future", text()), &[system, "future: ::std::default::Default::default()"]);
    adds(
        property("ChatCompletionsResponseFormatText", "future", text()),
        &["pub fn text() -> Self", "pub fn json_schema("],
    );
    let tool = "pub fn new(function: impl ::std::convert::Into<FunctionDefinition>) -> Self";
    let kinds = json!({"type": "string", "enum": ["custom", "function"]});
    adds(property("ChatCompletionsToolDefinition", "type", kinds), &[tool]);
    adds(property("ChatCompletionsToolDefinition", "type", text()), &[tool]);
    let new = "pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self";
    adds(property("FunctionDefinition", "future", text()), &[new]);
    adds(
        |document| {
            property("FunctionDefinition", "future", text())(document);
            schemas(document)["FunctionDefinition"]["required"] = json!(["name", "future"]);
        },
        &["pub fn new( future: impl ::std::convert::Into<::std::string::String>, name: impl"],
    );
}

#[test]
fn new_alternatives_rename_no_other() {
    let kept = ["ChatCompletionsToolChoicePreset(", "ChatCompletionsNamedToolChoice(ChatCompletionsNamedToolChoice)"];
    adds(|_| {}, &kept);
    adds(
        |document| {
            let choice = &mut schemas(document)["ChatCompletionsOptions"]["properties"]["tool_choice"]["anyOf"];
            choice.as_array_mut().unwrap().push(reference("ModelInfo"));
        },
        &[kept[0], kept[1], "ModelInfo(ModelInfo)"],
    );
    adds(
        |document| {
            let mapping = &mut schemas(document)["ChatRequestMessage"]["discriminator"]["mapping"];
            mapping["future"] = "#/components/schemas/FutureMessage".into();
            schemas(document)["FutureMessage"] = json!({"type": "object", "required": ["role", "content"],
                "properties": {"role": reference("ChatRole"), "content": {"type": "string"}},
                "allOf": [reference("ChatRequestMessage")]});
        },
        &["pub fn future( content:", "pub fn system( content:"],
    );
}

#[test]
fn responses_stay_tolerant_whatever_they_are_made_of() {
    let field = |ty: &str| format!("pub future: ::std::option::Option<{ty}>");
    let text = field("::std::string::String");
    let is = |value: Value, ty: String| adds(responses(value), &[&ty]);
    let object =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "format": "uuid"}}});
    let a = "pub a: ::std::option::Option<::std::string::String>, #[serde(flatten)] pub extra:";
    adds(responses(object.clone()), &[&field("ChatCompletionsFuture"), a]);
    adds(responses(json!({"properties": {"a": {"type": "string"}}})), &[&field("ChatCompletionsFuture"), a]);
    adds(
        responses(json!({"type": "array", "items": object})),
        &[&field("::std::vec::Vec<ChatCompletionsFutureItem>"), a],
    );
    adds(
        responses(json!({"type": "object", "additionalProperties": object})),
        &["ChatCompletionsFutureValue, >, >", a],
    );
    is(json!({"type": "string", "format": "date-time"}), text.clone());
    is(json!({"type": "string", "enum": ["a"]}), text);
    is(json!({"type": "integer", "enum": [1, 2], "minimum": 1}), field("i64"));
    let opened = "pub enum ChatCompletionsFuture { /// A. A = \"a\", /// B. B = \"b\", }";
    adds(
        responses(json!({"type": "string", "enum": ["a", "b"]})),
        &[&field("crate::raw::ChatCompletionsFuture"), opened],
    );
    adds(
        responses(json!({"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "string"}]})),
        &[&field("crate::raw::ChatCompletionsFuture"), opened],
    );
    is(
        json!({"type": "object"}),
        field("::serde_json::Map<::std::string::String, ::serde_json::Value>")
            .replace("<::serde_json", "< ::serde_json")
            .replace("Value>>", "Value>, >"),
    );
    adds(
        responses(
            json!({"allOf": [reference("ModelInfo"), {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}]}),
        ),
        &[&field("ChatCompletionsFuture"), "pub struct ChatCompletionsFuture {", "pub a: ::std::option::Option<"],
    );
    adds(
        responses(json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})),
        &["String(::std::string::String), Array(::std::vec::Vec<::std::string::String>), Other(::serde_json::Value)"],
    );
    is(reference("ChatMessageContentItem"), field("::serde_json::Value"));
}

#[test]
fn values_of_every_kind_have_a_name() {
    adds(
        role_values(&["", "*", "+1", "-1", "1.5", "a b", "err", "self", "system", "System", "über", "½"]),
        &[
            "Empty = \"\",",
            "Symbol = \"*\",",
            "X1 = \"+1\",",
            "X1_2 = \"-1\",",
            "X1_5 = \"1.5\",",
            "AB = \"a b\",",
            "Err = \"err\",",
            "SelfValue = \"self\",",
            "System2 = \"System\",",
            "Über = \"über\",",
        ],
    );
}

#[test]
fn names_are_made_for_rust_or_refused() {
    let response = |name: &'static str| {
        move |document: &mut Value| {
            schemas(document)[name] = json!({"type": "object", "properties": {"a": {"type": "string"}}});
            responses(reference(name))(document);
        }
    };
    adds(response("Azure.AI.futureInfo"), &["pub struct AzureAiFutureInfo {"]);
    adds(response("future_info"), &["#[non_exhaustive] #[derive(", "pub struct FutureInfo {"]);
    is_named(response("model_info"), "would both be the type ModelInfo");
    adds(response("Option"), &["pub struct OptionObject {"]);
    adds(response("Error"), &["pub struct ErrorObject {"]);
    adds(response("client"), &["pub struct ClientObject {"]);
    is_named(
        |document| {
            response("Error")(document);
            response("ErrorObject")(document);
        },
        "would both be the type ErrorObject",
    );
    is_named(property("ChatCompletions", "extra", json!({})), "ChatCompletions would have two fields named `extra`");
    is_named(
        |document| {
            property("ChatCompletions", "fooBar", json!({}))(document);
            property("ChatCompletions", "foo_bar", json!({}))(document);
        },
        "ChatCompletions would have two fields named `foo_bar`",
    );
}

#[test]
fn what_the_generator_can_not_write_is_left_out_or_named() {
    let post = |kind: &str| {
        let content = json!({(kind): {"schema": {"type": "string"}}});
        move |document: &mut Value| {
            document["paths"]["/audio"] = json!({"post": {"operationId": "audio",
                "requestBody": {"required": true, "content": content},
                "responses": json_response(reference("ModelInfo"))}});
        }
    };
    for kind in ["application/xml", "multipart/form-data"] {
        assert!(!generated(post(kind)).unwrap().contains("/audio"));
    }
    // The generator panics on a response of JSON without a schema.
    let code = generated(|document| {
        document["paths"]["/audio"] = json!({"get": {"operationId": "audio", "responses": {"200": {"description": "",
            "content": {"application/json": {}}}}}});
    });
    assert!(!code.unwrap().contains("/audio"));
    is_named(
        |document| {
            document["paths"]["/info"]["get"]["responses"]["204"] = json!({"description": ""});
        },
        "/paths/~1info/get: the crate calls GET /info, and its responses of success differ by status",
    );
}

#[test]
fn what_is_mended_or_gone_is_named() {
    let brings =
        "brings /components/schemas/ChatCompletionsOptions/properties/reasoning_effort, which the document already has";
    is_named(property("ChatCompletionsOptions", "reasoning_effort", reference("ChatRole")), brings);
    is_named(
        property("EmbeddingItem", "embedding", json!({"type": "string"})),
        "removes /components/schemas/EmbeddingItem/properties/embedding, which has changed to",
    );
    is_named(
        |document| {
            document["paths"].as_object_mut().unwrap().remove("/info");
        },
        "(`$.paths['/info'].get`): matches nothing",
    );
    is_named(
        |document| {
            let text = document.to_string().replace("schemas/ModelInfo\"", "schemas/ModelDetails\"");
            *document = serde_json::from_str(&text).unwrap();
            let info = schemas(document).as_object_mut().unwrap().remove("ModelInfo").unwrap();
            schemas(document)["ModelDetails"] = info;
        },
        "(`$.components.schemas.ModelInfo`): matches nothing",
    );
}

#[test]
fn every_kind_that_adds_goes_into_one_document() {
    let code = generated(add_every_kind).unwrap();
    assert!(code.contains("pub async fn future2") && code.contains("pub future2:"));
}
