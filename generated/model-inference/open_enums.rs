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
    /// How a recording is encoded.
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
        /// FLAC audio, without loss.
        Flac = "flac",
        /// Opus audio.
        Opus = "opus",
        /// Samples of 16 bits without a header.
        Pcm16 = "pcm16",
    }
}
open_enum! {
    /// A kind of output.
    pub enum ChatCompletionsModality {
        /// Written text.
        Text = "text",
        /// Speech, which comes with a transcript.
        Audio = "audio",
    }
}
open_enum! {
    /// A rule for tool calls that names no function.
    pub enum ChatCompletionsToolChoicePreset {
        /// The model chooses between a text and tool calls.
        Auto = "auto",
        /// The model responds with text and calls no tool.
        None = "none",
        /// The model has to call a tool; some respond with text anyway.
        Required = "required",
    }
}
open_enum! {
    /// How closely the model looks at an image.
    pub enum ChatMessageImageDetailLevel {
        /// The service decides.
        Auto = "auto",
        /// A coarse view, which is fast and takes few tokens.
        Low = "low",
        /// A close view, which takes more time and tokens.
        High = "high",
    }
}
open_enum! {
    /// Whose message it is. A response may leave it empty, and most pieces of a stream have none.
    pub enum ChatRole {
        /// Instructions for the conversation.
        System = "system",
        /// Instructions for the conversation, as reasoning models expect them.
        Developer = "developer",
        /// The end user, or the program that speaks for one.
        User = "user",
        /// The model.
        Assistant = "assistant",
        /// The result of a tool call.
        Tool = "tool",
    }
}
open_enum! {
    /// Why the model stopped. Services also send values of their own, such as `eos_token`, or an empty text.
    pub enum CompletionsFinishReason {
        /// The response is complete, or one of the `stop` texts was met.
        Stop = "stop",
        /// The token limit cut the response off, so JSON and tool arguments in it may be broken.
        Length = "length",
        /// The content filter withheld the response or its rest.
        ContentFilter = "content_filter",
        /// The model waits for the results of the tools that it called.
        ToolCalls = "tool_calls",
    }
}
open_enum! {
    /// The form in which vectors are sent. Models have some of them; the integer and bit forms are smaller and less exact.
    pub enum EmbeddingEncodingFormat {
        /// Base64 text of little-endian 32-bit floats: as exact as `float` and faster to decode.
        Base64 = "base64",
        /// One bit a dimension, eight of them packed into a signed byte.
        Binary = "binary",
        /// A list of floats.
        Float = "float",
        /// A list of signed bytes, one a dimension.
        Int8 = "int8",
        /// One bit a dimension, eight of them packed into an unsigned byte.
        Ubinary = "ubinary",
        /// A list of unsigned bytes, one a dimension.
        Uint8 = "uint8",
    }
}
open_enum! {
    /// What an input is for, from which some models make different vectors.
    pub enum EmbeddingInputType {
        /// No special purpose.
        Text = "text",
        /// A question, to be compared with documents.
        Query = "query",
        /// Material that queries should find.
        Document = "document",
    }
}
open_enum! {
    /// What the service does with body fields that its interface does not have. It accepts these three values and rejects any other with 400.
    pub enum ExtraParameters {
        /// The request is refused if it has such a field.
        Error = "error",
        /// Such fields are ignored.
        Drop = "drop",
        /// Such fields go on to the model, which may know them or refuse them.
        PassThrough = "pass-through",
    }
}
open_enum! {
    /// What is behind the subject of an image.
    pub enum ImageBackground {
        /// Nothing.
        Transparent = "transparent",
        /// A background.
        Opaque = "opaque",
        /// The model decides.
        Auto = "auto",
    }
}
open_enum! {
    /// File format of an image.
    pub enum ImageGenerationOutputFormat {
        /// PNG, without loss.
        Png = "png",
        /// JPEG, smaller and with some loss. Foundry models, serverless and managed compute endpoints call it so.
        Jpg = "jpg",
        /// JPEG, smaller and with some loss. The v1 route and deployments call it so.
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
    /// How much care goes into an image.
    pub enum ImageGenerationQuality {
        /// More detail.
        Hd = "hd",
        /// The usual quality.
        Standard = "standard",
        /// Little care, fast and cheap.
        Low = "low",
        /// A balance of care and speed.
        Medium = "medium",
        /// Much care.
        High = "high",
        /// The model decides.
        Auto = "auto",
    }
}
open_enum! {
    /// How closely an edit keeps to the details of its input images.
    pub enum ImageInputFidelity {
        /// Loosely.
        Low = "low",
        /// Closely, faces and logos too; it takes more tokens.
        High = "high",
    }
}
open_enum! {
    /// How strictly the prompt of an image is moderated.
    pub enum ImageModeration {
        /// Less strictly.
        Low = "low",
        /// As usual.
        Auto = "auto",
    }
}
open_enum! {
    /// What a model does.
    pub enum ModelType {
        /// It turns inputs into vectors.
        Embeddings = "embeddings",
        /// It continues conversations.
        ChatCompletion = "chat-completion",
    }
}
open_enum! {
    /// How long the prompt cache keeps a prefix.
    pub enum PromptCacheRetention {
        /// In memory, for minutes.
        InMemory = "in-memory",
        /// For up to 24 hours.
        X24h = "24h",
    }
}
open_enum! {
    /// How much a reasoning model thinks before it responds: more takes longer and costs more tokens.
    pub enum ReasoningEffort {
        /// No reasoning; only some models can do without.
        None = "none",
        /// As little reasoning as possible, on the models that know the value.
        Minimal = "minimal",
        /// Little reasoning, for fast and cheap responses.
        Low = "low",
        /// A balance of speed and depth, and the default of many reasoning models.
        Medium = "medium",
        /// Thorough reasoning.
        High = "high",
        /// More than `high`, on the few models that know the value.
        Xhigh = "xhigh",
    }
}
open_enum! {
    /// A class of service.
    pub enum ServiceTier {
        /// The tier that is set for the deployment.
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
    /// How long and detailed the text of a response is.
    pub enum Verbosity {
        /// Short.
        Low = "low",
        /// Neither short nor long, as without the field.
        Medium = "medium",
        /// Long and detailed.
        High = "high",
    }
}
open_enum! {
    /// How much of what a web search found goes into the context.
    pub enum WebSearchContextSize {
        /// Little, which is fast and cheap.
        Low = "low",
        /// A balance, as without the field.
        Medium = "medium",
        /// Much.
        High = "high",
    }
}
