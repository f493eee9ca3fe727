//! The tokens of several answers together.

use crate::models::{CompletionsUsage, CompletionsUsageDetails, PromptUsageDetails};

/// Adds the tokens of one more answer.
pub(super) fn add(total: &mut Option<CompletionsUsage>, more: Option<&CompletionsUsage>) {
    let Some(more) = more else { return };
    let Some(total) = total else {
        *total = Some(more.clone());
        return;
    };
    count(&mut total.prompt_tokens, more.prompt_tokens);
    count(&mut total.completion_tokens, more.completion_tokens);
    count(&mut total.total_tokens, more.total_tokens);
    if let Some(more) = &more.prompt_tokens_details {
        add_prompt(total.prompt_tokens_details.get_or_insert_default(), more);
    }
    if let Some(more) = &more.completion_tokens_details {
        add_completion(total.completion_tokens_details.get_or_insert_default(), more);
    }
    total.extra.extend(more.extra.clone());
}

fn add_prompt(total: &mut PromptUsageDetails, more: &PromptUsageDetails) {
    count(&mut total.audio_tokens, more.audio_tokens);
    count(&mut total.cached_tokens, more.cached_tokens);
    total.extra.extend(more.extra.clone());
}

fn add_completion(total: &mut CompletionsUsageDetails, more: &CompletionsUsageDetails) {
    count(&mut total.accepted_prediction_tokens, more.accepted_prediction_tokens);
    count(&mut total.audio_tokens, more.audio_tokens);
    count(&mut total.reasoning_tokens, more.reasoning_tokens);
    count(&mut total.rejected_prediction_tokens, more.rejected_prediction_tokens);
    count(&mut total.total_tokens, more.total_tokens);
    total.extra.extend(more.extra.clone());
}

fn count(total: &mut Option<i64>, more: Option<i64>) {
    if let Some(more) = more {
        *total = Some(total.unwrap_or_default().saturating_add(more));
    }
}
