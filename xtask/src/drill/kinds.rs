//! Documents of one change each, by what must become of them.

use serde_json::{Value, json};

use super::futures::{reference, schemas};

type Change = Box<dyn Fn(&mut Value)>;

pub struct Kind {
    pub name: &'static str,
    pub change: Change,
    pub expected: Expected,
}

#[derive(Clone, Copy, Debug)]
#[allow(dead_code)] // the words are for the tests, which build no crate
pub enum Expected {
    /// It builds without an edit, and `diff` names no break.
    Adds,
    /// As above, and a part with these words is left out and reported.
    LeavesOut(&'static str),
    /// `diff` names a break with these words.
    Breaks(&'static str),
    /// It is refused, with the place and these words.
    Refused(&'static str),
}

use Expected::{Adds, Breaks, LeavesOut, Refused};

fn kind(name: &'static str, expected: Expected, change: impl Fn(&mut Value) + 'static) -> Kind {
    Kind { name, expected, change: Box::new(change) }
}

/// The name, or the first with a number that is not there, so that several changes can be made to one document.
fn fresh(taken: &Value, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let names = std::iter::once(name.to_owned()).chain(numbered);
    names.into_iter().find(|name| taken.get(name).is_none()).expect("numbers have no end")
}

/// A new property of this schema.
fn property(schema: &'static str, value: Value) -> impl Fn(&mut Value) {
    move |document| {
        let properties = &mut schemas(document)[schema]["properties"];
        let name = fresh(properties, "future");
        properties[name] = value.clone();
    }
}

/// A new schema. Returns its name.
fn add_schema(document: &mut Value, name: &str, schema: impl FnOnce(&str) -> Value) -> String {
    let name = fresh(&document["components"]["schemas"], name);
    document["components"]["schemas"][&name] = schema(&name);
    name
}

/// A new property of a request.
fn request(name: &'static str, value: Value) -> Kind {
    kind(name, Adds, property("ChatCompletionsOptions", value))
}

/// A new property of a response.
fn response(name: &'static str, value: Value) -> Kind {
    kind(name, Adds, property("ChatCompletions", value))
}

/// Another type for a property that is there.
fn retyped(name: &'static str, schema: &'static str, property: &'static str, value: Value) -> Kind {
    let is_named = Breaks(Box::leak(format!("{schema}.{property}").into_boxed_str()));
    kind(name, is_named, move |document| schemas(document)[schema]["properties"][property] = value.clone())
}

fn parameter(name: &'static str, expected: Expected, value: Value) -> Kind {
    kind(name, expected, move |document| {
        let parameters = document["paths"]["/chat/completions"]["post"]["parameters"].as_array_mut();
        let parameters = parameters.expect("it has parameters");
        let mut value = value.clone();
        while parameters.iter().any(|other| other["name"] == value["name"]) {
            value["name"] = format!("{}2", value["name"].as_str().expect("a name")).into();
        }
        parameters.push(value);
    })
}

fn operation(name: &'static str, expected: Expected, path: &'static str, method: &'static str, value: Value) -> Kind {
    kind(name, expected, move |document| {
        let paths = &mut document["paths"];
        let path = if paths[path].get(method).is_some() { fresh(paths, path) } else { path.to_owned() };
        let mut value = value.clone();
        if value["operationId"] == "future" {
            value["operationId"] = format!("future{}", path.len() * 100 + document_size(paths)).into();
        }
        paths[path][method] = value;
    })
}

fn document_size(paths: &Value) -> usize {
    paths.as_object().map_or(0, serde_json::Map::len)
}

fn success() -> Value {
    json!({"200": {"description": "", "content": {"application/json": {"schema": reference("ModelInfo")}}}})
}

fn body(content: Value) -> Value {
    json!({"operationId": "future", "requestBody": {"required": true, "content": content}, "responses": success()})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn either() -> Value {
    json!({"oneOf": [{"type": "integer"}, {"type": "string", "enum": ["auto", "none"]}]})
}

/// All of them, whatever the version that drives.
pub fn all() -> Vec<Kind> {
    [requests(), responses(), parameters(), operations(), breaks(), odd_documents()].into_iter().flatten().collect()
}

fn requests() -> Vec<Kind> {
    let object = json!({"type": "object", "required": ["a"], "properties": {"a": text(), "b": {"type": "integer"}}});
    let tagged = |value: &str| json!({"type": "object", "required": ["type"], "properties": {"type": {"type": "string", "enum": [value]}, "a": text()}});
    vec![
        request("a text in a request", text()),
        request("a union of scalars in a request", either()),
        request("a union of a text and a number in a request", json!({"oneOf": [text(), {"type": "number"}]})),
        request("a union of a boolean and a text in a request", json!({"anyOf": [{"type": "boolean"}, text()]})),
        request(
            "a union of scalars that may be null in a request",
            json!({"nullable": true, "anyOf": [{"type": "integer"}, text()]}),
        ),
        request(
            "a union of a text and a list in a request",
            json!({"oneOf": [text(), {"type": "array", "items": text()}]}),
        ),
        request("a union of a text and an object in a request", json!({"oneOf": [text(), object]})),
        request("a union of objects with tags in a request", json!({"oneOf": [tagged("one"), tagged("two")]})),
        request(
            "a union of objects without tags in a request",
            json!({"anyOf": [object, {"type": "object", "required": ["c"],
            "properties": {"c": text()}}]}),
        ),
        request("an object in a request", object.clone()),
        request("a list of objects in a request", json!({"type": "array", "items": object})),
        request("a map of objects in a request", json!({"type": "object", "additionalProperties": object})),
        request(
            "a map of lists in a request",
            json!({"type": "object", "additionalProperties": {"type": "array", "items": text()}}),
        ),
        request("any JSON in a request", json!({})),
        request(
            "sets of required properties in a request",
            json!({"type": "object", "properties": {"a": text(), "b": text()},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        request(
            "one of sets of required properties in a request",
            json!({"type": "object", "properties": {"a": text()},
            "oneOf": [{"required": ["a"]}, {"not": {"required": ["a"]}}]}),
        ),
        request("a rule about what must not be in a request", json!({"type": "string", "not": {"enum": ["x"]}})),
        request("an enum in a request", json!({"type": "string", "enum": ["a", "b"]})),
        request("an enum of one value in a request", json!({"type": "string", "enum": ["a"]})),
        request("an enum that differs in case in a request", json!({"type": "string", "enum": ["a", "A"]})),
        request("an enum without letters in a request", json!({"type": "string", "enum": ["+", "-", "*"]})),
        request("an enum with nothing in a request", json!({"type": "string", "enum": ["", "a"]})),
        request(
            "an enum with numbers for names in a request",
            json!({"type": "string", "enum": ["1", "2.5", "1024x1024"]}),
        ),
        request(
            "an enum with keywords in a request",
            json!({"type": "string", "enum": ["self", "type", "crate", "Self"]}),
        ),
        request(
            "an enum with null in a request",
            json!({"type": "string", "nullable": true, "enum": ["a", "b", null]}),
        ),
        request("an enum of numbers in a request", json!({"type": "integer", "enum": [1, 2, 4]})),
        request("an enum of booleans in a request", json!({"type": "boolean", "enum": [true]})),
        request("an enum of several types in a request", json!({"enum": ["auto", 1]})),
        request("an open enum in a request", json!({"anyOf": [text(), {"type": "string", "enum": ["a", "A", "+"]}]})),
        request(
            "an open enum that may be null in a request",
            json!({"nullable": true, "anyOf": [text(), {"type": "string", "enum": ["a"]}]}),
        ),
        request(
            "a reference that may be null in a request",
            json!({"nullable": true, "allOf": [reference("FunctionDefinition")]}),
        ),
        request("inheritance in a request", json!({"allOf": [reference("FunctionDefinition"), object]})),
        request(
            "inheritance that says a property anew in a request",
            json!({"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": text()}},
            {"type": "object", "properties": {"a": {"type": "string", "enum": ["x", "y"]}, "b": text()}}]}),
        ),
        request("a type of responses in a request", reference("ModelInfo")),
        request("a format in a request", json!({"type": "string", "format": "date-time"})),
        request(
            "limits in a request",
            json!({"type": "string", "pattern": "^[a-z]+$", "minLength": 1, "maxLength": 9}),
        ),
        request(
            "limits of a list in a request",
            json!({"type": "array", "items": {"type": "integer", "minimum": 0},
            "minItems": 1, "uniqueItems": true}),
        ),
        request("a default in a request", json!({"type": "integer", "default": 3})),
        request(
            "a list that may be null in a request",
            json!({"type": "array", "nullable": true, "items": {"type": "string", "nullable": true}}),
        ),
        request("a read-only property in a request", json!({"type": "string", "readOnly": true})),
        kind("a name with a dash in a request", Adds, |document| {
            schemas(document)["ChatCompletionsOptions"]["properties"]["x-future.name"] = text();
        }),
        kind("a name that is a keyword in a request", Adds, |document| {
            schemas(document)["ChatCompletionsOptions"]["properties"]["type"] = text();
        }),
        kind("a name without letters in a request", Adds, |document| {
            schemas(document)["ChatCompletionsOptions"]["properties"]["$"] = text();
        }),
        kind("a value of an open enum in requests", Adds, |document| {
            let values = schemas(document)["ChatCompletionsModality"]["anyOf"][1]["enum"].as_array_mut();
            values.into_iter().for_each(|values| values.extend(["Text".into(), "+".into(), "future mode".into()]));
        }),
        kind("an alternative of a tagged union", Adds, |document| {
            let base = &mut schemas(document)["ChatMessageContentItem"];
            base["discriminator"]["mapping"]["future"] = "#/components/schemas/FutureItem".into();
            document["components"]["schemas"]["FutureItem"] = json!({"type": "object", "required": ["type", "future"],
                "properties": {"type": {"type": "string", "enum": ["future"]}, "future": text()},
                "allOf": [reference("ChatMessageContentItem")]});
        }),
    ]
}

fn responses() -> Vec<Kind> {
    let object = json!({"type": "object", "required": ["a"], "properties": {"a": text(), "mood": {"type": "string", "enum": ["a", "b"]},
        "inner": {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "object", "properties": {"y": text()}}}}}}});
    let named = |schema: Value| {
        move |document: &mut Value| {
            let name = add_schema(document, "FutureInfo", |_| schema.clone());
            property("ChatCompletions", reference(&name))(document);
        }
    };
    let tagged = |document: &mut Value| {
        let arms = ["One", "Two"].map(|value| {
            let tag = json!({"type": "string", "enum": [value]});
            let schema = json!({"type": "object", "required": ["type", "a"], "properties": {"type": tag, "a": text()}});
            reference(&add_schema(document, &format!("Future{value}"), |_| schema))
        });
        json!(arms)
    };
    vec![
        response("a text in a response", text()),
        response("an object in a response", object.clone()),
        response("a list of objects in a response", json!({"type": "array", "items": object})),
        response("a map of objects in a response", json!({"type": "object", "additionalProperties": object})),
        kind("objects and enums below a referenced property of a response", Adds, named(object.clone())),
        kind("a referenced list in a response", Adds, named(json!({"type": "array", "items": object}))),
        kind("a referenced map in a response", Adds, named(json!({"type": "object", "additionalProperties": object}))),
        kind("a referenced text in a response", Adds, named(text())),
        kind("a referenced closed enum in a response", Adds, named(json!({"type": "string", "enum": ["a", "A", "*"]}))),
        kind("a referenced union in a response", Adds, named(json!({"oneOf": [text(), object]}))),
        kind("a schema that refers to itself in a response", Adds, |document| {
            let name = add_schema(document, "FutureTree", |name| {
                json!({"type": "object", "properties": {"next": reference(name),
                "all": {"type": "array", "items": reference(name)}}})
            });
            property("ChatCompletions", reference(&name))(document);
        }),
        response(
            "an object that may be null in a response",
            json!({"type": "object", "nullable": true, "properties": {"a": text()}}),
        ),
        response(
            "a choice that may be null in a response",
            json!({"nullable": true, "anyOf": [{"type": "integer"}, text()]}),
        ),
        response(
            "a reference that may be null in a response",
            json!({"nullable": true, "anyOf": [reference("ModelInfo")]}),
        ),
        response("a union of scalars in a response", either()),
        response("a union of objects without a tag in a response", json!({"oneOf": [reference("ModelInfo"), object]})),
        response(
            "a union of an object and a list in a response",
            json!({"oneOf": [object, {"type": "array", "items": object}]}),
        ),
        kind("a union with a discriminator in a response", Adds, move |document| {
            let union = json!({"oneOf": tagged(document), "discriminator": {"propertyName": "type"}});
            property("ChatCompletions", json!({"type": "array", "items": union}))(document);
        }),
        kind("a union with an implicit tag in a response", Adds, move |document| {
            let union = json!({"anyOf": tagged(document)});
            property("ChatCompletions", union)(document);
        }),
        kind("a base with children in a response", Adds, |document| {
            document["components"]["schemas"]["FutureBase"] = json!({"type": "object", "required": ["kind"], "properties": {"kind": text(), "id": text()},
                "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/FutureA"}}});
            document["components"]["schemas"]["FutureA"] = json!({"allOf": [reference("FutureBase"), {"type": "object", "properties": {
                "next": reference("FutureBase")}}]});
            property("ChatCompletions", reference("FutureBase"))(document);
        }),
        response("inheritance in a response", json!({"allOf": [reference("ModelInfo"), object]})),
        response("a part of requests in a response", reference("ChatCompletionsOptions")),
        response(
            "a union of requests in a response",
            json!({"type": "array", "items": reference("ChatMessageContentItem")}),
        ),
        response("a format in a response", json!({"type": "string", "format": "uuid"})),
        response("numbers as an enum in a response", json!({"type": "number", "enum": [0.5, 1]})),
        response(
            "a closed object in a response",
            json!({"type": "object", "additionalProperties": false, "properties": {"a": text()}}),
        ),
        response(
            "sets of required properties in a response",
            json!({"type": "object", "properties": {"a": text()},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        response(
            "a rule about what must not be in a response",
            json!({"type": "object", "properties": {"a": text()}, "not": {"required": ["a"]}}),
        ),
        kind("a required property of a response", Adds, |document| {
            property("ChatCompletions", text())(document);
            schemas(document)["ChatCompletions"]["required"]
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("future".into()));
        }),
        kind(
            "a property of a chunk",
            Adds,
            property("StreamingChatResponseMessageUpdate", json!({"type": "array", "items": either()})),
        ),
        kind("an object in a chunk", Adds, property("StreamingChatChoiceUpdate", object.clone())),
        kind("a schema that nothing uses", Adds, |document| {
            document["components"]["schemas"]["FutureUnused"] =
                json!({"type": "object", "properties": {"a": {"enum": [1, "a"]}}});
        }),
    ]
}

fn parameters() -> Vec<Kind> {
    let named = |name: &str, place: &str, schema: Value| json!({"name": name, "in": place, "schema": schema});
    let list = || json!({"type": "array", "items": text()});
    let mut found = vec![
        parameter("a text in the query", Adds, named("future", "query", text())),
        parameter("a union of scalars in the query", Adds, named("future", "query", either())),
        parameter(
            "an enum in the query",
            Adds,
            named("future", "query", json!({"type": "string", "enum": ["a", "b"]})),
        ),
        parameter(
            "an enum that differs in case in the query",
            Adds,
            named("future", "query", json!({"type": "string", "enum": ["a", "A"]})),
        ),
        parameter("an open enum in the query", Adds, named("future", "query", reference("ChatCompletionsModality"))),
        parameter("a list in the query", Adds, named("future", "query", list())),
        parameter(
            "a list of enums in the query",
            Adds,
            named("future", "query", json!({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}})),
        ),
        parameter("a boolean in a header", Adds, named("x-future", "header", json!({"type": "boolean"}))),
        parameter("a union of scalars in a header", Adds, named("x-future", "header", either())),
        parameter("a name of a header with capitals", Adds, named("X-Future", "header", text())),
        parameter("a list in a header", LeavesOut("header parameter `x-future`"), named("x-future", "header", list())),
        parameter(
            "an object in a header",
            LeavesOut("header parameter `x-future`"),
            named("x-future", "header", json!({"type": "object"})),
        ),
        parameter(
            "an object in the query",
            LeavesOut("query parameter `future`"),
            named("future", "query", json!({"type": "object"})),
        ),
        parameter(
            "a deep object in the query",
            LeavesOut("`deepObject`"),
            json!({"name": "future", "in": "query", "style": "deepObject", "schema": {"type": "object"}}),
        ),
        parameter("a cookie", LeavesOut("cookie parameter `future`"), named("future", "cookie", text())),
        parameter(
            "a parameter with a content type",
            LeavesOut("query parameter `future`"),
            json!({"name": "future", "in": "query", "content": {"application/json": {"schema": text()}}}),
        ),
        parameter(
            "a required cookie of an operation that is called",
            Refused("the crate calls POST /chat/completions"),
            json!({"name": "future", "in": "cookie", "required": true, "schema": text()}),
        ),
        parameter(
            "a required parameter of an operation that is called",
            Breaks("query parameter future: is new and required"),
            json!({"name": "future", "in": "query", "required": true, "schema": text()}),
        ),
    ];
    for name in [
        "body",
        "header_map",
        "model_",
        "api_version",
        "url",
        "request",
        "response",
        "result",
        "info",
        "value",
        "new",
        "self",
        "type",
        "$filter",
        "a.b",
        "2fa",
        "into_inner",
        "client",
        "re",
        "extra_parameters",
        "futureName",
        "T",
    ] {
        let kind_name = Box::leak(format!("a parameter named `{name}`").into_boxed_str());
        found.push(parameter(kind_name, Adds, named(name, "query", text())));
    }
    found.push(kind("two parameters that normalise to one name", Adds, move |document| {
        let parameters = document["paths"]["/info"]["get"]["parameters"].as_array_mut();
        parameters.into_iter().for_each(|parameters| {
            parameters.push(json!({"name": "fooBar", "in": "query", "schema": text()}));
            parameters.push(json!({"name": "foo_bar", "in": "query", "schema": text()}));
            parameters.push(json!({"name": "foo-bar", "in": "header", "schema": text()}));
        });
    }));
    found
}

