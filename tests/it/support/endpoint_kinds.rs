//! How requests differ between the kinds of endpoints.

use azure_inference::testing::{MockService, ReceivedRequest};
use azure_inference::{Client, EndpointKind};

/// A kind of endpoint and what its requests look like.
pub struct Kind {
    pub kind: EndpointKind,
    api_key: bool,
    bearer: bool,
    pub api_version: Option<&'static str>,
    /// Whether the body of a request names the model.
    pub sends_model: bool,
    /// The `extra-parameters` header that is sent by default with an extra parameter.
    pub extra_parameters: Option<&'static str>,
    /// Whether it has the operations of the OpenAPI document that the v1 route lacks.
    pub has_all_operations: bool,
    /// Whether `GET /models` lists its models.
    pub lists_models: bool,
}

pub const V1: Kind = Kind {
    kind: EndpointKind::OpenAiV1,
    api_key: true,
    bearer: false,
    api_version: None,
    sends_model: true,
    extra_parameters: None,
    has_all_operations: false,
    lists_models: true,
};
pub const FOUNDRY: Kind = Kind {
    kind: EndpointKind::FoundryModels,
    api_key: true,
    bearer: false,
    api_version: Some("2024-05-01-preview"),
    sends_model: true,
    extra_parameters: Some("pass-through"),
    has_all_operations: true,
    lists_models: false,
};
pub const KINDS: [Kind; 6] = [
    V1,
    Kind {
        kind: EndpointKind::Deployment,
        api_version: Some("2024-10-21"),
        sends_model: false,
        lists_models: false,
        ..V1
    },
    FOUNDRY,
    Kind { kind: EndpointKind::Serverless, api_key: false, bearer: true, ..FOUNDRY },
    Kind { kind: EndpointKind::ManagedCompute, api_key: false, bearer: true, ..FOUNDRY },
    Kind { kind: EndpointKind::Other, bearer: true, has_all_operations: true, ..V1 },
];

impl Kind {
    /// A client of this kind, with a base path and a query.
    pub fn client(&self, service: &MockService) -> Client {
        let url = format!("{}/base/chat/completions?tenant=t", service.url());
        Client::builder(url).endpoint_kind(self.kind).api_key("k").model("m").build().unwrap()
    }

    /// The query of an operation without query parameters of its own.
    pub fn query(&self, version: Option<&str>) -> String {
        let version = version.or(self.api_version).map(|version| format!("api-version={version}&"));
        version.unwrap_or_default() + "tenant=t"
    }

    /// Asserts that the service received one request: `made`, as a POST to this path. Returns it.
    #[track_caller]
    pub fn assert_posted(
        &self,
        service: &MockService,
        made: &http::Request<bytes::Bytes>,
        path: &str,
    ) -> ReceivedRequest {
        let [request] = service.requests().try_into().unwrap();
        assert_same_request(made, &request);
        self.assert_request(&request, "application/json");
        assert_eq!((request.method(), request.path()), ("POST", path), "{:?}", self.kind);
        request
    }

    /// Asserts what holds for each request: the credential, the content types, the client request ID and the OpenAPI document.
    #[track_caller]
    pub fn assert_request(&self, request: &ReceivedRequest, accept: &str) {
        let kind = self.kind;
        assert_eq!(request.header("api-key"), self.api_key.then_some("k"), "{kind:?}");
        assert_eq!(request.header("authorization"), self.bearer.then_some("Bearer k"), "{kind:?}");
        assert_eq!(request.header("accept"), Some(accept), "{kind:?}");
        assert_eq!(request.header("api-version"), None, "the header of the generated code is not sent");
        assert!(request.header("x-ms-client-request-id").is_some(), "{kind:?}");
        let content_type = (request.method() == "POST").then_some("application/json");
        assert_eq!(request.header("content-type"), content_type, "{kind:?}");
        request.assert_valid();
    }
}

/// Asserts that the request from `to_request` is the request that was received, without the headers that sending adds.
#[track_caller]
pub fn assert_same_request(request: &http::Request<bytes::Bytes>, sent: &ReceivedRequest) {
    assert_eq!(request.method().as_str(), sent.method());
    assert_eq!(request.uri().path(), sent.path());
    assert_eq!(request.uri().query().unwrap_or_default(), sent.query());
    assert_eq!(request.body().as_ref(), sent.body());
    let added_by_sending = [
        "accept-encoding",
        "api-key",
        "authorization",
        "content-length",
        "host",
        "user-agent",
        "x-ms-client-request-id",
    ];
    let names = |headers: &http::HeaderMap| {
        let names = headers.iter().filter(|(name, _)| !added_by_sending.contains(&name.as_str()));
        names.map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
    };
    let (mut made, mut came) = (names(request.headers()), names(sent.headers()));
    made.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
    came.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
    assert_eq!(made, came);
    assert!(request.headers().contains_key("x-ms-client-request-id"));
}
