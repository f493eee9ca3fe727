//! Tests of URL parsing.

use super::EndpointKind::*;
use super::*;

fn check(url: &str, kind: EndpointKind, base: &str) {
    let endpoint = Endpoint::parse(url, None).unwrap();
    assert_eq!((endpoint.kind, &*endpoint.base), (kind, base), "{url}");
}

#[test]
fn endpoint_urls_have_a_kind_and_a_base() {
    let v1 = "https://r.openai.azure.com/openai/v1";
    for url in [
        "https://r.openai.azure.com/openai/v1",
        "https://r.openai.azure.com/openai/v1/",
        "https://R.openai.azure.com/openai/v1//",
        " https://r.openai.azure.com/openai/v1/chat/completions ",
        "https://r.openai.azure.com/openai/v1/embeddings/",
        "https://r.openai.azure.com/openai/v1?api-version=preview",
        "https://r.openai.azure.com",
        "https://r.openai.azure.com/",
        "https://r.openai.azure.com/openai",
    ] {
        check(url, OpenAiV1, v1);
    }
    check("https://r.services.ai.azure.com", OpenAiV1, "https://r.services.ai.azure.com/openai/v1");
    check("https://r.services.ai.azure.com/api/projects/p", OpenAiV1, "https://r.services.ai.azure.com/openai/v1");
    check("https://r.openai.azure.com/OpenAI/V1/models", OpenAiV1, v1);
    check("https://r.openai.azure.com:443/", OpenAiV1, v1);
    check("https://r.openai.azure.com./openai", OpenAiV1, "https://r.openai.azure.com./openai/v1");
    check("https://r.privatelink.openai.azure.com", OpenAiV1, "https://r.privatelink.openai.azure.com/openai/v1");
    check("https://r.openai.azure.com/openai/v1/responses?api-version=preview", OpenAiV1, v1);
    check("https://n.eastus.inference.ml.azure.com/score", ManagedCompute, "https://n.eastus.inference.ml.azure.com");
    check(
        "https://r.services.ai.azure.com/api/projects/p/openai/v1/",
        OpenAiV1,
        "https://r.services.ai.azure.com/api/projects/p/openai/v1",
    );
    check("https://r.services.ai.azure.com/models", FoundryModels, "https://r.services.ai.azure.com/models");
    check(
        "https://r.services.ai.azure.com/api/models/chat/completions?api-version=2024-05-01-preview",
        FoundryModels,
        "https://r.services.ai.azure.com/api/models",
    );
    check(
        "https://r.openai.azure.com/openai/deployments/D/chat/completions",
        Deployment,
        "https://r.openai.azure.com/openai/deployments/D",
    );
    check("https://n.eastus2.models.ai.azure.com", Serverless, "https://n.eastus2.models.ai.azure.com");
    check(
        "https://n.eastus2.models.ai.azure.com/images/embeddings",
        Serverless,
        "https://n.eastus2.models.ai.azure.com",
    );
    check("https://n.eastus.inference.ai.azure.com/v1", Serverless, "https://n.eastus.inference.ai.azure.com/v1");
    check("https://n.eastus.inference.ml.azure.com/", ManagedCompute, "https://n.eastus.inference.ml.azure.com");
    check("http://127.0.0.1:8080/v1/", Other, "http://127.0.0.1:8080/v1");
    check("https://openai.azure.com.evil.example/openai/v1", Other, "https://openai.azure.com.evil.example/openai/v1");
}

#[test]
fn query_is_kept() {
    let endpoint = Endpoint::parse("https://h.example/x?a=1&api-version=2&b=%20", None).unwrap();
    assert_eq!(endpoint.api_version(), Some("2"));
    assert_eq!(endpoint.query, [("a".to_owned(), "1".to_owned()), ("b".to_owned(), " ".to_owned())]);
    let endpoint = Endpoint::parse("https://r.openai.azure.com/openai/deployments/D", None).unwrap();
    assert_eq!(endpoint.api_version(), Some("2024-10-21"));
}

