// Written by `cargo xtask generate` from spec/model-inference/openapi.json: never edited.

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
        /// The model answers in text and calls no tool.
        None = "none",
        /// The model has to call a tool; some answer in text all the same.
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
    /// Whose message it is. An answer may leave it empty, and most pieces of a stream have none.
    pub enum ChatRole {
        /// Instructions for the conversation.
        System = "system",
        /// Instructions for the conversation, as reasoning models want them.
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
        /// The answer is complete, or one of the `stop` texts was met.
        Stop = "stop",
        /// The token limit cut the answer off, so JSON and tool arguments in it may be broken.
        Length = "length",
        /// The content filter withheld the answer or its rest.
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
    /// What the service does with body fields that its interface does not have. It knows these three values and answers any other with 400.
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
    /// File format of an image.
    pub enum ImageGenerationOutputFormat {
        /// PNG, without loss.
        Png = "png",
        /// JPEG, smaller and with some loss.
        Jpg = "jpg",
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
    /// How much a reasoning model thinks before it answers: more takes longer and costs more tokens.
    pub enum ReasoningEffort {
        /// No reasoning; only some models can do without.
        None = "none",
        /// As little reasoning as possible, on the models that know the value.
        Minimal = "minimal",
        /// Little reasoning, for fast and cheap answers.
        Low = "low",
        /// A balance of speed and depth, and the default of many reasoning models.
        Medium = "medium",
        /// Thorough reasoning.
        High = "high",
        /// More than `high`, on the few models that know the value.
        Xhigh = "xhigh",
    }
}
