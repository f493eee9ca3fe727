//! The generated client of the v1 document, for the Responses API. Its types are not public.

pub(crate) mod open_enums {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/v1/open_enums.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../../../generated/v1/open_enums.rs");
}
pub(crate) use open_enums::*;

mod client {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/v1/client.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../../../generated/v1/client.rs");
}
pub(crate) use client::{Client, types};

#[cfg(test)]
mod tests;
