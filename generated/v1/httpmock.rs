// Written by `cargo xtask generate` from spec/v1/openapi.json: never edited.

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use crate::raw::v1::*;
    pub struct CreateResponseWhen(::httpmock::When);
    impl CreateResponseWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(inner.method(::httpmock::Method::POST).path_suffix("/responses"))
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
        pub fn body(self, value: &types::CreateResponse) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }
    pub struct CreateResponseThen(::httpmock::Then);
    impl CreateResponseThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::Response) -> Self {
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
    fn create_response<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateResponseWhen, operations::CreateResponseThen);
}
impl MockServerExt for ::httpmock::MockServer {
    fn create_response<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateResponseWhen, operations::CreateResponseThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::CreateResponseWhen::new(when),
                operations::CreateResponseThen::new(then),
            )
        })
    }
}
