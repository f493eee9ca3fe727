//! The two shapes of an image request, and what of it can't be sent to a kind of endpoint.

use crate::call::check_number;
use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::models::{ImageGenerationPreset, ImageGenerationsOptions, ImageGenerationsOptionsSize};

/// Completes a generation, and refuses what the kind of endpoint does not have.
pub(super) fn sendable(body: &mut ImageGenerationsOptions, kind: EndpointKind) -> Result<()> {
    strength(body)?;
    match kind {
        EndpointKind::OpenAiV1 | EndpointKind::Deployment => {
            size_is_text(body);
            let only_elsewhere = [
                ("negative_prompt", body.negative_prompt.is_some()),
                ("image_prompt", body.image_prompt.is_some()),
                ("seed", body.seed.is_some()),
            ];
            refuse(kind, &only_elsewhere)
        }
        EndpointKind::Other => Ok(()),
        _ if body.size.is_none() => {
            Err(Error::input("size", "there is none: name a preset such as 1024x1024, or a width and a height"))
        }
        _ => {
            let only_elsewhere = [
                ("background", body.background.is_some()),
                ("output_compression", body.output_compression.is_some()),
                ("moderation", body.moderation.is_some()),
                ("partial_images", body.partial_images.is_some()),
                ("input_fidelity", body.input_fidelity.is_some()),
            ];
            refuse(kind, &only_elsewhere)
        }
    }
}

/// The same of a generation that is to be streamed.
pub(super) fn streamable(body: &mut ImageGenerationsOptions, kind: EndpointKind) -> Result<()> {
    if matches!(kind, EndpointKind::FoundryModels | EndpointKind::Serverless | EndpointKind::ManagedCompute) {
        return Err(Error::input("endpoint", format!("endpoints of kind {kind:?} do not stream images; use `send`")));
    }
    sendable(body, kind)
}

fn refuse(kind: EndpointKind, set: &[(&str, bool)]) -> Result<()> {
    match set.iter().find(|(_, is_set)| *is_set) {
        Some((name, _)) => {
            let reason = format!("endpoints of kind {kind:?} do not have the parameter; `extra` sends it all the same");
            Err(Error::input(*name, reason))
        }
        None => Ok(()),
    }
}

/// A width and a height as text.
pub(super) fn size_is_text(body: &mut ImageGenerationsOptions) {
    if let Some(ImageGenerationsOptionsSize::ImageGenerationSize(size)) = &body.size {
        let text = format!("{}x{}", size.width, size.height);
        body.size = Some(ImageGenerationPreset::from(text).into());
    }
}

pub(super) fn strength(body: &ImageGenerationsOptions) -> Result<()> {
    check_number("image_prompt", body.image_prompt.as_ref().and_then(|image| image.strength))
}
