//! Arithmetic on token usage.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::CompletionsUsage;

impl CompletionsUsage {
    /// Returns the total number of tokens: `total_tokens`, or the sum of prompt and completion tokens if the service does
    /// not report it. Returns 0 if it reports neither.
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

/// Adds each count. A count that only one side has is kept. Fields that the API does not describe are overwritten by those of
/// the right side.
impl AddAssign<&CompletionsUsage> for CompletionsUsage {
    fn add_assign(&mut self, more: &CompletionsUsage) {
        // The total must include the tokens of a side that has no `total_tokens`.
        let total = (self.total_tokens.is_some() || more.total_tokens.is_some())
            .then(|| self.total().saturating_add(more.total()));
        add(&mut self.prompt_tokens, more.prompt_tokens);
        add(&mut self.completion_tokens, more.completion_tokens);
        self.total_tokens = total;
        if let Some(more) = &more.prompt_tokens_details {
            let total = self.prompt_tokens_details.get_or_insert_default();
            add(&mut total.audio_tokens, more.audio_tokens);
            add(&mut total.cache_write_tokens, more.cache_write_tokens);
            add(&mut total.cached_tokens, more.cached_tokens);
            total.extra.extend(more.extra.clone());
        }
        if let Some(more) = &more.completion_tokens_details {
            let total = self.completion_tokens_details.get_or_insert_default();
            add(&mut total.accepted_prediction_tokens, more.accepted_prediction_tokens);
            add(&mut total.audio_tokens, more.audio_tokens);
            add(&mut total.reasoning_tokens, more.reasoning_tokens);
            add(&mut total.rejected_prediction_tokens, more.rejected_prediction_tokens);
            add(&mut total.total_tokens, more.total_tokens);
            total.extra.extend(more.extra.clone());
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

fn add(total: &mut Option<i64>, more: Option<i64>) {
    if let Some(more) = more {
        *total = Some(total.unwrap_or_default().saturating_add(more));
    }
}
