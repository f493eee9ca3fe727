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
        ///Input: `InputParam`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input: ::std::option::Option<InputParam>,
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
    ///Custom tool call item param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CustomToolCallItemParam {
        ///Call id: string.
        pub call_id: ::std::string::String,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Input: string.
        pub input: ::std::string::String,
        ///Name: string.
        pub name: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: CustomToolCallItemParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`CustomToolCallItemParamType`
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
    pub enum CustomToolCallItemParamType {
        #[serde(rename = "custom_tool_call")]
        CustomToolCall,
    }
    impl ::std::fmt::Display for CustomToolCallItemParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::CustomToolCall => f.write_str("custom_tool_call"),
            }
        }
    }
    impl ::std::str::FromStr for CustomToolCallItemParamType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "custom_tool_call" => Ok(Self::CustomToolCall),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for CustomToolCallItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CustomToolCallItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Custom tool call output item param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CustomToolCallOutputItemParam {
        ///Call id: string.
        pub call_id: ::std::string::String,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Output: any JSON.
        pub output: CustomToolCallOutputItemParamOutput,
        #[serde(rename = "type")]
        pub type_: CustomToolCallOutputItemParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output: any JSON.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum CustomToolCallOutputItemParamOutput {
        String(::std::string::String),
        Array(::std::vec::Vec<crate::raw::v1::FunctionAndCustomToolCallOutput>),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<
        ::std::vec::Vec<crate::raw::v1::FunctionAndCustomToolCallOutput>,
    > for CustomToolCallOutputItemParamOutput {
        fn from(
            value: ::std::vec::Vec<crate::raw::v1::FunctionAndCustomToolCallOutput>,
        ) -> Self {
            Self::Array(value)
        }
    }
    ///`CustomToolCallOutputItemParamType`
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
    pub enum CustomToolCallOutputItemParamType {
        #[serde(rename = "custom_tool_call_output")]
        CustomToolCallOutput,
    }
    impl ::std::fmt::Display for CustomToolCallOutputItemParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::CustomToolCallOutput => f.write_str("custom_tool_call_output"),
            }
        }
    }
    impl ::std::str::FromStr for CustomToolCallOutputItemParamType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "custom_tool_call_output" => Ok(Self::CustomToolCallOutput),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for CustomToolCallOutputItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for CustomToolCallOutputItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
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
    ///Easy input message.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct EasyInputMessage {
        ///Content: any JSON.
        pub content: EasyInputMessageContent,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Phase: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub phase: ::std::option::Option<::std::string::String>,
        ///Role: `EasyInputMessageRole`.
        pub role: crate::raw::v1::EasyInputMessageRole,
        ///Status: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: EasyInputMessageType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Content: any JSON.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum EasyInputMessageContent {
        String(::std::string::String),
        InputMessageContentList(InputMessageContentList),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<InputMessageContentList> for EasyInputMessageContent {
        fn from(value: InputMessageContentList) -> Self {
            Self::InputMessageContentList(value)
        }
    }
    ///`EasyInputMessageType`
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
    pub enum EasyInputMessageType {
        #[serde(rename = "message")]
        Message,
    }
    impl ::std::fmt::Display for EasyInputMessageType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Message => f.write_str("message"),
            }
        }
    }
    impl ::std::str::FromStr for EasyInputMessageType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "message" => Ok(Self::Message),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for EasyInputMessageType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for EasyInputMessageType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Function and custom tool call output input file content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionAndCustomToolCallOutputInputFileContent {
        ///File data: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_data: ::std::option::Option<::std::string::String>,
        ///File id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_id: ::std::option::Option<::std::string::String>,
        ///File url: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_url: ::std::option::Option<::std::string::String>,
        ///Filename: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub filename: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: FunctionAndCustomToolCallOutputInputFileContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`FunctionAndCustomToolCallOutputInputFileContentType`
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
    pub enum FunctionAndCustomToolCallOutputInputFileContentType {
        #[serde(rename = "input_file")]
        InputFile,
    }
    impl ::std::fmt::Display for FunctionAndCustomToolCallOutputInputFileContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::InputFile => f.write_str("input_file"),
            }
        }
    }
    impl ::std::str::FromStr for FunctionAndCustomToolCallOutputInputFileContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "input_file" => Ok(Self::InputFile),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str>
    for FunctionAndCustomToolCallOutputInputFileContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for FunctionAndCustomToolCallOutputInputFileContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Function and custom tool call output input image content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionAndCustomToolCallOutputInputImageContent {
        ///Detail: `ImageDetail`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub detail: ::std::option::Option<crate::raw::v1::ImageDetail>,
        ///File id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_id: ::std::option::Option<::std::string::String>,
        ///Image url: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_url: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: FunctionAndCustomToolCallOutputInputImageContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`FunctionAndCustomToolCallOutputInputImageContentType`
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
    pub enum FunctionAndCustomToolCallOutputInputImageContentType {
        #[serde(rename = "input_image")]
        InputImage,
    }
    impl ::std::fmt::Display for FunctionAndCustomToolCallOutputInputImageContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::InputImage => f.write_str("input_image"),
            }
        }
    }
    impl ::std::str::FromStr for FunctionAndCustomToolCallOutputInputImageContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "input_image" => Ok(Self::InputImage),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str>
    for FunctionAndCustomToolCallOutputInputImageContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for FunctionAndCustomToolCallOutputInputImageContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Function and custom tool call output input text content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionAndCustomToolCallOutputInputTextContent {
        ///Text: string.
        pub text: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: FunctionAndCustomToolCallOutputInputTextContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`FunctionAndCustomToolCallOutputInputTextContentType`
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
    pub enum FunctionAndCustomToolCallOutputInputTextContentType {
        #[serde(rename = "input_text")]
        InputText,
    }
    impl ::std::fmt::Display for FunctionAndCustomToolCallOutputInputTextContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::InputText => f.write_str("input_text"),
            }
        }
    }
    impl ::std::str::FromStr for FunctionAndCustomToolCallOutputInputTextContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "input_text" => Ok(Self::InputText),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str>
    for FunctionAndCustomToolCallOutputInputTextContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for FunctionAndCustomToolCallOutputInputTextContentType {
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
    ///Function tool call item param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionToolCallItemParam {
        ///Arguments: string.
        pub arguments: ::std::string::String,
        ///Call id: string.
        pub call_id: ::std::string::String,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name: string.
        pub name: ::std::string::String,
        ///Status: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: FunctionToolCallItemParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`FunctionToolCallItemParamType`
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
    pub enum FunctionToolCallItemParamType {
        #[serde(rename = "function_call")]
        FunctionCall,
    }
    impl ::std::fmt::Display for FunctionToolCallItemParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::FunctionCall => f.write_str("function_call"),
            }
        }
    }
    impl ::std::str::FromStr for FunctionToolCallItemParamType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "function_call" => Ok(Self::FunctionCall),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for FunctionToolCallItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for FunctionToolCallItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Function tool call output item param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct FunctionToolCallOutputItemParam {
        ///Call id: string.
        pub call_id: ::std::string::String,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Output: any JSON.
        pub output: FunctionToolCallOutputItemParamOutput,
        ///Status: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: FunctionToolCallOutputItemParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Output: any JSON.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum FunctionToolCallOutputItemParamOutput {
        String(::std::string::String),
        Array(::std::vec::Vec<crate::raw::v1::FunctionAndCustomToolCallOutput>),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<
        ::std::vec::Vec<crate::raw::v1::FunctionAndCustomToolCallOutput>,
    > for FunctionToolCallOutputItemParamOutput {
        fn from(
            value: ::std::vec::Vec<crate::raw::v1::FunctionAndCustomToolCallOutput>,
        ) -> Self {
            Self::Array(value)
        }
    }
    ///`FunctionToolCallOutputItemParamType`
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
    pub enum FunctionToolCallOutputItemParamType {
        #[serde(rename = "function_call_output")]
        FunctionCallOutput,
    }
    impl ::std::fmt::Display for FunctionToolCallOutputItemParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::FunctionCallOutput => f.write_str("function_call_output"),
            }
        }
    }
    impl ::std::str::FromStr for FunctionToolCallOutputItemParamType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "function_call_output" => Ok(Self::FunctionCallOutput),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for FunctionToolCallOutputItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for FunctionToolCallOutputItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
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
    ///Input content input file content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct InputContentInputFileContent {
        ///File data: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_data: ::std::option::Option<::std::string::String>,
        ///File id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_id: ::std::option::Option<::std::string::String>,
        ///File url: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_url: ::std::option::Option<::std::string::String>,
        ///Filename: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub filename: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: InputContentInputFileContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`InputContentInputFileContentType`
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
    pub enum InputContentInputFileContentType {
        #[serde(rename = "input_file")]
        InputFile,
    }
    impl ::std::fmt::Display for InputContentInputFileContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::InputFile => f.write_str("input_file"),
            }
        }
    }
    impl ::std::str::FromStr for InputContentInputFileContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "input_file" => Ok(Self::InputFile),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for InputContentInputFileContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for InputContentInputFileContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Input content input image content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct InputContentInputImageContent {
        ///Detail: `ImageDetail`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub detail: ::std::option::Option<crate::raw::v1::ImageDetail>,
        ///File id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_id: ::std::option::Option<::std::string::String>,
        ///Image url: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_url: ::std::option::Option<::std::string::String>,
        #[serde(rename = "type")]
        pub type_: InputContentInputImageContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`InputContentInputImageContentType`
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
    pub enum InputContentInputImageContentType {
        #[serde(rename = "input_image")]
        InputImage,
    }
    impl ::std::fmt::Display for InputContentInputImageContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::InputImage => f.write_str("input_image"),
            }
        }
    }
    impl ::std::str::FromStr for InputContentInputImageContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "input_image" => Ok(Self::InputImage),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for InputContentInputImageContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for InputContentInputImageContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Input content input text content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct InputContentInputTextContent {
        ///Text: string.
        pub text: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: InputContentInputTextContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`InputContentInputTextContentType`
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
    pub enum InputContentInputTextContentType {
        #[serde(rename = "input_text")]
        InputText,
    }
    impl ::std::fmt::Display for InputContentInputTextContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::InputText => f.write_str("input_text"),
            }
        }
    }
    impl ::std::str::FromStr for InputContentInputTextContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "input_text" => Ok(Self::InputText),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for InputContentInputTextContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for InputContentInputTextContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Input content output text.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct InputContentOutputText {
        ///Annotations: list of any JSON.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub annotations: ::std::vec::Vec<::serde_json::Value>,
        ///Text: string.
        pub text: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: InputContentOutputTextType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`InputContentOutputTextType`
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
    pub enum InputContentOutputTextType {
        #[serde(rename = "output_text")]
        OutputText,
    }
    impl ::std::fmt::Display for InputContentOutputTextType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::OutputText => f.write_str("output_text"),
            }
        }
    }
    impl ::std::str::FromStr for InputContentOutputTextType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "output_text" => Ok(Self::OutputText),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for InputContentOutputTextType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for InputContentOutputTextType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Input content refusal.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct InputContentRefusal {
        ///Refusal: string.
        pub refusal: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: InputContentRefusalType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`InputContentRefusalType`
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
    pub enum InputContentRefusalType {
        #[serde(rename = "refusal")]
        Refusal,
    }
    impl ::std::fmt::Display for InputContentRefusalType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Refusal => f.write_str("refusal"),
            }
        }
    }
    impl ::std::str::FromStr for InputContentRefusalType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "refusal" => Ok(Self::Refusal),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for InputContentRefusalType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for InputContentRefusalType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Input message content list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct InputMessageContentList(
        pub ::std::vec::Vec<crate::raw::v1::InputContent>,
    );
    impl ::std::ops::Deref for InputMessageContentList {
        type Target = ::std::vec::Vec<crate::raw::v1::InputContent>;
        fn deref(&self) -> &::std::vec::Vec<crate::raw::v1::InputContent> {
            &self.0
        }
    }
    impl ::std::convert::From<InputMessageContentList>
    for ::std::vec::Vec<crate::raw::v1::InputContent> {
        fn from(value: InputMessageContentList) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::vec::Vec<crate::raw::v1::InputContent>>
    for InputMessageContentList {
        fn from(value: ::std::vec::Vec<crate::raw::v1::InputContent>) -> Self {
            Self(value)
        }
    }
    ///Input param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(untagged)]
    pub enum InputParam {
        String(::std::string::String),
        Array(::std::vec::Vec<crate::raw::v1::InputItem>),
        /// An object of a form that the document does not know, as it was read.
        Other(::serde_json::Map<::std::string::String, ::serde_json::Value>),
    }
    impl ::std::convert::From<::std::vec::Vec<crate::raw::v1::InputItem>>
    for InputParam {
        fn from(value: ::std::vec::Vec<crate::raw::v1::InputItem>) -> Self {
            Self::Array(value)
        }
    }
    ///Item reference param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ItemReferenceParam {
        ///Id: string.
        pub id: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: ItemReferenceParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ItemReferenceParamType`
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
    pub enum ItemReferenceParamType {
        #[serde(rename = "item_reference")]
        ItemReference,
    }
    impl ::std::fmt::Display for ItemReferenceParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::ItemReference => f.write_str("item_reference"),
            }
        }
    }
    impl ::std::str::FromStr for ItemReferenceParamType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "item_reference" => Ok(Self::ItemReference),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ItemReferenceParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ItemReferenceParamType {
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
    ///Reasoning item param.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ReasoningItemParam {
        ///Content: list of any JSON.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub content: ::std::vec::Vec<::serde_json::Value>,
        ///Encrypted content: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub encrypted_content: ::std::option::Option<::std::string::String>,
        ///Id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Status: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        ///Summary: list of `SummaryTextContent`.
        #[serde(deserialize_with = "crate::raw::reading::null_is_none")]
        pub summary: ::std::vec::Vec<SummaryTextContent>,
        #[serde(rename = "type")]
        pub type_: ReasoningItemParamType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`ReasoningItemParamType`
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
    pub enum ReasoningItemParamType {
        #[serde(rename = "reasoning")]
        Reasoning,
    }
    impl ::std::fmt::Display for ReasoningItemParamType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Reasoning => f.write_str("reasoning"),
            }
        }
    }
    impl ::std::str::FromStr for ReasoningItemParamType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "reasoning" => Ok(Self::Reasoning),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ReasoningItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ReasoningItemParamType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
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
    ///Response completed event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseCompletedEvent {
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
    ///Response content part added event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseContentPartAddedEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
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
    ///Response content part done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseContentPartDoneEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Part: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub part: ::std::option::Option<::serde_json::Value>,
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
    ///Response custom tool call input delta event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseCustomToolCallInputDeltaEvent {
        ///Delta: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
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
    ///Response custom tool call input done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseCustomToolCallInputDoneEvent {
        ///Input: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
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
    ///Response error event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseErrorEvent {
        ///Code: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<::std::string::String>,
        ///Error: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::serde_json::Value>,
        ///Message: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///Param: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub param: ::std::option::Option<::std::string::String>,
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
    ///Response failed event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseFailedEvent {
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
    ///Response function call arguments delta event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseFunctionCallArgumentsDeltaEvent {
        ///Delta: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
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
    ///Response function call arguments done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseFunctionCallArgumentsDoneEvent {
        ///Arguments: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arguments: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Name: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
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
    ///Response in progress event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseInProgressEvent {
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
    ///Response incomplete event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseIncompleteEvent {
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
    ///Response output item added event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseOutputItemAddedEvent {
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
    ///Response queued event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseQueuedEvent {
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
    ///Response reasoning summary part added event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseReasoningSummaryPartAddedEvent {
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Summary index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub summary_index: ::std::option::Option<i64>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response reasoning summary part done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseReasoningSummaryPartDoneEvent {
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Part: any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub part: ::std::option::Option<::serde_json::Value>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Summary index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub summary_index: ::std::option::Option<i64>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response reasoning summary text delta event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseReasoningSummaryTextDeltaEvent {
        ///Delta: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Summary index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub summary_index: ::std::option::Option<i64>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response reasoning summary text done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseReasoningSummaryTextDoneEvent {
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Summary index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub summary_index: ::std::option::Option<i64>,
        ///Text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response reasoning text delta event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseReasoningTextDeltaEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Delta: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
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
    ///Response reasoning text done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseReasoningTextDoneEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Sequence number: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sequence_number: ::std::option::Option<i64>,
        ///Text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
        ///Type: string.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        /// Members that the OpenAPI document does not describe.
        #[serde(flatten)]
        pub extra: crate::raw::Extra,
    }
    ///Response refusal delta event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseRefusalDeltaEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Delta: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub delta: ::std::option::Option<::std::string::String>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
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
    ///Response refusal done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseRefusalDoneEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
        ///Item id: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub item_id: ::std::option::Option<::std::string::String>,
        ///Output index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output_index: ::std::option::Option<i64>,
        ///Refusal: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refusal: ::std::option::Option<::std::string::String>,
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
    ///Response text done event.
    #[non_exhaustive]
    #[derive(::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ResponseTextDoneEvent {
        ///Content index: integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_index: ::std::option::Option<i64>,
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
        ///Text: string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub text: ::std::option::Option<::std::string::String>,
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
    ///Summary text content.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SummaryTextContent {
        ///Text: string.
        pub text: ::std::string::String,
        #[serde(rename = "type")]
        pub type_: SummaryTextContentType,
        /// What the document does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///`SummaryTextContentType`
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
    pub enum SummaryTextContentType {
        #[serde(rename = "summary_text")]
        SummaryText,
    }
    impl ::std::fmt::Display for SummaryTextContentType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::SummaryText => f.write_str("summary_text"),
            }
        }
    }
    impl ::std::str::FromStr for SummaryTextContentType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "summary_text" => Ok(Self::SummaryText),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SummaryTextContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SummaryTextContentType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
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
    impl ::std::convert::From<&str> for CustomToolCallOutputItemParamOutput {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String>
    for CustomToolCallOutputItemParamOutput {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for EasyInputMessageContent {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String> for EasyInputMessageContent {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for FunctionToolCallOutputItemParamOutput {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String>
    for FunctionToolCallOutputItemParamOutput {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }
    impl ::std::convert::From<&str> for InputParam {
        fn from(value: &str) -> Self {
            Self::String(value.to_owned())
        }
    }
    impl ::std::convert::From<::std::string::String> for InputParam {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
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
        ResponseCompletedEvent, "an object: ResponseCompletedEvent" { "response" =>
        response, "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseContentPartAddedEvent, "an object: ResponseContentPartAddedEvent" {
        "content_index" => content_index, "item_id" => item_id, "output_index" =>
        output_index, "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseContentPartDoneEvent, "an object: ResponseContentPartDoneEvent" {
        "content_index" => content_index, "item_id" => item_id, "output_index" =>
        output_index, "part" => part, "sequence_number" => sequence_number, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ResponseCreatedEvent, "an object: ResponseCreatedEvent" { "response" => response,
        "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseCustomToolCallInputDeltaEvent,
        "an object: ResponseCustomToolCallInputDeltaEvent" { "delta" => delta, "item_id"
        => item_id, "output_index" => output_index, "sequence_number" => sequence_number,
        "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseCustomToolCallInputDoneEvent,
        "an object: ResponseCustomToolCallInputDoneEvent" { "input" => input, "item_id"
        => item_id, "output_index" => output_index, "sequence_number" => sequence_number,
        "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseError, "an object: ResponseError" { "code" => code, "message" => message,
        }
    }
    crate::raw::reading::response_type! {
        ResponseErrorEvent, "an object: ResponseErrorEvent" { "code" => code, "error" =>
        error, "message" => message, "param" => param, "sequence_number" =>
        sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseFailedEvent, "an object: ResponseFailedEvent" { "response" => response,
        "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseFunctionCallArgumentsDeltaEvent,
        "an object: ResponseFunctionCallArgumentsDeltaEvent" { "delta" => delta,
        "item_id" => item_id, "output_index" => output_index, "sequence_number" =>
        sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseFunctionCallArgumentsDoneEvent,
        "an object: ResponseFunctionCallArgumentsDoneEvent" { "arguments" => arguments,
        "item_id" => item_id, "name" => name, "output_index" => output_index,
        "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseInProgressEvent, "an object: ResponseInProgressEvent" { "response" =>
        response, "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseIncompleteDetails, "an object: ResponseIncompleteDetails" { "reason" =>
        reason, }
    }
    crate::raw::reading::response_type! {
        ResponseIncompleteEvent, "an object: ResponseIncompleteEvent" { "response" =>
        response, "sequence_number" => sequence_number, "type" => type_, }
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
        ResponseOutputItemAddedEvent, "an object: ResponseOutputItemAddedEvent" { "item"
        => item, "output_index" => output_index, "sequence_number" => sequence_number,
        "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseOutputItemDoneEvent, "an object: ResponseOutputItemDoneEvent" { "item" =>
        item, "output_index" => output_index, "sequence_number" => sequence_number,
        "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseQueuedEvent, "an object: ResponseQueuedEvent" { "response" => response,
        "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseReasoningSummaryPartAddedEvent,
        "an object: ResponseReasoningSummaryPartAddedEvent" { "item_id" => item_id,
        "output_index" => output_index, "sequence_number" => sequence_number,
        "summary_index" => summary_index, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseReasoningSummaryPartDoneEvent,
        "an object: ResponseReasoningSummaryPartDoneEvent" { "item_id" => item_id,
        "output_index" => output_index, "part" => part, "sequence_number" =>
        sequence_number, "summary_index" => summary_index, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseReasoningSummaryTextDeltaEvent,
        "an object: ResponseReasoningSummaryTextDeltaEvent" { "delta" => delta, "item_id"
        => item_id, "output_index" => output_index, "sequence_number" => sequence_number,
        "summary_index" => summary_index, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseReasoningSummaryTextDoneEvent,
        "an object: ResponseReasoningSummaryTextDoneEvent" { "item_id" => item_id,
        "output_index" => output_index, "sequence_number" => sequence_number,
        "summary_index" => summary_index, "text" => text, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseReasoningTextDeltaEvent, "an object: ResponseReasoningTextDeltaEvent" {
        "content_index" => content_index, "delta" => delta, "item_id" => item_id,
        "output_index" => output_index, "sequence_number" => sequence_number, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ResponseReasoningTextDoneEvent, "an object: ResponseReasoningTextDoneEvent" {
        "content_index" => content_index, "item_id" => item_id, "output_index" =>
        output_index, "sequence_number" => sequence_number, "text" => text, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ResponseRefusalDeltaEvent, "an object: ResponseRefusalDeltaEvent" {
        "content_index" => content_index, "delta" => delta, "item_id" => item_id,
        "output_index" => output_index, "sequence_number" => sequence_number, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ResponseRefusalDoneEvent, "an object: ResponseRefusalDoneEvent" { "content_index"
        => content_index, "item_id" => item_id, "output_index" => output_index, "refusal"
        => refusal, "sequence_number" => sequence_number, "type" => type_, }
    }
    crate::raw::reading::response_type! {
        ResponseTextDeltaEvent, "an object: ResponseTextDeltaEvent" { "content_index" =>
        content_index, "delta" => delta, "item_id" => item_id, "logprobs" => logprobs,
        "output_index" => output_index, "sequence_number" => sequence_number, "type" =>
        type_, }
    }
    crate::raw::reading::response_type! {
        ResponseTextDoneEvent, "an object: ResponseTextDoneEvent" { "content_index" =>
        content_index, "item_id" => item_id, "logprobs" => logprobs, "output_index" =>
        output_index, "sequence_number" => sequence_number, "text" => text, "type" =>
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
    impl CustomToolCallItemParam {
        /// With the required properties; the others are left out.
        pub fn new(
            call_id: impl ::std::convert::Into<::std::string::String>,
            input: impl ::std::convert::Into<::std::string::String>,
            name: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self {
                call_id: call_id.into(),
                id: ::std::default::Default::default(),
                input: input.into(),
                name: name.into(),
                type_: CustomToolCallItemParamType::CustomToolCall,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl CustomToolCallOutputItemParam {
        /// With the required properties; the others are left out.
        pub fn new(
            call_id: impl ::std::convert::Into<::std::string::String>,
            output: impl ::std::convert::Into<CustomToolCallOutputItemParamOutput>,
        ) -> Self {
            Self {
                call_id: call_id.into(),
                id: ::std::default::Default::default(),
                output: output.into(),
                type_: CustomToolCallOutputItemParamType::CustomToolCallOutput,
                extra: ::std::default::Default::default(),
            }
        }
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
    impl EasyInputMessage {
        /// With the required properties; the others are left out.
        pub fn new(
            content: impl ::std::convert::Into<EasyInputMessageContent>,
            role: impl ::std::convert::Into<crate::raw::v1::EasyInputMessageRole>,
        ) -> Self {
            Self {
                content: content.into(),
                id: ::std::default::Default::default(),
                phase: ::std::default::Default::default(),
                role: role.into(),
                status: ::std::default::Default::default(),
                type_: EasyInputMessageType::Message,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl FunctionAndCustomToolCallOutputInputFileContent {
        /// With the required properties; the others are left out.
        pub fn new() -> Self {
            Self {
                file_data: ::std::default::Default::default(),
                file_id: ::std::default::Default::default(),
                file_url: ::std::default::Default::default(),
                filename: ::std::default::Default::default(),
                type_: FunctionAndCustomToolCallOutputInputFileContentType::InputFile,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl FunctionAndCustomToolCallOutputInputImageContent {
        /// With the required properties; the others are left out.
        pub fn new() -> Self {
            Self {
                detail: ::std::default::Default::default(),
                file_id: ::std::default::Default::default(),
                image_url: ::std::default::Default::default(),
                type_: FunctionAndCustomToolCallOutputInputImageContentType::InputImage,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl FunctionAndCustomToolCallOutputInputTextContent {
        /// With the required properties; the others are left out.
        pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                text: text.into(),
                type_: FunctionAndCustomToolCallOutputInputTextContentType::InputText,
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
    impl FunctionToolCallItemParam {
        /// With the required properties; the others are left out.
        pub fn new(
            arguments: impl ::std::convert::Into<::std::string::String>,
            call_id: impl ::std::convert::Into<::std::string::String>,
            name: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self {
                arguments: arguments.into(),
                call_id: call_id.into(),
                id: ::std::default::Default::default(),
                name: name.into(),
                status: ::std::default::Default::default(),
                type_: FunctionToolCallItemParamType::FunctionCall,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl FunctionToolCallOutputItemParam {
        /// With the required properties; the others are left out.
        pub fn new(
            call_id: impl ::std::convert::Into<::std::string::String>,
            output: impl ::std::convert::Into<FunctionToolCallOutputItemParamOutput>,
        ) -> Self {
            Self {
                call_id: call_id.into(),
                id: ::std::default::Default::default(),
                output: output.into(),
                status: ::std::default::Default::default(),
                type_: FunctionToolCallOutputItemParamType::FunctionCallOutput,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl InputContentInputFileContent {
        /// With the required properties; the others are left out.
        pub fn new() -> Self {
            Self {
                file_data: ::std::default::Default::default(),
                file_id: ::std::default::Default::default(),
                file_url: ::std::default::Default::default(),
                filename: ::std::default::Default::default(),
                type_: InputContentInputFileContentType::InputFile,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl InputContentInputImageContent {
        /// With the required properties; the others are left out.
        pub fn new() -> Self {
            Self {
                detail: ::std::default::Default::default(),
                file_id: ::std::default::Default::default(),
                image_url: ::std::default::Default::default(),
                type_: InputContentInputImageContentType::InputImage,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl InputContentInputTextContent {
        /// With the required properties; the others are left out.
        pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                text: text.into(),
                type_: InputContentInputTextContentType::InputText,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl InputContentOutputText {
        /// With the required properties; the others are left out.
        pub fn new(
            annotations: impl ::std::convert::Into<::std::vec::Vec<::serde_json::Value>>,
            text: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self {
                annotations: annotations.into(),
                text: text.into(),
                type_: InputContentOutputTextType::OutputText,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl InputContentRefusal {
        /// With the required properties; the others are left out.
        pub fn new(refusal: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                refusal: refusal.into(),
                type_: InputContentRefusalType::Refusal,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ItemReferenceParam {
        /// With the required properties; the others are left out.
        pub fn new(id: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                id: id.into(),
                type_: ItemReferenceParamType::ItemReference,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl ReasoningItemParam {
        /// With the required properties; the others are left out.
        pub fn new(
            summary: impl ::std::convert::Into<::std::vec::Vec<SummaryTextContent>>,
        ) -> Self {
            Self {
                content: ::std::default::Default::default(),
                encrypted_content: ::std::default::Default::default(),
                id: ::std::default::Default::default(),
                status: ::std::default::Default::default(),
                summary: summary.into(),
                type_: ReasoningItemParamType::Reasoning,
                extra: ::std::default::Default::default(),
            }
        }
    }
    impl SummaryTextContent {
        /// With the required properties; the others are left out.
        pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                text: text.into(),
                type_: SummaryTextContentType::SummaryText,
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
