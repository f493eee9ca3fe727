// Written by `cargo xtask generate` from spec/v1/openapi.json: never edited.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///Azure content filter for responses api.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct AzureContentFilterForResponsesApi {
        ///Blocked: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub blocked: ::std::option::Option<bool>,
        ///Content filter offsets: `AzureContentFilterResultOffsets`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_offsets: ::std::option::Option<
            AzureContentFilterResultOffsets,
        >,
        ///Content filter raw: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_raw: ::std::option::Option<::serde_json::Value>,
        ///Content filter results: `ContentFilterResults`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filter_results: ::std::option::Option<
            crate::content_safety::ContentFilterResults,
        >,
        ///Source type: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source_type: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Azure content filter result offsets.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct AzureContentFilterResultOffsets {
        ///Check offset: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub check_offset: ::std::option::Option<i64>,
        ///End offset: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_offset: ::std::option::Option<i64>,
        ///Start offset: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_offset: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Create response.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CreateResponse {
        ///Background: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<bool>,
        ///Context management: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub context_management: ::std::option::Option<::serde_json::Value>,
        ///Conversation: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub conversation: ::std::option::Option<::serde_json::Value>,
        ///Include: list of `IncludeEnum`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub include: ::std::option::Option<::std::vec::Vec<crate::raw::v1::IncludeEnum>>,
        ///Input: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input: ::std::option::Option<::serde_json::Value>,
        ///Instructions: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instructions: ::std::option::Option<::std::string::String>,
        ///Max output tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_output_tokens: ::std::option::Option<i64>,
        ///Max tool calls: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_tool_calls: ::std::option::Option<i64>,
        ///Metadata: `Metadata`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<Metadata>,
        ///Model: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Moderation: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moderation: ::std::option::Option<::serde_json::Value>,
        ///Parallel tool calls: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parallel_tool_calls: ::std::option::Option<bool>,
        ///Previous response id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub previous_response_id: ::std::option::Option<::std::string::String>,
        ///Prompt: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt: ::std::option::Option<::serde_json::Value>,
        ///Prompt cache key: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_key: ::std::option::Option<::std::string::String>,
        ///Prompt cache retention: `CreateResponsePromptCacheRetention`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_retention: ::std::option::Option<
            crate::raw::v1::CreateResponsePromptCacheRetention,
        >,
        ///Reasoning: `Reasoning`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning: ::std::option::Option<Reasoning>,
        ///Safety identifier: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub safety_identifier: ::std::option::Option<::std::string::String>,
        ///Service tier: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<::std::string::String>,
        ///Store: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub store: ::std::option::Option<bool>,
        ///Stream options: `ResponseStreamOptions`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub stream_options: ::std::option::Option<ResponseStreamOptions>,
        ///Temperature: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub temperature: ::std::option::Option<f64>,
        ///Text: `ResponseTextParam`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<ResponseTextParam>,
        ///Tool choice: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tool_choice: ::std::option::Option<CreateResponseToolChoice>,
        ///Tools: `ToolsArray`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tools: ::std::option::Option<ToolsArray>,
        ///Top logprobs: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<i64>,
        ///Top p: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_p: ::std::option::Option<f64>,
        ///Truncation: `CreateResponseTruncation`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub truncation: ::std::option::Option<crate::raw::v1::CreateResponseTruncation>,
        ///User: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Tool choice: any JSON.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum CreateResponseToolChoice {
        ToolChoiceOptions(crate::raw::v1::ToolChoiceOptions),
        ToolChoiceParam(crate::raw::v1::ToolChoiceParam),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<crate::raw::v1::ToolChoiceOptions>
    for CreateResponseToolChoice {
        fn from(value: crate::raw::v1::ToolChoiceOptions) -> Self {
            Self::ToolChoiceOptions(value)
        }
    }
    impl ::std::convert::From<crate::raw::v1::ToolChoiceParam>
    for CreateResponseToolChoice {
        fn from(value: crate::raw::v1::ToolChoiceParam) -> Self {
            Self::ToolChoiceParam(value)
        }
    }
    ///Custom tool param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CustomToolParam {
        ///Description: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Format: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub format: ::std::option::Option<::serde_json::Value>,
        ///Name: string.
        pub name: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: CustomToolParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`CustomToolParamType`
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
    pub enum CustomToolParamType {
        #[serde(rename = "custom")]
        Custom,
    }
    impl ::std::fmt::Display for CustomToolParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Custom => f.write_str("custom"),
            }
        }
    }
    impl ::std::str::FromStr for CustomToolParamType {
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
    impl ::std::convert::TryFrom<&str> for CustomToolParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CustomToolParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Function tool.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionTool {
        ///Description: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name: string.
        pub name: ::std::string::String,
        ///Parameters: object.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub parameters: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///Strict: boolean.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub strict: ::std::option::Option<bool>,
        #[serde(rename = "type")]
        pub type_: FunctionToolType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`FunctionToolType`
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
    pub enum FunctionToolType {
        #[serde(rename = "function")]
        Function,
    }
    impl ::std::fmt::Display for FunctionToolType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Function => f.write_str("function"),
            }
        }
    }
    impl ::std::str::FromStr for FunctionToolType {
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
    impl ::std::convert::TryFrom<&str> for FunctionToolType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for FunctionToolType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Log prob.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct LogProb {
        ///Bytes: list of integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bytes: ::std::option::Option<::std::vec::Vec<i64>>,
        ///Logprob: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///Token: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        ///Top logprobs: list of `TopLogProb`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<::std::vec::Vec<TopLogProb>>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Metadata.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(transparent)]
    pub struct Metadata(
        pub ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    );
    impl ::std::ops::Deref for Metadata {
        type Target = ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >;
        fn deref(
            &self,
        ) -> &::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        > {
            &self.0
        }
    }
    impl ::std::convert::From<Metadata>
    for ::std::collections::BTreeMap<::std::string::String, ::std::string::String> {
        fn from(value: Metadata) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    > for Metadata {
        fn from(
            value: ::std::collections::BTreeMap<
                ::std::string::String,
                ::std::string::String,
            >,
        ) -> Self {
            Self(value)
        }
    }
    ///Output item custom tool call.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct OutputItemCustomToolCall {
        ///Call id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub call_id: ::std::option::Option<::std::string::String>,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Input: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input: ::std::option::Option<::std::string::String>,
        ///Name: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output item function tool call.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct OutputItemFunctionToolCall {
        ///Arguments: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arguments: ::std::option::Option<::std::string::String>,
        ///Call id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub call_id: ::std::option::Option<::std::string::String>,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Status: `OutputItemFunctionToolCallStatus`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<
            crate::raw::v1::OutputItemFunctionToolCallStatus,
        >,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output item output message.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct OutputItemOutputMessage {
        ///Content: list of `OutputMessageContent`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<
            ::std::vec::Vec<crate::raw::v1::OutputMessageContent>,
        >,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Phase: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub phase: ::std::option::Option<::std::string::String>,
        ///Role: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<::std::string::String>,
        ///Status: `OutputItemOutputMessageStatus`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<crate::raw::v1::OutputItemOutputMessageStatus>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output item reasoning item.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct OutputItemReasoningItem {
        ///Content: list of `ReasoningTextContent`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::vec::Vec<ReasoningTextContent>>,
        ///Encrypted content: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub encrypted_content: ::std::option::Option<::std::string::String>,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Status: `OutputItemReasoningItemStatus`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<crate::raw::v1::OutputItemReasoningItemStatus>,
        ///Summary: list of `Summary`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub summary: ::std::option::Option<::std::vec::Vec<Summary>>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output message content output text content.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct OutputMessageContentOutputTextContent {
        ///Annotations: list of any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub annotations: ::std::option::Option<::std::vec::Vec<::serde_json::Value>>,
        ///Logprobs: list of `LogProb`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<::std::vec::Vec<LogProb>>,
        ///Text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output message content refusal content.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct OutputMessageContentRefusalContent {
        ///Refusal: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Reasoning.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Reasoning {
        ///Effort: `ReasoningEffort`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub effort: ::std::option::Option<crate::raw::v1::ReasoningEffort>,
        ///Generate summary: `ReasoningGenerateSummary`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub generate_summary: ::std::option::Option<
            crate::raw::v1::ReasoningGenerateSummary,
        >,
        ///Summary: `ReasoningSummary`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub summary: ::std::option::Option<crate::raw::v1::ReasoningSummary>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Reasoning text content.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ReasoningTextContent {
        ///Text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Response {
        ///Background: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background: ::std::option::Option<bool>,
        ///Completed at: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completed_at: ::std::option::Option<f64>,
        ///Content filters: list of `AzureContentFilterForResponsesApi`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_filters: ::std::option::Option<
            ::std::vec::Vec<AzureContentFilterForResponsesApi>,
        >,
        ///Created at: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<f64>,
        ///Error: `ResponseError`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<ResponseError>,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Incomplete details: `ResponseIncompleteDetails`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub incomplete_details: ::std::option::Option<ResponseIncompleteDetails>,
        ///Max output tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_output_tokens: ::std::option::Option<i64>,
        ///Max tool calls: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_tool_calls: ::std::option::Option<i64>,
        ///Model: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model: ::std::option::Option<::std::string::String>,
        ///Object: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object: ::std::option::Option<::std::string::String>,
        ///Output: list of `OutputItem`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output: ::std::option::Option<::std::vec::Vec<crate::raw::v1::OutputItem>>,
        ///Output text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_text: ::std::option::Option<::std::string::String>,
        ///Parallel tool calls: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parallel_tool_calls: ::std::option::Option<bool>,
        ///Previous response id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub previous_response_id: ::std::option::Option<::std::string::String>,
        ///Prompt cache key: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prompt_cache_key: ::std::option::Option<::std::string::String>,
        ///Safety identifier: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub safety_identifier: ::std::option::Option<::std::string::String>,
        ///Service tier: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service_tier: ::std::option::Option<::std::string::String>,
        ///Status: `ResponseStatus`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<crate::raw::v1::ResponseStatus>,
        ///Temperature: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub temperature: ::std::option::Option<f64>,
        ///Top logprobs: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<i64>,
        ///Top p: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_p: ::std::option::Option<f64>,
        ///Usage: `ResponseUsage`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub usage: ::std::option::Option<ResponseUsage>,
        ///User: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response created event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseCreatedEvent {
        ///Response: `Response`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub response: ::std::option::Option<Response>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response error.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseError {
        ///Code: `ResponseErrorCode`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<crate::raw::v1::ResponseErrorCode>,
        ///Message: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response format json schema schema.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(transparent)]
    pub struct ResponseFormatJsonSchemaSchema(
        pub ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    );
    impl ::std::ops::Deref for ResponseFormatJsonSchemaSchema {
        type Target = ::serde_json::Map<::std::string::String, ::serde_json::Value>;
        fn deref(
            &self,
        ) -> &::serde_json::Map<::std::string::String, ::serde_json::Value> {
            &self.0
        }
    }
    impl ::std::convert::From<ResponseFormatJsonSchemaSchema>
    for ::serde_json::Map<::std::string::String, ::serde_json::Value> {
        fn from(value: ResponseFormatJsonSchemaSchema) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    > for ResponseFormatJsonSchemaSchema {
        fn from(
            value: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ) -> Self {
            Self(value)
        }
    }
    ///Response incomplete details.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseIncompleteDetails {
        ///Reason: `ResponseIncompleteDetailsReason`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reason: ::std::option::Option<
            crate::raw::v1::ResponseIncompleteDetailsReason,
        >,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response log prob.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseLogProb {
        ///Logprob: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///Token: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        ///Top logprobs: list of `ResponseLogProbTopLogprobs`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub top_logprobs: ::std::option::Option<
            ::std::vec::Vec<ResponseLogProbTopLogprobs>,
        >,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response log prob top logprobs.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseLogProbTopLogprobs {
        ///Logprob: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///Token: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response output item done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseOutputItemDoneEvent {
        ///Item: `OutputItem`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item: ::std::option::Option<crate::raw::v1::OutputItem>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response stream options.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseStreamOptions {
        ///Include obfuscation: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub include_obfuscation: ::std::option::Option<bool>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response text delta event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseTextDeltaEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Delta: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Logprobs: list of `ResponseLogProb`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprobs: ::std::option::Option<::std::vec::Vec<ResponseLogProb>>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response text param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseTextParam {
        ///Format: `TextResponseFormatConfiguration`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub format: ::std::option::Option<
            crate::raw::v1::TextResponseFormatConfiguration,
        >,
        ///Verbosity: `Verbosity`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub verbosity: ::std::option::Option<crate::raw::v1::Verbosity>,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response usage.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseUsage {
        ///Input tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens: ::std::option::Option<i64>,
        ///Input tokens details: `ResponseUsageInputTokensDetails`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input_tokens_details: ::std::option::Option<ResponseUsageInputTokensDetails>,
        ///Output tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens: ::std::option::Option<i64>,
        ///Output tokens details: `ResponseUsageOutputTokensDetails`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_tokens_details: ::std::option::Option<
            ResponseUsageOutputTokensDetails,
        >,
        ///Total tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response usage input tokens details.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseUsageInputTokensDetails {
        ///Cache write tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cache_write_tokens: ::std::option::Option<i64>,
        ///Cached tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cached_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Response usage output tokens details.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseUsageOutputTokensDetails {
        ///Reasoning tokens: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasoning_tokens: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Summary.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Summary {
        ///Text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Text response format configuration response format json object.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct TextResponseFormatConfigurationResponseFormatJsonObject {
        #[serde(rename = "type")]
        pub type_: TextResponseFormatConfigurationResponseFormatJsonObjectType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`TextResponseFormatConfigurationResponseFormatJsonObjectType`
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
    pub enum TextResponseFormatConfigurationResponseFormatJsonObjectType {
        #[serde(rename = "json_object")]
        JsonObject,
    }
    impl ::std::fmt::Display
    for TextResponseFormatConfigurationResponseFormatJsonObjectType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::JsonObject => f.write_str("json_object"),
            }
        }
    }
    impl ::std::str::FromStr
    for TextResponseFormatConfigurationResponseFormatJsonObjectType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "json_object" => Ok(Self::JsonObject),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str>
    for TextResponseFormatConfigurationResponseFormatJsonObjectType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for TextResponseFormatConfigurationResponseFormatJsonObjectType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Text response format configuration response format text.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct TextResponseFormatConfigurationResponseFormatText {
        #[serde(rename = "type")]
        pub type_: TextResponseFormatConfigurationResponseFormatTextType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`TextResponseFormatConfigurationResponseFormatTextType`
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
    pub enum TextResponseFormatConfigurationResponseFormatTextType {
        #[serde(rename = "text")]
        Text,
    }
    impl ::std::fmt::Display for TextResponseFormatConfigurationResponseFormatTextType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Text => f.write_str("text"),
            }
        }
    }
    impl ::std::str::FromStr for TextResponseFormatConfigurationResponseFormatTextType {
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
    impl ::std::convert::TryFrom<&str>
    for TextResponseFormatConfigurationResponseFormatTextType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for TextResponseFormatConfigurationResponseFormatTextType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Text response format json schema.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct TextResponseFormatJsonSchema {
        ///Description: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name: string.
        pub name: ::std::string::String,
        ///Schema: `ResponseFormatJsonSchemaSchema`.
        pub schema: ResponseFormatJsonSchemaSchema,
        ///Strict: boolean.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub strict: ::std::option::Option<bool>,
        #[serde(rename = "type")]
        pub type_: TextResponseFormatJsonSchemaType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`TextResponseFormatJsonSchemaType`
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
    pub enum TextResponseFormatJsonSchemaType {
        #[serde(rename = "json_schema")]
        JsonSchema,
    }
    impl ::std::fmt::Display for TextResponseFormatJsonSchemaType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::JsonSchema => f.write_str("json_schema"),
            }
        }
    }
    impl ::std::str::FromStr for TextResponseFormatJsonSchemaType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "json_schema" => Ok(Self::JsonSchema),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for TextResponseFormatJsonSchemaType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for TextResponseFormatJsonSchemaType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Tool choice allowed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ToolChoiceAllowed {
        ///Mode: `ToolChoiceAllowedMode`.
        pub mode: crate::raw::v1::ToolChoiceAllowedMode,
        ///Tools: list of object.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub tools: ::std::vec::Vec<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        #[serde(rename = "type")]
        pub type_: ToolChoiceAllowedType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ToolChoiceAllowedType`
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
    pub enum ToolChoiceAllowedType {
        #[serde(rename = "allowed_tools")]
        AllowedTools,
    }
    impl ::std::fmt::Display for ToolChoiceAllowedType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::AllowedTools => f.write_str("allowed_tools"),
            }
        }
    }
    impl ::std::str::FromStr for ToolChoiceAllowedType {
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
    impl ::std::convert::TryFrom<&str> for ToolChoiceAllowedType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ToolChoiceAllowedType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Tool choice custom.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ToolChoiceCustom {
        ///Name: string.
        pub name: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: ToolChoiceCustomType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ToolChoiceCustomType`
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
    pub enum ToolChoiceCustomType {
        #[serde(rename = "custom")]
        Custom,
    }
    impl ::std::fmt::Display for ToolChoiceCustomType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Custom => f.write_str("custom"),
            }
        }
    }
    impl ::std::str::FromStr for ToolChoiceCustomType {
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
    impl ::std::convert::TryFrom<&str> for ToolChoiceCustomType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ToolChoiceCustomType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Tool choice function.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ToolChoiceFunction {
        ///Name: string.
        pub name: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: ToolChoiceFunctionType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ToolChoiceFunctionType`
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
    pub enum ToolChoiceFunctionType {
        #[serde(rename = "function")]
        Function,
    }
    impl ::std::fmt::Display for ToolChoiceFunctionType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Function => f.write_str("function"),
            }
        }
    }
    impl ::std::str::FromStr for ToolChoiceFunctionType {
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
    impl ::std::convert::TryFrom<&str> for ToolChoiceFunctionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ToolChoiceFunctionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Tools array.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct ToolsArray(pub ::std::vec::Vec<crate::raw::v1::Tool>);
    impl ::std::ops::Deref for ToolsArray {
        type Target = ::std::vec::Vec<crate::raw::v1::Tool>;
        fn deref(&self) -> &::std::vec::Vec<crate::raw::v1::Tool> {
            &self.0
        }
    }
    impl ::std::convert::From<ToolsArray> for ::std::vec::Vec<crate::raw::v1::Tool> {
        fn from(value: ToolsArray) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::vec::Vec<crate::raw::v1::Tool>> for ToolsArray {
        fn from(value: ::std::vec::Vec<crate::raw::v1::Tool>) -> Self {
            Self(value)
        }
    }
    ///Top log prob.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct TopLogProb {
        ///Bytes: list of integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bytes: ::std::option::Option<::std::vec::Vec<i64>>,
        ///Logprob: number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logprob: ::std::option::Option<f64>,
        ///Token: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
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
    crate::raw::reading::response_type! {
        AzureContentFilterForResponsesApi, "an object: AzureContentFilterForResponsesApi"
        { "blocked" => blocked, "content_filter_offsets" => content_filter_offsets,
        "content_filter_raw" => content_filter_raw, "content_filter_results" =>
        content_filter_results, "source_type" => source_type, }
    }
    crate::raw::reading::response_type! {
        AzureContentFilterResultOffsets, "an object: AzureContentFilterResultOffsets" {
        "check_offset" => check_offset, "end_offset" => end_offset, "start_offset" =>
        start_offset, }
    }
    crate::raw::reading::response_type! {
        LogProb, "an object: LogProb" { "bytes" => bytes, "logprob" => logprob, "token"
        => token, "top_logprobs" => top_logprobs, }
    }
    crate::raw::reading::response_type! {
        OutputItemCustomToolCall, "an object: OutputItemCustomToolCall" { "call_id" =>
        call_id, "id" => id, "input" => input, "name" => name, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        OutputItemFunctionToolCall, "an object: OutputItemFunctionToolCall" { "arguments"
        => arguments, "call_id" => call_id, "id" => id, "name" => name, "status" =>
        status, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        OutputItemOutputMessage, "an object: OutputItemOutputMessage" { "content" =>
        content, "id" => id, "phase" => phase, "role" => role, "status" => status, "type"
        => type_, }
    }
    crate::raw::reading::response_type! {
        OutputItemReasoningItem, "an object: OutputItemReasoningItem" { "content" =>
        content, "encrypted_content" => encrypted_content, "id" => id, "status" =>
        status, "summary" => summary, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        OutputMessageContentOutputTextContent,
        "an object: OutputMessageContentOutputTextContent" { "annotations" =>
        annotations, "logprobs" => logprobs, "text" => text, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        OutputMessageContentRefusalContent,
        "an object: OutputMessageContentRefusalContent" { "refusal" => refusal, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ReasoningTextContent, "an object: ReasoningTextContent" { "text" => text, "type"
        => type_, }
    }
    crate::raw::reading::response_type! {
        Response, "an object: Response" { "background" => background, "completed_at" =>
        completed_at, "content_filters" => content_filters, "created_at" => created_at,
        "error" => error, "id" => id, "incomplete_details" => incomplete_details,
        "max_output_tokens" => max_output_tokens, "max_tool_calls" => max_tool_calls,
        "model" => model, "object" => object, "output" => output, "output_text" =>
        output_text, "parallel_tool_calls" => parallel_tool_calls, "previous_response_id"
        => previous_response_id, "prompt_cache_key" => prompt_cache_key,
        "safety_identifier" => safety_identifier, "service_tier" => service_tier,
        "status" => status, "temperature" => temperature, "top_logprobs" => top_logprobs,
        "top_p" => top_p, "usage" => usage, "user" => user, }
    }
    crate::raw::reading::response_type! {
        ResponseCreatedEvent, "an object: ResponseCreatedEvent" { "response" => response,
        "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseError, "an object: ResponseError" { "code" => code, "message" => message,
        }
    }
    crate::raw::reading::response_type! {
        ResponseIncompleteDetails, "an object: ResponseIncompleteDetails" { "reason" =>
        reason, }
    }
    crate::raw::reading::response_type! {
        ResponseLogProb, "an object: ResponseLogProb" { "logprob" => logprob, "token" =>
        token, "top_logprobs" => top_logprobs, }
    }
    crate::raw::reading::response_type! {
        ResponseLogProbTopLogprobs, "an object: ResponseLogProbTopLogprobs" { "logprob"
        => logprob, "token" => token, }
    }
    crate::raw::reading::response_type! {
        ResponseOutputItemDoneEvent, "an object: ResponseOutputItemDoneEvent" { "item" =>
        item, "output_index" => output_index, "sequence_number" => sequence_number,
        "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseTextDeltaEvent, "an object: ResponseTextDeltaEvent" { "content_index" =>
        content_index, "delta" => delta, "item_id" => item_id, "logprobs" => logprobs,
        "output_index" => output_index, "sequence_number" => sequence_number, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ResponseUsage, "an object: ResponseUsage" { "input_tokens" => input_tokens,
        "input_tokens_details" => input_tokens_details, "output_tokens" => output_tokens,
        "output_tokens_details" => output_tokens_details, "total_tokens" => total_tokens,
        }
    }
    crate::raw::reading::response_type! {
        ResponseUsageInputTokensDetails, "an object: ResponseUsageInputTokensDetails" {
        "cache_write_tokens" => cache_write_tokens, "cached_tokens" => cached_tokens, }
    }
    crate::raw::reading::response_type! {
        ResponseUsageOutputTokensDetails, "an object: ResponseUsageOutputTokensDetails" {
        "reasoning_tokens" => reasoning_tokens, }
    }
    crate::raw::reading::response_type! {
        Summary, "an object: Summary" { "text" => text, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        TopLogProb, "an object: TopLogProb" { "bytes" => bytes, "logprob" => logprob,
        "token" => token, }
    }
    impl CustomToolParam {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                description: ::std::default::Default::default(),
                format: ::std::default::Default::default(),
                name: name.into(),
                type_: CustomToolParamType::Custom,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl FunctionTool {
        /// With the required properties; the others are left out.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            parameters: impl ::std::convert::Into<
                ::std::option::Option<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
            >,
            strict: impl ::std::convert::Into<::std::option::Option<bool>>,
        ) -> Self {
            Self {
                description: ::std::default::Default::default(),
                name: name.into(),
                parameters: parameters.into(),
                strict: strict.into(),
                type_: FunctionToolType::Function,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl TextResponseFormatConfigurationResponseFormatJsonObject {
        /// With the required properties; the others are left out.
        pub fn new() -> Self {
            Self {
                type_: TextResponseFormatConfigurationResponseFormatJsonObjectType::JsonObject,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl TextResponseFormatConfigurationResponseFormatText {
        /// With the required properties; the others are left out.
        pub fn new() -> Self {
            Self {
                type_: TextResponseFormatConfigurationResponseFormatTextType::Text,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl TextResponseFormatJsonSchema {
        /// With the required properties; the others are left out.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            schema: impl ::std::convert::Into<ResponseFormatJsonSchemaSchema>,
        ) -> Self {
            Self {
                description: ::std::default::Default::default(),
                name: name.into(),
                schema: schema.into(),
                strict: ::std::default::Default::default(),
                type_: TextResponseFormatJsonSchemaType::JsonSchema,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ToolChoiceAllowed {
        /// With the required properties; the others are left out.
        pub fn new(
            mode: impl ::std::convert::Into<crate::raw::v1::ToolChoiceAllowedMode>,
            tools: impl ::std::convert::Into<
                ::std::vec::Vec<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
            >,
        ) -> Self {
            Self {
                mode: mode.into(),
                tools: tools.into(),
                type_: ToolChoiceAllowedType::AllowedTools,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ToolChoiceCustom {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                type_: ToolChoiceCustomType::Custom,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ToolChoiceFunction {
        /// With the required properties; the others are left out.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                type_: ToolChoiceFunctionType::Function,
                extra: ::std::default::Default::default(),
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for Azure AI Foundry Models Service

Version: v1*/
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
        "v1"
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
    /**Create response.

Sends a `POST` request to `/responses`

Arguments:
- `api_version`: Api version: string.
- `body`
*/
    pub async fn create_response<'a>(
        &'a self,
        api_version: Option<&'a str>,
        body: &'a types::CreateResponse,
    ) -> Result<ResponseValue<types::Response>, Error<()>> {
        let url = self.inner.url("/responses");
        let mut header_map = ::reqwest::header::HeaderMap::new();
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
            operation_id: "create_response",
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
    ///[`create_response`](Self::create_response) with its parameters by name: one that the document gains changes nothing here.
    pub async fn create_response_with<'a>(
        &'a self,
        parameters: crate::raw::Parameters<'a>,
        body: &'a types::CreateResponse,
    ) -> Result<ResponseValue<types::Response>, Error<()>> {
        self.create_response(parameters.api_version, body).await
    }
}
/// The places in a response that carry its meaning, as dotted paths without indices.
pub(crate) const ESSENTIAL: &[&str] = &[];
