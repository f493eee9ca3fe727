//! Operations, parameters and bodies.

use serde_json::json;

use super::*;

pub fn parameters() -> Vec<Kind> {
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

pub fn all() -> Vec<Kind> {
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
        kind("a body that is a choice of objects", Adds, |document| {
            let [one, two] = ["one", "two"].map(|name| json!({"type": "object", "properties": {name: text()}}));
            let choice = json!({"type": "object", "anyOf": [one, two]});
            let name = add_schema(document, "FutureChoice", |_| choice);
            let operation = body(json!({"application/json": {"schema": reference(&name)}}));
            add_operation(document, "/future-choice", "post", operation);
        }),
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
            document["paths"]["/future-shared/{id}"] = json!({
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": text()}, {"$ref": "#/components/parameters/Future"}],
                "get": {"operationId": "getShared", "responses": success()}, "put": {"operationId": "putShared", "responses": success()}});
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
