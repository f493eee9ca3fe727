//! What hangs on a kind of endpoint, as it shows in requests.

use azure_inference::testing::{MockService, ReceivedRequest};
use azure_inference::{Client, EndpointKind};

/// What hangs on a kind of endpoint.
pub struct Kind {
    pub kind: EndpointKind,
    api_key: bool,
    bearer: bool,
    pub api_version: Option<&'static str>,
    /// Whether the body of a request names the model.
    pub takes_model: bool,
    /// What is sent unasked when an extra is set.
    pub extra_parameters: Option<&'static str>,
    /// Whether it has the operations that the document knows and the v1 route does not.
    pub is_whole: bool,
    /// Whether it lists its models.
    pub has_list: bool,
}

pub const V1: Kind = Kind {
    kind: EndpointKind::OpenAiV1,
    api_key: true,
    bearer: false,
    api_version: None,
    takes_model: true,
    extra_parameters: None,
    is_whole: false,
    has_list: true,
};
pub const FOUNDRY: Kind = Kind {
    kind: EndpointKind::FoundryModels,
    api_key: true,
    bearer: false,
    api_version: Some("2024-05-01-preview"),
    takes_model: true,
    extra_parameters: Some("pass-through"),
    is_whole: true,
    has_list: false,
};
pub const KINDS: [Kind; 6] = [
    V1,
    Kind { kind: EndpointKind::Deployment, api_version: Some("2024-10-21"), takes_model: false, has_list: false, ..V1 },
    FOUNDRY,
    Kind { kind: EndpointKind::Serverless, api_key: false, bearer: true, ..FOUNDRY },
    Kind { kind: EndpointKind::ManagedCompute, api_key: false, bearer: true, ..FOUNDRY },
    Kind { kind: EndpointKind::Other, bearer: true, is_whole: true, ..V1 },
];

impl Kind {
    pub fn client(&self, service: &MockService) -> Client {
        let url = format!("{}/base/chat/completions?tenant=t", service.url());
        Client::builder(url).endpoint_kind(self.kind).api_key("k").model("m").build().unwrap()
    }

    /// The query of an operation that has no parameters of its own there.
    pub fn query(&self, version: Option<&str>) -> String {
        let version = version.or(self.api_version).map(|version| format!("api-version={version}&"));
        version.unwrap_or_default() + "tenant=t"
    }

    /// What is the same for every operation.
    #[track_caller]
    pub fn check(&self, request: &ReceivedRequest, accept: &str) {
        let kind = self.kind;
        assert_eq!(request.header("api-key"), self.api_key.then_some("k"), "{kind:?}");
        assert_eq!(request.header("authorization"), self.bearer.then_some("Bearer k"), "{kind:?}");
        assert_eq!(request.header("accept"), Some(accept), "{kind:?}");
        assert_eq!(request.header("api-version"), None, "the generated code's own header");
        assert!(request.header("x-ms-client-request-id").is_some(), "{kind:?}");
        let content_type = (request.method() == "POST").then_some("application/json");
        assert_eq!(request.header("content-type"), content_type, "{kind:?}");
        request.assert_valid();
    }
}

/// Both with all that is the same for every call taken away.
#[track_caller]
pub fn same(request: &http::Request<bytes::Bytes>, sent: &ReceivedRequest) {
    assert_eq!(request.method().as_str(), sent.method());
    assert_eq!(request.uri().path(), sent.path());
    assert_eq!(request.uri().query().unwrap_or_default(), sent.query());
    assert_eq!(request.body().as_ref(), sent.body());
    let of_the_wire = [
        "accept-encoding",
        "api-key",
        "authorization",
        "content-length",
        "host",
        "user-agent",
        "x-ms-client-request-id",
    ];
    let names = |headers: &http::HeaderMap| {
        let names = headers.iter().filter(|(name, _)| !of_the_wire.contains(&name.as_str()));
        names.map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
    };
    let (mut made, mut came) = (names(request.headers()), names(sent.headers()));
    made.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
    came.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
    assert_eq!(made, came);
    assert!(request.headers().contains_key("x-ms-client-request-id"));
}
