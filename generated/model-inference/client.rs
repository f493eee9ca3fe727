// Written by `cargo xtask generate` from spec/model-inference/openapi.json: never edited.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///A choice of the response.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatChoice {
        ///Content filter results of the choice. Only services with Azure's content filter send them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///Why the model stopped generating. Services also send other values, an empty string or null.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finish_reason: ::std::option::Option<crate::raw::CompletionsFinishReason>,
        ///Index of the choice, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///Log probabilities of the tokens, if requested with `logprobs`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<ChatChoiceLogprobs>,
        ///The message of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<ChatResponseMessage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Log probabilities of the tokens of a choice.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatChoiceLogprobs {
        ///Log probabilities of the text, one entry for each token.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::vec::Vec<TokenLogprob>>,
        ///Log probabilities of the refusal, one entry for each token.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::vec::Vec<TokenLogprob>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response of a chat completion.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletions {
        ///The choices, as many as `n`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub choices: ::std::option::Option<::std::vec::Vec<ChatChoice>>,
        ///Creation time in Unix seconds. Some services send 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///Identifier of the response; may be empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name of the model. It may include a version and so differ from the name in the request; may be empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Object type: `chat.completion`, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///The name of `prompt_filter_results` in older services.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_annotations: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///Content filter results of the prompt. Only services with Azure's content filter send them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_filter_results: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///The service tier that processed the request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<::std::string::String>,
        ///Identifier of the backend configuration. Responses with the same `seed` are only comparable if it is the same.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub system_fingerprint: ::std::option::Option<::std::string::String>,
        ///The token usage. Not every service reports it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<CompletionsUsage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A tool that the model may call, by name.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum ChatCompletionsAllowedTool {
        ChatCompletionsNamedToolChoice(ChatCompletionsNamedToolChoice),
        ChatCompletionsNamedCustomToolChoice(ChatCompletionsNamedCustomToolChoice),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<ChatCompletionsNamedToolChoice>
    for ChatCompletionsAllowedTool {
        fn from(value: ChatCompletionsNamedToolChoice) -> Self {
            Self::ChatCompletionsNamedToolChoice(value)
        }
    }
    impl ::std::convert::From<ChatCompletionsNamedCustomToolChoice>
    for ChatCompletionsAllowedTool {
        fn from(value: ChatCompletionsNamedCustomToolChoice) -> Self {
            Self::ChatCompletionsNamedCustomToolChoice(value)
        }
    }
    ///The tools that the model may call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsAllowedTools {
        ///Whether the model may or must call one of them.
        pub mode: crate::raw::AllowedToolsMode,
        ///The tools by name. Each must be one of those in `tools` of the request.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub tools: ::std::vec::Vec<ChatCompletionsAllowedTool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Restricts the model to some of the tools of the request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsAllowedToolsChoice {
        ///Which tools, and whether the model must call one.
        pub allowed_tools: ChatCompletionsAllowedTools,
        #[serde(rename = "type")]
        pub type_: ChatCompletionsAllowedToolsChoiceType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ChatCompletionsAllowedToolsChoiceType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ChatCompletionsAllowedToolsChoiceType {
        #[serde(rename = "allowed_tools")]
        AllowedTools,
    }
    impl ::std::fmt::Display for ChatCompletionsAllowedToolsChoiceType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::AllowedTools => f.write_str("allowed_tools"),
            }
        }
    }
    impl ::std::str::FromStr for ChatCompletionsAllowedToolsChoiceType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "allowed_tools" => Ok(Self::AllowedTools),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChatCompletionsAllowedToolsChoiceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ChatCompletionsAllowedToolsChoiceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Generated audio.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsAudio {
        ///The audio in base64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::string::String>,
        ///Expiration time of the `id` in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<i64>,
        ///The audio format. If absent, it is the format of the audio in the request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub format: ::std::option::Option<crate::raw::AudioContentFormat>,
        ///Identifier of the audio, which references it in later requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The transcript of the audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub transcript: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Voice and format of generated audio.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsAudioOptions {
        ///File format of the audio. Streamed audio is `pcm16`.
        pub format: crate::raw::AudioOutputFormat,
        ///Name of the voice, such as `alloy`.
        pub voice: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A tool with free-form text as its input. Not every service and model supports it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsCustomToolDefinition {
        ///The tool: its name, its description, the format of its input.
        pub custom: CustomToolDefinition,
        #[serde(rename = "type")]
        pub type_: ChatCompletionsCustomToolDefinitionType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ChatCompletionsCustomToolDefinitionType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ChatCompletionsCustomToolDefinitionType {
        #[serde(rename = "custom")]
        Custom,
    }
    impl ::std::fmt::Display for ChatCompletionsCustomToolDefinitionType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Custom => f.write_str("custom"),
            }
        }
    }
    impl ::std::str::FromStr for ChatCompletionsCustomToolDefinitionType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "custom" => Ok(Self::Custom),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChatCompletionsCustomToolDefinitionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ChatCompletionsCustomToolDefinitionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Makes the model call one custom tool.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsNamedCustomToolChoice {
        ///Which custom tool.
        pub custom: ChatCompletionsNamedCustomToolChoiceCustom,
        #[serde(rename = "type")]
        pub type_: ChatCompletionsNamedCustomToolChoiceType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The custom tool that the model must call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsNamedCustomToolChoiceCustom {
        ///Its name, which must be one of those in `tools`.
        pub name: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ChatCompletionsNamedCustomToolChoiceType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ChatCompletionsNamedCustomToolChoiceType {
        #[serde(rename = "custom")]
        Custom,
    }
    impl ::std::fmt::Display for ChatCompletionsNamedCustomToolChoiceType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Custom => f.write_str("custom"),
            }
        }
    }
    impl ::std::str::FromStr for ChatCompletionsNamedCustomToolChoiceType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "custom" => Ok(Self::Custom),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChatCompletionsNamedCustomToolChoiceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ChatCompletionsNamedCustomToolChoiceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Tool choice that names the function to call. Some servers treat it as `auto`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsNamedToolChoice {
        ///The function.
        pub function: ChatCompletionsNamedToolChoiceFunction,
        #[serde(rename = "type")]
        pub type_: ChatCompletionsNamedToolChoiceType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The function that the model must call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsNamedToolChoiceFunction {
        ///Name of a function in `tools`.
        pub name: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ChatCompletionsNamedToolChoiceType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ChatCompletionsNamedToolChoiceType {
        #[serde(rename = "function")]
        Function,
    }
    impl ::std::fmt::Display for ChatCompletionsNamedToolChoiceType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Function => f.write_str("function"),
            }
        }
    }
    impl ::std::str::FromStr for ChatCompletionsNamedToolChoiceType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "function" => Ok(Self::Function),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChatCompletionsNamedToolChoiceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ChatCompletionsNamedToolChoiceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Request body of a chat completion. Fields that are not set are not sent; their defaults depend on the model.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsOptions {
        ///Voice and format of generated audio; required if `modalities` asks for audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio: ::std::option::Option<ChatCompletionsAudioOptions>,
        ///Penalizes a token for each time it has occurred in the text, -2 to 2. The default is 0; negative values encourage repetition. OpenAI's reasoning models reject it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub frequency_penalty: ::std::option::Option<f64>,
        ///Deprecated by the API: use `tool_choice`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub function_call: ::std::option::Option<ChatCompletionsOptionsFunctionCall>,
        ///Deprecated by the API: use `tools`.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub functions: ::std::vec::Vec<FunctionDefinition>,
        ///Bias of individual tokens: the key is a token id of the model's tokenizer as text, the value a bias from -100 (ban) to 100 (force). OpenAI's reasoning models reject it.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub logit_bias: ::std::collections::BTreeMap<::std::string::String, i64>,
        ///Whether to return the log probabilities of the tokens of each choice. OpenAI's reasoning models reject it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<bool>,
        ///Maximum number of tokens to generate for a choice, including reasoning tokens. Reasoning models require it instead of `max_tokens`. If it is too low, reasoning can use all of it, and the response has the finish reason `length` and no text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_completion_tokens: ::std::option::Option<i64>,
        ///Maximum number of tokens to generate for a choice. A response that reaches it is truncated and has the finish reason `length`. Reasoning models reject it and require `max_completion_tokens` instead.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_tokens: ::std::option::Option<i64>,
        ///The messages of the conversation, oldest first; at least one. Usually it starts with instructions (`system`, or `developer` for reasoning models), followed by alternating `user` and `assistant` messages.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub messages: ::std::vec::Vec<ChatRequestMessage>,
        ///Metadata of the stored completion: up to 16 key-value pairs, with keys of up to 64 characters and values of up to 512.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub metadata: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///Output modalities. The default is only text. The service returns 422 for a combination that the model does not support.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub modalities: ::std::vec::Vec<crate::raw::ChatCompletionsModality>,
        ///Name of the model. On the v1 route it is the name of a deployment and required (an unknown name returns 404), an Azure OpenAI deployment has it in its path, and it is optional for serverless and managed compute endpoints.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Number of choices to generate. The default is 1, and each choice costs its own tokens. For serverless endpoints it is an extra parameter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub n: ::std::option::Option<i64>,
        ///Whether one response may have several tool calls. The default of OpenAI models is `true`. Requires `tools`; some reasoning models reject it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parallel_tool_calls: ::std::option::Option<bool>,
        ///Predicted output: text that the response is expected to repeat for the most part, such as a file with a small edit. Matching tokens reduce latency; rejected tokens are billed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prediction: ::std::option::Option<PredictionContent>,
        ///Penalizes a token that has occurred in the text at all, -2 to 2. The default is 0; positive values encourage new topics. OpenAI's reasoning models reject it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub presence_penalty: ::std::option::Option<f64>,
        ///Key that groups requests with a common prefix, so that they use the same prompt cache. Prompts are cached from 1,024 tokens on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_key: ::std::option::Option<::std::string::String>,
        ///How long the prompt cache retains the prefix of this request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_retention: ::std::option::Option<
            crate::raw::PromptCacheRetention,
        >,
        ///Reasoning effort of a reasoning model. The supported values and the default depend on the model; other models may reject the field.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_effort: ::std::option::Option<crate::raw::ReasoningEffort>,
        ///Format of the response: text, any JSON object, or JSON that follows a schema. The default is text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub response_format: ::std::option::Option<ChatCompletionsResponseFormat>,
        ///Stable identifier of the end user for abuse monitoring. Use a hash instead of a name or an address. It replaces `user`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub safety_identifier: ::std::option::Option<::std::string::String>,
        ///Seed for sampling. The service tries to return the same response to the same request with the same seed, but does not guarantee it. A different `system_fingerprint` indicates that the backend has changed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seed: ::std::option::Option<i64>,
        ///Service tier that processes the request. The response has the tier that was used. `flex` is cheaper and slower, and fails with 408 or 429 if there is no capacity; a model without the tier returns 400.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<crate::raw::ServiceTier>,
        ///Stop sequences, at which generation stops; OpenAI models accept up to four. The response does not include the stop sequence, and its finish reason is `stop`. Some reasoning models reject it.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::one_or_many")]
        pub stop: ::std::vec::Vec<::std::string::String>,
        ///Whether the service stores the completion, for evaluation and distillation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub store: ::std::option::Option<bool>,
        ///Options of a streamed response. Only streamed requests may have it; for serverless endpoints it is an extra parameter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub stream_options: ::std::option::Option<ChatCompletionsStreamOptions>,
        ///Sampling temperature: higher values make the output more random, lower values more deterministic. The API allows 0 to 1, some services up to 2. Reasoning models reject it; for others set this or `top_p`, not both.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub temperature: ::std::option::Option<f64>,
        ///Whether the model may, must or must not call tools, or which function it must call. The default is `auto` if there are `tools`. Not every server follows it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_choice: ::std::option::Option<ChatCompletionsOptionsToolChoice>,
        ///Tools that the model may call. The model only generates the name and the arguments: the caller runs the function and sends the result in a `tool` message.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub tools: ::std::vec::Vec<ChatCompletionsTool>,
        ///Number of most likely tokens to return at each position, 0 to 20. Requires `logprobs`; OpenAI's reasoning models reject it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<i64>,
        ///Nucleus sampling, 0 to 1: only the most likely tokens with this total probability are considered. At 0.1 these are the tokens of the top 10 % of the probability mass. OpenAI's reasoning models reject it; for others set this or `temperature`, not both.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_p: ::std::option::Option<f64>,
        ///Stable identifier of the end user for abuse monitoring. Use a hash instead of a name or an address.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        ///Application and end user of the request, for Microsoft Defender for Cloud. API versions before May 2025 do not have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user_security_context: ::std::option::Option<UserSecurityContext>,
        ///Verbosity of the response. Only some models support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub verbosity: ::std::option::Option<crate::raw::Verbosity>,
        ///Options of web search, for models that support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub web_search_options: ::std::option::Option<WebSearchOptions>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Deprecated by the API: use `tool_choice`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum ChatCompletionsOptionsFunctionCall {
        String(::std::string::String),
        ChatCompletionsNamedToolChoiceFunction(ChatCompletionsNamedToolChoiceFunction),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<ChatCompletionsNamedToolChoiceFunction>
    for ChatCompletionsOptionsFunctionCall {
        fn from(value: ChatCompletionsNamedToolChoiceFunction) -> Self {
            Self::ChatCompletionsNamedToolChoiceFunction(value)
        }
    }
    ///Whether the model may, must or must not call tools, or which function it must call. The default is `auto` if there are `tools`. Not every server follows it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum ChatCompletionsOptionsToolChoice {
        ChatCompletionsToolChoicePreset(crate::raw::ChatCompletionsToolChoicePreset),
        ChatCompletionsNamedToolChoice(ChatCompletionsNamedToolChoice),
        ChatCompletionsAllowedToolsChoice(ChatCompletionsAllowedToolsChoice),
        ChatCompletionsNamedCustomToolChoice(ChatCompletionsNamedCustomToolChoice),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<crate::raw::ChatCompletionsToolChoicePreset>
    for ChatCompletionsOptionsToolChoice {
        fn from(value: crate::raw::ChatCompletionsToolChoicePreset) -> Self {
            Self::ChatCompletionsToolChoicePreset(value)
        }
    }
    impl ::std::convert::From<ChatCompletionsNamedToolChoice>
    for ChatCompletionsOptionsToolChoice {
        fn from(value: ChatCompletionsNamedToolChoice) -> Self {
            Self::ChatCompletionsNamedToolChoice(value)
        }
    }
    impl ::std::convert::From<ChatCompletionsAllowedToolsChoice>
    for ChatCompletionsOptionsToolChoice {
        fn from(value: ChatCompletionsAllowedToolsChoice) -> Self {
            Self::ChatCompletionsAllowedToolsChoice(value)
        }
    }
    impl ::std::convert::From<ChatCompletionsNamedCustomToolChoice>
    for ChatCompletionsOptionsToolChoice {
        fn from(value: ChatCompletionsNamedCustomToolChoice) -> Self {
            Self::ChatCompletionsNamedCustomToolChoice(value)
        }
    }
    ///Format of the response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(tag = "type")]
    pub enum ChatCompletionsResponseFormat {
        #[serde(rename = "json_object")]
        JsonObject,
        ///JSON that follows a schema, also called structured output.
        #[serde(rename = "json_schema")]
        JsonSchema {
            json_schema: ChatCompletionsResponseFormatJsonSchemaDefinition,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        #[serde(rename = "text")]
        Text,
        /// An object of a form that the document does not know, as it was read.
        #[serde(untagged)]
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    ///A schema of the response, its name, and whether it is strict.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsResponseFormatJsonSchemaDefinition {
        ///Description of the response for the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name of the format: up to 64 letters, digits, underscores and dashes.
        pub name: ::std::string::String,
        ///The JSON Schema. With `strict`, every object must have `additionalProperties` set to `false` and all its properties in `required`, with optional properties as a union with `null`; some models also reject keywords such as `format` and `minimum`.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub schema: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Whether the model can only generate JSON that follows the schema. The default is `false`. Strict mode supports only a subset of JSON Schema.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strict: ::std::option::Option<bool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Options of a streamed response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsStreamOptions {
        ///Whether chunks have random padding, which hides the length of their text from observers of the network.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub include_obfuscation: ::std::option::Option<bool>,
        ///Whether to report the token usage, near the end of the stream and usually in a chunk without choices. A stream that is interrupted may not have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub include_usage: ::std::option::Option<bool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A tool that the model may call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum ChatCompletionsTool {
        ChatCompletionsToolDefinition(ChatCompletionsToolDefinition),
        ChatCompletionsCustomToolDefinition(ChatCompletionsCustomToolDefinition),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<ChatCompletionsToolDefinition> for ChatCompletionsTool {
        fn from(value: ChatCompletionsToolDefinition) -> Self {
            Self::ChatCompletionsToolDefinition(value)
        }
    }
    impl ::std::convert::From<ChatCompletionsCustomToolDefinition>
    for ChatCompletionsTool {
        fn from(value: ChatCompletionsCustomToolDefinition) -> Self {
            Self::ChatCompletionsCustomToolDefinition(value)
        }
    }
    ///A tool call of the model.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsToolCall {
        ///The function's name and the arguments.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub function: ::std::option::Option<FunctionCall>,
        ///Identifier of the call; the `tool` message with its result repeats it in `tool_call_id`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Type of the tool: `function`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A function that the model may call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsToolDefinition {
        ///The function: its name, its description, its parameters.
        pub function: FunctionDefinition,
        #[serde(rename = "type")]
        pub type_: ChatCompletionsToolDefinitionType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ChatCompletionsToolDefinitionType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ChatCompletionsToolDefinitionType {
        #[serde(rename = "function")]
        Function,
    }
    impl ::std::fmt::Display for ChatCompletionsToolDefinitionType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Function => f.write_str("function"),
            }
        }
    }
    impl ::std::str::FromStr for ChatCompletionsToolDefinitionType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "function" => Ok(Self::Function),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ChatCompletionsToolDefinitionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ChatCompletionsToolDefinitionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A source of the text.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatMessageAnnotation {
        ///The kind of source: `url_citation`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        ///A web page.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub url_citation: ::std::option::Option<ChatMessageUrlCitation>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///URL of an audio recording.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatMessageAudioUrl {
        ///A URL that the service can access.
        pub url: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Content part of a user message or a tool message. The supported types depend on the model.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(tag = "type")]
    pub enum ChatMessageContentItem {
        ///An audio recording that the service downloads.
        #[serde(rename = "audio_url")]
        AudioUrl {
            ///The URL of the recording.
            audio_url: ChatMessageAudioUrl,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///A file, such as a PDF document.
        #[serde(rename = "file")]
        File {
            ///The file, within the request or by its id.
            file: ChatMessageFile,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///An image, as a URL or embedded in the request.
        #[serde(rename = "image_url")]
        ImageUrl {
            ///The URL of the image, and the detail level.
            image_url: ChatMessageImageUrl,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///An audio recording embedded in the request.
        #[serde(rename = "input_audio")]
        InputAudio {
            ///The recording and its format.
            input_audio: ChatMessageInputAudio,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///Text.
        #[serde(rename = "text")]
        Text {
            ///The text.
            text: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        /// An object of a form that the document does not know, as it was read.
        #[serde(untagged)]
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    ///A file, within the request or by its id.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatMessageFile {
        ///The file as a data URL, such as `data:application/pdf;base64,…`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_data: ::std::option::Option<::std::string::String>,
        ///The id of an uploaded file.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_id: ::std::option::Option<::std::string::String>,
        ///The name of the file. Required beside `file_data`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub filename: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///URL and detail level of an image.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatMessageImageUrl {
        ///Detail level at which the model reads the image. The default is `auto`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub detail: ::std::option::Option<crate::raw::ChatMessageImageDetailLevel>,
        ///A URL that the service can access, or the image itself as a data URL, such as `data:image/png;base64,…`.
        pub url: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An audio recording embedded in the request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatMessageInputAudio {
        ///The recording in base64.
        pub data: ::std::string::String,
        ///The audio format.
        pub format: crate::raw::AudioContentFormat,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A web page that the text cites.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatMessageUrlCitation {
        ///Where the cited text ends in the content, in characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_index: ::std::option::Option<i64>,
        ///Where the cited text starts in the content, in characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_index: ::std::option::Option<i64>,
        ///The title of the page.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub title: ::std::option::Option<::std::string::String>,
        ///The address of the page.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub url: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Reference to the audio of an earlier response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatRequestAudioReference {
        ///The `id` of the audio, which is valid until its `expires_at`.
        pub id: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A message of the conversation. The fields depend on the role.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(tag = "role")]
    pub enum ChatRequestMessage {
        ///Assistant message: an earlier response of the model.
        #[serde(rename = "assistant")]
        Assistant {
            ///A reference to the audio of the response.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            audio: ::std::option::Option<ChatRequestAudioReference>,
            ///The text of the response; `None` for a response that only calls tools.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            content: ::std::option::Option<::std::string::String>,
            ///The refusal of the model.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            refusal: ::std::option::Option<::std::string::String>,
            ///The tool calls of the response. Each must be followed by a `tool` message with its `id`.
            #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
            #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
            tool_calls: ::std::vec::Vec<ChatCompletionsToolCall>,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///Developer message: instructions for a reasoning model, instead of a system message. A request should not have both.
        #[serde(rename = "developer")]
        Developer {
            ///The instructions.
            content: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///System message: instructions for the whole conversation.
        #[serde(rename = "system")]
        System {
            ///The instructions.
            content: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///Tool message: the result of a tool call.
        #[serde(rename = "tool")]
        Tool {
            ///The result: text, or a list of content parts. OpenAI models accept only text parts here, Cohere models only text that is valid JSON.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            content: ::std::option::Option<ChatRequestMessageContent>,
            ///The `id` of the tool call.
            tool_call_id: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///User message.
        #[serde(rename = "user")]
        User {
            ///The text, or a list of content parts such as text, images and audio.
            content: ChatRequestMessageContent,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        /// An object of a form that the document does not know, as it was read.
        #[serde(untagged)]
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    ///Text or a list of content parts. The supported types of parts depend on the model.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum ChatRequestMessageContent {
        String(::std::string::String),
        Array(::std::vec::Vec<ChatMessageContentItem>),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<::std::vec::Vec<ChatMessageContentItem>>
    for ChatRequestMessageContent {
        fn from(value: ::std::vec::Vec<ChatMessageContentItem>) -> Self {
            Self::Array(value)
        }
    }
    ///Message of a response.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatResponseMessage {
        ///The sources of the text, from models that search the web.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub annotations: ::std::option::Option<::std::vec::Vec<ChatMessageAnnotation>>,
        ///The generated audio, if requested with `modalities`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio: ::std::option::Option<ChatCompletionsAudio>,
        ///The text. It is absent or null if the model only calls tools, or if the content filter blocked it. Some models, such as DeepSeek-R1, start it with their reasoning between `<think>` and `</think>`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::string::String>,
        ///The reasoning, in the field of vLLM, Ollama and OpenRouter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning: ::std::option::Option<::std::string::String>,
        ///The reasoning, from services that send it in a field of its own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_content: ::std::option::Option<::std::string::String>,
        ///The reasoning that was part of the content, as thinking parts or between `<think>` tags. This crate moves it here; no service sends or receives this field.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_in_content: ::std::option::Option<::std::string::String>,
        ///The refusal of the model, instead of `content`. Models send it with structured output.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::string::String>,
        ///Role of the author: `assistant`, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::raw::ChatRole>,
        ///The tool calls. The next request must have a `tool` message with the result of each.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_calls: ::std::option::Option<::std::vec::Vec<ChatCompletionsToolCall>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Token usage of a response, for all choices together.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CompletionsUsage {
        ///Number of generated tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completion_tokens: ::std::option::Option<i64>,
        ///Breakdown of the generated tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completion_tokens_details: ::std::option::Option<CompletionsUsageDetails>,
        ///Number of tokens of the prompt, including all messages and tool definitions.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_tokens: ::std::option::Option<i64>,
        ///Breakdown of the tokens of the prompt.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_tokens_details: ::std::option::Option<PromptUsageDetails>,
        ///Total number of tokens of prompt and completion.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Breakdown of the generated tokens. Services send only some of the counts.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CompletionsUsageDetails {
        ///Number of tokens of the predicted output that appear in the response.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub accepted_prediction_tokens: ::std::option::Option<i64>,
        ///Number of tokens of generated audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio_tokens: ::std::option::Option<i64>,
        ///Number of reasoning tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_tokens: ::std::option::Option<i64>,
        ///Number of tokens of the predicted output that do not appear in the response. They are billed as generated tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rejected_prediction_tokens: ::std::option::Option<i64>,
        ///Not sent by any known service, although the OpenAPI document requires it. `CompletionsUsage` has the total.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The range of the text that a result of the asynchronous content filter applies to.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ContentFilterOffsets {
        ///The position up to which the text has been fully checked.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub check_offset: ::std::option::Option<i64>,
        ///The end of the range.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_offset: ::std::option::Option<i64>,
        ///The start of the range.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_offset: ::std::option::Option<i64>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///A tool with free-form text as its input.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CustomToolDefinition {
        ///What the tool does and when to use it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Format of the input, such as a grammar. The default is any text.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub format: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Name of the tool: 1 to 64 letters, digits, underscores and dashes.
        pub name: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The vector of one input.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingItem {
        ///The vector.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub embedding: ::std::option::Option<crate::raw::EmbeddingVector>,
        ///Index of the input, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///Object type: `embedding`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Text, or a list of tokens.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum EmbeddingsInput {
        String(::std::string::String),
        Array(::std::vec::Vec<i64>),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<::std::vec::Vec<i64>> for EmbeddingsInput {
        fn from(value: ::std::vec::Vec<i64>) -> Self {
            Self::Array(value)
        }
    }
    ///Request body for embeddings of texts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingsOptions {
        ///Number of dimensions of the vectors. The default depends on the model; a model with a fixed number returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub dimensions: ::std::option::Option<i64>,
        ///Encoding format of the vectors. The service's default is `float`. A model that does not support the format returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub encoding_format: ::std::option::Option<crate::raw::EmbeddingEncodingFormat>,
        ///The texts. The response has one vector for each.
        #[serde(deserialize_with = "crate::raw::reading::one_or_many")]
        pub input: ::std::vec::Vec<EmbeddingsInput>,
        ///What the texts are used for. A model that does not support it may return 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_type: ::std::option::Option<crate::raw::EmbeddingInputType>,
        ///Name of the model. On the v1 route it is the name of a deployment and required (an unknown name returns 404), an Azure OpenAI deployment has it in its path, and it is optional for serverless and managed compute endpoints.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///An id of the end user, for abuse monitoring.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response of an embeddings request.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingsResult {
        ///One item for each input, in any order: sort by `index`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<EmbeddingItem>>,
        ///Identifier of the response. The OpenAI routes do not send it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Object type: `list`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///The token usage.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<EmbeddingsUsage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Token usage of an embeddings request.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingsUsage {
        ///Number of tokens of the inputs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_tokens: ::std::option::Option<i64>,
        ///Equal to `prompt_tokens`, since no tokens are generated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Name and arguments of a function call.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct FunctionCall {
        ///The arguments as JSON text, as generated by the model. It may be invalid JSON, not follow the schema, or be truncated if the finish reason is `length`: validate it. In a stream it is a fragment, to be appended to those before.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arguments: ::std::option::Option<::std::string::String>,
        ///Name of a function in `tools`. In a stream the first chunk of the call has it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Definition of a function that the model may call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionDefinition {
        ///What the function does and when to use it. The model uses it to choose a function.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name of the function: 1 to 64 letters, digits, underscores and dashes.
        pub name: ::std::string::String,
        ///The parameters as a JSON Schema of an object. The default is no parameters.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub parameters: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Whether the model can only generate arguments that follow the schema. The schema must then meet the requirements of strict structured output.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strict: ::std::option::Option<bool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An image with an optional text.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageEmbeddingInput {
        ///The image as a data URL, such as `data:image/png;base64,…`.
        pub image: ::std::string::String,
        ///A text that is embedded together with the image, into the same vector. A model that only supports images returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Request body for embeddings of images.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageEmbeddingsOptions {
        ///Number of dimensions of the vectors. The default depends on the model; a model with a fixed number returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub dimensions: ::std::option::Option<i64>,
        ///Encoding format of the vectors. The service's default is `float`. A model that does not support the format returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub encoding_format: ::std::option::Option<crate::raw::EmbeddingEncodingFormat>,
        ///The images. The response has one vector for each.
        #[serde(deserialize_with = "crate::raw::reading::one_or_many")]
        pub input: ::std::vec::Vec<ImageEmbeddingInput>,
        ///What the images are used for. A model that does not support it may return 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_type: ::std::option::Option<crate::raw::EmbeddingInputType>,
        ///Name of the model, if the endpoint has several models.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A generated image.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageGenerationItem {
        ///The image file in base64, on the v1 route and deployments.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub b64_json: ::std::option::Option<::std::string::String>,
        ///The image file in base64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image: ::std::option::Option<::std::string::String>,
        ///The prompt as revised by the service.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub revised_prompt: ::std::option::Option<::std::string::String>,
        ///The seed to generate the image again.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seed: ::std::option::Option<i64>,
        ///The URL of the image instead of the file. It is valid for a limited time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub url: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An image to start from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageGenerationPrompt {
        ///The image as a data URL, such as `data:image/png;base64,…`.
        pub image: ::std::string::String,
        ///How closely to follow the image, from 0 (not at all) to 1 (entirely). The default is 1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strength: ::std::option::Option<f64>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A custom size. The supported sizes depend on the model.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageGenerationSize {
        ///Height in pixels.
        pub height: i64,
        ///Width in pixels.
        pub width: i64,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Usage of an image request.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageGenerationUsage {
        ///Number of generated images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_generations: ::std::option::Option<i64>,
        ///Number of tokens of the prompt and of input images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens: ::std::option::Option<i64>,
        ///Breakdown of the input tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens_details: ::std::option::Option<ImageUsageDetails>,
        ///Number of tokens of the generated images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens: ::std::option::Option<i64>,
        ///Breakdown of the output tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens_details: ::std::option::Option<ImageUsageDetails>,
        ///Total number of tokens of input and output.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Request body for image generation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageGenerationsOptions {
        ///Whether the background is transparent, for PNG and WebP images. Only the v1 route and deployments support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<crate::raw::ImageBackground>,
        ///An image to start from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_prompt: ::std::option::Option<ImageGenerationPrompt>,
        ///How closely an edit preserves the details of its input images. Only edits support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_fidelity: ::std::option::Option<crate::raw::ImageInputFidelity>,
        ///Name of the model, if the endpoint has several models.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///How strictly prompts are moderated. Only the v1 route and deployments support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moderation: ::std::option::Option<crate::raw::ImageModeration>,
        ///Number of images. The default is 1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub n: ::std::option::Option<i64>,
        ///The negative prompt: what the image should not show. A model that does not support it returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub negative_prompt: ::std::option::Option<::std::string::String>,
        ///Compression of JPEG and WebP images in percent, 0 to 100. Only the v1 route and deployments support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_compression: ::std::option::Option<i64>,
        ///File format of the images. The default is `png`. A model that does not support the format returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_format: ::std::option::Option<
            crate::raw::ImageGenerationOutputFormat,
        >,
        ///Number of partial images that a stream sends before each final image, 0 to 3. Only the v1 route and deployments support it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub partial_images: ::std::option::Option<i64>,
        ///The prompt: what the image should show. The supported languages depend on the model.
        pub prompt: ::std::string::String,
        ///Quality of the images. The default is `standard`. A model that does not support the quality returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub quality: ::std::option::Option<crate::raw::ImageGenerationQuality>,
        ///Seed for generation. The service tries to return the same images to the same request with the same seed, but does not guarantee it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seed: ::std::option::Option<i64>,
        ///A preset size, or a width and a height. The v1 route and deployments accept text, such as `1536x1024` or `auto`, and do not require it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<ImageGenerationsOptionsSize>,
        ///Stable identifier of the end user. Only the v1 route and deployments support it; elsewhere it is an extra parameter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A preset size, or a width and a height. The v1 route and deployments accept text, such as `1536x1024` or `auto`, and do not require it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum ImageGenerationsOptionsSize {
        ImageGenerationPreset(crate::raw::ImageGenerationPreset),
        ImageGenerationSize(ImageGenerationSize),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<crate::raw::ImageGenerationPreset>
    for ImageGenerationsOptionsSize {
        fn from(value: crate::raw::ImageGenerationPreset) -> Self {
            Self::ImageGenerationPreset(value)
        }
    }
    impl ::std::convert::From<ImageGenerationSize> for ImageGenerationsOptionsSize {
        fn from(value: ImageGenerationSize) -> Self {
            Self::ImageGenerationSize(value)
        }
    }
    ///Response of an image request.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageGenerationsResult {
        ///The background of the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<::std::string::String>,
        ///Creation time in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///The images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<ImageGenerationItem>>,
        ///Identifier of the response.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Object type: `image.generation`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///The file format of the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_format: ::std::option::Option<::std::string::String>,
        ///The quality of the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub quality: ::std::option::Option<::std::string::String>,
        ///The size of the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
        ///The usage in images or tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<ImageGenerationUsage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An event of a streamed image.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageStreamEvent {
        ///The image file in base64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub b64_json: ::std::option::Option<::std::string::String>,
        ///The background of the image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<::std::string::String>,
        ///Creation time of the event in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<i64>,
        ///The file format of the image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_format: ::std::option::Option<::std::string::String>,
        ///Index of the partial image, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub partial_image_index: ::std::option::Option<i64>,
        ///The quality of the image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub quality: ::std::option::Option<::std::string::String>,
        ///The size of the image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
        ///Type of the event, such as `image_generation.partial_image` or `image_generation.completed`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        ///The URL of the image instead of the file.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub url: ::std::option::Option<::std::string::String>,
        ///The usage of the request, in the last event.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<ImageGenerationUsage>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Breakdown of the tokens of an image request.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageUsageDetails {
        ///Number of image tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_tokens: ::std::option::Option<i64>,
        ///Number of text tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response with the list of available models.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ListModelsResponse {
        ///The models.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<Model>>,
        ///Object type: `list`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An available model.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Model {
        ///Creation time in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///Name of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Object type: `model`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///Owner of the model, such as `openai`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub owned_by: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The model that an endpoint serves.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ModelInfo {
        ///Name of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_name: ::std::option::Option<::std::string::String>,
        ///Name of the provider.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_provider_name: ::std::option::Option<::std::string::String>,
        ///Type of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_type: ::std::option::Option<crate::raw::ModelType>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Predicted output: text that a response is expected to repeat for the most part.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PredictionContent {
        ///The text, or a list of its parts.
        pub content: PredictionContentContent,
        #[serde(rename = "type")]
        pub type_: PredictionContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The text, or a list of its parts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum PredictionContentContent {
        String(::std::string::String),
        Array(::std::vec::Vec<PredictionContentPart>),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<::std::vec::Vec<PredictionContentPart>>
    for PredictionContentContent {
        fn from(value: ::std::vec::Vec<PredictionContentPart>) -> Self {
            Self::Array(value)
        }
    }
    ///A part of a predicted text.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PredictionContentPart {
        ///The text.
        pub text: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: PredictionContentPartType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`PredictionContentPartType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum PredictionContentPartType {
        #[serde(rename = "text")]
        Text,
    }
    impl ::std::fmt::Display for PredictionContentPartType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Text => f.write_str("text"),
            }
        }
    }
    impl ::std::str::FromStr for PredictionContentPartType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "text" => Ok(Self::Text),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PredictionContentPartType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PredictionContentPartType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///`PredictionContentType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum PredictionContentType {
        #[serde(rename = "content")]
        Content,
    }
    impl ::std::fmt::Display for PredictionContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Content => f.write_str("content"),
            }
        }
    }
    impl ::std::str::FromStr for PredictionContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "content" => Ok(Self::Content),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PredictionContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PredictionContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Content filter results of a prompt.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct PromptFilterResult {
        ///The content filter results.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///Index of the prompt, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_index: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Breakdown of the tokens of a prompt. Services send only some of the counts.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct PromptUsageDetails {
        ///Number of tokens of audio in the messages.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio_tokens: ::std::option::Option<i64>,
        ///Number of tokens that were written to the prompt cache.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cache_write_tokens: ::std::option::Option<i64>,
        ///Number of tokens that were read from the prompt cache.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cached_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Delta of one choice. The chunks of several choices are interleaved.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatChoiceUpdate {
        ///The range of the text that the results apply to. Only the asynchronous content filter sends it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_offsets: ::std::option::Option<
            ::std::boxed::Box<ContentFilterOffsets>,
        >,
        ///Content filter results of the choice so far, or of the range in `content_filter_offsets`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///The delta of the message. Absent in a chunk with results of the asynchronous content filter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<StreamingChatResponseMessageUpdate>,
        ///Why the model stopped generating; null or absent until then. Results of the asynchronous content filter and the usage may follow.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finish_reason: ::std::option::Option<crate::raw::CompletionsFinishReason>,
        ///Index of the choice, from 0. Index 1 may come before index 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///Log probabilities of the new tokens, if requested with `logprobs`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<::std::boxed::Box<ChatChoiceLogprobs>>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///A chunk of a streamed chat completion.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatCompletionsUpdate {
        ///The deltas of the choices. Empty in Azure's first chunk, which has the content filter results of the prompt, and in most chunks with the usage.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub choices: ::std::option::Option<::std::vec::Vec<StreamingChatChoiceUpdate>>,
        ///Creation time in Unix seconds. May be 0, as in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///Identifier of the response. May be empty, as in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name of the model. May be empty, as in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Object type: `chat.completion.chunk`, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///The name of `prompt_filter_results` in older services.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_annotations: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///Content filter results of the prompt, in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_filter_results: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///The service tier that processes the request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<::std::string::String>,
        ///Identifier of the backend configuration. Responses with the same `seed` are only comparable if it is the same.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub system_fingerprint: ::std::option::Option<::std::string::String>,
        ///The token usage, near the end of the stream. Some services send it with the last choice, some only with `include_usage`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<::std::boxed::Box<CompletionsUsage>>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Delta of a message. Texts are appended to those of earlier chunks.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatResponseMessageUpdate {
        ///Further sources of the text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub annotations: ::std::option::Option<::std::vec::Vec<ChatMessageAnnotation>>,
        ///The audio delta.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio: ::std::option::Option<::std::boxed::Box<ChatCompletionsAudio>>,
        ///The text delta.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::string::String>,
        ///The reasoning, in the field of vLLM, Ollama and OpenRouter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning: ::std::option::Option<::std::string::String>,
        ///The reasoning delta, from services that send it in a field of its own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_content: ::std::option::Option<::std::string::String>,
        ///The reasoning that was part of the content, as thinking parts or between `<think>` tags. This crate moves it here; no service sends or receives this field.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_in_content: ::std::option::Option<::std::string::String>,
        ///The refusal delta.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::string::String>,
        ///Role of the author: `assistant`, usually only in the first chunk, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::raw::ChatRole>,
        ///The deltas of tool calls.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_calls: ::std::option::Option<
            ::std::vec::Vec<StreamingChatResponseToolCallUpdate>,
        >,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Delta of a tool call.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatResponseToolCallUpdate {
        ///The name in the first chunk, and fragments of the arguments in all chunks. Some services send everything in one chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub function: ::std::option::Option<FunctionCall>,
        ///Identifier of the call. Usually only its first chunk has it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Index of the call in the message. Some services omit it, repeat it or start at 1, so the `id` and the order are relevant too.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///Type of the tool: `function`. Usually only the first chunk has it.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Log probability of a token.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct TokenLogprob {
        ///The UTF-8 bytes of the token, to join characters that span several tokens. Null if the token has none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bytes: ::std::option::Option<::std::vec::Vec<i64>>,
        ///Natural logarithm of the probability, at most 0. OpenAI models send `-9999.0` for a very unlikely token.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///The token as text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        ///The most likely tokens at this position, as many as `top_logprobs`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<::std::vec::Vec<TopLogprob>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///One of the most likely tokens at a position.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct TopLogprob {
        ///The UTF-8 bytes of the token. Null if the token has none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bytes: ::std::option::Option<::std::vec::Vec<i64>>,
        ///Natural logarithm of the probability, at most 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///The token as text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Application and end user of a request, for Microsoft Defender for Cloud.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct UserSecurityContext {
        ///Name of the application, up to 100 characters. It must not contain personal data.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub application_name: ::std::option::Option<::std::string::String>,
        ///Object ID of the end user in Microsoft Entra ID: a GUID of 36 characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_user_id: ::std::option::Option<::std::string::String>,
        ///Microsoft 365 tenant ID of the end user, a GUID. Required for multitenant applications.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_user_tenant_id: ::std::option::Option<::std::string::String>,
        ///IP address of the end user, IPv4 or IPv6.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source_ip: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Geographic location.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct WebSearchLocation {
        ///Name of the city, such as `San Francisco`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub city: ::std::option::Option<::std::string::String>,
        ///Code of the country in two letters (ISO 3166-1), such as `US`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub country: ::std::option::Option<::std::string::String>,
        ///Name of the region, such as `California`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub region: ::std::option::Option<::std::string::String>,
        ///Name of the time zone (IANA), such as `America/Los_Angeles`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timezone: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Options of web search.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct WebSearchOptions {
        ///How much of the search results is added to the context of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub search_context_size: ::std::option::Option<crate::raw::WebSearchContextSize>,
        ///Approximate location of the end user.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user_location: ::std::option::Option<WebSearchUserLocation>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Approximate location of an end user.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct WebSearchUserLocation {
        ///The location.
        pub approximate: WebSearchLocation,
        #[serde(rename = "type")]
        pub type_: WebSearchUserLocationType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`WebSearchUserLocationType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum WebSearchUserLocationType {
        #[serde(rename = "approximate")]
        Approximate,
    }
    impl ::std::fmt::Display for WebSearchUserLocationType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Approximate => f.write_str("approximate"),
            }
        }
    }
    impl ::std::str::FromStr for WebSearchUserLocationType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "approximate" => Ok(Self::Approximate),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for WebSearchUserLocationType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for WebSearchUserLocationType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
    impl ::std::convert::From<&str> for ChatCompletionsOptionsFunctionCall {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String>
    for ChatCompletionsOptionsFunctionCall {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for ChatRequestMessageContent {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String> for ChatRequestMessageContent {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for EmbeddingsInput {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String> for EmbeddingsInput {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for PredictionContentContent {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String> for PredictionContentContent {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    crate::raw::reading::response_type! {
        ChatChoice, "an object: ChatChoice" { "content_filter_results" =>
        content_filter_results, "finish_reason" => finish_reason, "index" => index,
        "logprobs" => logprobs, "message" => message, }
    }
    crate::raw::reading::response_type! {
        ChatChoiceLogprobs, "an object: ChatChoiceLogprobs" { "content" => content,
        "refusal" => refusal, }
    }
    crate::raw::reading::response_type! {
        ChatCompletions, "an object: ChatCompletions" { "choices" => choices, "created"
        => created, "id" => id, "model" => model, "object" => object,
        "prompt_annotations" => prompt_annotations, "prompt_filter_results" =>
        prompt_filter_results, "service_tier" => service_tier, "system_fingerprint" =>
        system_fingerprint, "usage" => usage, }
    }
    crate::raw::reading::response_type! {
        ChatCompletionsAudio, "an object: ChatCompletionsAudio" { "data" => data,
        "expires_at" => expires_at, "format" => format, "id" => id, "transcript" =>
        transcript, }
    }
    crate::raw::reading::response_type! {
        ChatCompletionsToolCall, "an object: ChatCompletionsToolCall" { "function" =>
        function, "id" => id, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ChatMessageAnnotation, "an object: ChatMessageAnnotation" { "type" => type_,
        "url_citation" => url_citation, }
    }
    crate::raw::reading::response_type! {
        ChatMessageUrlCitation, "an object: ChatMessageUrlCitation" { "end_index" =>
        end_index, "start_index" => start_index, "title" => title, "url" => url, }
    }
    crate::raw::reading::response_type! {
        ChatResponseMessage, "an object: ChatResponseMessage" { "annotations" =>
        annotations, "audio" => audio, "content" => content, "reasoning" => reasoning,
        "reasoning_content" => reasoning_content, "reasoning_in_content" =>
        reasoning_in_content, "refusal" => refusal, "role" => role, "tool_calls" =>
        tool_calls, }
    }
    crate::raw::reading::response_type! {
        CompletionsUsage, "an object: CompletionsUsage" { "completion_tokens" =>
        completion_tokens, "completion_tokens_details" => completion_tokens_details,
        "prompt_tokens" => prompt_tokens, "prompt_tokens_details" =>
        prompt_tokens_details, "total_tokens" => total_tokens, }
    }
    crate::raw::reading::response_type! {
        CompletionsUsageDetails, "an object: CompletionsUsageDetails" {
        "accepted_prediction_tokens" => accepted_prediction_tokens, "audio_tokens" =>
        audio_tokens, "reasoning_tokens" => reasoning_tokens,
        "rejected_prediction_tokens" => rejected_prediction_tokens, "total_tokens" =>
        total_tokens, }
    }
    crate::raw::reading::response_type! {
        ContentFilterOffsets, "an object: ContentFilterOffsets" { "check_offset" =>
        check_offset, "end_offset" => end_offset, "start_offset" => start_offset, }
    }
    crate::raw::reading::response_type! {
        EmbeddingItem, "an object: EmbeddingItem" { "embedding" => embedding, "index" =>
        index, "object" => object, }
    }
    crate::raw::reading::response_type! {
        EmbeddingsResult, "an object: EmbeddingsResult" { "data" => data, "id" => id,
        "model" => model, "object" => object, "usage" => usage, }
    }
    crate::raw::reading::response_type! {
        EmbeddingsUsage, "an object: EmbeddingsUsage" { "prompt_tokens" => prompt_tokens,
        "total_tokens" => total_tokens, }
    }
    crate::raw::reading::response_type! {
        FunctionCall, "an object: FunctionCall" { "arguments" => arguments, "name" =>
        name, }
    }
    crate::raw::reading::response_type! {
        ImageGenerationItem, "an object: ImageGenerationItem" { "b64_json" => b64_json,
        "image" => image, "revised_prompt" => revised_prompt, "seed" => seed, "url" =>
        url, }
    }
    crate::raw::reading::response_type! {
        ImageGenerationUsage, "an object: ImageGenerationUsage" { "image_generations" =>
        image_generations, "input_tokens" => input_tokens, "input_tokens_details" =>
        input_tokens_details, "output_tokens" => output_tokens, "output_tokens_details"
        => output_tokens_details, "total_tokens" => total_tokens, }
    }
    crate::raw::reading::response_type! {
        ImageGenerationsResult, "an object: ImageGenerationsResult" { "background" =>
        background, "created" => created, "data" => data, "id" => id, "model" => model,
        "object" => object, "output_format" => output_format, "quality" => quality,
        "size" => size, "usage" => usage, }
    }
    crate::raw::reading::response_type! {
        ImageStreamEvent, "an object: ImageStreamEvent" { "b64_json" => b64_json,
        "background" => background, "created_at" => created_at, "output_format" =>
        output_format, "partial_image_index" => partial_image_index, "quality" =>
        quality, "size" => size, "type" => type_, "url" => url, "usage" => usage, }
    }
    crate::raw::reading::response_type! {
        ImageUsageDetails, "an object: ImageUsageDetails" { "image_tokens" =>
        image_tokens, "text_tokens" => text_tokens, }
    }
    crate::raw::reading::response_type! {
        ListModelsResponse, "an object: ListModelsResponse" { "data" => data, "object" =>
        object, }
    }
    crate::raw::reading::response_type! {
        Model, "an object: Model" { "created" => created, "id" => id, "object" => object,
        "owned_by" => owned_by, }
    }
    crate::raw::reading::response_type! {
        ModelInfo, "an object: ModelInfo" { "model_name" => model_name,
        "model_provider_name" => model_provider_name, "model_type" => model_type, }
    }
    crate::raw::reading::response_type! {
        PromptFilterResult, "an object: PromptFilterResult" { "content_filter_results" =>
        content_filter_results, "prompt_index" => prompt_index, }
    }
    crate::raw::reading::response_type! {
        PromptUsageDetails, "an object: PromptUsageDetails" { "audio_tokens" =>
        audio_tokens, "cache_write_tokens" => cache_write_tokens, "cached_tokens" =>
        cached_tokens, }
    }
    crate::raw::reading::response_type! {
        StreamingChatChoiceUpdate, "an object: StreamingChatChoiceUpdate" {
        "content_filter_offsets" => content_filter_offsets, "content_filter_results" =>
        content_filter_results, "delta" => delta, "finish_reason" => finish_reason,
        "index" => index, "logprobs" => logprobs, }
    }
    crate::raw::reading::response_type! {
        StreamingChatCompletionsUpdate, "an object: StreamingChatCompletionsUpdate" {
        "choices" => choices, "created" => created, "id" => id, "model" => model,
        "object" => object, "prompt_annotations" => prompt_annotations,
        "prompt_filter_results" => prompt_filter_results, "service_tier" => service_tier,
        "system_fingerprint" => system_fingerprint, "usage" => usage, }
    }
    crate::raw::reading::response_type! {
        StreamingChatResponseMessageUpdate,
        "an object: StreamingChatResponseMessageUpdate" { "annotations" => annotations,
        "audio" => audio, "content" => content, "reasoning" => reasoning,
        "reasoning_content" => reasoning_content, "reasoning_in_content" =>
        reasoning_in_content, "refusal" => refusal, "role" => role, "tool_calls" =>
        tool_calls, }
    }
    crate::raw::reading::response_type! {
        StreamingChatResponseToolCallUpdate,
        "an object: StreamingChatResponseToolCallUpdate" { "function" => function, "id"
        => id, "index" => index, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        TokenLogprob, "an object: TokenLogprob" { "bytes" => bytes, "logprob" => logprob,
        "token" => token, "top_logprobs" => top_logprobs, }
    }
    crate::raw::reading::response_type! {
        TopLogprob, "an object: TopLogprob" { "bytes" => bytes, "logprob" => logprob,
        "token" => token, }
    }
    impl ChatCompletionsAllowedTools {
        /// With the required properties; the others are left out.
        pub fn new(
            mode: impl ::std::convert::Into<crate::raw::AllowedToolsMode>,
            tools: impl ::std::iter::IntoIterator<
                Item = impl ::std::convert::Into<ChatCompletionsAllowedTool>,
            >,
        ) -> Self {
            Self {
                mode: mode.into(),
                tools: tools.into_iter().map(::std::convert::Into::into).collect(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsAllowedToolsChoice {
        /// With the required properties; the others are left out.
        pub fn new(
            allowed_tools: impl ::std::convert::Into<ChatCompletionsAllowedTools>,
        ) -> Self {
            Self {
                allowed_tools: allowed_tools.into(),
                type_: ChatCompletionsAllowedToolsChoiceType::AllowedTools,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsAudioOptions {
        /// With the required properties; the others are left out.
        pub fn new(
            format: impl ::std::convert::Into<crate::raw::AudioOutputFormat>,
            voice: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self {
                format: format.into(),
                voice: voice.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsCustomToolDefinition {
        /// With the required properties; the others are left out.
        pub fn new(custom: impl ::std::convert::Into<CustomToolDefinition>) -> Self {
            Self {
                custom: custom.into(),
                type_: ChatCompletionsCustomToolDefinitionType::Custom,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsNamedCustomToolChoice {
        /// With the required properties; the others are left out.
        pub fn new(
            custom: impl ::std::convert::Into<ChatCompletionsNamedCustomToolChoiceCustom>,
        ) -> Self {
            Self {
                custom: custom.into(),
                type_: ChatCompletionsNamedCustomToolChoiceType::Custom,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsNamedCustomToolChoiceCustom {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsNamedToolChoice {
        /// With the required properties; the others are left out.
        pub fn new(
            function: impl ::std::convert::Into<ChatCompletionsNamedToolChoiceFunction>,
        ) -> Self {
            Self {
                function: function.into(),
                type_: ChatCompletionsNamedToolChoiceType::Function,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsNamedToolChoiceFunction {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsOptions {
        /// With the required properties; the others are left out.
        pub fn new(
            messages: impl ::std::convert::Into<::std::vec::Vec<ChatRequestMessage>>,
        ) -> Self {
            Self {
                audio: ::std::default::Default::default(),
                frequency_penalty: ::std::default::Default::default(),
                function_call: ::std::default::Default::default(),
                functions: ::std::default::Default::default(),
                logit_bias: ::std::default::Default::default(),
                logprobs: ::std::default::Default::default(),
                max_completion_tokens: ::std::default::Default::default(),
                max_tokens: ::std::default::Default::default(),
                messages: messages.into(),
                metadata: ::std::default::Default::default(),
                modalities: ::std::default::Default::default(),
                model: ::std::default::Default::default(),
                n: ::std::default::Default::default(),
                parallel_tool_calls: ::std::default::Default::default(),
                prediction: ::std::default::Default::default(),
                presence_penalty: ::std::default::Default::default(),
                prompt_cache_key: ::std::default::Default::default(),
                prompt_cache_retention: ::std::default::Default::default(),
                reasoning_effort: ::std::default::Default::default(),
                response_format: ::std::default::Default::default(),
                safety_identifier: ::std::default::Default::default(),
                seed: ::std::default::Default::default(),
                service_tier: ::std::default::Default::default(),
                stop: ::std::default::Default::default(),
                store: ::std::default::Default::default(),
                stream_options: ::std::default::Default::default(),
                temperature: ::std::default::Default::default(),
                tool_choice: ::std::default::Default::default(),
                tools: ::std::default::Default::default(),
                top_logprobs: ::std::default::Default::default(),
                top_p: ::std::default::Default::default(),
                user: ::std::default::Default::default(),
                user_security_context: ::std::default::Default::default(),
                verbosity: ::std::default::Default::default(),
                web_search_options: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsResponseFormat {
        ///The variant `json_object`.
        pub fn json_object() -> Self {
            Self::JsonObject
        }
        ///The variant `json_schema` with what it requires; the rest is left out.
        pub fn json_schema(
            json_schema: impl ::std::convert::Into<
                ChatCompletionsResponseFormatJsonSchemaDefinition,
            >,
        ) -> Self {
            Self::JsonSchema {
                json_schema: json_schema.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `text`.
        pub fn text() -> Self {
            Self::Text
        }
    }
    impl ChatCompletionsResponseFormatJsonSchemaDefinition {
        /// With the required properties; the others are left out.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            schema: impl ::std::convert::Into<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
            >,
        ) -> Self {
            Self {
                description: ::std::default::Default::default(),
                name: name.into(),
                schema: schema.into(),
                strict: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsToolDefinition {
        /// With the required properties; the others are left out.
        pub fn new(function: impl ::std::convert::Into<FunctionDefinition>) -> Self {
            Self {
                function: function.into(),
                type_: ChatCompletionsToolDefinitionType::Function,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatMessageAudioUrl {
        /// With the required properties; the others are left out.
        pub fn new(url: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                url: url.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatMessageContentItem {
        ///The variant `audio_url` with what it requires; the rest is left out.
        pub fn audio_url(
            audio_url: impl ::std::convert::Into<ChatMessageAudioUrl>,
        ) -> Self {
            Self::AudioUrl {
                audio_url: audio_url.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `file` with what it requires; the rest is left out.
        pub fn file(file: impl ::std::convert::Into<ChatMessageFile>) -> Self {
            Self::File {
                file: file.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `image_url` with what it requires; the rest is left out.
        pub fn image_url(
            image_url: impl ::std::convert::Into<ChatMessageImageUrl>,
        ) -> Self {
            Self::ImageUrl {
                image_url: image_url.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `input_audio` with what it requires; the rest is left out.
        pub fn input_audio(
            input_audio: impl ::std::convert::Into<ChatMessageInputAudio>,
        ) -> Self {
            Self::InputAudio {
                input_audio: input_audio.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `text` with what it requires; the rest is left out.
        pub fn text(text: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self::Text {
                text: text.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatMessageImageUrl {
        /// With the required properties; the others are left out.
        pub fn new(url: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                detail: ::std::default::Default::default(),
                url: url.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatMessageInputAudio {
        /// With the required properties; the others are left out.
        pub fn new(
            data: impl ::std::convert::Into<::std::string::String>,
            format: impl ::std::convert::Into<crate::raw::AudioContentFormat>,
        ) -> Self {
            Self {
                data: data.into(),
                format: format.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatRequestAudioReference {
        /// With the required properties; the others are left out.
        pub fn new(id: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                id: id.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatRequestMessage {
        ///The variant `assistant` with what it requires; the rest is left out.
        pub fn assistant() -> Self {
            Self::Assistant {
                audio: ::std::default::Default::default(),
                content: ::std::default::Default::default(),
                refusal: ::std::default::Default::default(),
                tool_calls: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `developer` with what it requires; the rest is left out.
        pub fn developer(
            content: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self::Developer {
                content: content.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `system` with what it requires; the rest is left out.
        pub fn system(
            content: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self::System {
                content: content.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `tool` with what it requires; the rest is left out.
        pub fn tool(
            tool_call_id: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self::Tool {
                content: ::std::default::Default::default(),
                tool_call_id: tool_call_id.into(),
                extra: ::std::default::Default::default(),
            }
        }
        ///The variant `user` with what it requires; the rest is left out.
        pub fn user(
            content: impl ::std::convert::Into<ChatRequestMessageContent>,
        ) -> Self {
            Self::User {
                content: content.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl CustomToolDefinition {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                description: ::std::default::Default::default(),
                format: ::std::default::Default::default(),
                name: name.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl EmbeddingsOptions {
        /// With the required properties; the others are left out.
        pub fn new(
            input: impl ::std::iter::IntoIterator<
                Item = impl ::std::convert::Into<EmbeddingsInput>,
            >,
        ) -> Self {
            Self {
                dimensions: ::std::default::Default::default(),
                encoding_format: ::std::default::Default::default(),
                input: input.into_iter().map(::std::convert::Into::into).collect(),
                input_type: ::std::default::Default::default(),
                model: ::std::default::Default::default(),
                user: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl FunctionDefinition {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                description: ::std::default::Default::default(),
                name: name.into(),
                parameters: ::std::default::Default::default(),
                strict: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageEmbeddingInput {
        /// With the required properties; the others are left out.
        pub fn new(image: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                image: image.into(),
                text: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageEmbeddingsOptions {
        /// With the required properties; the others are left out.
        pub fn new(
            input: impl ::std::convert::Into<::std::vec::Vec<ImageEmbeddingInput>>,
        ) -> Self {
            Self {
                dimensions: ::std::default::Default::default(),
                encoding_format: ::std::default::Default::default(),
                input: input.into(),
                input_type: ::std::default::Default::default(),
                model: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageGenerationPrompt {
        /// With the required properties; the others are left out.
        pub fn new(image: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                image: image.into(),
                strength: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageGenerationSize {
        /// With the required properties; the others are left out.
        pub fn new(
            height: impl ::std::convert::Into<i64>,
            width: impl ::std::convert::Into<i64>,
        ) -> Self {
            Self {
                height: height.into(),
                width: width.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageGenerationsOptions {
        /// With the required properties; the others are left out.
        pub fn new(prompt: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                background: ::std::default::Default::default(),
                image_prompt: ::std::default::Default::default(),
                input_fidelity: ::std::default::Default::default(),
                model: ::std::default::Default::default(),
                moderation: ::std::default::Default::default(),
                n: ::std::default::Default::default(),
                negative_prompt: ::std::default::Default::default(),
                output_compression: ::std::default::Default::default(),
                output_format: ::std::default::Default::default(),
                partial_images: ::std::default::Default::default(),
                prompt: prompt.into(),
                quality: ::std::default::Default::default(),
                seed: ::std::default::Default::default(),
                size: ::std::default::Default::default(),
                user: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl PredictionContent {
        /// With the required properties; the others are left out.
        pub fn new(
            content: impl ::std::convert::Into<PredictionContentContent>,
        ) -> Self {
            Self {
                content: content.into(),
                type_: PredictionContentType::Content,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl PredictionContentPart {
        /// With the required properties; the others are left out.
        pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                text: text.into(),
                type_: PredictionContentPartType::Text,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl WebSearchUserLocation {
        /// With the required properties; the others are left out.
        pub fn new(approximate: impl ::std::convert::Into<WebSearchLocation>) -> Self {
            Self {
                approximate: approximate.into(),
                type_: WebSearchUserLocationType::Approximate,
                extra: ::std::default::Default::default(),
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for AI Model Inference

Client with one method for each operation of the OpenAPI document: sends typed bodies and returns typed responses. Any status other than 200 is an unexpected response.

Version: 2025-05-15-preview*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::raw::CallContext,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::raw::CallContext) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::raw::CallContext,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::raw::CallContext> for Client {
    fn api_version() -> &'static str {
        "2025-05-15-preview"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::raw::CallContext {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::raw::CallContext>,
    {}
};
#[allow(clippy::all)]
impl Client {
    /**Creates a chat completion. Every kind of endpoint supports it. The body has no `stream` field: this method returns whole responses.

Sends a `POST` request to `/chat/completions`

Arguments:
- `api_version`: Version of the API, by date. Foundry models, serverless and managed compute endpoints accept `2024-05-01-preview`, an Azure OpenAI deployment has versions of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: How the service handles body fields that its API does not have, such as `n` on a serverless endpoint. By default the service decides. The v1 route and Azure OpenAI deployments do not support this header.
- `body`
*/
    pub async fn get_chat_completions<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::ChatCompletionsOptions,
    ) -> Result<ResponseValue<types::ChatCompletions>, Error<()>> {
        let url = self.inner.url("/chat/completions");
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = {
            let builder = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body);
            let builder = if api_version.is_some() {
                builder
                    .query(
                        &progenitor_client::QueryParam::new("api-version", &api_version),
                    )
            } else {
                builder
            };
            let builder = if !header_map.is_empty() {
                builder.headers(header_map)
            } else {
                builder
            };
            builder.build()?
        };
        let info = OperationInfo {
            operation_id: "get_chat_completions",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::raw::decoded(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Creates an embedding of each text. The model must be an embedding model.

Sends a `POST` request to `/embeddings`

Arguments:
- `api_version`: Version of the API, by date. Foundry models, serverless and managed compute endpoints accept `2024-05-01-preview`, an Azure OpenAI deployment has versions of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: How the service handles body fields that its API does not have. By default the service decides. The v1 route and Azure OpenAI deployments do not support this header.
- `body`
*/
    pub async fn get_embeddings<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::EmbeddingsOptions,
    ) -> Result<ResponseValue<types::EmbeddingsResult>, Error<()>> {
        let url = self.inner.url("/embeddings");
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = {
            let builder = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body);
            let builder = if api_version.is_some() {
                builder
                    .query(
                        &progenitor_client::QueryParam::new("api-version", &api_version),
                    )
            } else {
                builder
            };
            let builder = if !header_map.is_empty() {
                builder.headers(header_map)
            } else {
                builder
            };
            builder.build()?
        };
        let info = OperationInfo {
            operation_id: "get_embeddings",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::raw::decoded(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Creates an embedding of each image together with its optional text. Foundry models, serverless and managed compute endpoints support it; the v1 route and Azure OpenAI deployments do not.

Sends a `POST` request to `/images/embeddings`

Arguments:
- `api_version`: Version of the API, by date. Foundry models, serverless and managed compute endpoints accept `2024-05-01-preview`, an Azure OpenAI deployment has versions of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: How the service handles body fields that its API does not have. By default the service decides.
- `body`
*/
    pub async fn get_image_embeddings<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::ImageEmbeddingsOptions,
    ) -> Result<ResponseValue<types::EmbeddingsResult>, Error<()>> {
        let url = self.inner.url("/images/embeddings");
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = {
            let builder = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body);
            let builder = if api_version.is_some() {
                builder
                    .query(
                        &progenitor_client::QueryParam::new("api-version", &api_version),
                    )
            } else {
                builder
            };
            let builder = if !header_map.is_empty() {
                builder.headers(header_map)
            } else {
                builder
            };
            builder.build()?
        };
        let info = OperationInfo {
            operation_id: "get_image_embeddings",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::raw::decoded(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Generates images from a text prompt and an optional image. The request and the response have the form of the Foundry models route; the v1 route and Azure OpenAI deployments use another. Only preview versions of the API have it, from `2025-05-01-preview` on.

Sends a `POST` request to `/images/generations`

Arguments:
- `api_version`: Version of the API, by date. Foundry models, serverless and managed compute endpoints accept `2024-05-01-preview`, an Azure OpenAI deployment has versions of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: How the service handles body fields that its API does not have. By default the service decides.
- `body`
*/
    pub async fn get_image_generations<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::ImageGenerationsOptions,
    ) -> Result<ResponseValue<types::ImageGenerationsResult>, Error<()>> {
        let url = self.inner.url("/images/generations");
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = {
            let builder = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body);
            let builder = if api_version.is_some() {
                builder
                    .query(
                        &progenitor_client::QueryParam::new("api-version", &api_version),
                    )
            } else {
                builder
            };
            let builder = if !header_map.is_empty() {
                builder.headers(header_map)
            } else {
                builder
            };
            builder.build()?
        };
        let info = OperationInfo {
            operation_id: "get_image_generations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::raw::decoded(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Returns the model that the endpoint serves. Foundry models, serverless and managed compute endpoints support it; the v1 route and Azure OpenAI deployments return 404 or 405.

Sends a `GET` request to `/info`

Arguments:
- `api_version`: Version of the API, by date. Foundry models, serverless and managed compute endpoints accept `2024-05-01-preview`, an Azure OpenAI deployment has versions of its own such as `2024-10-21`, and the v1 route needs none.
- `model`: Name of the deployment, if the endpoint has several.
*/
    pub async fn get_model_info<'a>(
        &'a self,
        api_version: Option<&'a str>,
        model: Option<&'a str>,
    ) -> Result<ResponseValue<types::ModelInfo>, Error<()>> {
        let url = self.inner.url("/info");
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = {
            let builder = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            let builder = if api_version.is_some() {
                builder
                    .query(
                        &progenitor_client::QueryParam::new("api-version", &api_version),
                    )
            } else {
                builder
            };
            let builder = if model.is_some() {
                builder.query(&progenitor_client::QueryParam::new("model", &model))
            } else {
                builder
            };
            let builder = if !header_map.is_empty() {
                builder.headers(header_map)
            } else {
                builder
            };
            builder.build()?
        };
        let info = OperationInfo {
            operation_id: "get_model_info",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::raw::decoded(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Lists the available models. The v1 route and most OpenAI-compatible servers support it; other kinds of endpoints do not.

Sends a `GET` request to `/models`

*/
    pub async fn list_models<'a>(
        &'a self,
    ) -> Result<ResponseValue<types::ListModelsResponse>, Error<()>> {
        let url = self.inner.url("/models");
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = {
            let builder = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            let builder = if !header_map.is_empty() {
                builder.headers(header_map)
            } else {
                builder
            };
            builder.build()?
        };
        let info = OperationInfo {
            operation_id: "list_models",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::raw::decoded(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
#[allow(clippy::all)]
impl Client {
    ///[`get_chat_completions`](Self::get_chat_completions) with its parameters by name: one that the document gains changes nothing here.
    pub async fn get_chat_completions_with<'a>(
        &'a self,
        parameters: crate::raw::Parameters<'a>,
        body: &'a types::ChatCompletionsOptions,
    ) -> Result<ResponseValue<types::ChatCompletions>, Error<()>> {
        self.get_chat_completions(
                parameters.api_version,
                parameters.extra_parameters,
                body,
            )
            .await
    }
    ///[`get_embeddings`](Self::get_embeddings) with its parameters by name: one that the document gains changes nothing here.
    pub async fn get_embeddings_with<'a>(
        &'a self,
        parameters: crate::raw::Parameters<'a>,
        body: &'a types::EmbeddingsOptions,
    ) -> Result<ResponseValue<types::EmbeddingsResult>, Error<()>> {
        self.get_embeddings(parameters.api_version, parameters.extra_parameters, body)
            .await
    }
    ///[`get_image_embeddings`](Self::get_image_embeddings) with its parameters by name: one that the document gains changes nothing here.
    pub async fn get_image_embeddings_with<'a>(
        &'a self,
        parameters: crate::raw::Parameters<'a>,
        body: &'a types::ImageEmbeddingsOptions,
    ) -> Result<ResponseValue<types::EmbeddingsResult>, Error<()>> {
        self.get_image_embeddings(
                parameters.api_version,
                parameters.extra_parameters,
                body,
            )
            .await
    }
    ///[`get_image_generations`](Self::get_image_generations) with its parameters by name: one that the document gains changes nothing here.
    pub async fn get_image_generations_with<'a>(
        &'a self,
        parameters: crate::raw::Parameters<'a>,
        body: &'a types::ImageGenerationsOptions,
    ) -> Result<ResponseValue<types::ImageGenerationsResult>, Error<()>> {
        self.get_image_generations(
                parameters.api_version,
                parameters.extra_parameters,
                body,
            )
            .await
    }
    ///[`get_model_info`](Self::get_model_info) with its parameters by name: one that the document gains changes nothing here.
    pub async fn get_model_info_with<'a>(
        &'a self,
        parameters: crate::raw::Parameters<'a>,
    ) -> Result<ResponseValue<types::ModelInfo>, Error<()>> {
        self.get_model_info(parameters.api_version, parameters.model).await
    }
    ///[`list_models`](Self::list_models) with its parameters by name: one that the document gains changes nothing here.
    pub async fn list_models_with<'a>(
        &'a self,
        _parameters: crate::raw::Parameters<'a>,
    ) -> Result<ResponseValue<types::ListModelsResponse>, Error<()>> {
        self.list_models().await
    }
}
#[allow(dead_code)]
impl types::ChatCompletionsOptions {
    /// Whether a field is set that the document does not know.
    pub(crate) fn sets_marked_extras(&self) -> bool {
        self.audio.is_some() || self.function_call.is_some()
            || !self.functions.is_empty() || !self.logit_bias.is_empty()
            || self.logprobs.is_some() || self.max_completion_tokens.is_some()
            || !self.metadata.is_empty() || self.n.is_some()
            || self.parallel_tool_calls.is_some() || self.prediction.is_some()
            || self.prompt_cache_key.is_some() || self.prompt_cache_retention.is_some()
            || self.reasoning_effort.is_some() || self.safety_identifier.is_some()
            || self.service_tier.is_some() || self.store.is_some()
            || self.stream_options.is_some() || self.top_logprobs.is_some()
            || self.user.is_some() || self.verbosity.is_some()
            || self.web_search_options.is_some()
    }
    /// Unsets a field by its name in the API. Returns `false` if the field is required.
    pub(crate) fn unset(&mut self, name: &str) -> bool {
        match name {
            "audio" => self.audio = ::std::default::Default::default(),
            "frequency_penalty" => {
                self.frequency_penalty = ::std::default::Default::default();
            }
            "function_call" => self.function_call = ::std::default::Default::default(),
            "functions" => self.functions = ::std::default::Default::default(),
            "logit_bias" => self.logit_bias = ::std::default::Default::default(),
            "logprobs" => self.logprobs = ::std::default::Default::default(),
            "max_completion_tokens" => {
                self.max_completion_tokens = ::std::default::Default::default();
            }
            "max_tokens" => self.max_tokens = ::std::default::Default::default(),
            "messages" => return false,
            "metadata" => self.metadata = ::std::default::Default::default(),
            "modalities" => self.modalities = ::std::default::Default::default(),
            "model" => self.model = ::std::default::Default::default(),
            "n" => self.n = ::std::default::Default::default(),
            "parallel_tool_calls" => {
                self.parallel_tool_calls = ::std::default::Default::default();
            }
            "prediction" => self.prediction = ::std::default::Default::default(),
            "presence_penalty" => {
                self.presence_penalty = ::std::default::Default::default();
            }
            "prompt_cache_key" => {
                self.prompt_cache_key = ::std::default::Default::default();
            }
            "prompt_cache_retention" => {
                self.prompt_cache_retention = ::std::default::Default::default();
            }
            "reasoning_effort" => {
                self.reasoning_effort = ::std::default::Default::default();
            }
            "response_format" => {
                self.response_format = ::std::default::Default::default();
            }
            "safety_identifier" => {
                self.safety_identifier = ::std::default::Default::default();
            }
            "seed" => self.seed = ::std::default::Default::default(),
            "service_tier" => self.service_tier = ::std::default::Default::default(),
            "stop" => self.stop = ::std::default::Default::default(),
            "store" => self.store = ::std::default::Default::default(),
            "stream_options" => self.stream_options = ::std::default::Default::default(),
            "temperature" => self.temperature = ::std::default::Default::default(),
            "tool_choice" => self.tool_choice = ::std::default::Default::default(),
            "tools" => self.tools = ::std::default::Default::default(),
            "top_logprobs" => self.top_logprobs = ::std::default::Default::default(),
            "top_p" => self.top_p = ::std::default::Default::default(),
            "user" => self.user = ::std::default::Default::default(),
            "user_security_context" => {
                self.user_security_context = ::std::default::Default::default();
            }
            "verbosity" => self.verbosity = ::std::default::Default::default(),
            "web_search_options" => {
                self.web_search_options = ::std::default::Default::default();
            }
            _ => _ = self.extra.remove(name),
        }
        true
    }
    /// Replaces the defaults `from` by the defaults `to`. What differs from a default was set by the caller.
    pub(crate) fn rebase(&mut self, from: &Self, to: &Self) {
        crate::raw::rebase::value(&mut self.audio, &from.audio, &to.audio);
        crate::raw::rebase::value(
            &mut self.frequency_penalty,
            &from.frequency_penalty,
            &to.frequency_penalty,
        );
        crate::raw::rebase::value(
            &mut self.function_call,
            &from.function_call,
            &to.function_call,
        );
        crate::raw::rebase::optional_list(
            &mut self.functions,
            &from.functions,
            &to.functions,
        );
        crate::raw::rebase::value(
            &mut self.logit_bias,
            &from.logit_bias,
            &to.logit_bias,
        );
        crate::raw::rebase::value(&mut self.logprobs, &from.logprobs, &to.logprobs);
        crate::raw::rebase::value(
            &mut self.max_completion_tokens,
            &from.max_completion_tokens,
            &to.max_completion_tokens,
        );
        crate::raw::rebase::value(
            &mut self.max_tokens,
            &from.max_tokens,
            &to.max_tokens,
        );
        crate::raw::rebase::list(&mut self.messages, &from.messages, &to.messages);
        crate::raw::rebase::value(&mut self.metadata, &from.metadata, &to.metadata);
        crate::raw::rebase::optional_list(
            &mut self.modalities,
            &from.modalities,
            &to.modalities,
        );
        crate::raw::rebase::value(&mut self.model, &from.model, &to.model);
        crate::raw::rebase::value(&mut self.n, &from.n, &to.n);
        crate::raw::rebase::value(
            &mut self.parallel_tool_calls,
            &from.parallel_tool_calls,
            &to.parallel_tool_calls,
        );
        crate::raw::rebase::value(
            &mut self.prediction,
            &from.prediction,
            &to.prediction,
        );
        crate::raw::rebase::value(
            &mut self.presence_penalty,
            &from.presence_penalty,
            &to.presence_penalty,
        );
        crate::raw::rebase::value(
            &mut self.prompt_cache_key,
            &from.prompt_cache_key,
            &to.prompt_cache_key,
        );
        crate::raw::rebase::value(
            &mut self.prompt_cache_retention,
            &from.prompt_cache_retention,
            &to.prompt_cache_retention,
        );
        crate::raw::rebase::value(
            &mut self.reasoning_effort,
            &from.reasoning_effort,
            &to.reasoning_effort,
        );
        crate::raw::rebase::value(
            &mut self.response_format,
            &from.response_format,
            &to.response_format,
        );
        crate::raw::rebase::value(
            &mut self.safety_identifier,
            &from.safety_identifier,
            &to.safety_identifier,
        );
        crate::raw::rebase::value(&mut self.seed, &from.seed, &to.seed);
        crate::raw::rebase::value(
            &mut self.service_tier,
            &from.service_tier,
            &to.service_tier,
        );
        crate::raw::rebase::optional_list(&mut self.stop, &from.stop, &to.stop);
        crate::raw::rebase::value(&mut self.store, &from.store, &to.store);
        crate::raw::rebase::value(
            &mut self.stream_options,
            &from.stream_options,
            &to.stream_options,
        );
        crate::raw::rebase::value(
            &mut self.temperature,
            &from.temperature,
            &to.temperature,
        );
        crate::raw::rebase::value(
            &mut self.tool_choice,
            &from.tool_choice,
            &to.tool_choice,
        );
        crate::raw::rebase::optional_list(&mut self.tools, &from.tools, &to.tools);
        crate::raw::rebase::value(
            &mut self.top_logprobs,
            &from.top_logprobs,
            &to.top_logprobs,
        );
        crate::raw::rebase::value(&mut self.top_p, &from.top_p, &to.top_p);
        crate::raw::rebase::value(&mut self.user, &from.user, &to.user);
        crate::raw::rebase::value(
            &mut self.user_security_context,
            &from.user_security_context,
            &to.user_security_context,
        );
        crate::raw::rebase::value(&mut self.verbosity, &from.verbosity, &to.verbosity);
        crate::raw::rebase::value(
            &mut self.web_search_options,
            &from.web_search_options,
            &to.web_search_options,
        );
        crate::raw::rebase::members(&mut self.extra, &from.extra, &to.extra);
    }
}
#[allow(dead_code)]
impl types::EmbeddingsOptions {
    /// Whether a field is set that the document does not know.
    pub(crate) fn sets_marked_extras(&self) -> bool {
        self.user.is_some()
    }
    /// Unsets a field by its name in the API. Returns `false` if the field is required.
    pub(crate) fn unset(&mut self, name: &str) -> bool {
        match name {
            "dimensions" => self.dimensions = ::std::default::Default::default(),
            "encoding_format" => {
                self.encoding_format = ::std::default::Default::default();
            }
            "input" => return false,
            "input_type" => self.input_type = ::std::default::Default::default(),
            "model" => self.model = ::std::default::Default::default(),
            "user" => self.user = ::std::default::Default::default(),
            _ => _ = self.extra.remove(name),
        }
        true
    }
    /// Replaces the defaults `from` by the defaults `to`. What differs from a default was set by the caller.
    pub(crate) fn rebase(&mut self, from: &Self, to: &Self) {
        crate::raw::rebase::value(
            &mut self.dimensions,
            &from.dimensions,
            &to.dimensions,
        );
        crate::raw::rebase::value(
            &mut self.encoding_format,
            &from.encoding_format,
            &to.encoding_format,
        );
        crate::raw::rebase::list(&mut self.input, &from.input, &to.input);
        crate::raw::rebase::value(
            &mut self.input_type,
            &from.input_type,
            &to.input_type,
        );
        crate::raw::rebase::value(&mut self.model, &from.model, &to.model);
        crate::raw::rebase::value(&mut self.user, &from.user, &to.user);
        crate::raw::rebase::members(&mut self.extra, &from.extra, &to.extra);
    }
}
#[allow(dead_code)]
impl types::ImageEmbeddingsOptions {
    /// Whether a field is set that the document does not know.
    pub(crate) fn sets_marked_extras(&self) -> bool {
        false
    }
    /// Unsets a field by its name in the API. Returns `false` if the field is required.
    pub(crate) fn unset(&mut self, name: &str) -> bool {
        match name {
            "dimensions" => self.dimensions = ::std::default::Default::default(),
            "encoding_format" => {
                self.encoding_format = ::std::default::Default::default();
            }
            "input" => return false,
            "input_type" => self.input_type = ::std::default::Default::default(),
            "model" => self.model = ::std::default::Default::default(),
            _ => _ = self.extra.remove(name),
        }
        true
    }
    /// Replaces the defaults `from` by the defaults `to`. What differs from a default was set by the caller.
    pub(crate) fn rebase(&mut self, from: &Self, to: &Self) {
        crate::raw::rebase::value(
            &mut self.dimensions,
            &from.dimensions,
            &to.dimensions,
        );
        crate::raw::rebase::value(
            &mut self.encoding_format,
            &from.encoding_format,
            &to.encoding_format,
        );
        crate::raw::rebase::list(&mut self.input, &from.input, &to.input);
        crate::raw::rebase::value(
            &mut self.input_type,
            &from.input_type,
            &to.input_type,
        );
        crate::raw::rebase::value(&mut self.model, &from.model, &to.model);
        crate::raw::rebase::members(&mut self.extra, &from.extra, &to.extra);
    }
}
#[allow(dead_code)]
impl types::ImageGenerationsOptions {
    /// Whether a field is set that the document does not know.
    pub(crate) fn sets_marked_extras(&self) -> bool {
        self.user.is_some()
    }
    /// Unsets a field by its name in the API. Returns `false` if the field is required.
    pub(crate) fn unset(&mut self, name: &str) -> bool {
        match name {
            "background" => self.background = ::std::default::Default::default(),
            "image_prompt" => self.image_prompt = ::std::default::Default::default(),
            "input_fidelity" => self.input_fidelity = ::std::default::Default::default(),
            "model" => self.model = ::std::default::Default::default(),
            "moderation" => self.moderation = ::std::default::Default::default(),
            "n" => self.n = ::std::default::Default::default(),
            "negative_prompt" => {
                self.negative_prompt = ::std::default::Default::default();
            }
            "output_compression" => {
                self.output_compression = ::std::default::Default::default();
            }
            "output_format" => self.output_format = ::std::default::Default::default(),
            "partial_images" => self.partial_images = ::std::default::Default::default(),
            "prompt" => return false,
            "quality" => self.quality = ::std::default::Default::default(),
            "seed" => self.seed = ::std::default::Default::default(),
            "size" => self.size = ::std::default::Default::default(),
            "user" => self.user = ::std::default::Default::default(),
            _ => _ = self.extra.remove(name),
        }
        true
    }
    /// Replaces the defaults `from` by the defaults `to`. What differs from a default was set by the caller.
    pub(crate) fn rebase(&mut self, from: &Self, to: &Self) {
        crate::raw::rebase::value(
            &mut self.background,
            &from.background,
            &to.background,
        );
        crate::raw::rebase::value(
            &mut self.image_prompt,
            &from.image_prompt,
            &to.image_prompt,
        );
        crate::raw::rebase::value(
            &mut self.input_fidelity,
            &from.input_fidelity,
            &to.input_fidelity,
        );
        crate::raw::rebase::value(&mut self.model, &from.model, &to.model);
        crate::raw::rebase::value(
            &mut self.moderation,
            &from.moderation,
            &to.moderation,
        );
        crate::raw::rebase::value(&mut self.n, &from.n, &to.n);
        crate::raw::rebase::value(
            &mut self.negative_prompt,
            &from.negative_prompt,
            &to.negative_prompt,
        );
        crate::raw::rebase::value(
            &mut self.output_compression,
            &from.output_compression,
            &to.output_compression,
        );
        crate::raw::rebase::value(
            &mut self.output_format,
            &from.output_format,
            &to.output_format,
        );
        crate::raw::rebase::value(
            &mut self.partial_images,
            &from.partial_images,
            &to.partial_images,
        );
        crate::raw::rebase::value(&mut self.prompt, &from.prompt, &to.prompt);
        crate::raw::rebase::value(&mut self.quality, &from.quality, &to.quality);
        crate::raw::rebase::value(&mut self.seed, &from.seed, &to.seed);
        crate::raw::rebase::value(&mut self.size, &from.size, &to.size);
        crate::raw::rebase::value(&mut self.user, &from.user, &to.user);
        crate::raw::rebase::members(&mut self.extra, &from.extra, &to.extra);
    }
}
/// The places in a response that carry its meaning, as dotted paths without indices.
pub(crate) const ESSENTIAL: &[&str] = &[
    "choices",
    "choices.delta",
    "choices.delta.content",
    "choices.delta.tool_calls",
    "choices.delta.tool_calls.function",
    "choices.delta.tool_calls.function.arguments",
    "choices.delta.tool_calls.function.name",
    "choices.message",
    "choices.message.content",
    "choices.message.tool_calls",
    "choices.message.tool_calls.function",
    "choices.message.tool_calls.function.arguments",
    "choices.message.tool_calls.function.name",
    "data",
    "data.embedding",
];