#[test]
fn invalid_urls_are_errors_with_a_reason() {
    let check = |url: &str, part: &str| {
        let error = Endpoint::parse(url, None).unwrap_err().to_string();
        assert!(error.contains(part) && error.contains("endpoint"), "{error:?} does not contain {part:?}");
    };
    check("", "no scheme");
    check("not_a_url", "no scheme");
    check("not a url", "a space");
    check("r.openai.azure.com", "no scheme");
    check("localhost:8080", "must start with https://");
    check("ftp://r.example", "must start with https://");
    check("https://", "empty host");
    check("https://user:secret@r.example", "user name or password");
    check("https://r.example/#part", "fragment");
    for url in
        ["https://user:secret@r.example", "h.example/?key=secret", "https://h.example/?key=secret#x", "u:secret@h"]
    {
        let error = Endpoint::parse(url, None).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

#[test]
fn credentials_over_plain_http_to_another_machine_are_refused() {
    let error = Endpoint::parse("http://r.example:1/v1", None).unwrap().check_credential().unwrap_err();
    assert_eq!(
        error.message(),
        "refusing to send a credential over plain http to r.example; use https or allow_credentials_over_plain_http()"
    );
    let check = |url: &str, exposed| assert_eq!(Endpoint::parse(url, None).unwrap().is_insecure, exposed, "{url}");
    check("http://127.0.0.1:1", false);
    check("http://127.9.9.9", false);
    check("http://[::1]:1", false);
    check("http://localhost:1", false);
    check("https://r.example", false);
    check("http://r.example", true);
    check("http://127.0.0.1.example", true);
}

/// The host suffixes of resources in each cloud, and the token scopes of their v1 route and of deployments.
const CLOUDS: [(&[&str], &str, &str); 3] = [
    (
        &["openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com", "api.cognitive.microsoft.com"],
        "https://ai.azure.com/.default",
        "https://cognitiveservices.azure.com/.default",
    ),
    (
        &["openai.azure.us", "services.ai.azure.us", "cognitiveservices.azure.us", "api.cognitive.microsoft.us"],
        "https://cognitiveservices.azure.us/.default",
        "https://cognitiveservices.azure.us/.default",
    ),
    (
        &["openai.azure.cn", "services.ai.azure.cn", "cognitiveservices.azure.cn", "api.cognitive.azure.cn"],
        "https://cognitiveservices.azure.cn/.default",
        "https://cognitiveservices.azure.cn/.default",
    ),
];

#[test]
fn paths_of_resources_mean_the_same_in_every_cloud() {
    let table = [
        ("", OpenAiV1, "/openai/v1", None),
        ("/openai", OpenAiV1, "/openai/v1", None),
        ("/v1", OpenAiV1, "/openai/v1", None),
        ("/api", OpenAiV1, "/openai/v1", None),
        ("/openai/models", OpenAiV1, "/openai/v1", None),
        ("/openai/v1", OpenAiV1, "/openai/v1", None),
        ("/openai/v1/chat/completions", OpenAiV1, "/openai/v1", None),
        ("/openai/v1/responses", OpenAiV1, "/openai/v1", None),
        ("/openai/v1/responses/resp_1", OpenAiV1, "/openai/v1", None),
        ("/openai/v1/images/generations", OpenAiV1, "/openai/v1", None),
        ("/openai/responses", OpenAiV1, "/openai/v1", None),
        ("/chat/completions", OpenAiV1, "/openai/v1", None),
        ("//openai//v1", OpenAiV1, "/openai/v1", None),
        ("/api/projects/p", OpenAiV1, "/openai/v1", None),
        ("/api/projects/p/openai/v1/responses", OpenAiV1, "/api/projects/p/openai/v1", None),
        ("/openai/deployments/D", Deployment, "/openai/deployments/D", Some("2024-10-21")),
        ("/OpenAI/Deployments/D/chat/completions", Deployment, "/openai/deployments/D", Some("2024-10-21")),
        ("/openai/deployments/D/embeddings", Deployment, "/openai/deployments/D", Some("2024-10-21")),
        ("/openai/deployments/D/images/edits", Deployment, "/openai/deployments/D", Some("2024-10-21")),
        ("/models", FoundryModels, "/models", Some("2024-05-01-preview")),
        ("/api/models/embeddings", FoundryModels, "/api/models", Some("2024-05-01-preview")),
        ("/models/info", FoundryModels, "/models", Some("2024-05-01-preview")),
    ];
    for (suffixes, of_v1, of_others) in CLOUDS {
        for host in suffixes.iter().map(|suffix| format!("https://r.{suffix}")) {
            for ((path, kind, base, version), end) in table.iter().flat_map(|row| ["", "/"].map(|end| (row, end))) {
                let url = format!("{host}{path}{end}");
                let endpoint = Endpoint::parse(&url, None).unwrap();
                assert_eq!((endpoint.kind, &*endpoint.base), (*kind, &*format!("{host}{base}")), "{url}");
                assert_eq!(endpoint.api_version(), *version, "{url}");
                assert_eq!(endpoint.scope(), Some(if *kind == OpenAiV1 { of_v1 } else { of_others }), "{url}");
            }
        }
    }
}

#[test]
fn managed_compute_has_a_scope_in_each_cloud() {
    for end in ["com", "us", "cn"] {
        let url = format!("https://n.eastus.inference.ml.azure.{end}/v1/chat/completions");
        let endpoint = Endpoint::parse(&url, None).unwrap();
        assert_eq!((endpoint.kind, endpoint.base.rsplit('/').next()), (ManagedCompute, Some("v1")), "{url}");
        assert_eq!(endpoint.scope().unwrap(), format!("https://ml.azure.{end}/.default"), "{url}");
    }
}

#[test]
fn gateways_keep_their_path_up_to_a_known_route() {
    let gateway = "https://g.azure-api.net";
    for (path, kind, base) in [
        ("/openai/deployments/d", Deployment, "/openai/deployments/d"),
        ("/team/openai/deployments/d/chat/completions", Deployment, "/team/openai/deployments/d"),
        ("/team/OpenAI/deployments/d/embeddings/", Deployment, "/team/openai/deployments/d"),
        ("/openai/v1/chat/completions", Other, "/openai/v1"),
        ("/team/openai/v1/responses", Other, "/team/openai/v1"),
        ("/openai/v10", Other, "/openai/v10"),
        ("/openai", Other, "/openai"),
        ("/v1/chat/completions", Other, "/v1"),
        ("/v1/responses", Other, "/v1"),
        ("/responses", Other, "/responses"),
        ("/llm", Other, "/llm"),
        ("", Other, ""),
    ] {
        check(&format!("{gateway}{path}"), kind, &format!("{gateway}{base}"));
    }
    let deployment = Endpoint::parse(&format!("{gateway}/openai/deployments/d"), None).unwrap();
    assert_eq!(deployment.api_version(), Some("2024-10-21"));
    assert_eq!((deployment.deployment(), deployment.scope()), (Some("d"), Some(CLOUDS[0].2)));
}

#[test]
fn a_forced_kind_decides_the_base_path() {
    let (resource, gateway) = ("https://r.services.ai.azure.com", "https://g.example");
    for (host, path, kind, base) in [
        (resource, "", OpenAiV1, "/openai/v1"),
        (resource, "/models", OpenAiV1, "/openai/v1"),
        (resource, "/openai/deployments/d/chat/completions", OpenAiV1, "/openai/v1"),
        (resource, "", FoundryModels, "/models"),
        (resource, "/openai/v1", FoundryModels, "/models"),
        (resource, "/api/models/embeddings", FoundryModels, "/api/models"),
        (resource, "/openai/deployments/d/embeddings", Deployment, "/openai/deployments/d"),
        (resource, "/anthropic/v1", Other, "/anthropic/v1"),
        (gateway, "", OpenAiV1, "/openai/v1"),
        (gateway, "/openai/", OpenAiV1, "/openai/v1"),
        (gateway, "/team/openai", OpenAiV1, "/team/openai/v1"),
        (gateway, "/team/openai/v1/responses", OpenAiV1, "/team/openai/v1"),
        (gateway, "/openai/deployments/d/chat/completions", OpenAiV1, "/openai/v1"),
        (gateway, "/llm/chat/completions", OpenAiV1, "/llm"),
        (gateway, "", FoundryModels, "/models"),
        (gateway, "/llm", FoundryModels, "/llm"),
        (gateway, "/a/openai/deployments/d/chat/completions", Deployment, "/a/openai/deployments/d"),
        (gateway, "/d", Deployment, "/d"),
        (gateway, "/score", ManagedCompute, ""),
        (gateway, "/v1/chat/completions", Serverless, "/v1"),
        (gateway, "/openai/v1/embeddings", Other, "/openai/v1"),
        ("http://127.0.0.1:1", "", OpenAiV1, ""),
        ("http://localhost:1", "", FoundryModels, ""),
    ] {
        let endpoint = Endpoint::parse(&format!("{host}{path}"), Some(kind)).unwrap();
        assert_eq!((endpoint.kind, &*endpoint.base), (kind, &*format!("{host}{base}")), "{host}{path} {kind:?}");
    }
    let error = Endpoint::parse(resource, Some(Deployment)).unwrap_err();
    assert!(error.to_string().contains("names no deployment"), "{error}");
}

#[test]
fn api_versions_that_the_v1_route_refuses_are_not_sent() {
    for (base, accepted) in [
        ("https://r.openai.azure.com", true),
        ("https://r.openai.azure.us/openai/v1/chat/completions", true),
        ("https://r.services.ai.azure.com/api/projects/p", true),
        ("https://r.services.ai.azure.com/api/projects/p/openai/v1", false),
        ("https://r.services.ai.azure.com/openai/responses", true),
        ("https://g.azure-api.net/team/openai/v1", true),
    ] {
        for (pasted, is_undated) in [
            ("preview", true),
            ("v1", true),
            ("latest", true),
            ("2024-10-21", false),
            ("2025-04-01-preview", false),
            ("", false),
            ("v2", false),
        ] {
            let endpoint = Endpoint::parse(&format!("{base}?api-version={pasted}&a=b"), None).unwrap();
            let is_accepted = accepted && is_undated;
            assert_eq!(endpoint.api_version(), is_accepted.then_some(pasted), "{base} {pasted}");
            assert_eq!(endpoint.query.len(), 1, "{base}");
            let set = endpoint.check_api_version(pasted);
            assert_eq!(set.as_ref().err().and_then(Error::param), (!is_accepted).then_some("api_version"), "{base}");
        }
    }
    let deployment = Endpoint::parse("https://r.openai.azure.com/openai/deployments/d?API-Version=2023-05-15", None);
    let deployment = deployment.unwrap();
    assert_eq!(deployment.api_version(), Some("2023-05-15"));
    deployment.check_api_version("2025-01-01-preview").unwrap();
}

#[test]
fn apis_without_types_are_errors_with_the_alternative() {
    #[track_caller]
    fn check(url: &str, parts: &[&str]) {
        let error = Endpoint::parse(url, None).unwrap_err();
        assert!(error.is_input() && error.param() == Some("endpoint"), "{error:?}");
        assert!(parts.iter().all(|part| error.message().contains(part)), "{error} does not contain {parts:?}");
    }
    for host in ["https://r.services.ai.azure.com", "https://r.services.ai.azure.us", "https://r.openai.azure.com"] {
        for path in ["/anthropic", "/anthropic/", "/anthropic/v1", "/Anthropic/v1/messages?api-version=1"] {
            check(&format!("{host}{path}"), &["Anthropic", "SDK for Anthropic"]);
        }
        for path in ["/openai/v1/realtime?model=m", "/openai/realtime?api-version=2025-04-01-preview&deployment=d"] {
            check(&format!("{host}{path}"), &["Realtime", "WebSocket"]);
        }
        for (path, what) in [
            ("/providers/cohere/v2/rerank", "provider"),
            ("/providers/blackforestlabs/v1/flux-pro?api-version=preview", "provider"),
            ("/mai/v1/images/generations", "MAI"),
            ("/openai/v1/audio/transcriptions", "audio"),
            ("/openai/deployments/whisper/audio/translations?api-version=2024-06-01", "audio"),
            ("/openai/v1/files", "Files"),
            ("/openai/files?api-version=2024-10-21", "Files"),
            ("/openai/v1/batches", "Batch"),
            ("/openai/assistants", "Assistants"),
            ("/openai/v1/threads/t/runs", "Assistants"),
            ("/openai/v1/vector_stores", "vector stores"),
            ("/openai/v1/fine_tuning/jobs", "fine-tuning"),
            ("/openai/v1/video/generations/jobs", "video"),
            ("/api/projects/p/openai/v1/evals", "evaluations"),
            ("/contentsafety/text:analyze", "Content Safety"),
        ] {
            let without_query = path.split('?').next().unwrap();
            check(&format!("{host}{path}"), &[what, "Client::request", host, without_query]);
        }
        check(&format!("{host}/openai/deployments/d/completions"), &["legacy"]);
        check(&format!("{host}/nothing/known"), &["/openai/v1"]);
    }
    check("wss://r.openai.azure.com/openai/v1/realtime?model=m", &["Realtime"]);
    check("https://n.eastus2.models.ai.azure.com/v2/rerank", &["rerank", "https://n.eastus2.models.ai.azure.com/v2"]);
    check("https://g.azure-api.net/team/openai/v1/batches", &["Batch", "https://g.azure-api.net/team/openai/v1 "]);
    check("https://g.example/anthropic/v1/messages", &["Anthropic"]);
    check("https://ai.azure.com/resource/deployments/d", &["portal"]);
}

#[test]
fn control_characters_and_spaces_are_refused() {
    for url in [
        "https://r.openai\r\n.azure.com",
        "https://r.openai.azure.com/openai/\nv1",
        "https://r.openai.azure.com/open\tai/v1",
        "https://r.openai.azure.com/openai/v1?api-version=\r\npreview",
        "https://r.openai.azure.com/openai/v1\0",
        "https://r.openai.azure.com/openai /v1",
        "https://r.openai.azure.com/\u{85}openai",
        "https://r.openai.azure.com/\u{a0}openai/v1",
        "https://g.example/\u{1b}[0m",
    ] {
        let error = Endpoint::parse(url, None).unwrap_err();
        assert!(error.is_input() && error.param() == Some("endpoint"), "{url:?}: {error:?}");
        assert!(!error.to_string().contains(char::is_control), "{error}");
    }
    check("\thttps://r.openai.azure.com/openai/v1\r\n", OpenAiV1, "https://r.openai.azure.com/openai/v1");
}
