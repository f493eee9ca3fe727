//! Parameters of the generated operations.

use super::ExtraParameters;

/// The parameters of operations that this crate supports. Other parameters of the document are not sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parameters<'a> {
    /// The API version: the query parameter `api-version`.
    pub api_version: Option<&'a str>,
    /// How the service handles unknown parameters: the header `extra-parameters`.
    pub extra_parameters: Option<&'a ExtraParameters>,
    /// The deployment: the query parameter `model`.
    pub model: Option<&'a str>,
}
