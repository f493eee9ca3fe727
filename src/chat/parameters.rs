//! The parameters of a chat completion.

use super::ChatRequest;
use crate::models::{
    self, AudioOutputFormat, ChatCompletionsAudioOptions, ChatCompletionsModality, ChatCompletionsOptions,
    ChatCompletionsOptionsToolChoice, ChatCompletionsResponseFormat, ChatCompletionsStreamOptions, PredictionContent,
    PredictionContentContent, PromptCacheRetention, ReasoningEffort, ServiceTier, UserSecurityContext, Verbosity,
    WebSearchOptions,
};
use crate::tools::{IntoTools, ToolSet};

impl ChatRequest {
    /// Sets the sampling temperature, 0 to 2: higher values make the output more random. Reasoning models reject it.
    pub fn temperature(self, temperature: f64) -> Self {
        self.with_body(|body| body.temperature = Some(temperature))
    }

    /// Sets nucleus sampling, 0 to 1: only the most likely tokens with this total probability are considered. An alternative
    /// to `temperature`.
    pub fn top_p(self, top_p: f64) -> Self {
        self.with_body(|body| body.top_p = Some(top_p))
    }

    /// Sets the frequency penalty, −2 to 2: positive values penalize a token for each time it has occurred in the text.
    pub fn frequency_penalty(self, penalty: f64) -> Self {
        self.with_body(|body| body.frequency_penalty = Some(penalty))
    }

    /// Sets the presence penalty, −2 to 2: positive values penalize a token that has occurred in the text at all.
    pub fn presence_penalty(self, penalty: f64) -> Self {
        self.with_body(|body| body.presence_penalty = Some(penalty))
    }

    /// Sets the maximum number of tokens of the completion. Reasoning models require
    /// [`max_completion_tokens`](Self::max_completion_tokens) instead.
    pub fn max_tokens(self, tokens: u32) -> Self {
        self.with_body(|body| body.max_tokens = Some(tokens.into()))
    }

    /// Sets the maximum number of tokens of the completion, including reasoning tokens.
    pub fn max_completion_tokens(self, tokens: u32) -> Self {
        self.with_body(|body| body.max_completion_tokens = Some(tokens.into()))
    }

    /// Sets the reasoning effort of a reasoning model, such as `"low"`, `"medium"` or `"high"`.
    pub fn reasoning_effort(self, effort: impl Into<ReasoningEffort>) -> Self {
        self.with_body(|body| body.reasoning_effort = Some(effort.into()))
    }

    /// Sets the stop sequences: the model stops generating before it would output one of them.
    pub fn stop<S: Into<String>>(mut self, stop: impl IntoIterator<Item = S>) -> Self {
        self.0.body.stop = stop.into_iter().map(Into::into).collect();
        if self.0.body.stop.is_empty() {
            self.0.call.record_invalid("stop", "the list is empty");
        }
        self
    }

    /// Sets the seed. The service then tries to return the same response to the same request, but does not guarantee it.
    pub fn seed(self, seed: i64) -> Self {
        self.with_body(|body| body.seed = Some(seed))
    }

    /// Sets the response format: text, any JSON object, or JSON that follows a schema.
    ///
    /// [`parse`](Self::parse) sets the schema of a Rust type and deserializes the response.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletionsResponseFormat;
    ///
    /// let response = client
    ///     .chat()
    ///     .system("Answer in JSON.")
    ///     .user("How many languages are in the world?")
    ///     .response_format(ChatCompletionsResponseFormat::json_object())
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn response_format(self, format: impl Into<ChatCompletionsResponseFormat>) -> Self {
        self.with_body(|body| body.response_format = Some(format.into()))
    }

    /// Sets the tools that the model may call: a [`ToolSet`], or only definitions, such as
    /// [`FunctionDefinition`](crate::models::FunctionDefinition)s in an array.
    ///
    /// [`run`](Self::run) executes the tool calls; `send` and `stream` return them in the response.
    pub fn tools(mut self, tools: impl IntoTools) -> Self {
        (self.0.body.tools, self.0.settings.tool_set) = tools.into_tools();
        if let Some(Err(error)) = self.0.settings.tool_set.as_ref().map(ToolSet::check) {
            self.0.call.record_invalid("tools", error.message());
        }
        if self.0.body.tools.is_empty() {
            self.0.call.record_invalid("tools", "the list is empty");
        }
        self
    }

