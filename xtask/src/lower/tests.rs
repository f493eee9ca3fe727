use super::*;

/// What a schema of a document in 3.1 becomes.
#[track_caller]
fn check(schema: Value, expected: Value) {
    let mut document = json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"S": schema}}});
    lower(&mut document);
    assert_eq!(document["components"]["schemas"]["S"], expected, "{schema}");
}

const R: &str = "#/components/schemas/R";

#[test]
fn null_is_a_property_of_the_other_types() {
    check(json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true}));
    check(json!({"type": ["null"]}), json!({"nullable": true}));
    check(json!({"type": "null"}), json!({"nullable": true}));
    check(json!({"const": null}), json!({"nullable": true}));
    check(
        json!({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}], "default": 3}),
        json!({"type": "integer", "minimum": 1, "nullable": true, "default": 3}),
    );
    check(json!({"oneOf": [{"$ref": R}, {"type": "null"}]}), json!({"allOf": [{"$ref": R}], "nullable": true}));
    check(
        json!({"anyOf": [{"$ref": R}, {"type": "string"}, {"enum": [null]}]}),
        json!({"anyOf": [{"$ref": R}, {"type": "string"}], "nullable": true}),
    );
    check(
        json!({"anyOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "null"}]}),
        json!({"type": "string", "nullable": true}),
    );
    check(
        json!({"type": ["string", "null"], "enum": ["a", null]}),
        json!({"type": "string", "nullable": true, "enum": ["a", null]}),
    );
    check(
        json!({"type": "object", "properties": {"p": {"type": ["array", "null"], "items": {"type": ["integer", "null"]}}}}),
        json!({"type": "object", "properties": {"p": {"type": "array", "nullable": true,
            "items": {"type": "integer", "nullable": true}}}}),
    );
}

#[test]
fn several_types_are_a_choice() {
    check(
        json!({"type": ["string", "array"], "items": {"type": "string"}, "minLength": 1}),
        json!({"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}}]}),
    );
    check(
        json!({"type": ["object", "integer", "null"], "properties": {"a": {}}, "required": ["a"], "minimum": 0}),
        json!({"nullable": true, "anyOf": [{"type": "object", "properties": {"a": {}}, "required": ["a"]}, {"type": "integer", "minimum": 0}]}),
    );
    check(json!({"type": ["string", "integer"], "enum": ["auto", 1]}), json!({"enum": ["auto", 1]}));
}

#[test]
fn constants_and_bounds_have_another_form() {
    check(json!({"const": "a"}), json!({"type": "string", "enum": ["a"]}));
    check(json!({"type": "integer", "const": 1}), json!({"type": "integer", "enum": [1]}));
    check(json!({"const": true}), json!({"type": "boolean", "enum": [true]}));
    check(
        json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1.5}),
        json!({"minimum": 0, "exclusiveMinimum": true, "maximum": 1.5, "exclusiveMaximum": true}),
    );
    check(json!({"exclusiveMinimum": 0, "minimum": 5}), json!({"minimum": 5}));
    check(json!({"exclusiveMinimum": true, "minimum": 5}), json!({"exclusiveMinimum": true, "minimum": 5}));
}

#[test]
fn further_properties_and_tuples() {
    check(json!({"unevaluatedProperties": {"type": "string"}}), json!({"additionalProperties": {"type": "string"}}));
    check(json!({"unevaluatedProperties": false}), json!({"additionalProperties": false}));
    check(
        json!({"allOf": [{"type": "object"}], "unevaluatedProperties": false}),
        json!({"allOf": [{"type": "object"}]}),
    );
    check(
        json!({"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": false}),
        json!({"additionalProperties": {"type": "integer"}}),
    );
    check(
        json!({"patternProperties": {"^x": {"type": "integer"}, "^y": {"type": "string"}}}),
        json!({"additionalProperties": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}),
    );
    check(
        json!({"prefixItems": [{"type": "number"}, {"type": "number"}], "items": false}),
        json!({"type": "array", "items": {"type": "number"}, "maxItems": 2}),
    );
    check(
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"$ref": R}], "items": {"$ref": R}}),
        json!({"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": R}]}}),
    );
    check(json!({"properties": {"a": true, "b": false}, "items": true}), json!({"properties": {"a": {}}, "items": {}}));
}

