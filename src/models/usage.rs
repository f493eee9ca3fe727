//! Arithmetic on usage.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::{CompletionsUsage, CompletionsUsageDetails, PromptUsageDetails};

impl CompletionsUsage {
    /// Returns the total number of tokens: `total_tokens`, or the sum of prompt and completion if the service leaves it
    /// out. 0 if nothing is known.
    ///
    /// ```
    /// use azure_inference::models::CompletionsUsage;
    ///
    /// let usage: CompletionsUsage = serde_json::from_str(r#"{"prompt_tokens": 12, "completion_tokens": 7}"#)?;
    /// assert_eq!(usage.total(), 19);
    /// assert_eq!((usage.clone() + usage.clone()).total(), 38);
    /// assert_eq!([&usage, &usage, &usage].into_iter().sum::<CompletionsUsage>().total(), 57);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn total(&self) -> i64 {
        let parts = || self.prompt_tokens.unwrap_or(0).saturating_add(self.completion_tokens.unwrap_or(0));
        self.total_tokens.unwrap_or_else(parts)
    }
}

/// Adds each count. A count that one side lacks is that of the other; fields that the API does not describe are those of the
/// right side.
impl AddAssign<&CompletionsUsage> for CompletionsUsage {
    fn add_assign(&mut self, more: &CompletionsUsage) {
        // A side without a total must not hide its tokens from a sum that has one.
        let total = (self.total_tokens.is_some() || more.total_tokens.is_some())
            .then(|| self.total().saturating_add(more.total()));
        count(&mut self.prompt_tokens, more.prompt_tokens);
        count(&mut self.completion_tokens, more.completion_tokens);
        self.total_tokens = total;
        if let Some(more) = &more.prompt_tokens_details {
            add_prompt(self.prompt_tokens_details.get_or_insert_default(), more);
        }
        if let Some(more) = &more.completion_tokens_details {
            add_completion(self.completion_tokens_details.get_or_insert_default(), more);
        }
        self.extra.extend(more.extra.clone());
    }
}

impl AddAssign for CompletionsUsage {
    fn add_assign(&mut self, more: CompletionsUsage) {
        *self += &more;
    }
}

impl Add for CompletionsUsage {
    type Output = CompletionsUsage;

    fn add(mut self, more: CompletionsUsage) -> CompletionsUsage {
        self += &more;
        self
    }
}

impl<'a> Sum<&'a CompletionsUsage> for CompletionsUsage {
    fn sum<I: Iterator<Item = &'a CompletionsUsage>>(usages: I) -> Self {
        usages.fold(Self::default(), |mut sum, usage| {
            sum += usage;
            sum
        })
    }
}

impl Sum for CompletionsUsage {
    fn sum<I: Iterator<Item = CompletionsUsage>>(usages: I) -> Self {
        usages.fold(Self::default(), Add::add)
    }
}

fn add_prompt(total: &mut PromptUsageDetails, more: &PromptUsageDetails) {
    count(&mut total.audio_tokens, more.audio_tokens);
    count(&mut total.cache_write_tokens, more.cache_write_tokens);
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
