//! From other SDKs: their call, ours.
//!
//! On this page `client` is a [`Client`](crate::Client), made once:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::Client;
//!
//! # let key = "secret";
//! let endpoint = "https://my-resource.services.ai.azure.com/openai/v1";
//! let client = Client::builder(endpoint).api_key(key).model("my-deployment").build()?;
//! # let _ = client;
//! # Ok(())
//! # }
//! ```
//!
//! # From `/models` to v1
//!
//! The vendor retired the `/models` route of Foundry resources, and its own SDKs for it, on 2026-08-26. The v1 route of
//! the same resource has the same bodies for chat completions and embeddings, and serves the same deployments.
//!
//! | | `/models` | v1 |
//! | --- | --- | --- |
//! | URL | `https://R.services.ai.azure.com/models` | `https://R.services.ai.azure.com/openai/v1` |
//! | key | header `api-key` | the same key, the same header |
//! | scope of tokens | `https://cognitiveservices.azure.com/.default` | `https://ai.azure.com/.default` |
//! | `api-version` | `2024-05-01-preview` | none |
//! | `model` | name of a deployment | the same, and required |
//! | header `extra-parameters` | `error`, `drop`, `pass-through` | none: extras go to the model |
//! | model information, image embeddings | yes | no |
//!
//! With this crate the URL is all that changes; the rest follows from it. With another SDK's program, read on.
//!
//! # From Python: `azure-ai-inference`
//!
//! One call here, all of them in the table, and whole programs of the SDK's samples on the page
//! [from Python](super::from_python): what goes into `Cargo.toml`, history, dicts, tools, schemas, embeddings, tracing.
//!
//! ```python
//! import os
//! from azure.ai.inference import ChatCompletionsClient
//! from azure.ai.inference.models import SystemMessage, UserMessage
//! from azure.core.credentials import AzureKeyCredential
//! from azure.core.exceptions import HttpResponseError
//!
//! client = ChatCompletionsClient(
//!     endpoint=os.environ["AZURE_INFERENCE_ENDPOINT"],
//!     credential=AzureKeyCredential(os.environ["AZURE_INFERENCE_CREDENTIAL"]),
//!     model="my-deployment",
//! )
//! try:
//!     response = client.complete(
//!         messages=[SystemMessage("You are a helpful assistant."), UserMessage("How many languages are there?")],
//!         temperature=0,
//!         max_tokens=2048,
//!         model_extras={"safe_prompt": True},
//!     )
//!     print(response.choices[0].message.content, response.usage.total_tokens)
//! except HttpResponseError as error:
//!     print(error.status_code, error.error.code, error.message)
//! ```
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! let answer = client
//!     .chat()
//!     .system("You are a helpful assistant.")
//!     .user("How many languages are there?")
//!     .temperature(0.0)
//!     .max_tokens(2048)
//!     .extra("safe_prompt", true)
//!     .send()
//!     .await;
//! match answer {
//!     Ok(answer) => println!("{} {:?}", answer.text(), answer.usage().and_then(|usage| usage.total_tokens)),
//!     Err(error) => println!("{:?} {:?} {}", error.status(), error.code(), error.message()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | Python | here |
//! | --- | --- |
//! | `ChatCompletionsClient(endpoint, AzureKeyCredential(key))`, `load_client(…)` | [`Client::builder(endpoint).api_key(key).build()?`](crate::Client::builder) |
//! | `credential=DefaultAzureCredential()`, `credential_scopes=[…]` | `.credential(…)` with the feature `entra`, [`.scope("…")`](crate::ClientBuilder::scope) |
//! | `model=`, `temperature=` … of the client's constructor | [`.model("…")`](crate::ClientBuilder::model), [`.chat_defaults(…)`](crate::ClientBuilder::chat_defaults) |
//! | `.with_defaults(…)`; defaults of an `EmbeddingsClient` | the same; a request that is [cloned for each call](super::from_python#embeddings-and-defaults-of-theirs) |
//! | `headers={"azureml-model-deployment": "blue"}` of the client, of a call | [`.header("azureml-model-deployment", "blue")`](crate::ClientBuilder::header) of the builder, [of the request](crate::ChatRequest::header) |
//! | `AzureKeyCredential("")` and `headers={"api-key": key}`, `api_version="…"` | `.api_key(key)`, [`.api_version("…")`](crate::ClientBuilder::api_version) if its default is not yours |
//! | `azure.ai.inference.aio`, `async with client:`, `client.close()` | the one client; it is closed when the last clone is dropped |
//! | `client.complete(messages=[…])` | `client.chat()` … [`.send().await?`](crate::ChatRequest::send) |
//! | `client.complete({"messages": […]})`, `complete(io.BytesIO(…))` | [`.body(serde_json::from_value(json)?)`](crate::ChatRequest::body), `serde_json::from_slice(&bytes)?` |
//! | `messages=[…]`, a list that grows | [`.messages(&conversation)`](crate::ChatRequest::messages), [`Conversation`](crate::Conversation) with `.system("…")`, `.user("…")`, `.push(&answer)` |
//! | `SystemMessage`, `DeveloperMessage`, `UserMessage`, `AssistantMessage` | `.system("…")`, `.developer("…")`, `.user("…")`, `.assistant("…")` |
//! | `AssistantMessage(tool_calls=…)`, `ToolMessage(…, tool_call_id=id)` | [`.message(&answer)`](crate::ChatRequest::message), [`.tool_result(id, "…")`](crate::ChatRequest::tool_result) |
//! | `message.as_dict()`, `response.as_dict()` | `serde_json::to_value(&conversation)?`, `serde_json::to_value(answer.completions())?` |
//! | `PromptTemplate.from_string(…)`, `from_prompty(…)` | `format!("…")`, or a crate for templates |
//! | `response.choices[0].message.content`, `.finish_reason` | [`answer.text()`](crate::Answer::text), [`answer.finish_reason()`](crate::Answer::finish_reason) |
//! | `response.usage`, `response.model`, `response.id` | `answer.usage()`, `answer.model()`, `answer.id()` |
//! | `message.tool_calls[0].function.name`, `.arguments`, `.id` | [`answer.tool_calls()`](crate::Answer::tool_calls): `call.name()`, `call.arguments()`, `call.id()`, [`call.parse()`](crate::models::ChatCompletionsToolCall::parse) |
//! | `message.context`, `model_extra`, fields that the SDK does not know | `answer.message()`, then `message.extra.get("context")` |
//! | `stream=True`, `for update in response:` | [`.stream().await?`](crate::ChatRequest::stream), `while let Some(chunk) = stream.next().await` |
//! | `update.choices[0].delta.content or ""`, `.delta.tool_calls`, `update.usage` | [`chunk.text()`](crate::Chunk::text), `chunk.tool_calls()`, `chunk.usage()`; whole at the end: [`stream.into_answer()?`](crate::ChatStream::into_answer) |
//! | `model_extras={"safe_prompt": True}` | [`.extra("safe_prompt", true)`](crate::ChatRequest::extra) |
//! | `headers={"extra-parameters": "drop"}` | [`.extra_parameters(ExtraParameters::Drop)`](crate::ChatRequest::extra_parameters) |
//! | `response_format="json_object"` | `.response_format(ChatCompletionsResponseFormat::json_object())` |
//! | `response_format=JsonSchemaFormat(name, schema, strict=True)` | [`.parse::<T>()`](crate::ChatRequest::parse); with a schema as JSON [like this](super::from_python#json-after-a-schema-of-your-own) |
//! | `tools=[ChatCompletionsToolDefinition(function=FunctionDefinition(…))]` | [`.tools(&ToolSet)`](crate::ToolSet), [`FunctionDefinition::from_type`](crate::models::FunctionDefinition::from_type) |
//! | `FunctionDefinition(name, description, parameters={…})` | a type, or JSON [like this](super::from_python#tools) |
//! | `tool_choice=ChatCompletionsToolChoicePreset.REQUIRED` | [`.tool_choice(ChatCompletionsToolChoicePreset::Required)`](crate::ChatRequest::tool_choice) |
//! | `ImageContentItem(image_url=ImageUrl.load(image_file="cat.png", image_format="png", detail=…))` | [`ChatMessageContentItem::image_file("cat.png")?.detail("low")`](crate::models::ChatMessageContentItem::image_file) |
//! | `ImageContentItem(image_url=ImageUrl(url="https://…"))` | `ChatMessageContentItem::image_url(ChatMessageImageUrl::new("https://…"))` |
//! | `AudioContentItem(input_audio=InputAudio.load(audio_file=…, audio_format=…))` | [`ChatMessageContentItem::audio_file("a.mp3")?`](crate::models::ChatMessageContentItem::audio_file) |
//! | `EmbeddingsClient(…).embed(input=[…], dimensions=…, input_type=…)` | [`client.embeddings().input([…]).dimensions(…).input_type(…)`](crate::Client::embeddings)`.send().await?` |
//! | `for item in response.data: item.embedding` | [`embeddings.vectors()`](crate::Embeddings::vectors), [`into_floats()?`](crate::Embeddings::into_floats) |
//! | `ImageEmbeddingsClient(…).embed(input=[ImageEmbeddingInput.load(…)])` | [`client.image_embeddings()`](crate::Client::image_embeddings)`.image(ImageEmbeddingInput::image_file("cat.png")?).send().await?` |
//! | `encoding_format="base64"`, `base64.b64decode`, `numpy.frombuffer` | `.encoding_format("base64")`; it is decoded |
//! | `client.generate_images(prompt="…", size="1024x768")`, `item.b64_json` | [`client.generate_images("…").size("1024x768")`](crate::Client::generate_images)`.send().await?.save("image.png")?` |
//! | `client.get_model_info()` | [`client.model_info().await?`](crate::Client::model_info) |
//! | `AIInferenceInstrumentor().instrument()`, `logging_enable=True` | spans of `tracing`, unasked: [operating](super::operating) |
//! | `AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED` | [`.record_content()`](crate::ClientBuilder::record_content) |
//! | `HttpResponseError`: `.status_code`, `.error.code`, `.message` | [`Error`](crate::Error): `status()`, `code()`, `message()` |
//! | `retry_total=…`, `connection_timeout=…`, `read_timeout=…` | [`.retry(RetryPolicy)`](crate::RetryPolicy), [`.timeouts(Timeouts)`](crate::Timeouts) |
//! | `client.send_request(HttpRequest("POST", "…", json=body))` | [`client.request(Method::POST, "…").json(&body)`](crate::Client::request)`.send().await?`, see [other operations](super::other_operations) |
//!
//! # From Python: `openai`
//!
//! | Python | here |
//! | --- | --- |
//! | `OpenAI(base_url="https://R.openai.azure.com/openai/v1/", api_key=…)` | `Client::builder("https://R.openai.azure.com/openai/v1/").api_key(…).build()?` |
//! | `AzureOpenAI(azure_endpoint=…, api_version=…, azure_deployment=…)` | `Client::builder("https://R.openai.azure.com/openai/deployments/D").api_version("…")` |
//! | `client.chat.completions.create(model="D", messages=[{"role": "user", "content": "…"}])` | `client.chat().model("D").user("…").send().await?` |
//! | `completion.choices[0].message` | [`answer.message()`](crate::Answer::message), or `answer.text()` |
//! | `create(…, stream=True)`, `chunk.choices[0].delta.content` | `.stream().await?`, [`chunk.text()`](crate::Chunk::text) |
//! | `stream_options={"include_usage": True}` | sent by default on v1; else [`.include_usage(true)`](crate::ChatRequest::include_usage) |
//! | `completions.parse(response_format=Model)` | `.parse::<Model>().await?` |
//! | `pydantic_function_tool(Model)` | `FunctionDefinition::from_type::<Model>("name", "what it does").strict()` |
//! | `client.embeddings.create(model="D", input=[…])` | `client.embeddings().model("D").input([…]).send().await?` |
//! | `embeddings.create(input="a text", encoding_format="base64")` | `.input("a text")`; one text goes out as a list of one |
//! | `client.images.generate(prompt=…, size=…, quality=…)` | [`client.generate_images("…").size("…").quality("…")`](crate::Client::generate_images)`.send().await?` |
//! | `client.images.edit(image=open(…), mask=…, prompt=…)` | [`client.edit_images("…").image_file("…")`](crate::Client::edit_images)`.send().await?` |
//! | `service_tier=…`, `verbosity=…`, `prompt_cache_key=…`, `metadata=…`, `store=…` | methods of the same names |
//! | `stop="\n"` | `.stop(["\n"])` |
//! | `completion.model_dump()`, `model_dump_json()` | `serde_json::to_value(answer.completions())?`, `to_string` |
//! | `AsyncOpenAI`, `with_raw_response`, `_request_id` | the one client, `answer.response()` with status, headers, ids |
//! | `extra_body={"data_sources": […]}`, `message.context` | `.extra("data_sources", json!([…]))`, `message.extra.get("context")` |
//! | `client.models.list()` | [`client.list_models().await?`](crate::Client::list_models) |
//! | `client.post("/path", body=…, cast_to=…)`, `client.audio`, `client.files`, `client.batches` | [`client.request(Method::POST, "path")`](crate::Client::request), see [other operations](super::other_operations) |
//! | `extra_body={…}`, `extra_headers={…}` | `.extra("name", value)`, `.header("name", "value")` |
//! | `max_retries=5`, `timeout=…`, `with_options(…)` | `.retry(…)`, `.timeouts(…)`, on the builder or the call |
//! | a loop over clients with `except RateLimitError`, LiteLLM's `Router`, a backend pool of API Management | [`.fallback(client)`, `.peer(client)`](super::failover) on the builder |
//! | `RateLimitError`, `AuthenticationError`, `APITimeoutError`, `BadRequestError` | `error.is_rate_limited()`, `is_auth()`, `is_timeout()`, `status()` |
//!
//! Messages that are JSON already, as a program of this kind has them, can be read as they are; what the document does not
//! know of them (`name`, `context`, a part of type `file`) goes out again as it came:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! use azure_inference::models::ChatRequestMessage;
//! use serde_json::json;
//!
//! let messages = json!([
//!     {"role": "system", "content": "You are a helpful assistant."},
//!     {"role": "user", "content": "How many languages are in the world?"},
//! ]);
//! let messages: Vec<ChatRequestMessage> = serde_json::from_value(messages).expect("they are messages");
//! let answer = client.chat().messages(messages).send().await?;
//! # assert_eq!(mock.requests()[0].messages()[1]["content"], "How many languages are in the world?");
//! # Ok(())
//! # }
//! ```
//!
//! # From JavaScript: `@azure-rest/ai-inference`
//!
//! ```javascript
//! import ModelClient, { isUnexpected } from "@azure-rest/ai-inference";
//! import { AzureKeyCredential } from "@azure/core-auth";
//!
//! const client = new ModelClient(endpoint, new AzureKeyCredential(key));
//! const response = await client.path("/chat/completions").post({
//!   body: { model: "my-deployment", messages: [{ role: "user", content: "How many languages are in the world?" }] },
//! });
//! if (isUnexpected(response)) throw response.body.error;
//! console.log(response.body.choices[0].message.content);
//! ```
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! let answer = client.chat().model("my-deployment").user("How many languages are in the world?").send().await?;
//! println!("{}", answer.text());
//! # Ok(())
//! # }
//! ```
//!
//! | JavaScript | here |
//! | --- | --- |
//! | `ModelClient(endpoint, credential, options)` | `Client::builder(endpoint)` |
//! | `client.path("/chat/completions").post({ body })` | `client.chat()` and a method a parameter, or [`.body(body)`](crate::ChatRequest::body) with one made elsewhere |
//! | `isUnexpected(response)` | an answer is `Ok`, anything else `Err` |
//! | `stream: true`, `.asNodeStream()`, `createSseStream(…)` | `.stream().await?` |
//! | `headers: { "extra-parameters": "pass-through" }` | unasked where the kind knows it; else `.extra_parameters(…)` |
//! | `client.path("/embeddings").post({ body: { input } })` | `client.embeddings().input(input).send().await?` |
//! | `response.headers`, `response.status` | [`answer.response()`](crate::Answer::response) |
//!
//! # From .NET: `Azure.AI.Inference`
//!
//! ```csharp
//! var client = new ChatCompletionsClient(new Uri(endpoint), new AzureKeyCredential(key));
//! var options = new ChatCompletionsOptions
//! {
//!     Model = "my-deployment",
//!     Messages = { new ChatRequestSystemMessage("Be brief."), new ChatRequestUserMessage("How many languages?") },
//!     Temperature = 0,
//! };
//! Response<ChatCompletions> response = await client.CompleteAsync(options);
//! Console.WriteLine(response.Value.Content);
//! ```
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! let request = client.chat().model("my-deployment").system("Be brief.").user("How many languages?").temperature(0.0);
//! let answer = request.send().await?;
//! println!("{}", answer.text());
//! # Ok(())
//! # }
//! ```
//!
//! The types of [`models`](crate::models) have the names of .NET's, since both have those of the vendor's document.
//!
//! | .NET | here |
//! | --- | --- |
//! | `new ChatCompletionsClient(uri, new DefaultAzureCredential())` | `Client::builder(url).credential(…).build()?` |
//! | `ChatCompletionsOptions` | [`ChatRequest`](crate::ChatRequest), or [`models::ChatCompletionsOptions`](crate::models::ChatCompletionsOptions) with [`.body(…)`](crate::ChatRequest::body) |
//! | `options.AdditionalProperties["safe_prompt"] = …` | `.extra("safe_prompt", true)` |
//! | `client.CompleteStreamingAsync(options)`, `update.ContentUpdate` | `.stream().await?`, `chunk.text()` |
//! | `response.Value.ToolCalls`, `new ChatRequestToolMessage(…)` | `answer.tool_calls()`, `.tool_result(id, "…")` |
//! | `RequestFailedException`: `.Status`, `.ErrorCode` | `Error`: `status()`, `code()` |
//! | `new EmbeddingsClient(…).EmbedAsync(new EmbeddingsOptions(input))` | `client.embeddings().input(input).send().await?` |
//! | `client.GetModelInfoAsync()` | `client.model_info().await?` |
//! | `response.GetRawResponse()` | `answer.response()` |
//! | `ChatCompletionsResponseFormat.CreateJsonFormat(…)` | `.parse::<T>()` |
//!
//! # From Rust: `async-openai`
//!
//! ```text
//! let config = AzureConfig::new().with_api_base(base).with_deployment_id("D").with_api_version(v).with_api_key(key);
//! let client = async_openai::Client::with_config(config);
//! let request = CreateChatCompletionRequestArgs::default()
//!     .max_tokens(512u32)
//!     .messages([ChatCompletionRequestUserMessageArgs::default().content("How many languages?").build()?.into()])
//!     .build()?;
//! let response = client.chat().create(request).await?;
//! println!("{}", response.choices[0].message.content.as_deref().unwrap_or_default());
//! ```
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! let answer = client.chat().max_tokens(512).user("How many languages?").send().await?;
//! println!("{}", answer.text());
//! # Ok(())
//! # }
//! ```
//!
//! | `async-openai` | here |
//! | --- | --- |
//! | `OpenAIConfig`, `AzureConfig` | one builder; the kind of endpoint is inferred from the URL |
//! | `…Args::default() … .build()?` | methods of the request, checked by `send` |
//! | `client.chat().create(request)` | `.send().await?` |
//! | `client.chat().create_stream(request)`: a task and an unbounded channel | `.stream().await?`: no task; it is read as fast as you read it |
//! | `client.embeddings().create(request)`, `create_base64` | `client.embeddings().input(…).send().await?`, base64 unasked |
//! | `create_byot(value)` | [`.body(serde_json::from_value(value)?)`](crate::ChatRequest::body), `.extra("…", …)` |
//! | `ChatCompletionToolArgs`, arguments read by hand | [`ToolSet`](crate::ToolSet) and `run()` |
//! | `ResponseFormat::JsonSchema { … }` | `.parse::<T>()` |
//! | `OpenAIError::ApiError(e)`; the status is lost | `Error` with status, headers, body, request id |