#[test]
fn references_with_siblings_and_contents() {
    check(json!({"$ref": R, "default": 1}), json!({"allOf": [{"$ref": R}], "default": 1}));
    check(json!({"$ref": R}), json!({"$ref": R}));
    check(
        json!({"$ref": R, "properties": {"a": {"type": "string"}}}),
        json!({"allOf": [{"$ref": R}], "properties": {"a": {"type": "string"}}}),
    );
    check(json!({"contentMediaType": "application/octet-stream"}), json!({"type": "string", "format": "binary"}));
    check(json!({"type": "string", "contentEncoding": "base64"}), json!({"type": "string", "format": "byte"}));
    check(json!({"type": "string", "contentMediaType": "text/html"}), json!({"type": "string"}));
    check(
        json!({"discriminator": {"propertyName": "t", "defaultMapping": "R"}}),
        json!({"discriminator": {"propertyName": "t"}}),
    );
    check(
        json!({"properties": {"const": {"type": ["string", "null"]}, "if": {"const": "x"}}}),
        json!({"properties": {"const": {"type": "string", "nullable": true}, "if": {"type": "string", "enum": ["x"]}}}),
    );
}

#[test]
fn rules_go_and_what_has_no_form_is_marked() {
    check(
        json!({"type": "array", "items": {}, "contains": {}, "minContains": 1, "$comment": "c"}),
        json!({"type": "array", "items": {}}),
    );
    check(
        json!({"type": "object", "if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}}),
        json!({"type": "object"}),
    );
    let marked = |key: &str| {
        format!(
            "`{key}` has no form in OpenAPI 3.0; replace the schema, or remove the mark `x-unsupported` to do without it"
        )
    };
    check(json!({"if": {}, "then": {"properties": {"a": {}}}}), json!({"x-unsupported": marked("if")}));
    check(json!({"$dynamicRef": "#x"}), json!({"x-unsupported": marked("$dynamicRef")}));
}

#[test]
fn definitions_are_lifted_and_operations_without_a_form_left_out() {
    let tree = json!({"$defs": {"Node": {"properties": {"next": {"$ref": "#/components/schemas/Tree/$defs/Node"}}}},
        "$ref": "#/components/schemas/Tree/$defs/Node"});
    let mut document = json!({"paths": {"/a": {"get": {}, "query": {}, "additionalOperations": {"COPY": {}}}}, "webhooks": {},
        "components": {"schemas": {"Tree": tree}}});
    lower(&mut document);
    let reference = json!({"$ref": "#/components/schemas/Tree-Node"});
    assert_eq!(
        document["components"]["schemas"],
        json!({"Tree": reference, "Tree-Node": {"properties": {"next": reference}}})
    );
    assert_eq!(document["paths"], json!({"/a": {"get": {}}}));
    assert_eq!(document["x-left-out"].as_array().unwrap().len(), 2);
    assert!(document.get("webhooks").is_none());
}

#[test]
fn a_schema_that_refers_to_itself_by_an_anchor() {
    let itself = json!({"$ref": "#/components/schemas/S"});
    for [anchor, reference] in [
        [json!({"$recursiveAnchor": true}), json!({"$recursiveRef": "#"})],
        [json!({"$dynamicAnchor": "node"}), json!({"$dynamicRef": "#node"})],
    ] {
        let mut schema = json!({"type": "object", "properties": {"all": {"type": "array", "items": reference}}});
        schema.as_object_mut().unwrap().extend(anchor.as_object().unwrap().clone());
        check(schema, json!({"type": "object", "properties": {"all": {"type": "array", "items": itself}}}));
    }
}

#[test]
fn the_items_of_a_stream_are_its_schema() {
    let event = |name: &str| {
        json!({"properties": {"event": {"const": name}, "data": {"contentMediaType": "application/json",
        "contentSchema": {"$ref": format!("#/components/schemas/{name}")}}}})
    };
    let end = json!({"properties": {"event": {"const": "done"}, "data": {"const": "[DONE]"}}});
    let check = |item: Value, expected: Value| {
        let mut document = json!({"content": {"text/event-stream": {"itemSchema": item}}});
        lower(&mut document);
        assert_eq!(document["content"]["text/event-stream"], json!({"schema": expected}));
    };
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    check(
        json!({"type": "object", "oneOf": [event("A"), event("B"), end]}),
        json!({"oneOf": [reference("A"), reference("B")]}),
    );
    check(event("A"), reference("A"));
    check(reference("Line"), reference("Line"));
}
