//! Endpoint kinds: what depends on the URL.
//!
//! # The kinds
//!
//! | kind | URL | key goes in | token's scope | `api-version` | `model` |
//! | --- | --- | --- | --- | --- | --- |
//! | [`OpenAiV1`] | `https://R.openai.azure.com/openai/v1`, `https://R.services.ai.azure.com/openai/v1` | `api-key` | `https://ai.azure.com/.default` | none | name of a deployment, required |
//! | [`Deployment`] | `https://R.openai.azure.com/openai/deployments/D` | `api-key` | `https://cognitiveservices.azure.com/.default` | `2024-10-21` | in the path |
//! | [`FoundryModels`], retired | `https://R.services.ai.azure.com/models` | `api-key` | `https://cognitiveservices.azure.com/.default` | `2024-05-01-preview` | name of a deployment |
//! | [`Serverless`] | `https://N.REGION.models.ai.azure.com` | `Authorization: Bearer` | `https://cognitiveservices.azure.com/.default` | `2024-05-01-preview` | may be left out |
//! | [`ManagedCompute`] | `https://N.REGION.inference.ml.azure.com` | `Authorization: Bearer` | `https://ml.azure.com/.default` | `2024-05-01-preview` | may be left out |
//! | [`Other`] | anything else | both | the caller's | none | as the server wants it |
//!
//! Which to take: the v1 route, if there is a choice. It serves most models of a Foundry resource, those of OpenAI and
//! others; [below](#what-v1-serves-and-what-it-does-not) is what it does not. The vendor retired the `/models` route on 2026-08-26; [migration](super::migration#from-models-to-v1) tells
//! what changes.
//!
//! The header `extra-parameters`, model information and embeddings of images exist on `FoundryModels`,
//! `Serverless` and `ManagedCompute` alone. On `OpenAiV1` and `Deployment` streams are asked for
//! their [usage](crate::ChatRequest::include_usage) and embeddings for base64 by default. A model that refuses what is sent
//! by default is asked once more without it, beside the retry policy, and the client remembers that for the model.
//!
//! [`OpenAiV1`]: crate::EndpointKind::OpenAiV1
//! [`Deployment`]: crate::EndpointKind::Deployment
//! [`FoundryModels`]: crate::EndpointKind::FoundryModels
//! [`Serverless`]: crate::EndpointKind::Serverless
//! [`ManagedCompute`]: crate::EndpointKind::ManagedCompute
//! [`Other`]: crate::EndpointKind::Other
//!
//! # URLs as people paste them
//!
//! The kind is inferred from the URL, which may be the bare resource, have a slash at its end, or be the whole address
//! of an operation as the portal shows it:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::{Client, EndpointKind};
//!
//! for (pasted, kind, endpoint) in [
//!     ("https://r.openai.azure.com", EndpointKind::OpenAiV1, "https://r.openai.azure.com/openai/v1"),
//!     (
//!         "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01",
//!         EndpointKind::Deployment,
//!         "https://r.openai.azure.com/openai/deployments/d",
//!     ),
//!     ("https://n.eastus2.models.ai.azure.com/", EndpointKind::Serverless, "https://n.eastus2.models.ai.azure.com"),
//!     ("http://localhost:8080/v1", EndpointKind::Other, "http://localhost:8080/v1"),
//! ] {
//!     let client = Client::builder(pasted).api_key("secret").build()?;
//!     assert_eq!((client.endpoint_kind(), client.endpoint()), (kind, endpoint));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An `api-version` in the URL becomes the setting; other parameters of it go on every call. The v1 route accepts `v1`,
//! `preview` and `latest` alone: a date that came with a pasted URL is dropped, one that
//! [`api_version`](crate::ClientBuilder::api_version) sets is an error.
//!
//! | pasted path of a resource | becomes |
//! | --- | --- |
//! | none, `/openai`, `/openai/responses`, `/openai/v1/…`, `/api/projects/P` | the v1 route, `/openai/v1` |
//! | `/api/projects/P/openai/v1/…` | the v1 route of the project, which takes no `api-version` at all |
//! | `/openai/deployments/D/…` | the deployment; so it does on the host of a gateway |
//! | `/models/…`, `/api/models/…` | the retired `/models` route |
//! | `/anthropic/…`, `/openai/v1/realtime` | an error: another protocol |
//! | `/providers/…`, `/mai/…`, `…/audio/…`, `/openai/v1/files`, batches, assistants and the like | an error that names the base for [`Client::request`](crate::Client::request) |
//!
//! # Clouds
//!
//! Resources of Azure Government and of Azure in China are of the same kinds, with scopes of their own:
//!
//! | cloud | hosts | scope; of managed compute |
//! | --- | --- | --- |
//! | public | `.openai.azure.com`, `.services.ai.azure.com`, `.cognitiveservices.azure.com`, `REGION.api.cognitive.microsoft.com` | see above |
//! | US Government | `.openai.azure.us`, `.services.ai.azure.us`, `.cognitiveservices.azure.us`, `REGION.api.cognitive.microsoft.us` | `https://cognitiveservices.azure.us/.default`; `https://ml.azure.us/.default` |
//! | China | `.openai.azure.cn`, `.services.ai.azure.cn`, `.cognitiveservices.azure.cn`, `REGION.api.cognitive.azure.cn` | `https://cognitiveservices.azure.cn/.default`; `https://ml.azure.cn/.default` |
//!
//! # Gateways and local servers
//!
//! They are of the kind `Other`: the key goes out in both headers. Where a gateway stands before one of the kinds, say
//! which:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::{Client, EndpointKind};
//!
//! let client = Client::builder("https://gateway.example/ai")
//!     .endpoint_kind(EndpointKind::ManagedCompute)
//!     .scope("api://gateway/.default")
//!     .header("azureml-model-deployment", "blue")
//!     .bearer("eyJ0eXAi")
//!     .build()?;
//! # assert_eq!(client.endpoint_kind(), EndpointKind::ManagedCompute);
//! # Ok(())
//! # }
//! ```
//!
//! A key or token is not sent over plain HTTP to another machine, unless
//! [`allow_credentials_over_plain_http`](crate::ClientBuilder::allow_credentials_over_plain_http) is called.
//!
//! # What v1 serves, and what it does not
//!
//! Chat completions and embeddings of OpenAI's models and of those that Azure sells directly (Mistral, DeepSeek, Llama, Grok,
//! Cohere and others), generated images of GPT image models, and the list of models. Other interfaces of a resource are
//! protocols or routes of their own, which this crate has no types for:
//!
//! | what | where it is | what to use |
//! | --- | --- | --- |
//! | Claude | Anthropic's Messages, `/anthropic/v1/messages` | a client for Anthropic's API |
//! | speech in real time | `/openai/v1/realtime`, a WebSocket | a WebSocket client |
//! | batches, files, fine-tuning, assistants | `/openai/v1/batches`, `/openai/v1/files`, … | [`Client::request`](crate::Client::request); [`to_request`](crate::ChatRequest::to_request) gives the body of a batch's line |
//! | transcription, speech, rerank, MAI images, FLUX models without a deployment route | routes of their own | [`Client::request`](crate::Client::request) |
//! | embeddings of images, model information | `FoundryModels`, `Serverless`, `ManagedCompute` | an endpoint of these kinds |
