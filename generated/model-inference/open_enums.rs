// Written by `cargo xtask generate` from spec/model-inference/openapi.json: never edited.

open_enum! {
    /// Whether the model may or must call one of the allowed tools.
    pub enum AllowedToolsMode {
        /// The model chooses between a text and calls of the allowed tools.
        Auto = "auto",
        /// The model must call one or more of the allowed tools.
        Required = "required",
    }
}
open_enum! {
    /// Format of an audio recording.
    pub enum AudioContentFormat {
        /// WAV audio.
        Wav = "wav",
        /// MP3 audio.
        Mp3 = "mp3",
    }
}
open_enum! {
    /// File format of generated audio.
    pub enum AudioOutputFormat {
        /// WAV audio.
        Wav = "wav",
        /// AAC audio.
        Aac = "aac",
        /// MP3 audio.
        Mp3 = "mp3",
        /// FLAC audio, lossless.
        Flac = "flac",
        /// Opus audio.
        Opus = "opus",
        /// Raw 16-bit PCM samples, without a header.
        Pcm16 = "pcm16",
    }
}
open_enum! {
    /// Output modality.
    pub enum ChatCompletionsModality {
        /// Text.
        Text = "text",
        /// Speech, with a transcript.
        Audio = "audio",
    }
}
open_enum! {
    /// Tool choice that does not name a function.
    pub enum ChatCompletionsToolChoicePreset {
        /// The model chooses between text and tool calls.
        Auto = "auto",
        /// The model generates text and calls no tool.
        None = "none",
        /// The model must call a tool. Some models generate text anyway.
        Required = "required",
    }
}
open_enum! {
    /// Detail level at which the model reads an image.
    pub enum ChatMessageImageDetailLevel {
        /// The service decides.
        Auto = "auto",
        /// Low resolution: fast, with few tokens.
        Low = "low",
        /// High resolution: slower, with more tokens.
        High = "high",
    }
}
open_enum! {
    /// Role of the author of a message. A response may have an empty role, and most chunks of a stream have none.
    pub enum ChatRole {
        /// Instructions for the conversation.
        System = "system",
        /// Instructions for the conversation, for reasoning models.
        Developer = "developer",
        /// The end user, or the program that acts for one.
        User = "user",
        /// The model.
        Assistant = "assistant",
        /// The result of a tool call.
        Tool = "tool",
    }
}
open_enum! {
    /// Reason why the model stopped generating. Services also send other values, such as `eos_token`, or an empty string.
    pub enum CompletionsFinishReason {
        /// The response is complete, or the model generated a stop sequence.
        Stop = "stop",
        /// The response was truncated at the token limit, so JSON and tool arguments may be incomplete.
        Length = "length",
        /// The content filter blocked the response or the rest of it.
        ContentFilter = "content_filter",
        /// The model called tools and waits for their results.
        ToolCalls = "tool_calls",
    }
}
open_enum! {
    /// Encoding format of vectors. Each model supports some of them; the integer and bit formats are smaller and less exact.
    pub enum EmbeddingEncodingFormat {
        /// Base64 text of little-endian 32-bit floats: as exact as `float` and faster to decode.
        Base64 = "base64",
        /// One bit per dimension, eight packed into a signed byte.
        Binary = "binary",
        /// A list of floats.
        Float = "float",
        /// A list of signed bytes, one per dimension.
        Int8 = "int8",
        /// One bit per dimension, eight packed into an unsigned byte.
        Ubinary = "ubinary",
        /// A list of unsigned bytes, one per dimension.
        Uint8 = "uint8",
    }
}
open_enum! {
    /// What an input is used for. Some models embed queries and documents differently.
    pub enum EmbeddingInputType {
        /// Any text.
        Text = "text",
        /// A search query.
        Query = "query",
        /// A document to be found by queries.
        Document = "document",
    }
}
open_enum! {
    /// How the service handles body fields that its API does not have. The service accepts only these three values and returns 400 for any other.
    pub enum ExtraParameters {
        /// The request is rejected if it has such a field.
        Error = "error",
        /// Such fields are ignored.
        Drop = "drop",
        /// Such fields are passed to the model, which may reject them.
        PassThrough = "pass-through",
    }
}
open_enum! {
    /// Background of an image.
    pub enum ImageBackground {
        /// Transparent background.
        Transparent = "transparent",
        /// Opaque background.
        Opaque = "opaque",
        /// The model decides.
        Auto = "auto",
    }
}
open_enum! {
    /// File format of an image.
    pub enum ImageGenerationOutputFormat {
        /// PNG, lossless.
        Png = "png",
        /// JPEG, smaller and lossy. The name on Foundry models, serverless and managed compute endpoints.
        Jpg = "jpg",
        /// JPEG, smaller and lossy. The name on the v1 route and deployments.
        Jpeg = "jpeg",
        /// WebP, smaller than PNG.
        Webp = "webp",
    }
}
open_enum! {
    /// A preset size, in pixels.
    pub enum ImageGenerationPreset {
        /// 672 by 1566 pixels.
        X672x1566 = "672x1566",
        /// 768 by 1366 pixels.
        X768x1366 = "768x1366",
        /// 836 by 1254 pixels.
        X836x1254 = "836x1254",
        /// 916 by 1145 pixels.
        X916x1145 = "916x1145",
        /// 1024 by 1024 pixels, a square.
        X1024x1024 = "1024x1024",
        /// 1145 by 916 pixels.
        X1145x916 = "1145x916",
        /// 1254 by 836 pixels.
        X1254x836 = "1254x836",
        /// 1366 by 768 pixels.
        X1366x768 = "1366x768",
        /// 1566 by 672 pixels.
        X1566x672 = "1566x672",
    }
}
open_enum! {
    /// Quality of an image.
    pub enum ImageGenerationQuality {
        /// High definition.
        Hd = "hd",
        /// Standard quality.
        Standard = "standard",
        /// Low quality: fast and cheap.
        Low = "low",
        /// Medium quality.
        Medium = "medium",
        /// High quality.
        High = "high",
        /// The model decides.
        Auto = "auto",
    }
}
open_enum! {
    /// How closely an edit preserves the details of its input images.
    pub enum ImageInputFidelity {
        /// Low fidelity.
        Low = "low",
        /// High fidelity, including faces and logos. It costs more tokens.
        High = "high",
    }
}
open_enum! {
    /// How strictly an image prompt is moderated.
    pub enum ImageModeration {
        /// Less strict moderation.
        Low = "low",
        /// The usual moderation.
        Auto = "auto",
    }
}
open_enum! {
    /// Type of a model.
    pub enum ModelType {
        /// Embedding model.
        Embeddings = "embeddings",
        /// Chat completion model.
        ChatCompletion = "chat-completion",
    }
}
open_enum! {
    /// Retention of a prefix in the prompt cache.
    pub enum PromptCacheRetention {
        /// In memory, for minutes.
        InMemory = "in-memory",
        /// For up to 24 hours.
        X24h = "24h",
    }
}
open_enum! {
    /// Reasoning effort of a reasoning model. More effort takes longer and costs more tokens.
    pub enum ReasoningEffort {
        /// No reasoning; only some models support it.
        None = "none",
        /// As little reasoning as possible; only some models support it.
        Minimal = "minimal",
        /// Little reasoning, for fast and cheap responses.
        Low = "low",
        /// A balance of speed and depth, and the default of many reasoning models.
        Medium = "medium",
        /// Thorough reasoning.
        High = "high",
        /// More than `high`; only a few models support it.
        Xhigh = "xhigh",
    }
}
open_enum! {
    /// Service tier.
    pub enum ServiceTier {
        /// The tier that is configured for the deployment.
        Auto = "auto",
        /// Standard processing.
        Default = "default",
        /// Cheaper and slower processing that fails when there is no capacity.
        Flex = "flex",
        /// Faster processing at a higher price.
        Priority = "priority",
    }
}
open_enum! {
    /// Verbosity of a response.
    pub enum Verbosity {
        /// Short responses.
        Low = "low",
        /// Medium responses, the default.
        Medium = "medium",
        /// Long and detailed responses.
        High = "high",
    }
}
open_enum! {
    /// How much of the results of a web search is added to the context.
    pub enum WebSearchContextSize {
        /// Little context: fast and cheap.
        Low = "low",
        /// Medium context, the default.
        Medium = "medium",
        /// Much context.
        High = "high",
    }
}
