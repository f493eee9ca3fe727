//! Validation of image requests, which depend on the kind of endpoint.

use crate::client::call::check_number;
use crate::error::{Error, Result};
use crate::models::{ImageGenerationPreset, ImageGenerationsOptions, ImageGenerationsOptionsSize};
use crate::transport::endpoint::EndpointKind;

/// Completes a generation, and rejects parameters that the kind of endpoint does not support.
pub(super) fn validate(body: &mut ImageGenerationsOptions, kind: EndpointKind) -> Result<()> {
    check_strength(body)?;
    let unsupported: &[(&str, bool)] = match kind {
        EndpointKind::OpenAiV1 | EndpointKind::Deployment => {
            convert_size(body);
            &[
                ("negative_prompt", body.negative_prompt.is_some()),
                ("image_prompt", body.image_prompt.is_some()),
                ("seed", body.seed.is_some()),
            ]
        }
        EndpointKind::Other => &[],
        _ if body.size.is_none() => {
            let reason = format!(
                "endpoints of kind {kind:?} require a size; set a preset such as 1024x1024, or a width and a height"
            );
            return Err(Error::input("size", reason));
        }
        _ => &[
            ("background", body.background.is_some()),
            ("output_compression", body.output_compression.is_some()),
            ("moderation", body.moderation.is_some()),
            ("partial_images", body.partial_images.is_some()),
            ("input_fidelity", body.input_fidelity.is_some()),
        ],
    };
    match unsupported.iter().find(|(_, is_set)| *is_set) {
        Some((name, _)) => {
            let reason = format!(
                "endpoints of kind {kind:?} do not support the parameter; send it with `extra` if this one does"
            );
            Err(Error::input(*name, reason))
        }
        None => Ok(()),
    }
}

/// Like [`validate`], for a stream.
pub(super) fn validate_stream(body: &mut ImageGenerationsOptions, kind: EndpointKind) -> Result<()> {
    if matches!(kind, EndpointKind::FoundryModels | EndpointKind::Serverless | EndpointKind::ManagedCompute) {
        return Err(Error::input("endpoint", format!("endpoints of kind {kind:?} do not stream images; use `send`")));
    }
    validate(body, kind)
}

/// Converts a width and a height to text, such as `1024x768`.
pub(super) fn convert_size(body: &mut ImageGenerationsOptions) {
    if let Some(ImageGenerationsOptionsSize::ImageGenerationSize(size)) = &body.size {
        let text = format!("{}x{}", size.width, size.height);
        body.size = Some(ImageGenerationPreset::from(text).into());
    }
}

pub(super) fn check_strength(body: &ImageGenerationsOptions) -> Result<()> {
    check_number("image_prompt", body.image_prompt.as_ref().and_then(|image| image.strength))
}
