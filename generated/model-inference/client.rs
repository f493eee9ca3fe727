// Written by `cargo xtask generate` from spec/model-inference/openapi.json: never edited.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///One of the alternative responses.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatChoice {
        ///The content filter results of the choice. Only services with Azure's filter send them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///Why the model stopped. Services also send values of their own, an empty text or null.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finish_reason: ::std::option::Option<crate::raw::CompletionsFinishReason>,
        ///Its place among the alternatives, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///The log probabilities of its tokens, if the request asked for them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<ChatChoiceLogprobs>,
        ///What the model said.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<ChatResponseMessage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The log probabilities of a choice's tokens.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatChoiceLogprobs {
        ///Those of the text, one entry a token, in order.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::vec::Vec<TokenLogprob>>,
        ///Those of the refusal, one entry a token, in order.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::vec::Vec<TokenLogprob>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A whole chat response.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletions {
        ///The alternative responses, as many as `n` requested.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub choices: ::std::option::Option<::std::vec::Vec<ChatChoice>>,
        ///When the response was created, in Unix seconds. Some services send 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///Identifies the response; may be empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The model that generated the response. It may include a version and so differ from the name in the request; it may be empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///What kind of object it is: `chat.completion`, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///What older services call `prompt_filter_results`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_annotations: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///The content filter results of the prompt. Only services with Azure's filter send them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_filter_results: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///The class of service that handled the request, where there are several.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<::std::string::String>,
        ///Names the configuration of the backend. With a `seed`, responses compare only as long as it stays the same.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub system_fingerprint: ::std::option::Option<::std::string::String>,
        ///The tokens spent. Not every service sends it.
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
    ///The audio that the model generated.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsAudio {
        ///The bytes of the audio in base64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::string::String>,
        ///Until when the `id` can be used, in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<i64>,
        ///How those bytes are encoded. If absent, as the audio of the request was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub format: ::std::option::Option<crate::raw::AudioContentFormat>,
        ///Stands for the audio in later requests, so that it need not be sent again.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The spoken words as text.
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
    ///A tool whose input is text of any form. Not every service and model knows it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsCustomToolDefinition {
        ///The tool: its name, its purpose, the form of its input.
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
    ///Makes the model call one certain function. Some servers treat it as `auto`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsNamedToolChoice {
        ///Which function.
        pub function: ChatCompletionsNamedToolChoiceFunction,
        #[serde(rename = "type")]
        pub type_: ChatCompletionsNamedToolChoiceType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The function that the model has to call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsNamedToolChoiceFunction {
        ///Its name, which must be one of those in `tools`.
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
    ///The body of a chat request: the conversation so far and how to go on. Only what is set is sent; for the rest the service has its own defaults, which differ from model to model.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsOptions {
        ///Voice and format of generated audio; required if `modalities` asks for audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio: ::std::option::Option<ChatCompletionsAudioOptions>,
        ///Makes a token less likely the more often the text already has it: -2 to 2, where 0 changes nothing and a negative value invites repetition. OpenAI's reasoning models refuse it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub frequency_penalty: ::std::option::Option<f64>,
        ///Deprecated by the API: use `tool_choice`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub function_call: ::std::option::Option<ChatCompletionsOptionsFunctionCall>,
        ///Deprecated by the API: use `tools`.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub functions: ::std::vec::Vec<FunctionDefinition>,
        ///Raises or lowers the odds of single tokens: the key is a token id of the model's tokeniser in digits, the value a bias from -100 (never) to 100 (almost always). OpenAI's reasoning models refuse it.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub logit_bias: ::std::collections::BTreeMap<::std::string::String, i64>,
        ///Whether each choice comes with the log probabilities of its tokens. OpenAI's reasoning models refuse it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<bool>,
        ///Upper bound of the tokens generated for a choice, reasoning included. Reasoning models require it in place of `max_tokens`; where it is too low, reasoning can use it all up, and the response finishes with `length` and no text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_completion_tokens: ::std::option::Option<i64>,
        ///Upper bound of the tokens generated for a choice; a response that meets it is cut off and finishes with `length`. Reasoning models refuse it and require `max_completion_tokens` instead.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_tokens: ::std::option::Option<i64>,
        ///The conversation so far, oldest message first; at least one. As a rule it opens with instructions (`system`, or `developer` for reasoning models), then `user` and `assistant` take turns.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub messages: ::std::vec::Vec<ChatRequestMessage>,
        ///Up to 16 pairs that are stored with the completion: keys of up to 64 characters, values of up to 512.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub metadata: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///Kinds of output that are wanted; only text if left out. A combination that the model cannot produce is rejected with 422.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub modalities: ::std::vec::Vec<crate::raw::ChatCompletionsModality>,
        ///The model to use. On v1 it is the name of a deployment and required (an unknown one gives 404), at an Azure OpenAI deployment the path says it, and serverless and managed compute endpoints can do without.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///How many alternative responses to generate, 1 if left out; each is a choice and costs its own tokens. To serverless endpoints it is an extra parameter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub n: ::std::option::Option<i64>,
        ///Whether one response may hold several tool calls, which OpenAI models allow by default. It goes with `tools`; some reasoning models refuse it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parallel_tool_calls: ::std::option::Option<bool>,
        ///Text that most of the response is expected to equal, such as a file with a small change. Predicted tokens make the response faster; wrong ones are billed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prediction: ::std::option::Option<PredictionContent>,
        ///Makes a token less likely once the text has it at all, no matter how often: -2 to 2, where 0 changes nothing and a positive value leads to new subjects. OpenAI's reasoning models refuse it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub presence_penalty: ::std::option::Option<f64>,
        ///Groups requests with a common prefix so that they reach the same prompt cache. Prompts are cached from 1,024 tokens on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_key: ::std::option::Option<::std::string::String>,
        ///How long the prompt cache keeps the prefix of this request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_retention: ::std::option::Option<
            crate::raw::PromptCacheRetention,
        >,
        ///How much a reasoning model thinks before it responds. Models differ in the values they accept and in their default; other models may refuse the field.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_effort: ::std::option::Option<crate::raw::ReasoningEffort>,
        ///The form of the response: free text, any JSON object, or JSON that follows a schema. Left out, it is free text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub response_format: ::std::option::Option<ChatCompletionsResponseFormat>,
        ///A stable identifier of the end user for abuse monitoring, better a hash than a name or an address. It replaces `user`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub safety_identifier: ::std::option::Option<::std::string::String>,
        ///Makes sampling repeatable as far as the service can: an equal request with an equal seed tends to be answered alike, without any guarantee. A changed `system_fingerprint` says that the backend is no longer the same.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seed: ::std::option::Option<i64>,
        ///The class of service that processes the request. The response names the tier that served it. `flex` is cheaper and slower, and fails with 408 or 429 when there is no capacity; a model without the tier returns 400.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<crate::raw::ServiceTier>,
        ///Texts at which generation ends; OpenAI models take up to four. The text that was met is not part of the response, and the finish reason is `stop`. Some reasoning models refuse it.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::one_or_many")]
        pub stop: ::std::vec::Vec<::std::string::String>,
        ///Whether the service keeps the completion, for evaluation and distillation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub store: ::std::option::Option<bool>,
        ///What a stream contains besides the response. Only streamed requests may have it; to serverless endpoints it is an extra parameter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub stream_options: ::std::option::Option<ChatCompletionsStreamOptions>,
        ///How freely tokens are drawn: near 0 the response varies little, higher values vary more. The interface allows 0 to 1, some services up to 2. Reasoning models refuse it; for others set this or `top_p`, not both.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub temperature: ::std::option::Option<f64>,
        ///Whether the model may, must or must not call tools, or which function it has to call. Left out, it is `auto` if there are `tools`. Not every server abides by it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_choice: ::std::option::Option<ChatCompletionsOptionsToolChoice>,
        ///Functions that the model may ask for. It only names one and writes arguments: the caller runs it and sends the result back in a `tool` message.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub tools: ::std::vec::Vec<ChatCompletionsTool>,
        ///How many of the likeliest tokens to list at each position, 0 to 20. It needs `logprobs`; OpenAI's reasoning models refuse it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<i64>,
        ///Nucleus sampling: tokens are drawn only from the likeliest ones that together have this share of the probability, 0 to 1. At 0.1 that is the top tenth; 1 leaves nothing out. OpenAI's reasoning models refuse it; for others set this or `temperature`, not both.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_p: ::std::option::Option<f64>,
        ///A stable identifier of the end user, which helps the service to trace abuse. Better a hash than a name or an address.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        ///The application and the end user behind the request, for investigations in Microsoft Defender for Cloud. Versions of the interface before May 2025 do not have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user_security_context: ::std::option::Option<UserSecurityContext>,
        ///How long and detailed the text of the response is. Only some models know it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub verbosity: ::std::option::Option<crate::raw::Verbosity>,
        ///Settings of the web search of models that search.
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
    ///Whether the model may, must or must not call tools, or which function it has to call. Left out, it is `auto` if there are `tools`. Not every server abides by it.
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
    ///The form that the response's text must have.
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
    ///A schema for the response, with its name and whether it is strict.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsResponseFormatJsonSchemaDefinition {
        ///What the response stands for, in words that the model reads.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name of the format: up to 64 letters, digits, underscores and dashes.
        pub name: ::std::string::String,
        ///The schema, in JSON Schema. With `strict`, every object in it needs `additionalProperties` set to `false` and all its properties in `required`, optional ones as a union with `null`; some models also refuse keywords such as `format` and `minimum`.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub schema: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Whether the model can write nothing but what the schema allows; `false` if left out. Services support only a part of JSON Schema then.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strict: ::std::option::Option<bool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What a stream contains besides the response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsStreamOptions {
        ///Whether chunks carry random characters that hide the length of their text from observers of the network.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub include_obfuscation: ::std::option::Option<bool>,
        ///Whether the token counts are sent too, near the end and mostly in a chunk without choices. A stream that breaks off may never get there.
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
    ///A function call that the model requests.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatCompletionsToolCall {
        ///The function's name and the arguments.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub function: ::std::option::Option<FunctionCall>,
        ///Tells the call from others; the `tool` message with its result repeats it in `tool_call_id`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///What kind of tool it is: `function`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A function that the model may call, as a tool.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatCompletionsToolDefinition {
        ///The function: its name, its purpose, its arguments.
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
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
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
    ///Where a recording is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatMessageAudioUrl {
        ///An address that the service can reach.
        pub url: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A part of a user message or of a tool result. It depends on the model which kinds it accepts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(tag = "type")]
    pub enum ChatMessageContentItem {
        ///A recording that the service fetches.
        #[serde(rename = "audio_url")]
        AudioUrl {
            ///Where the recording is.
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
        ///An image, by address or within the request.
        #[serde(rename = "image_url")]
        ImageUrl {
            ///Where the image is, and how closely to look at it.
            image_url: ChatMessageImageUrl,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///A recording within the request.
        #[serde(rename = "input_audio")]
        InputAudio {
            ///The recording and its format.
            input_audio: ChatMessageInputAudio,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///A piece of text.
        #[serde(rename = "text")]
        Text {
            ///The text itself.
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
    ///Where an image is, and how closely to look at it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatMessageImageUrl {
        ///How closely the model looks at the image; `auto` if left out.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub detail: ::std::option::Option<crate::raw::ChatMessageImageDetailLevel>,
        ///Either an address that the service can reach or the image itself as a data URL, such as `data:image/png;base64,…`.
        pub url: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A recording within the request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatMessageInputAudio {
        ///The bytes of the recording in base64.
        pub data: ::std::string::String,
        ///How those bytes are encoded.
        pub format: crate::raw::AudioContentFormat,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A web page that the text cites.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
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
    ///Points to audio of an earlier response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ChatRequestAudioReference {
        ///The `id` of that audio, usable until its `expires_at`.
        pub id: ::std::string::String,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A message of the conversation. Each role has fields of its own.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(tag = "role")]
    pub enum ChatRequestMessage {
        ///What the model said earlier, sent back as history.
        #[serde(rename = "assistant")]
        Assistant {
            ///What it spoke, by reference.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            audio: ::std::option::Option<ChatRequestAudioReference>,
            ///The text of the message. A message that only calls tools has none.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            content: ::std::option::Option<::std::string::String>,
            ///The words with which it declined, if it did.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            refusal: ::std::option::Option<::std::string::String>,
            ///The calls that it asked for. Each must be followed by a `tool` message with its `id`.
            #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
            #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
            tool_calls: ::std::vec::Vec<ChatCompletionsToolCall>,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///Instructions for a reasoning model, in place of a `system` message. A request should not have both.
        #[serde(rename = "developer")]
        Developer {
            ///The instructions.
            content: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///Instructions that hold for the whole conversation.
        #[serde(rename = "system")]
        System {
            ///The instructions.
            content: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///What came of a tool call.
        #[serde(rename = "tool")]
        Tool {
            ///The result: a text, or a list of parts. OpenAI models accept only parts of text here, Cohere models only a text that is valid JSON.
            #[serde(skip_serializing_if = "::std::option::Option::is_none")]
            content: ::std::option::Option<ChatRequestMessageContent>,
            ///The `id` of the call that this message is the result of.
            tool_call_id: ::std::string::String,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        ///What the user says.
        #[serde(rename = "user")]
        User {
            ///The text, or a list of parts such as text, images and audio.
            content: ChatRequestMessageContent,
            /// What the document does not know.
            #[serde(flatten)]
            extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        },
        /// An object of a form that the document does not know, as it was read.
        #[serde(untagged)]
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    ///Either a text or a list of parts. It depends on the model which kinds of parts it accepts.
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
    ///The message of the model.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ChatResponseMessage {
        ///Sources of the text, from models that search the web.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub annotations: ::std::option::Option<::std::vec::Vec<ChatMessageAnnotation>>,
        ///The audio that the model generated, if `modalities` asked for audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio: ::std::option::Option<ChatCompletionsAudio>,
        ///The text. It is absent or null if the model only calls tools, or if the content filter withheld it. Some models, such as DeepSeek-R1, begin it with their reasoning between `<think>` and `</think>`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::string::String>,
        ///Reasoning under the name that vLLM, Ollama and OpenRouter give it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning: ::std::option::Option<::std::string::String>,
        ///The reasoning of the model before its response, from services that keep this apart from the text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_content: ::std::option::Option<::std::string::String>,
        ///Reasoning found in the content, as thinking parts or between `<think>` tags. Never on the wire.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_in_content: ::std::option::Option<::std::string::String>,
        ///The words with which the model declines, in place of `content`. It happens with structured output.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::string::String>,
        ///Whose message it is: `assistant`, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::raw::ChatRole>,
        ///The function calls that the model requests. Each needs a `tool` message with its result in the next request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_calls: ::std::option::Option<::std::vec::Vec<ChatCompletionsToolCall>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Tokens counted for one response, all its choices together.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CompletionsUsage {
        ///Tokens that the model generated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completion_tokens: ::std::option::Option<i64>,
        ///What the generated tokens were for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completion_tokens_details: ::std::option::Option<CompletionsUsageDetails>,
        ///Tokens of the prompt, which includes all messages and tool definitions.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_tokens: ::std::option::Option<i64>,
        ///What the tokens of the prompt were.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_tokens_details: ::std::option::Option<PromptUsageDetails>,
        ///Prompt and response together.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What generated tokens were for. Services send only some of the counts.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CompletionsUsageDetails {
        ///Tokens of the request's predicted output that the response really has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub accepted_prediction_tokens: ::std::option::Option<i64>,
        ///Tokens of generated audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio_tokens: ::std::option::Option<i64>,
        ///Tokens of the model's reasoning.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_tokens: ::std::option::Option<i64>,
        ///Tokens of the request's predicted output that the response does not have. They count as generated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub rejected_prediction_tokens: ::std::option::Option<i64>,
        ///Not sent by any known service, though the OpenAPI document requires it. `CompletionsUsage` has the total.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The range of the text that an asynchronous content filter result applies to.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ContentFilterOffsets {
        ///Up to where the text has been checked for good.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub check_offset: ::std::option::Option<i64>,
        ///Where the stretch ends.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_offset: ::std::option::Option<i64>,
        ///Where the stretch begins.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_offset: ::std::option::Option<i64>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///A tool whose input is text of any form.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CustomToolDefinition {
        ///What the tool is for and when to use it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///The form of the input, such as a grammar. Without it the input is any text.
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
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingItem {
        ///The vector.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub embedding: ::std::option::Option<crate::raw::EmbeddingVector>,
        ///Which input of the request it belongs to, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///What kind of object it is: `embedding`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A text, or its tokens.
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
    ///The body of an embeddings request: the texts, and how the vectors should be.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingsOptions {
        ///Length of the vectors. Left out, it is the model's own; a model that cannot change it returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub dimensions: ::std::option::Option<i64>,
        ///In which form the vectors are sent; the service's default is `float`. A model that does not have the form returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub encoding_format: ::std::option::Option<crate::raw::EmbeddingEncodingFormat>,
        ///The texts, each of which becomes one vector.
        #[serde(deserialize_with = "crate::raw::reading::one_or_many")]
        pub input: ::std::vec::Vec<EmbeddingsInput>,
        ///What the texts are for. A model that makes no difference may return 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_type: ::std::option::Option<crate::raw::EmbeddingInputType>,
        ///The model to use. On v1 it is the name of a deployment and required (an unknown one gives 404), at an Azure OpenAI deployment the path says it, and serverless and managed compute endpoints can do without.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///An id of the end user, by which the service can detect abuse.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The vectors of an embeddings request.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingsResult {
        ///One entry for each input, in any order: sort by `index`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<EmbeddingItem>>,
        ///Identifies the response. The OpenAI routes do not send it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The model that generated the response.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///What kind of object it is: `list`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///The tokens spent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<EmbeddingsUsage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Tokens counted for an embeddings request.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct EmbeddingsUsage {
        ///Tokens of the inputs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_tokens: ::std::option::Option<i64>,
        ///The same number, since nothing is generated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A function's name and the arguments that the model chose.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct FunctionCall {
        ///The arguments as JSON text, just as the model wrote it. It can be invalid, at odds with the schema, or cut off when the response finishes with `length`: parse it with care. In a stream it is a fragment, to be appended to those before.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arguments: ::std::option::Option<::std::string::String>,
        ///Name of one of the functions in `tools`. In a stream it comes with the first piece.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A function that the model may ask the caller to run.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionDefinition {
        ///What the function is for and when to use it. The model chooses by this text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name of the function: 1 to 64 letters, digits, underscores and dashes.
        pub name: ::std::string::String,
        ///The arguments, as a JSON Schema of an object. Left out, there are none.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub parameters: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Whether the model can write no arguments but those the schema allows. The schema must then be as strict as one for structured output.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strict: ::std::option::Option<bool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An image, with or without a text beside it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageEmbeddingInput {
        ///The image as a data URL, such as `data:image/png;base64,…`.
        pub image: ::std::string::String,
        ///A text that goes into the same vector. A model for images alone returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The body of an image embeddings request: the images, and how the vectors should be.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageEmbeddingsOptions {
        ///Length of the vectors. Left out, it is the model's own; a model that cannot change it returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub dimensions: ::std::option::Option<i64>,
        ///In which form the vectors are sent; the service's default is `float`. A model that does not have the form returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub encoding_format: ::std::option::Option<crate::raw::EmbeddingEncodingFormat>,
        ///The images, each of which becomes one vector.
        #[serde(deserialize_with = "crate::raw::reading::one_or_many")]
        pub input: ::std::vec::Vec<ImageEmbeddingInput>,
        ///What the images are for. A model that makes no difference may return 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_type: ::std::option::Option<crate::raw::EmbeddingInputType>,
        ///The model to use, where the endpoint has several models.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A generated image.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageGenerationItem {
        ///The bytes of the image file in base64, as v1 and deployments name it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub b64_json: ::std::option::Option<::std::string::String>,
        ///The bytes of the image file in base64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image: ::std::option::Option<::std::string::String>,
        ///The prompt as the service rewrote it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub revised_prompt: ::std::option::Option<::std::string::String>,
        ///The seed with which to make it again.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seed: ::std::option::Option<i64>,
        ///Where the image can be downloaded for some time, in place of its bytes.
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
        ///How closely to follow the image, from 0 (not at all) to 1 (entirely); 1 if left out.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strength: ::std::option::Option<f64>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A size of one's own choice. Models differ in the sizes they can make.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageGenerationSize {
        ///Pixels from top to bottom.
        pub height: i64,
        ///Pixels from left to right.
        pub width: i64,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What an image request spent.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageGenerationUsage {
        ///How many images were made.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_generations: ::std::option::Option<i64>,
        ///Tokens of the prompt and of input images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens: ::std::option::Option<i64>,
        ///What the tokens of the input were.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens_details: ::std::option::Option<ImageUsageDetails>,
        ///Tokens of the images that were made.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens: ::std::option::Option<i64>,
        ///What the tokens of the output were.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens_details: ::std::option::Option<ImageUsageDetails>,
        ///Input and output together.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The body of an image request: what to show, and in which size and form.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ImageGenerationsOptions {
        ///Whether the background is transparent; PNG and WebP can be. Only v1 and deployments have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<crate::raw::ImageBackground>,
        ///An image to start from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_prompt: ::std::option::Option<ImageGenerationPrompt>,
        ///How closely an edit keeps to the details of its input images. Only edits have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_fidelity: ::std::option::Option<crate::raw::ImageInputFidelity>,
        ///The model to use, where the endpoint has several models.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///How strictly prompts are moderated. Only v1 and deployments have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moderation: ::std::option::Option<crate::raw::ImageModeration>,
        ///How many images to make; 1 if left out.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub n: ::std::option::Option<i64>,
        ///What the image should not show. A model that has no such thing returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub negative_prompt: ::std::option::Option<::std::string::String>,
        ///How much JPEG and WebP images are compressed, 0 to 100. Only v1 and deployments have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_compression: ::std::option::Option<i64>,
        ///File format of the images; `png` if left out. A model that does not have it returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_format: ::std::option::Option<
            crate::raw::ImageGenerationOutputFormat,
        >,
        ///How many unfinished images a stream sends before each whole one, 0 to 3. Only v1 and deployments have it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub partial_images: ::std::option::Option<i64>,
        ///What the image should show. It depends on the model which language it understands.
        pub prompt: ::std::string::String,
        ///How much care goes into the images; `standard` if left out. A model that does not have it returns 422.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub quality: ::std::option::Option<crate::raw::ImageGenerationQuality>,
        ///Makes generation repeatable as far as the service can: an equal request with an equal seed tends to give an equal image, without any guarantee.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub seed: ::std::option::Option<i64>,
        ///One of the preset sizes, or a width and a height. The v1 route and deployments take text, such as `1536x1024` or `auto`, and can do without.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<ImageGenerationsOptionsSize>,
        ///A stable identifier of the end user. Only v1 and deployments have it; elsewhere it is an extra parameter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///One of the preset sizes, or a width and a height. The v1 route and deployments take text, such as `1536x1024` or `auto`, and can do without.
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
    ///The images of an image request.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageGenerationsResult {
        ///The background that the images have.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<::std::string::String>,
        ///When generation began, in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///The images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<ImageGenerationItem>>,
        ///Identifies the response.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The model that made the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///What kind of object it is: `image.generation`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///The file format of the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_format: ::std::option::Option<::std::string::String>,
        ///The quality that the images have.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub quality: ::std::option::Option<::std::string::String>,
        ///The size of the images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
        ///What was spent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<ImageGenerationUsage>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An event of a streamed image.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageStreamEvent {
        ///The bytes of the image file in base64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub b64_json: ::std::option::Option<::std::string::String>,
        ///The background that the image has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<::std::string::String>,
        ///When the event was made, in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<i64>,
        ///The file format of the image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_format: ::std::option::Option<::std::string::String>,
        ///Which of the unfinished images it is, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub partial_image_index: ::std::option::Option<i64>,
        ///The quality that the image has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub quality: ::std::option::Option<::std::string::String>,
        ///The size of the image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
        ///What the event is, such as `image_generation.partial_image` or `image_generation.completed`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        ///Where the image can be downloaded, in place of its bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub url: ::std::option::Option<::std::string::String>,
        ///What the request spent; in the last event.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<ImageGenerationUsage>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Tokens of an image request by their kind.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ImageUsageDetails {
        ///Tokens of images.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_tokens: ::std::option::Option<i64>,
        ///Tokens of text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What can be asked.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ListModelsResponse {
        ///The models.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<::std::vec::Vec<Model>>,
        ///What kind of object it is: `list`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A model that can be asked.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Model {
        ///When it was made, in Unix seconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///What kind of object it is: `model`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///Who made it, such as `openai`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub owned_by: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The model that an endpoint serves.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ModelInfo {
        ///Name of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_name: ::std::option::Option<::std::string::String>,
        ///Who made the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_provider_name: ::std::option::Option<::std::string::String>,
        ///What the model does.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_type: ::std::option::Option<crate::raw::ModelType>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Text that most of a response is expected to equal.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PredictionContent {
        ///The text, whole or in parts.
        pub content: PredictionContentContent,
        #[serde(rename = "type")]
        pub type_: PredictionContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The text, whole or in parts.
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
        ///The text itself.
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
    ///The content filter results of a prompt.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct PromptFilterResult {
        ///The results by category.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///Which prompt of the request, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_index: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What the tokens of a prompt were. Services send only some of the counts.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct PromptUsageDetails {
        ///Tokens of audio in the messages.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio_tokens: ::std::option::Option<i64>,
        ///Tokens that the service wrote to its cache for later requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cache_write_tokens: ::std::option::Option<i64>,
        ///Tokens that the service still had in its cache from an earlier request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cached_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What a chunk adds to one choice. With several choices the chunks interleave.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatChoiceUpdate {
        ///The range of the text that the results apply to. Only the asynchronous filter sends it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_offsets: ::std::option::Option<
            ::std::boxed::Box<ContentFilterOffsets>,
        >,
        ///The content filter results of the choice so far, or of the range in `content_filter_offsets`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///What is new in the message. Results of the asynchronous filter come without it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<StreamingChatResponseMessageUpdate>,
        ///Why the model stopped; null or absent before it does. Verdicts of the asynchronous filter and the usage may follow.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finish_reason: ::std::option::Option<crate::raw::CompletionsFinishReason>,
        ///Which choice, from 0. Index 1 may come before index 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///The log probabilities of the new tokens, if the request asked for them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<::std::boxed::Box<ChatChoiceLogprobs>>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///A chunk of a streamed chat response.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatCompletionsUpdate {
        ///What is new in each choice. It is empty in Azure's first chunk, which has the content filter results of the prompt, and in most chunks that carry the usage.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub choices: ::std::option::Option<::std::vec::Vec<StreamingChatChoiceUpdate>>,
        ///When the response was created, in Unix seconds. It may be 0, as in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///Identifies the response. It may be empty, as in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The model that generates the response. It may be empty, as in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///What kind of object it is: `chat.completion.chunk`, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///What older services call `prompt_filter_results`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_annotations: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///The content filter results of the prompt, in Azure's first chunk.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_filter_results: ::std::option::Option<
            ::std::vec::Vec<PromptFilterResult>,
        >,
        ///The class of service that handles the request, where there are several.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<::std::string::String>,
        ///Names the configuration of the backend. With a `seed`, responses compare only as long as it stays the same.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub system_fingerprint: ::std::option::Option<::std::string::String>,
        ///The tokens spent, near the end of the stream. Some services send it with the last choice, some only if `include_usage` asks.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<::std::boxed::Box<CompletionsUsage>>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///What a chunk adds to a message. Texts are appended to what came before.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatResponseMessageUpdate {
        ///Further sources of the text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub annotations: ::std::option::Option<::std::vec::Vec<ChatMessageAnnotation>>,
        ///The next piece of the audio.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub audio: ::std::option::Option<::std::boxed::Box<ChatCompletionsAudio>>,
        ///The next piece of the text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::string::String>,
        ///Reasoning under the name that vLLM, Ollama and OpenRouter give it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning: ::std::option::Option<::std::string::String>,
        ///The next piece of the reasoning, from services that keep this apart from the text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_content: ::std::option::Option<::std::string::String>,
        ///Reasoning found in the content, as thinking parts or between `<think>` tags. Never on the wire.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_in_content: ::std::option::Option<::std::string::String>,
        ///The next piece of the words with which the model declines.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::string::String>,
        ///Whose message it is: `assistant`, as a rule in the first piece only, or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::raw::ChatRole>,
        ///The next pieces of tool calls.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_calls: ::std::option::Option<
            ::std::vec::Vec<StreamingChatResponseToolCallUpdate>,
        >,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///What a chunk adds to one tool call.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct StreamingChatResponseToolCallUpdate {
        ///The name in the first piece, fragments of the arguments in this and the next ones. Some services send all at once.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub function: ::std::option::Option<FunctionCall>,
        ///Tells the call from others. As a rule only its first piece has it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Which call of the message. Some services leave it out, repeat it or begin at 1, so the `id` and the order count as well.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub index: ::std::option::Option<i64>,
        ///What kind of tool it is: `function`. As a rule only the first piece has it.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///A token of the response and how likely it was.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct TokenLogprob {
        ///Its bytes in UTF-8, by which characters that spread over several tokens can be put together. Null if it has none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bytes: ::std::option::Option<::std::vec::Vec<i64>>,
        ///Natural logarithm of its probability, so at most 0. OpenAI models send `-9999.0` for a very unlikely one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///The token as text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        ///The likeliest tokens at this place, as many as `top_logprobs` asked for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<::std::vec::Vec<TopLogprob>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///One of the likeliest tokens at some place of the response.
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct TopLogprob {
        ///Its bytes in UTF-8. Null if it has none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bytes: ::std::option::Option<::std::vec::Vec<i64>>,
        ///Natural logarithm of its probability, so at most 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///The token as text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The application and the end user behind a request, for investigations in Microsoft Defender for Cloud.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct UserSecurityContext {
        ///Name of the application, up to 100 characters. Keep personal data out of it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub application_name: ::std::option::Option<::std::string::String>,
        ///The end user's object ID in Microsoft Entra ID: a GUID in its form of 36 characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_user_id: ::std::option::Option<::std::string::String>,
        ///The Microsoft 365 tenant of the end user, a GUID too. Applications that serve several tenants have to give it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_user_tenant_id: ::std::option::Option<::std::string::String>,
        ///The address, IPv4 or IPv6, from which the end user reached the application.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source_ip: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A place.
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
    ///Settings of a web search.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct WebSearchOptions {
        ///How much of what was found goes into the context of the model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub search_context_size: ::std::option::Option<crate::raw::WebSearchContextSize>,
        ///Where the end user roughly is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user_location: ::std::option::Option<WebSearchUserLocation>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Where an end user roughly is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct WebSearchUserLocation {
        ///The place.
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
    impl<'de> ::serde::Deserialize<'de> for ContentFilterOffsets {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            struct Members;
            impl<'de> ::serde::de::Visitor<'de> for Members {
                type Value = ContentFilterOffsets;
                fn expecting(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> ::std::fmt::Result {
                    f.write_str("an object: ContentFilterOffsets")
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut members: A,
                ) -> ::std::result::Result<ContentFilterOffsets, A::Error> {
                    let mut value = ContentFilterOffsets::default();
                    while let Some(name) = members
                        .next_key::<crate::raw::reading::Name<'de>>()?
                    {
                        match name.as_str() {
                            "check_offset" => value.check_offset = members.next_value()?,
                            "end_offset" => value.end_offset = members.next_value()?,
                            "start_offset" => value.start_offset = members.next_value()?,
                            _ => {
                                value.extra.insert(name.into_owned(), members.next_value()?)
                            }
                        }
                    }
                    Ok(value)
                }
            }
            deserializer.deserialize_map(Members)
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ImageStreamEvent {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            struct Members;
            impl<'de> ::serde::de::Visitor<'de> for Members {
                type Value = ImageStreamEvent;
                fn expecting(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> ::std::fmt::Result {
                    f.write_str("an object: ImageStreamEvent")
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut members: A,
                ) -> ::std::result::Result<ImageStreamEvent, A::Error> {
                    let mut value = ImageStreamEvent::default();
                    while let Some(name) = members
                        .next_key::<crate::raw::reading::Name<'de>>()?
                    {
                        match name.as_str() {
                            "b64_json" => value.b64_json = members.next_value()?,
                            "background" => value.background = members.next_value()?,
                            "created_at" => value.created_at = members.next_value()?,
                            "output_format" => {
                                value.output_format = members.next_value()?;
                            }
                            "partial_image_index" => {
                                value.partial_image_index = members.next_value()?;
                            }
                            "quality" => value.quality = members.next_value()?,
                            "size" => value.size = members.next_value()?,
                            "type" => value.type_ = members.next_value()?,
                            "url" => value.url = members.next_value()?,
                            "usage" => value.usage = members.next_value()?,
                            _ => {
                                value.extra.insert(name.into_owned(), members.next_value()?)
                            }
                        }
                    }
                    Ok(value)
                }
            }
            deserializer.deserialize_map(Members)
        }
    }
    impl<'de> ::serde::Deserialize<'de> for StreamingChatChoiceUpdate {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            struct Members;
            impl<'de> ::serde::de::Visitor<'de> for Members {
                type Value = StreamingChatChoiceUpdate;
                fn expecting(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> ::std::fmt::Result {
                    f.write_str("an object: StreamingChatChoiceUpdate")
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut members: A,
                ) -> ::std::result::Result<StreamingChatChoiceUpdate, A::Error> {
                    let mut value = StreamingChatChoiceUpdate::default();
                    while let Some(name) = members
                        .next_key::<crate::raw::reading::Name<'de>>()?
                    {
                        match name.as_str() {
                            "content_filter_offsets" => {
                                value.content_filter_offsets = members.next_value()?;
                            }
                            "content_filter_results" => {
                                value.content_filter_results = members.next_value()?;
                            }
                            "delta" => value.delta = members.next_value()?,
                            "finish_reason" => {
                                value.finish_reason = members.next_value()?;
                            }
                            "index" => value.index = members.next_value()?,
                            "logprobs" => value.logprobs = members.next_value()?,
                            _ => {
                                value.extra.insert(name.into_owned(), members.next_value()?)
                            }
                        }
                    }
                    Ok(value)
                }
            }
            deserializer.deserialize_map(Members)
        }
    }
    impl<'de> ::serde::Deserialize<'de> for StreamingChatCompletionsUpdate {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            struct Members;
            impl<'de> ::serde::de::Visitor<'de> for Members {
                type Value = StreamingChatCompletionsUpdate;
                fn expecting(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> ::std::fmt::Result {
                    f.write_str("an object: StreamingChatCompletionsUpdate")
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut members: A,
                ) -> ::std::result::Result<StreamingChatCompletionsUpdate, A::Error> {
                    let mut value = StreamingChatCompletionsUpdate::default();
                    while let Some(name) = members
                        .next_key::<crate::raw::reading::Name<'de>>()?
                    {
                        match name.as_str() {
                            "choices" => value.choices = members.next_value()?,
                            "created" => value.created = members.next_value()?,
                            "id" => value.id = members.next_value()?,
                            "model" => value.model = members.next_value()?,
                            "object" => value.object = members.next_value()?,
                            "prompt_annotations" => {
                                value.prompt_annotations = members.next_value()?;
                            }
                            "prompt_filter_results" => {
                                value.prompt_filter_results = members.next_value()?;
                            }
                            "service_tier" => value.service_tier = members.next_value()?,
                            "system_fingerprint" => {
                                value.system_fingerprint = members.next_value()?;
                            }
                            "usage" => value.usage = members.next_value()?,
                            _ => {
                                value.extra.insert(name.into_owned(), members.next_value()?)
                            }
                        }
                    }
                    Ok(value)
                }
            }
            deserializer.deserialize_map(Members)
        }
    }
    impl<'de> ::serde::Deserialize<'de> for StreamingChatResponseMessageUpdate {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            struct Members;
            impl<'de> ::serde::de::Visitor<'de> for Members {
                type Value = StreamingChatResponseMessageUpdate;
                fn expecting(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> ::std::fmt::Result {
                    f.write_str("an object: StreamingChatResponseMessageUpdate")
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut members: A,
                ) -> ::std::result::Result<
                    StreamingChatResponseMessageUpdate,
                    A::Error,
                > {
                    let mut value = StreamingChatResponseMessageUpdate::default();
                    while let Some(name) = members
                        .next_key::<crate::raw::reading::Name<'de>>()?
                    {
                        match name.as_str() {
                            "annotations" => value.annotations = members.next_value()?,
                            "audio" => value.audio = members.next_value()?,
                            "content" => value.content = members.next_value()?,
                            "reasoning" => value.reasoning = members.next_value()?,
                            "reasoning_content" => {
                                value.reasoning_content = members.next_value()?;
                            }
                            "reasoning_in_content" => {
                                value.reasoning_in_content = members.next_value()?;
                            }
                            "refusal" => value.refusal = members.next_value()?,
                            "role" => value.role = members.next_value()?,
                            "tool_calls" => value.tool_calls = members.next_value()?,
                            _ => {
                                value.extra.insert(name.into_owned(), members.next_value()?)
                            }
                        }
                    }
                    Ok(value)
                }
            }
            deserializer.deserialize_map(Members)
        }
    }
    impl<'de> ::serde::Deserialize<'de> for StreamingChatResponseToolCallUpdate {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            struct Members;
            impl<'de> ::serde::de::Visitor<'de> for Members {
                type Value = StreamingChatResponseToolCallUpdate;
                fn expecting(
                    &self,
                    f: &mut ::std::fmt::Formatter<'_>,
                ) -> ::std::fmt::Result {
                    f.write_str("an object: StreamingChatResponseToolCallUpdate")
                }
                fn visit_map<A: ::serde::de::MapAccess<'de>>(
                    self,
                    mut members: A,
                ) -> ::std::result::Result<
                    StreamingChatResponseToolCallUpdate,
                    A::Error,
                > {
                    let mut value = StreamingChatResponseToolCallUpdate::default();
                    while let Some(name) = members
                        .next_key::<crate::raw::reading::Name<'de>>()?
                    {
                        match name.as_str() {
                            "function" => value.function = members.next_value()?,
                            "id" => value.id = members.next_value()?,
                            "index" => value.index = members.next_value()?,
                            "type" => value.type_ = members.next_value()?,
                            _ => {
                                value.extra.insert(name.into_owned(), members.next_value()?)
                            }
                        }
                    }
                    Ok(value)
                }
            }
            deserializer.deserialize_map(Members)
        }
    }
    impl ChatCompletionsAllowedTools {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(custom: impl ::std::convert::Into<CustomToolDefinition>) -> Self {
            Self {
                custom: custom.into(),
                type_: ChatCompletionsCustomToolDefinitionType::Custom,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsNamedCustomToolChoice {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsNamedToolChoice {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatCompletionsOptions {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(function: impl ::std::convert::Into<FunctionDefinition>) -> Self {
            Self {
                function: function.into(),
                type_: ChatCompletionsToolDefinitionType::Function,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatMessageAudioUrl {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(url: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                detail: ::std::default::Default::default(),
                url: url.into(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ChatMessageInputAudio {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(image: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                image: image.into(),
                text: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageEmbeddingsOptions {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(image: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                image: image.into(),
                strength: ::std::default::Default::default(),
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ImageGenerationSize {
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
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
        /// With what it requires; the rest is left out.
        pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                text: text.into(),
                type_: PredictionContentPartType::Text,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl WebSearchUserLocation {
        /// With what it requires; the rest is left out.
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

Calls each operation of the document directly, with typed bodies and typed responses; every status but 200 is handed over as an unexpected response.

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
    /**Sends a conversation to the model and returns the whole response. Every kind of endpoint has this route. A streamed response takes a call of its own: the body has no `stream` field.

Sends a `POST` request to `/chat/completions`

Arguments:
- `api_version`: Version of the interface, by date. Foundry models, serverless and managed compute endpoints take `2024-05-01-preview`, an Azure OpenAI deployment requires one of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: What becomes of body fields that the service's interface does not have, such as `n` on a serverless endpoint. Left out, the service decides. The v1 route and Azure OpenAI deployments do not know it.
- `body`
*/
    pub async fn get_chat_completions<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::ChatCompletionsOptions,
    ) -> Result<ResponseValue<types::ChatCompletions>, Error<()>> {
        let url = self.inner.url("/chat/completions");
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .query(&progenitor_client::QueryParam::new("api-version", &api_version))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_chat_completions",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Turns texts into vectors, one for each text. The model must be an embedding model.

Sends a `POST` request to `/embeddings`

Arguments:
- `api_version`: Version of the interface, by date. Foundry models, serverless and managed compute endpoints take `2024-05-01-preview`, an Azure OpenAI deployment requires one of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: What becomes of body fields that the service's interface does not have. Left out, the service decides. The v1 route and Azure OpenAI deployments do not know it.
- `body`
*/
    pub async fn get_embeddings<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::EmbeddingsOptions,
    ) -> Result<ResponseValue<types::EmbeddingsResult>, Error<()>> {
        let url = self.inner.url("/embeddings");
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .query(&progenitor_client::QueryParam::new("api-version", &api_version))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_embeddings",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Turns images into vectors, one for each image and the text beside it. Foundry models, serverless and managed compute endpoints have this route; v1 and Azure OpenAI deployments do not.

Sends a `POST` request to `/images/embeddings`

Arguments:
- `api_version`: Version of the interface, by date. Foundry models, serverless and managed compute endpoints take `2024-05-01-preview`, an Azure OpenAI deployment requires one of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: What becomes of body fields that the service's interface does not have. Left out, the service decides.
- `body`
*/
    pub async fn get_image_embeddings<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::ImageEmbeddingsOptions,
    ) -> Result<ResponseValue<types::EmbeddingsResult>, Error<()>> {
        let url = self.inner.url("/images/embeddings");
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .query(&progenitor_client::QueryParam::new("api-version", &api_version))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_image_embeddings",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Makes images after a text and, if there is one, after an image. Body and response have the shape of the Foundry models route; v1 and Azure OpenAI deployments use another. Only preview versions of the interface have it, from `2025-05-01-preview` on.

Sends a `POST` request to `/images/generations`

Arguments:
- `api_version`: Version of the interface, by date. Foundry models, serverless and managed compute endpoints take `2024-05-01-preview`, an Azure OpenAI deployment requires one of its own such as `2024-10-21`, and the v1 route needs none.
- `extra_parameters`: What becomes of body fields that the service's interface does not have. Left out, the service decides.
- `body`
*/
    pub async fn get_image_generations<'a>(
        &'a self,
        api_version: Option<&'a str>,
        extra_parameters: Option<&'a crate::raw::ExtraParameters>,
        body: &'a types::ImageGenerationsOptions,
    ) -> Result<ResponseValue<types::ImageGenerationsResult>, Error<()>> {
        let url = self.inner.url("/images/generations");
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
        if let Some(value) = extra_parameters {
            header_map.append("extra-parameters", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .query(&progenitor_client::QueryParam::new("api-version", &api_version))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_image_generations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Tells which model the endpoint serves. Foundry models, serverless and managed compute endpoints have this route; v1 and Azure OpenAI deployments return 404 or 405.

Sends a `GET` request to `/info`

Arguments:
- `api_version`: Version of the interface, by date. Foundry models, serverless and managed compute endpoints take `2024-05-01-preview`, an Azure OpenAI deployment requires one of its own such as `2024-10-21`, and the v1 route needs none.
- `model`: Name of the deployment in question, where the endpoint has several.
*/
    pub async fn get_model_info<'a>(
        &'a self,
        api_version: Option<&'a str>,
        model: Option<&'a str>,
    ) -> Result<ResponseValue<types::ModelInfo>, Error<()>> {
        let url = self.inner.url("/info");
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("api-version", &api_version))
            .query(&progenitor_client::QueryParam::new("model", &model))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_model_info",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Lists the models that can be asked. The v1 route and most servers that are compatible with OpenAI have it; the other kinds of endpoints do not.

Sends a `GET` request to `/models`

*/
    pub async fn list_models<'a>(
        &'a self,
    ) -> Result<ResponseValue<types::ListModelsResponse>, Error<()>> {
        let url = self.inner.url("/models");
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_models",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
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
impl types::ChatCompletionsOptions {
    /// Whether a field is set that the document does not know.
    #[allow(dead_code)]
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
}
impl types::EmbeddingsOptions {
    /// Whether a field is set that the document does not know.
    #[allow(dead_code)]
    pub(crate) fn sets_marked_extras(&self) -> bool {
        self.user.is_some()
    }
}
impl types::ImageEmbeddingsOptions {
    /// Whether a field is set that the document does not know.
    #[allow(dead_code)]
    pub(crate) fn sets_marked_extras(&self) -> bool {
        false
    }
}
impl types::ImageGenerationsOptions {
    /// Whether a field is set that the document does not know.
    #[allow(dead_code)]
    pub(crate) fn sets_marked_extras(&self) -> bool {
        self.user.is_some()
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
