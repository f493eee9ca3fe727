// Written by `cargo xtask generate` from spec/v1/openapi.json: never edited.

open_enum! {
    /// Create response prompt cache retention.
    pub enum CreateResponsePromptCacheRetention {
        /// In memory.
        InMemory = "in_memory",
        /// 24h.
        X24h = "24h",
    }
}
open_enum! {
    /// Create response truncation.
    pub enum CreateResponseTruncation {
        /// Auto.
        Auto = "auto",
        /// Disabled.
        Disabled = "disabled",
    }
}
open_enum! {
    /// Include enum.
    pub enum IncludeEnum {
        /// File search call.results.
        FileSearchCallResults = "file_search_call.results",
        /// Web search call.results.
        WebSearchCallResults = "web_search_call.results",
        /// Web search call.action.sources.
        WebSearchCallActionSources = "web_search_call.action.sources",
        /// Message.input image.image url.
        MessageInputImageImageUrl = "message.input_image.image_url",
        /// Computer call output.output.image url.
        ComputerCallOutputOutputImageUrl = "computer_call_output.output.image_url",
        /// Code interpreter call.outputs.
        CodeInterpreterCallOutputs = "code_interpreter_call.outputs",
        /// Reasoning.encrypted content.
        ReasoningEncryptedContent = "reasoning.encrypted_content",
        /// Message.output text.logprobs.
        MessageOutputTextLogprobs = "message.output_text.logprobs",
    }
}
open_enum! {
    /// Output item function tool call status.
    pub enum OutputItemFunctionToolCallStatus {
        /// In progress.
        InProgress = "in_progress",
        /// Completed.
        Completed = "completed",
        /// Incomplete.
        Incomplete = "incomplete",
    }
}
open_enum! {
    /// Output item output message status.
    pub enum OutputItemOutputMessageStatus {
        /// In progress.
        InProgress = "in_progress",
        /// Completed.
        Completed = "completed",
        /// Incomplete.
        Incomplete = "incomplete",
    }
}
open_enum! {
    /// Output item reasoning item status.
    pub enum OutputItemReasoningItemStatus {
        /// In progress.
        InProgress = "in_progress",
        /// Completed.
        Completed = "completed",
        /// Incomplete.
        Incomplete = "incomplete",
    }
}
open_enum! {
    /// Reasoning effort.
    pub enum ReasoningEffort {
        /// None.
        None = "none",
        /// Minimal.
        Minimal = "minimal",
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Xhigh.
        Xhigh = "xhigh",
    }
}
open_enum! {
    /// Reasoning generate summary.
    pub enum ReasoningGenerateSummary {
        /// Auto.
        Auto = "auto",
        /// Concise.
        Concise = "concise",
        /// Detailed.
        Detailed = "detailed",
    }
}
open_enum! {
    /// Reasoning summary.
    pub enum ReasoningSummary {
        /// Auto.
        Auto = "auto",
        /// Concise.
        Concise = "concise",
        /// Detailed.
        Detailed = "detailed",
    }
}
open_enum! {
    /// Response error code.
    pub enum ResponseErrorCode {
        /// Server error.
        ServerError = "server_error",
        /// Rate limit exceeded.
        RateLimitExceeded = "rate_limit_exceeded",
        /// Invalid prompt.
        InvalidPrompt = "invalid_prompt",
        /// Vector store timeout.
        VectorStoreTimeout = "vector_store_timeout",
        /// Invalid image.
        InvalidImage = "invalid_image",
        /// Invalid image format.
        InvalidImageFormat = "invalid_image_format",
        /// Invalid base64 image.
        InvalidBase64Image = "invalid_base64_image",
        /// Invalid image url.
        InvalidImageUrl = "invalid_image_url",
        /// Image too large.
        ImageTooLarge = "image_too_large",
        /// Image too small.
        ImageTooSmall = "image_too_small",
        /// Image parse error.
        ImageParseError = "image_parse_error",
        /// Image content policy violation.
        ImageContentPolicyViolation = "image_content_policy_violation",
        /// Invalid image mode.
        InvalidImageMode = "invalid_image_mode",
        /// Image file too large.
        ImageFileTooLarge = "image_file_too_large",
        /// Unsupported image media type.
        UnsupportedImageMediaType = "unsupported_image_media_type",
        /// Empty image file.
        EmptyImageFile = "empty_image_file",
        /// Failed to download image.
        FailedToDownloadImage = "failed_to_download_image",
        /// Image file not found.
        ImageFileNotFound = "image_file_not_found",
    }
}
open_enum! {
    /// Response incomplete details reason.
    pub enum ResponseIncompleteDetailsReason {
        /// Max output tokens.
        MaxOutputTokens = "max_output_tokens",
        /// Content filter.
        ContentFilter = "content_filter",
    }
}
open_enum! {
    /// Response status.
    pub enum ResponseStatus {
        /// Completed.
        Completed = "completed",
        /// Failed.
        Failed = "failed",
        /// In progress.
        InProgress = "in_progress",
        /// Cancelled.
        Cancelled = "cancelled",
        /// Queued.
        Queued = "queued",
        /// Incomplete.
        Incomplete = "incomplete",
    }
}
open_enum! {
    /// Tool choice allowed mode.
    pub enum ToolChoiceAllowedMode {
        /// Auto.
        Auto = "auto",
        /// Required.
        Required = "required",
    }
}
open_enum! {
    /// Tool choice options.
    pub enum ToolChoiceOptions {
        /// None.
        None = "none",
        /// Auto.
        Auto = "auto",
        /// Required.
        Required = "required",
    }
}
open_enum! {
    /// Verbosity.
    pub enum Verbosity {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}
open_union! {
    /// Output item.
    pub enum OutputItem by "type" {
        CustomToolCall(super::types::OutputItemCustomToolCall) = "custom_tool_call",
        FunctionCall(super::types::OutputItemFunctionToolCall) = "function_call",
        Message(super::types::OutputItemOutputMessage) = "message",
        Reasoning(super::types::OutputItemReasoningItem) = "reasoning",
    }
}
open_union! {
    /// Output message content.
    pub enum OutputMessageContent by "type" {
        OutputText(super::types::OutputMessageContentOutputTextContent) = "output_text",
        Refusal(super::types::OutputMessageContentRefusalContent) = "refusal",
    }
}
open_union! {
    /// Text response format configuration.
    pub enum TextResponseFormatConfiguration by "type" {
        JsonObject(super::types::TextResponseFormatConfigurationResponseFormatJsonObject) = "json_object",
        JsonSchema(super::types::TextResponseFormatJsonSchema) = "json_schema",
        Text(super::types::TextResponseFormatConfigurationResponseFormatText) = "text",
    }
}
open_union! {
    /// Tool.
    pub enum Tool by "type" {
        Custom(super::types::CustomToolParam) = "custom",
        Function(super::types::FunctionTool) = "function",
    }
}
open_union! {
    /// Tool choice param.
    pub enum ToolChoiceParam by "type" {
        AllowedTools(super::types::ToolChoiceAllowed) = "allowed_tools",
        Custom(super::types::ToolChoiceCustom) = "custom",
        Function(super::types::ToolChoiceFunction) = "function",
    }
}
