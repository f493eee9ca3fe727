//! The parameters of a chat completion, and the settings of its call.

use std::collections::BTreeMap;

use super::{ChatRequest, check};
use crate::models::{
    self, AudioOutputFormat, ChatCompletionsAudioOptions, ChatCompletionsModality, ChatCompletionsOptionsToolChoice,
    ChatCompletionsResponseFormat, ChatCompletionsStreamOptions, PredictionContent, PredictionContentContent,
    PromptCacheRetention, ReasoningEffort, ServiceTier, UserSecurityContext, Verbosity, WebSearchOptions,
};
use crate::tools::{IntoTools, ToolSet};

impl ChatRequest {
    /// How random the choice of tokens is: 0 is the most predictable. Reasoning models refuse it.
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.body.temperature = Some(temperature);
        self
    }

    /// Chooses among the likeliest tokens that together have this probability, 0 to 1; an alternative to `temperature`.
    pub fn top_p(mut self, top_p: f64) -> Self {
        self.body.top_p = Some(top_p);
        self
    }

    /// How much a token is held back for each time it occurred already, −2 to 2.
    pub fn frequency_penalty(mut self, penalty: f64) -> Self {
        self.body.frequency_penalty = Some(penalty);
        self
    }

    /// How much a token is held back for having occurred at all, −2 to 2.
    pub fn presence_penalty(mut self, penalty: f64) -> Self {
        self.body.presence_penalty = Some(penalty);
        self
    }

    /// The most tokens of the answer. Reasoning models want [`max_completion_tokens`](Self::max_completion_tokens).
    pub fn max_tokens(mut self, tokens: u32) -> Self {
        self.body.max_tokens = Some(tokens.into());
        self
    }

    /// The most tokens of the answer, those of its reasoning included.
    pub fn max_completion_tokens(mut self, tokens: u32) -> Self {
        self.body.max_completion_tokens = Some(tokens.into());
        self
    }

    /// How long a reasoning model should think.
    pub fn reasoning_effort(mut self, effort: impl Into<ReasoningEffort>) -> Self {
        self.body.reasoning_effort = Some(effort.into());
        self
    }

    /// Texts that end the answer where they would appear.
    pub fn stop<S: Into<String>>(mut self, stop: impl IntoIterator<Item = S>) -> Self {
        self.body.stop = stop.into_iter().map(Into::into).collect();
        if self.body.stop.is_empty() {
            self.call.record_invalid("stop", "the list is empty");
        }
        self
    }

    /// Asks for the same answer to the same request, as far as the service can promise it.
    pub fn seed(mut self, seed: i64) -> Self {
        self.body.seed = Some(seed);
        self
    }

    /// The form of the answer: text, any JSON object, or JSON after a schema.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletionsResponseFormat;
    ///
    /// let answer = client
    ///     .chat()
    ///     .system("Answer in JSON.")
    ///     .user("How many languages are in the world?")
    ///     .response_format(ChatCompletionsResponseFormat::json_object())
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn response_format(mut self, format: impl Into<ChatCompletionsResponseFormat>) -> Self {
        self.body.response_format = Some(format.into());
        self
    }

    /// The tools that the model may ask to call: a [`ToolSet`], or definitions alone, such as
    /// [`FunctionDefinition`](crate::models::FunctionDefinition)s in an array.
    ///
    /// With `send` and `stream` what it asks for is in the answer, to be done by hand; [`run`](Self::run) does it.
    pub fn tools(mut self, tools: impl IntoTools) -> Self {
        (self.body.tools, self.tool_set) = tools.into_tools();
        if let Some(Err(error)) = self.tool_set.as_ref().map(ToolSet::check) {
            self.call.record_invalid("tools", error.message());
        }
        if self.body.tools.is_empty() {
            self.call.record_invalid("tools", "the list is empty");
        }
        self
    }

    /// Whether the model must, may or must not call a tool.
    ///
    /// Takes a [`ChatCompletionsToolChoicePreset`](crate::models::ChatCompletionsToolChoicePreset) or the name of one tool
    /// as [`ChatCompletionsNamedToolChoiceFunction`](crate::models::ChatCompletionsNamedToolChoiceFunction). Not every
    /// model keeps to it.
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
    pub fn tool_choice(mut self, choice: impl Into<ChatCompletionsOptionsToolChoice>) -> Self {
        self.body.tool_choice = Some(choice.into());
        self
    }

    /// The one tool that the model must call. In a [`run`](Self::run) it must do so once, after that it chooses.
    pub fn tool_choice_named(self, name: impl Into<String>) -> Self {
        self.tool_choice(models::ChatCompletionsNamedToolChoiceFunction::new(name))
    }

    /// Whether the model may ask for several calls at once.
    pub fn parallel_tool_calls(mut self, parallel: bool) -> Self {
        self.body.parallel_tool_calls = Some(parallel);
        self
    }

    /// How many answers to give; each is a choice of the answer.
    pub fn n(mut self, n: u32) -> Self {
        self.body.n = Some(n.into());
        self
    }

    /// Whether to give the log probability of each token.
    pub fn logprobs(mut self, logprobs: bool) -> Self {
        self.body.logprobs = Some(logprobs);
        self
    }

    /// How many of the likeliest tokens to give at each place, with `logprobs`.
    pub fn top_logprobs(mut self, count: u32) -> Self {
        self.body.top_logprobs = Some(count.into());
        self
    }

    /// Pushes tokens, by their id in the model's tokenizer, down or up: −100 bans one, 100 forces it.
    pub fn logit_bias<T: ToString>(mut self, bias: impl IntoIterator<Item = (T, i64)>) -> Self {
        let bias = bias.into_iter().map(|(token, bias)| (token.to_string(), bias));
        self.body.logit_bias = bias.collect::<BTreeMap<_, _>>();
        self
    }

    /// Sets the kinds of output, such as text and audio. Generated audio is in [`Answer::audio`](crate::Answer::audio);
    /// [`audio`](Self::audio) sets its voice and format.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let request = client.chat().user("Say hello.").modalities(["text", "audio"]).audio("alloy", "wav");
    /// let answer = request.send().await?;
    /// if let Some(audio) = answer.audio() {
    ///     println!("{}", audio.transcript.as_deref().unwrap_or_default());
    ///     std::fs::write("hello.wav", audio.bytes()?).expect("the disk has room");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn modalities<M: Into<ChatCompletionsModality>>(mut self, modalities: impl IntoIterator<Item = M>) -> Self {
        self.body.modalities = modalities.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the voice and the file format of generated audio; see [`modalities`](Self::modalities).
    pub fn audio(mut self, voice: impl Into<String>, format: impl Into<AudioOutputFormat>) -> Self {
        self.body.audio = Some(ChatCompletionsAudioOptions::new(format, voice));
        self
    }

    /// Sets the service tier: `"auto"`, `"default"`, `"flex"` or `"priority"`. The response names the tier that served it in
    /// [`Answer::service_tier`](crate::Answer::service_tier).
    ///
    /// `flex` is cheap and slow: set a long [timeout](Self::timeouts), and send the request again with `"default"` if it fails
    /// with 408 or 429. A model without the tier answers 400.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let answer = client.chat().user("Summarise the report.").service_tier("priority").verbosity("low").send().await?;
    /// println!("{:?}", answer.service_tier());
    /// # Ok(())
    /// # }
    /// ```
    pub fn service_tier(mut self, tier: impl Into<ServiceTier>) -> Self {
        self.body.service_tier = Some(tier.into());
        self
    }

    /// Sets how long and detailed the text of the response is: `"low"`, `"medium"` or `"high"`.
    pub fn verbosity(mut self, verbosity: impl Into<Verbosity>) -> Self {
        self.body.verbosity = Some(verbosity.into());
        self
    }

    /// Sets the key that groups requests with a common prefix, so that they reach the same prompt cache.
    pub fn prompt_cache_key(mut self, key: impl Into<String>) -> Self {
        self.body.prompt_cache_key = Some(key.into());
        self
    }

    /// Sets how long the prompt cache keeps the prefix of this request: `"in-memory"` or `"24h"`.
    pub fn prompt_cache_retention(mut self, retention: impl Into<PromptCacheRetention>) -> Self {
        self.body.prompt_cache_retention = Some(retention.into());
        self
    }

    /// Sets text that most of the response is expected to equal, such as a file that is to be changed a little. It makes the
    /// response faster.
    pub fn prediction(mut self, text: impl Into<PredictionContentContent>) -> Self {
        self.body.prediction = Some(PredictionContent::new(text));
        self
    }

    /// Sets whether the service stores the completion.
    pub fn store(mut self, store: bool) -> Self {
        self.body.store = Some(store);
        self
    }

    /// Adds metadata to the stored completion: up to 16 pairs of text.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let answer = client.chat().user("Hello!").store(true).metadata([("topic", "greetings")]).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn metadata<K: Into<String>, V: Into<String>>(mut self, metadata: impl IntoIterator<Item = (K, V)>) -> Self {
        self.body.metadata.extend(metadata.into_iter().map(|(key, value)| (key.into(), value.into())));
        self
    }

    /// Sets options of the web search, for models that search.
    pub fn web_search_options(mut self, options: WebSearchOptions) -> Self {
        self.body.web_search_options = Some(options);
        self
    }

    /// Sets a stable identifier of the end user for abuse monitoring, better a hash than a name. It replaces `user`
    /// ([`end_user`](Self::end_user)).
    pub fn safety_identifier(mut self, identifier: impl Into<String>) -> Self {
        self.body.safety_identifier = Some(identifier.into());
        self
    }

    /// An opaque id of the end user, for the service's abuse monitoring: the field `user`.
    pub fn end_user(mut self, user: impl Into<String>) -> Self {
        self.body.user = Some(user.into());
        self
    }

    /// Who and what calls, for the service's threat protection.
    pub fn user_security_context(mut self, context: UserSecurityContext) -> Self {
        self.body.user_security_context = Some(context);
        self
    }

    /// Sets whether a stream reports the usage of tokens. The default is `true` on the v1 route and deployments, but not beside
    /// `data_sources` nor for models that refused it, and `false` elsewhere. A response that is not streamed reports it anyway.
    pub fn include_usage(mut self, include: bool) -> Self {
        self.body.stream_options = Some(telling_usage(include));
        self
    }

    /// The most bytes that one event of a stream may have, 16 MiB unless this says otherwise: more is an error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.reading.max_event_size = bytes;
        self
    }

    /// Reads `<think>…</think>` at the start of the text as reasoning, as DeepSeek-R1 and similar models write it: it is then
    /// in [`Answer::reasoning`](crate::Answer::reasoning) and [`Chunk::reasoning`](crate::Chunk::reasoning) and not in the
    /// text.
    ///
    /// The opening tag may be missing, since the templates of some models write it into the prompt. The chunks of a stream
    /// then yield the reasoning as text until the closing tag arrives; the response at its end has it as reasoning.
    pub fn split_think(mut self) -> Self {
        self.reading.split_think = true;
        self
    }

    /// Takes back a parameter that the client sets by default, by its name in the API. `extra_parameters` takes back the
    /// header of that name, also the one that extras are sent with unasked.
    ///
    /// ```no_run
    /// # async fn example() -> azure_inference::Result<()> {
    /// use azure_inference::Client;
    /// use azure_inference::models::ChatCompletionsOptions;
    ///
    /// let defaults = ChatCompletionsOptions { temperature: Some(0.2), ..Default::default() };
    /// let client = Client::builder("https://my-resource.openai.azure.com").chat_defaults(defaults).build()?;
    /// let answer = client.chat().user("Hello!").unset("temperature").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unset(mut self, name: &str) -> Self {
        if name == "tools" {
            self.tool_set = None;
        }
        if name == "messages" {
            self.body.messages.clear();
            return self;
        }
        // A number that JSON can't carry would be lost.
        match check::numbers(&self.body) {
            Ok(()) => self.call.unset(&mut *self.body, name),
            Err(error) => self.call.record_error(&error),
        }
        self
    }
}

#[allow(clippy::needless_update, reason = "the document may give it more fields")]
pub(super) fn telling_usage(include: bool) -> ChatCompletionsStreamOptions {
    ChatCompletionsStreamOptions { include_usage: Some(include), ..Default::default() }
}
