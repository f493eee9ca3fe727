use serde_json::json;

use super::*;

fn document() -> Value {
    let reference = |name: &str| json!({"$ref": format!("{SCHEMA_REFERENCE}{name}")});
    json!({
        "paths": {
            "/a": {
                "parameters": [{"$ref": "#/components/parameters/P"}],
                "post": {"operationId": "makeA", "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"200": {"content": {"application/json": {"schema": reference("Union")}}}}},
                "get": {"operationId": "getA"}},
            "/b": {"get": {"operationId": "getB"}}},
        "components": {
            "parameters": {"P": {"schema": reference("OfParameter")}, "Q": {}},
            "requestBodies": {"B": {"schema": reference("OfBody")}},
            "schemas": {
                "OfParameter": {}, "OfBody": {}, "Event": {"properties": {"p": reference("OfEvent")}}, "OfEvent": {},
                "Union": {"discriminator": {"propertyName": "type"}},
                "One": {"allOf": [reference("Union")], "properties": {"type": {"enum": ["one"]}, "p": reference("OfOne")}},
                "OfOne": {}, "Two": {"allOf": [reference("Union")]}, "Unrelated": {}}}})
}

fn cut(keep: Value) -> Result<Value> {
    let mut document = document();
    Keep::parse(&keep)?.apply(&mut document)?;
    Ok(document)
}

#[track_caller]
fn check_schemas(keep: Value, expected: &[&str]) {
    let document = cut(keep).unwrap();
    assert_eq!(schemas(&document).keys().collect::<Vec<_>>(), expected);
}

#[test]
fn what_kept_operations_lead_to_stays() {
    check_schemas(json!(["makeA"]), &["OfBody", "OfOne", "OfParameter", "One", "Two", "Union"]);
    check_schemas(json!({"operations": ["POST /a"]}), &["OfBody", "OfOne", "OfParameter", "One", "Two", "Union"]);
    check_schemas(json!({"operations": ["getB"]}), &[]);
    let document = cut(json!(["makeA"])).unwrap();
    assert_eq!(document["paths"]["/a"].as_object().unwrap().keys().collect::<Vec<_>>(), ["parameters", "post"]);
    assert!(document["paths"].get("/b").is_none() && document["components"]["parameters"].get("Q").is_none());
}

#[test]
fn schemas_without_an_operation_stay_by_name() {
    check_schemas(json!({"operations": ["getB"], "schemas": ["Event"]}), &["Event", "OfEvent"]);
    assert_eq!(cut(json!({"schemas": ["Event"]})).unwrap()["components"]["schemas"]["Event"]["x-stream"], true);
}

#[test]
fn unions_are_cut_by_tag_or_schema() {
    for arm in ["one", "One"] {
        let keep = json!({"operations": ["makeA"], "unions": {"Union": [arm]}});
        check_schemas(keep.clone(), &["OfBody", "OfOne", "OfParameter", "One", "Union"]);
        let union = &cut(keep).unwrap()["components"]["schemas"]["Union"];
        assert_eq!(union["discriminator"]["mapping"], json!({"one": "#/components/schemas/One"}));
    }
}

#[test]
fn unknown_names_are_reported_together() {
    let keep = json!({"operations": ["getC"], "schemas": ["Nothing"], "unions": {"Union": ["three"], "Nothing": []}});
    let error = cut(keep).unwrap_err().to_string();
    for part in [
        "keep.operations: the document has no operation `getC`",
        "keep.schemas: the document has no schema `Nothing`",
        "keep.unions.Union: it has no alternative `three`",
        "keep.unions.Nothing: the document has no schema `Nothing`",
    ] {
        assert!(error.contains(part), "{error}");
    }
    let error = format!("{:#}", cut(json!({"operation": []})).unwrap_err());
    assert!(error.contains("in `keep`: operation: unknown field `operation`, expected one of"), "{error}");
    let error = format!("{:#}", cut(json!({"unions": {"Union": [1]}})).unwrap_err());
    assert!(error.contains("in `keep`: unions.Union[0]: invalid type: integer"), "{error}");
}
