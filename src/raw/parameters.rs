//! What the adapters of the generated clients take.

use super::ExtraParameters;

/// The parameters of operations that this crate knows; the document may have more, which are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parameters<'a> {
    /// The version of the interface: the query parameter `api-version`.
    pub api_version: Option<&'a str>,
    /// What the service does with fields that it does not know: the header `extra-parameters`.
    pub extra_parameters: Option<&'a ExtraParameters>,
    /// The deployment in question: the query parameter `model`.
    pub model: Option<&'a str>,
}