fn operations() -> Vec<Kind> {
    let get = |id: &str| json!({"operationId": id, "responses": success()});
    let json_body = |schema: Value| body(json!({"application/json": {"schema": schema}}));
    let path_parameter = |schema: Value| {
        json!({"operationId": "future", "responses": success(),
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": schema}]})
    };
    let mut found = vec![
        operation("a short path", Adds, "/f", "get", get("future")),
        operation(
            "a long path",
            Adds,
            "/a/path/of/many/more/than/twenty-three/characters/that/goes/on",
            "get",
            get("future"),
        ),
        operation(
            "a path that ends as another",
            Adds,
            "/future/chat/completions",
            "post",
            json_body(reference("ModelInfo")),
        ),
        operation("a path with a dot and a colon", Adds, "/future.v2/things:batch", "get", get("future")),
        operation("a path with a parameter", Adds, "/future/{id}", "get", path_parameter(text())),
        operation(
            "a path with an integer",
            Adds,
            "/future/{id}/deep",
            "get",
            path_parameter(json!({"type": "integer"})),
        ),
        operation(
            "a path with an enum",
            Adds,
            "/future/{id}",
            "get",
            path_parameter(json!({"type": "string", "enum": ["a", "b"]})),
        ),
        operation(
            "a path with a list",
            LeavesOut("GET /future/{id}"),
            "/future/{id}",
            "get",
            path_parameter(json!({"type": "array", "items": text()})),
        ),
        operation(
            "a path with a parameter named body",
            Adds,
            "/future/{body}",
            "post",
            json!({"operationId": "future", "responses": success(),
            "parameters": [{"name": "body", "in": "path", "required": true, "schema": text()}],
            "requestBody": {"required": true, "content": {"application/json": {"schema": reference("ModelInfo")}}}}),
        ),
        operation("an operation without an id", Adds, "/future", "get", json!({"responses": success()})),
        operation(
            "an operation without a body in its response",
            Adds,
            "/future",
            "delete",
            json!({"operationId": "future", "responses": {"204": {"description": ""}}}),
        ),
        operation(
            "an operation with bytes in its response",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"200": {"description": "",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}}),
        ),
        operation(
            "an operation with text in its response",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"200": {"description": "",
            "content": {"text/plain": {"schema": text()}}}}}),
        ),
        operation(
            "an operation with a text of JSON in its response",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"200": {"description": "",
            "content": {"application/json": {"schema": text()}}}}}),
        ),
        operation(
            "an operation with a stream beside JSON",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"200": {"description": "",
            "content": {"application/json": {"schema": reference("ModelInfo")}, "text/event-stream": {"schema": text()}}}}}),
        ),
        operation(
            "an operation with errors of its own",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "responses": {
            "200": success()["200"], "404": {"description": ""}, "4XX": {"description": ""}, "default": {"description": ""}}}),
        ),
        operation(
            "an operation with callbacks",
            Adds,
            "/future",
            "post",
            json!({"operationId": "future", "responses": success(),
            "callbacks": {"done": {"{$request.body#/url}": {"post": {"requestBody": {"content": {"application/json": {"schema": reference("ModelInfo")}}},
                "responses": {"200": {"description": ""}}}}}}}),
        ),
        operation(
            "an operation with links",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"200": {"description": "",
            "links": {"next": {"operationId": "future"}}, "headers": {"x": {"schema": text()}},
            "content": {"application/json": {"schema": reference("ModelInfo")}}}}}),
        ),
        operation(
            "an operation with a body of its own",
            Adds,
            "/future",
            "post",
            json_body(json!({"type": "object", "required": ["q"], "properties": {
            "q": text(), "top": {"type": "integer"}, "mode": {"type": "string", "enum": ["a", "b"]}, "list": {"type": "array", "items": either()}}})),
        ),
        operation(
            "an operation with a list as its body",
            Adds,
            "/future",
            "post",
            json_body(json!({"type": "array", "items": reference("ModelInfo")})),
        ),
        operation(
            "an operation with an optional body",
            Adds,
            "/future",
            "post",
            json!({"operationId": "future", "responses": success(),
            "requestBody": {"content": {"application/json": {"schema": reference("ModelInfo")}}}}),
        ),
        operation(
            "an operation with a body that keeps unknown fields",
            Adds,
            "/future",
            "post",
            json_body(json!({"type": "object",
            "properties": {"a": text()}, "additionalProperties": {}})),
        ),
        operation("a new body with a name", Adds, "/future", "post", json_body(reference("FunctionDefinition"))),
        operation(
            "an operation with JSON and a form",
            Adds,
            "/future",
            "post",
            body(json!({"application/json": {"schema": reference("ModelInfo")},
            "multipart/form-data": {"schema": {"type": "object"}}})),
        ),
        operation(
            "a form",
            LeavesOut("POST /future: its body is a form"),
            "/future",
            "post",
            body(json!({"multipart/form-data": {"schema": {"type": "object"}}})),
        ),
        operation(
            "an encoded form",
            LeavesOut("POST /future: its body is a form"),
            "/future",
            "post",
            body(json!({"application/x-www-form-urlencoded": {"schema": {"type": "object"}}})),
        ),
        operation(
            "a merge patch",
            LeavesOut("PATCH /future: its body is application/merge-patch+json"),
            "/future",
            "patch",
            body(json!({"application/merge-patch+json": {"schema": reference("ModelInfo")}})),
        ),
        operation(
            "a body of XML",
            LeavesOut("POST /future: its body is application/xml"),
            "/future",
            "post",
            body(json!({"application/xml": {"schema": {"type": "object"}}})),
        ),
        operation(
            "a response with and without a body",
            LeavesOut("DELETE /future: its responses of success differ"),
            "/future",
            "delete",
            json!({"operationId": "future", "responses": {"200": success()["200"], "204": {"description": ""}}}),
        ),
        operation(
            "a response of JSON without a schema",
            LeavesOut("GET /future"),
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"200": {"description": "", "content": {"application/json": {}}}}}),
        ),
        operation(
            "a status that nobody knows",
            LeavesOut("GET /future"),
            "/future",
            "get",
            json!({"operationId": "future", "responses": {"299": success()["200"]}}),
        ),
        operation("an options operation", LeavesOut("OPTIONS /future"), "/future", "options", get("future")),
        operation("a trace operation", LeavesOut("TRACE /future"), "/future", "trace", get("future")),
        operation(
            "a head operation",
            Adds,
            "/future",
            "head",
            json!({"operationId": "future", "responses": {"200": {"description": ""}}}),
        ),
        operation(
            "an operation with security of its own",
            Adds,
            "/future",
            "get",
            json!({"operationId": "future", "security": [], "responses": success()}),
        ),
        operation(
            "two operations of one name",
            Refused("would both be the function"),
            "/future",
            "get",
            get("get_model_info"),
        ),
        operation(
            "an operation named as an adapter",
            Refused("would both be the function"),
            "/future",
            "get",
            get("get_model_info_with"),
        ),
        kind("an operation with a shared parameter", Adds, |document| {
            document["components"]["parameters"]["Future"] = json!({"name": "future", "in": "query", "schema": text()});
            document["paths"]["/future/{id}"] = json!({
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": text()}, {"$ref": "#/components/parameters/Future"}],
                "get": {"operationId": "future", "responses": success()}, "put": {"operationId": "putFuture", "responses": success()}});
        }),
        kind("a dropped form of an operation that is called", Refused("the crate calls GET /info"), |document| {
            document["paths"]["/info"]["get"]["responses"]["204"] = json!({"description": ""});
        }),
    ];
    for id in [
        "new",
        "exec",
        "pre",
        "post",
        "send",
        "client",
        "baseurl",
        "clone",
        "type",
        "inner",
        "new_with_client",
        "api_version",
        "mock",
        "getFuture2",
        "Azure.Get-Future",
    ] {
        let name = Box::leak(format!("an operation named `{id}`").into_boxed_str());
        found.push(operation(name, Adds, "/future", "get", get(id)));
    }
    found
}