    /// Sets whether the model must, may or must not call a tool. Not every model follows it.
    ///
    /// Takes a [`ChatCompletionsToolChoicePreset`](crate::models::ChatCompletionsToolChoicePreset), or a
    /// [`ChatCompletionsNamedToolChoiceFunction`](crate::models::ChatCompletionsNamedToolChoiceFunction) with the name of one
    /// tool.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletionsToolChoicePreset;
    ///
    /// let request = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools);
    /// let run = request.tool_choice(ChatCompletionsToolChoicePreset::Required).run().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn tool_choice(self, choice: impl Into<ChatCompletionsOptionsToolChoice>) -> Self {
        self.with_body(|body| body.tool_choice = Some(choice.into()))
    }

    /// Sets the one tool that the model must call. In a [`run`](Self::run) this applies to the first round only.
    pub fn tool_choice_named(self, name: impl Into<String>) -> Self {
        self.tool_choice(models::ChatCompletionsNamedToolChoiceFunction::new(name))
    }

    /// Sets whether the model may make several tool calls in one response.
    pub fn parallel_tool_calls(self, parallel: bool) -> Self {
        self.with_body(|body| body.parallel_tool_calls = Some(parallel))
    }

    /// Sets the number of choices to generate.
    pub fn n(self, n: u32) -> Self {
        self.with_body(|body| body.n = Some(n.into()))
    }

    /// Sets whether to return the log probability of each token.
    pub fn logprobs(self, logprobs: bool) -> Self {
        self.with_body(|body| body.logprobs = Some(logprobs))
    }

    /// Sets how many of the most likely tokens to return at each position. Requires `logprobs`.
    pub fn top_logprobs(self, count: u32) -> Self {
        self.with_body(|body| body.top_logprobs = Some(count.into()))
    }

    /// Sets the bias of tokens, by their id in the model's tokenizer: −100 bans a token, 100 forces it.
    pub fn logit_bias<T: ToString>(self, bias: impl IntoIterator<Item = (T, i64)>) -> Self {
        let bias = bias.into_iter().map(|(token, bias)| (token.to_string(), bias));
        self.with_body(|body| body.logit_bias = bias.collect())
    }

    /// Sets the output modalities, such as text and audio. Generated audio is in [`ChatResponse::audio`](crate::ChatResponse::audio);
    /// [`audio`](Self::audio) sets its voice and format.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let request = client.chat().user("Say hello.").modalities(["text", "audio"]).audio("alloy", "wav");
    /// let response = request.send().await?;
    /// if let Some(audio) = response.audio() {
    ///     println!("{}", audio.transcript.as_deref().unwrap_or_default());
    ///     std::fs::write("hello.wav", audio.bytes()?).expect("the disk has room");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn modalities<M: Into<ChatCompletionsModality>>(self, modalities: impl IntoIterator<Item = M>) -> Self {
        self.with_body(|body| body.modalities = modalities.into_iter().map(Into::into).collect())
    }

    /// Sets the voice and the file format of generated audio; see [`modalities`](Self::modalities).
    pub fn audio(self, voice: impl Into<String>, format: impl Into<AudioOutputFormat>) -> Self {
        self.with_body(|body| body.audio = Some(ChatCompletionsAudioOptions::new(format, voice)))
    }

    /// Sets the service tier: `"auto"`, `"default"`, `"flex"` or `"priority"`. [`ChatResponse::service_tier`](crate::ChatResponse::service_tier)
    /// returns the tier that processed the request.
    ///
    /// `flex` is cheaper and slower: set a long [timeout](Self::timeouts), and send the request again with `"default"` if it
    /// fails with 408 or 429. A model without the tier returns 400.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let response = client.chat().user("Summarise the report.").service_tier("priority").verbosity("low").send().await?;
    /// println!("{:?}", response.service_tier());
    /// # Ok(())
    /// # }
    /// ```
    pub fn service_tier(self, tier: impl Into<ServiceTier>) -> Self {
        self.with_body(|body| body.service_tier = Some(tier.into()))
    }

    /// Sets the verbosity of the response: `"low"`, `"medium"` or `"high"`.
    pub fn verbosity(self, verbosity: impl Into<Verbosity>) -> Self {
        self.with_body(|body| body.verbosity = Some(verbosity.into()))
    }

    /// Sets the prompt cache key, which groups requests with a common prefix so that they use the same prompt cache.
    pub fn prompt_cache_key(self, key: impl Into<String>) -> Self {
        self.with_body(|body| body.prompt_cache_key = Some(key.into()))
    }

    /// Sets how long the prompt cache retains the prefix of this request: `"in-memory"` or `"24h"`.
    pub fn prompt_cache_retention(self, retention: impl Into<PromptCacheRetention>) -> Self {
        self.with_body(|body| body.prompt_cache_retention = Some(retention.into()))
    }

    /// Sets the predicted output: text that the response is expected to repeat for the most part, such as a file with a small
    /// edit. This reduces latency.
    pub fn prediction(self, text: impl Into<PredictionContentContent>) -> Self {
        self.with_body(|body| body.prediction = Some(PredictionContent::new(text)))
    }

    /// Sets whether the service stores the completion.
    pub fn store(self, store: bool) -> Self {
        self.with_body(|body| body.store = Some(store))
    }

    /// Adds metadata to the stored completion: up to 16 key-value pairs.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let response = client.chat().user("Hello!").store(true).metadata([("topic", "greetings")]).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn metadata<K: Into<String>, V: Into<String>>(self, metadata: impl IntoIterator<Item = (K, V)>) -> Self {
        let metadata = metadata.into_iter().map(|(key, value)| (key.into(), value.into()));
        self.with_body(|body| body.metadata.extend(metadata))
    }

    /// Sets the options of web search, for models that support it.
    pub fn web_search_options(self, options: WebSearchOptions) -> Self {
        self.with_body(|body| body.web_search_options = Some(options))
    }

    /// Sets a stable identifier of the end user for abuse monitoring; use a hash instead of a name. It replaces `user`
    /// ([`end_user`](Self::end_user)).
    pub fn safety_identifier(self, identifier: impl Into<String>) -> Self {
        self.with_body(|body| body.safety_identifier = Some(identifier.into()))
    }

    /// Sets the field `user`: an opaque id of the end user for abuse monitoring.
    pub fn end_user(self, user: impl Into<String>) -> Self {
        self.with_body(|body| body.user = Some(user.into()))
    }

    /// Sets the application and end user of the request, for Microsoft Defender for Cloud.
    pub fn user_security_context(self, context: UserSecurityContext) -> Self {
        self.with_body(|body| body.user_security_context = Some(context))
    }

    /// Sets whether a stream reports the token usage. The default is `true` on the v1 route and deployments, except with
    /// `data_sources` and for models that have rejected it, and `false` elsewhere. A response that is not streamed always
    /// reports it.
    pub fn include_usage(self, include: bool) -> Self {
        self.with_body(|body| body.stream_options = Some(include_usage(include)))
    }

    /// Sets the maximum size of one event of a stream. The default is 16 MiB; a larger event is an error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.0.settings.read_options.max_event_size = bytes;
        self
    }

    /// Reads `<think>…</think>` at the start of the text as reasoning, which DeepSeek-R1 and similar models write there. The
    /// reasoning is then in [`ChatResponse::reasoning`](crate::ChatResponse::reasoning) and [`Chunk::reasoning`](crate::Chunk::reasoning)
    /// instead of the text.
    ///
    /// The opening tag may be missing, since the chat templates of some models add it to the prompt. The chunks of a stream
    /// then yield the reasoning as text until the closing tag arrives; the response at the end has it as reasoning.
    pub fn split_think(mut self) -> Self {
        self.0.settings.read_options.split_think = true;
        self
    }

    /// Removes a parameter that the client sends by default, by its name in the API. `extra_parameters` removes the
    /// `extra-parameters` header, including the one that is sent by default with extra parameters.
    ///
    /// ```no_run
    /// # async fn example() -> azure_inference::Result<()> {
    /// use azure_inference::Client;
    /// use azure_inference::models::ChatCompletionsOptions;
    ///
    /// let defaults = ChatCompletionsOptions { temperature: Some(0.2), ..Default::default() };
    /// let client = Client::builder("https://my-resource.openai.azure.com").chat_defaults(defaults).build()?;
    /// let response = client.chat().user("Hello!").unset("temperature").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unset(mut self, name: &str) -> Self {
        if name == "tools" {
            self.0.settings.tool_set = None;
        }
        if name == "messages" {
            self.0.body.messages.clear();
            return self;
        }
        self.0.call.unset(&mut *self.0.body, name);
        self
    }

    fn with_body(mut self, set: impl FnOnce(&mut ChatCompletionsOptions)) -> Self {
        set(&mut self.0.body);
        self
    }
}

#[allow(clippy::needless_update, reason = "a later OpenAPI document may add fields")]
pub(super) fn include_usage(include: bool) -> ChatCompletionsStreamOptions {
    ChatCompletionsStreamOptions { include_usage: Some(include), ..Default::default() }
}
