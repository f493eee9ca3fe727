// Written by `cargo xtask generate` from spec/model-inference/openapi.json: never edited.

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use crate::raw::*;
    pub struct GetChatCompletionsWhen(::httpmock::When);
    impl GetChatCompletionsWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(inner.method(::httpmock::Method::POST).path_suffix("/chat/completions"))
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn api_version<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("api-version", value.to_string()))
            } else {
                Self(self.0.query_param_missing("api-version"))
            }
        }
        pub fn extra_parameters<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a crate::raw::ExtraParameters>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("extra-parameters", value.to_string()))
            } else {
                Self(self.0.header_missing("extra-parameters"))
            }
        }
        pub fn body(self, value: &types::ChatCompletionsOptions) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    pub struct GetChatCompletionsThen(::httpmock::Then);
    impl GetChatCompletionsThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ChatCompletions) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    pub struct GetEmbeddingsWhen(::httpmock::When);
    impl GetEmbeddingsWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_suffix("/embeddings")
                    .is_false(|request| {
                        request.uri().path().ends_with("/images/embeddings")
                    }),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn api_version<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("api-version", value.to_string()))
            } else {
                Self(self.0.query_param_missing("api-version"))
            }
        }
        pub fn extra_parameters<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a crate::raw::ExtraParameters>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("extra-parameters", value.to_string()))
            } else {
                Self(self.0.header_missing("extra-parameters"))
            }
        }
        pub fn body(self, value: &types::EmbeddingsOptions) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    pub struct GetEmbeddingsThen(::httpmock::Then);
    impl GetEmbeddingsThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::EmbeddingsResult) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    pub struct GetImageEmbeddingsWhen(::httpmock::When);
    impl GetImageEmbeddingsWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner.method(::httpmock::Method::POST).path_suffix("/images/embeddings"),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn api_version<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("api-version", value.to_string()))
            } else {
                Self(self.0.query_param_missing("api-version"))
            }
        }
        pub fn extra_parameters<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a crate::raw::ExtraParameters>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("extra-parameters", value.to_string()))
            } else {
                Self(self.0.header_missing("extra-parameters"))
            }
        }
        pub fn body(self, value: &types::ImageEmbeddingsOptions) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    pub struct GetImageEmbeddingsThen(::httpmock::Then);
    impl GetImageEmbeddingsThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::EmbeddingsResult) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    pub struct GetImageGenerationsWhen(::httpmock::When);
    impl GetImageGenerationsWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner.method(::httpmock::Method::POST).path_suffix("/images/generations"),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn api_version<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("api-version", value.to_string()))
            } else {
                Self(self.0.query_param_missing("api-version"))
            }
        }
        pub fn extra_parameters<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a crate::raw::ExtraParameters>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("extra-parameters", value.to_string()))
            } else {
                Self(self.0.header_missing("extra-parameters"))
            }
        }
        pub fn body(self, value: &types::ImageGenerationsOptions) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    pub struct GetImageGenerationsThen(::httpmock::Then);
    impl GetImageGenerationsThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ImageGenerationsResult) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    pub struct GetModelInfoWhen(::httpmock::When);
    impl GetModelInfoWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(inner.method(::httpmock::Method::GET).path_suffix("/info"))
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn api_version<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("api-version", value.to_string()))
            } else {
                Self(self.0.query_param_missing("api-version"))
            }
        }
        pub fn model<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("model", value.to_string()))
            } else {
                Self(self.0.query_param_missing("model"))
            }
        }
    }
    pub struct GetModelInfoThen(::httpmock::Then);
    impl GetModelInfoThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ModelInfo) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
    pub struct ListModelsWhen(::httpmock::When);
    impl ListModelsWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(inner.method(::httpmock::Method::GET).path_suffix("/models"))
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }
    pub struct ListModelsThen(::httpmock::Then);
    impl ListModelsThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ListModelsResponse) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
}
/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    fn get_chat_completions<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(
            operations::GetChatCompletionsWhen,
            operations::GetChatCompletionsThen,
        );
    fn get_embeddings<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetEmbeddingsWhen, operations::GetEmbeddingsThen);
    fn get_image_embeddings<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(
            operations::GetImageEmbeddingsWhen,
            operations::GetImageEmbeddingsThen,
        );
    fn get_image_generations<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(
            operations::GetImageGenerationsWhen,
            operations::GetImageGenerationsThen,
        );
    fn get_model_info<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetModelInfoWhen, operations::GetModelInfoThen);
    fn list_models<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListModelsWhen, operations::ListModelsThen);
}
impl MockServerExt for ::httpmock::MockServer {
    fn get_chat_completions<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(
            operations::GetChatCompletionsWhen,
            operations::GetChatCompletionsThen,
        ),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetChatCompletionsWhen::new(when),
                operations::GetChatCompletionsThen::new(then),
            )
        })
    }
    fn get_embeddings<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetEmbeddingsWhen, operations::GetEmbeddingsThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetEmbeddingsWhen::new(when),
                operations::GetEmbeddingsThen::new(then),
            )
        })
    }
    fn get_image_embeddings<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(
            operations::GetImageEmbeddingsWhen,
            operations::GetImageEmbeddingsThen,
        ),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetImageEmbeddingsWhen::new(when),
                operations::GetImageEmbeddingsThen::new(then),
            )
        })
    }
    fn get_image_generations<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(
            operations::GetImageGenerationsWhen,
            operations::GetImageGenerationsThen,
        ),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetImageGenerationsWhen::new(when),
                operations::GetImageGenerationsThen::new(then),
            )
        })
    }
    fn get_model_info<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetModelInfoWhen, operations::GetModelInfoThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetModelInfoWhen::new(when),
                operations::GetModelInfoThen::new(then),
            )
        })
    }
    fn list_models<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListModelsWhen, operations::ListModelsThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListModelsWhen::new(when),
                operations::ListModelsThen::new(then),
            )
        })
    }
}