fn breaks() -> Vec<Kind> {
    let open = || json!({"anyOf": [text(), {"type": "string", "enum": ["a"]}]});
    vec![
        retyped("a text becomes an open enum", "ChatCompletions", "model", open()),
        retyped(
            "a text becomes a closed enum",
            "ModelInfo",
            "model_name",
            json!({"type": "string", "enum": ["a", "b"]}),
        ),
        retyped("a text becomes an open enum in a request", "ChatCompletionsOptions", "model", open()),
        retyped("a text becomes a union", "ChatCompletions", "model", json!({"oneOf": [text(), {"type": "integer"}]})),
        retyped(
            "a text becomes a union in a request",
            "ChatCompletionsOptions",
            "model",
            json!({"oneOf": [text(), {"type": "integer"}]}),
        ),
        retyped("an open enum becomes a text", "ModelInfo", "model_type", text()),
        retyped("an integer becomes a number", "CompletionsUsage", "total_tokens", json!({"type": "number"})),
        retyped("an integer becomes a text", "ChatCompletions", "created", text()),
        retyped("an integer becomes any JSON", "ChatCompletions", "created", json!({})),
        retyped(
            "an object becomes a list",
            "ChatCompletions",
            "usage",
            json!({"type": "array", "items": reference("CompletionsUsage")}),
        ),
        retyped("an object becomes another one", "ChatCompletions", "usage", reference("ModelInfo")),
        retyped(
            "an object is written out",
            "ChatCompletions",
            "usage",
            json!({"type": "object", "properties": {"total_tokens": {"type": "integer"}}}),
        ),
        retyped(
            "items are retyped",
            "ChatCompletionsOptions",
            "stop",
            json!({"type": "array", "items": {"type": "integer"}}),
        ),
        retyped("items become an enum", "ChatCompletionsOptions", "stop", json!({"type": "array", "items": open()})),
        retyped(
            "items become a union",
            "ChatCompletions",
            "choices",
            json!({"type": "array", "items": {"oneOf": [reference("ChatChoice"), text()]}}),
        ),
        retyped("a list becomes one item", "ChatCompletionsOptions", "stop", text()),
        retyped(
            "a list becomes a map",
            "ChatCompletions",
            "choices",
            json!({"type": "object", "additionalProperties": reference("ChatChoice")}),
        ),
        retyped(
            "a text becomes an object",
            "ChatCompletions",
            "id",
            json!({"type": "object", "properties": {"a": text()}}),
        ),
        retyped("a number becomes an integer", "ChatCompletionsOptions", "temperature", json!({"type": "integer"})),
        retyped("a property is a schema with a name", "ChatCompletions", "id", reference("ModelType")),
        kind("a property is gone", Breaks("ChatCompletions.created"), |document| {
            schemas(document)["ChatCompletions"]["properties"]
                .as_object_mut()
                .into_iter()
                .for_each(|all| drop(all.remove("created")));
        }),
        kind("a value is gone", Breaks("ChatRole"), |document| {
            schemas(document)["ChatRole"]["anyOf"][1]["enum"]
                .as_array_mut()
                .into_iter()
                .for_each(|all| all.retain(|value| value != "tool"));
        }),
        kind("a property of a request is required", Breaks("FunctionDefinition.parameters"), |document| {
            schemas(document)["FunctionDefinition"]["required"]
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("parameters".into()));
        }),
        kind("nothing of a request is required any more", Breaks("FunctionDefinition.name"), |document| {
            schemas(document)["FunctionDefinition"]
                .as_object_mut()
                .into_iter()
                .for_each(|schema| drop(schema.remove("required")));
        }),
        kind("an empty list of what a request requires", Breaks("FunctionDefinition.name"), |document| {
            schemas(document)["FunctionDefinition"]["required"] = json!([]);
        }),
        kind("a property of a request is nullable", Breaks("FunctionDefinition.name"), |document| {
            schemas(document)["FunctionDefinition"]["properties"]["name"]["nullable"] = true.into();
        }),
        kind("a required property of a request is new", Breaks("FunctionDefinition.future"), |document| {
            property("FunctionDefinition", text())(document);
            schemas(document)["FunctionDefinition"]["required"]
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("future".into()));
        }),
        kind("a schema has another name", Breaks("CompletionsUsage"), |document| {
            let renamed = document.to_string().replace("schemas/CompletionsUsage\"", "schemas/TokenUsage\"");
            *document = serde_json::from_str(&renamed).expect("still JSON");
            let usage = schemas(document).remove("CompletionsUsage").expect("it is there");
            schemas(document).insert("TokenUsage".to_owned(), usage);
        }),
        kind("an operation has another name", Breaks("GET /info"), |document| {
            document["paths"]["/info"]["get"]["operationId"] = "readModelInfo".into();
        }),
        kind("an operation is gone", Breaks("GET /info"), |document| {
            document["paths"].as_object_mut().into_iter().for_each(|paths| drop(paths.remove("/info")));
        }),
        kind("an alternative is gone", Breaks("ChatMessageContentItem"), |document| {
            let mapping = schemas(document)["ChatMessageContentItem"]["discriminator"]["mapping"].as_object_mut();
            mapping.into_iter().for_each(|mapping| drop(mapping.remove("audio_url")));
            schemas(document).remove("ChatMessageAudioContentItem");
        }),
        kind("a response is another schema", Breaks("GET /info"), |document| {
            let content = &mut document["paths"]["/info"]["get"]["responses"]["200"]["content"]["application/json"];
            content["schema"] = reference("ChatCompletions");
        }),
    ]
}

