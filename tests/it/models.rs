//! Model info and lists of models.

use azure_inference::models::{Model, ModelType};
use azure_inference::testing::{MockService, Reply};
use serde_json::json;

use crate::support::endpoint_kinds::{KINDS, V1};

fn info() -> Reply {
    Reply::model_info("mistral-large-2407", "chat-completion", "mistral")
}

#[tokio::test]
async fn model_info_is_requested_once_on_every_endpoint_kind_that_has_it() {
    for kind in KINDS.iter().filter(|kind| kind.has_all_operations) {
        let service = MockService::start().await;
        service.reply(info());
        let client = kind.client(&service);
        let info = client.model_info().await.unwrap();
        assert_eq!(info.model_name.as_deref(), Some("mistral-large-2407"));
        assert_eq!(info.model_type, Some(ModelType::ChatCompletion));
        assert_eq!(client.clone().model_info().await.unwrap(), info);
        let [request] = service.requests().try_into().unwrap();
        kind.assert_request(&request, "application/json");
        assert_eq!((request.method(), request.path(), request.body()), ("GET", "/base/info", b"".as_slice()));
        let mut query: Vec<&str> = request.query().split('&').collect();
        query.sort_unstable();
        let mut expected = vec!["model=m", "tenant=t"];
        let version = kind.api_version.map(|version| format!("api-version={version}"));
        expected.extend(version.as_deref());
        expected.sort_unstable();
        assert_eq!(query, expected, "{:?}", kind.kind);
    }
}

#[tokio::test]
async fn a_failed_model_info_request_is_not_cached() {
    let service = MockService::start().await;
    service.reply(Reply::error(404, "NotFound", "No.")).reply(info());
    let client = service.client();
    assert_eq!(client.model_info().await.unwrap_err().code(), Some("NotFound"));
    assert!(client.model_info().await.is_ok());
}

#[tokio::test]
async fn endpoint_kinds_without_the_operation_return_an_input_error() {
    let service = MockService::start().await;
    service.reply(info());
    for kind in &KINDS {
        let client = kind.client(&service);
        if !kind.has_all_operations {
            let error = client.model_info().await.unwrap_err();
            assert!(error.is_input() && error.message().contains("get_model_info"), "{error}");
        }
        if !kind.lists_models {
            let error = client.models().await.unwrap_err();
            assert!(error.is_input() && error.message().contains("list_models"), "{error}");
        }
    }
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn models_are_listed() {
    async fn check(response: serde_json::Value, names: &[&str]) -> Vec<Model> {
        let service = MockService::start().await;
        service.reply(Reply::json(response));
        let models = V1.client(&service).models().await.unwrap();
        let [request] = service.requests().try_into().unwrap();
        V1.assert_request(&request, "application/json");
        assert_eq!((request.method(), request.path(), request.query()), ("GET", "/base/models", "tenant=t"));
        assert_eq!(models.iter().map(|model| model.id.as_deref().unwrap_or_default()).collect::<Vec<_>>(), names);
        models
    }
    let model = json!({"id": "gpt-4o", "object": "model", "created": 1_715_367_049, "owned_by": "system", "status": "ok",
            "capabilities": {"inference": true}, "deprecation": {"inference": 1_900_000_000}});
    let models = check(json!({"object": "list", "data": [model, {"id": null}]}), &["gpt-4o", ""]).await;
    assert_eq!((models[0].created, models[0].owned_by.as_deref()), (Some(1_715_367_049), Some("system")));
    assert_eq!(models[0].extra["status"], "ok");
    assert_eq!(models[0].extra["capabilities"]["inference"], true);
    check(json!({"data": []}), &[]).await;
    check(json!({"data": null, "has_more": false}), &[]).await;
}