fn odd_documents() -> Vec<Kind> {
    let named = |name: &'static str| {
        move |document: &mut Value| {
            document["components"]["schemas"][name] = json!({"type": "object", "properties": {"a": text()}});
            let reference =
                json!({"$ref": format!("#/components/schemas/{}", name.replace(' ', "%20").replace('/', "~1"))});
            property("ChatCompletions", reference)(document);
        }
    };
    vec![
        kind("a name of a schema with a space, encoded", Adds, named("Future Info")),
        kind("a name of a schema with a slash, escaped", Adds, named("Future/Info")),
        kind("a name of a schema with dots", Adds, named("Azure.AI.FutureInfo")),
        kind("a name of a schema that starts with a digit", Adds, named("3DModel")),
        kind("a name of a schema that Rust has", Adds, named("Vec")),
        kind("two schemas that make one name", Refused("would both be the type ModelInfo"), named("model_info")),
        kind(
            "a dangling reference",
            Refused("/components/schemas/ChatCompletions/properties/future"),
            property("ChatCompletions", json!({"$ref": "#/components/schemas/Nothing"})),
        ),
        kind(
            "a reference to another file",
            Refused("refers to `other.yaml#/a`"),
            property("ChatCompletions", json!({"$ref": "other.yaml#/a"})),
        ),
        kind(
            "a schema that is none",
            Refused("/components/schemas/ChatCompletions/properties/future: it is not OpenAPI 3.0"),
            property("ChatCompletions", json!({"type": "string", "minLength": "x"})),
        ),
        kind("a newer OpenAPI", Refused("OpenAPI 4.0.0"), |document| document["openapi"] = "4.0.0".into()),
        kind("OpenAPI 3.1 without a change", Adds, |document| {
            document["openapi"] = "3.1.0".into();
            document["components"]["schemas"]["FutureUnused"] = json!({"type": ["string", "null"]});
        }),
        kind("what 3.1 says of null and types", Adds, |document| {
            document["openapi"] = "3.1.1".into();
            property(
                "ChatCompletionsOptions",
                json!({"anyOf": [{"type": ["integer", "null"], "exclusiveMinimum": 0}, {"const": "auto"}]}),
            )(document);
            property(
                "ChatCompletions",
                json!({"type": ["object", "null"], "unevaluatedProperties": {"type": "string"}}),
            )(document);
        }),
        kind("what 3.1 says of tuples and references", Adds, |document| {
            document["openapi"] = "3.1.0".into();
            property("ChatCompletionsOptions", json!({"prefixItems": [text(), {"type": "integer"}], "items": false}))(
                document,
            );
            property("ChatCompletions", json!({"$ref": "#/components/schemas/ModelInfo", "deprecated": true}))(
                document,
            );
        }),
        kind("what 3.2 says of streams", Adds, |document| {
            document["openapi"] = "3.2.0".into();
            document["paths"]["/future"]["post"] = json!({"operationId": "future", "responses": {"200": {"description": "", "content": {
                "text/event-stream": {"itemSchema": {"type": "object", "properties": {"data": {"contentMediaType": "application/json",
                    "contentSchema": reference("ModelInfo")}}}}}}}});
        }),
        kind("a QUERY operation", LeavesOut("QUERY /future"), |document| {
            document["openapi"] = "3.2.0".into();
            document["paths"]["/future"] = json!({"query": {"operationId": "future", "responses": success()}});
        }),
        kind(
            "a condition on more than what is required",
            Refused("/components/schemas/ChatCompletions/properties/future: `if` has no form"),
            |document| {
                document["openapi"] = "3.1.0".into();
                property("ChatCompletions", json!({"type": "object", "if": {}, "then": {"properties": {"a": {}}}}))(
                    document,
                );
            },
        ),
    ]
}
