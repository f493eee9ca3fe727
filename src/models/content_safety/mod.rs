//! Content filter results of prompts and responses.
//!
//! Services report content filter results in several places. All of them have the type [`ContentFilterResult`]:
//!
//! - of a blocked prompt: [`Error::content_filter`](crate::Error::content_filter)
//! - of a response: [`ChatResponse::content_filter`](crate::ChatResponse::content_filter)
//! - of a stream: [`Chunk::content_filter`](crate::Chunk::content_filter) and
//!   [`ChatEvent::ContentFilter`](crate::ChatEvent::ContentFilter)
//!
//! Results of an unknown form never fail a response. [`Finding::json`] returns them unchanged.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use azure_inference::content_safety::{Category, FilterTarget, Severity};
//! use azure_inference::testing::{MockService, Reply};
//!
//! let service = MockService::start().await;
//! service.reply(Reply::content_filter());
//!
//! let error = service.client().chat().user("Something violent").send().await.unwrap_err();
//!
//! let result = error.content_filter().unwrap();
//! assert!(result.is_blocked());
//! assert_eq!(result.target(), FilterTarget::Prompt { index: 0 });
//! let blocked: Vec<&Category> = result.blocked().map(|finding| finding.category()).collect();
//! assert_eq!(blocked, [&Category::Violence]);
//! let violence = result.category(Category::Violence).unwrap();
//! assert!(violence.severity() >= Some(&Severity::Medium));
//! # }
//! ```

mod finding;
pub(crate) mod results;

use std::fmt;

pub use self::finding::{Category, Finding, Severity};
pub(crate) use self::results::ContentFilterResults;
use crate::models::{
    ChatCompletions, CompletionsFinishReason, ContentFilterOffsets, PromptFilterResult, StreamingChatChoiceUpdate,
    StreamingChatCompletionsUpdate,
};

/// The content filter result of one prompt or of one choice of a response.
///
/// ```
/// use azure_inference::Chunk;
/// use azure_inference::content_safety::FilterTarget;
///
/// let chunk = Chunk::from_json(r#"{"choices": [{"index": 1, "finish_reason": "content_filter", "content_filter_results": {
///     "hate": {"filtered": false, "severity": "safe"},
///     "custom_blocklists": {"filtered": true, "details": [{"filtered": true, "id": "rivals"}]}
/// }}]}"#)?;
/// let results = chunk.content_filter();
/// assert_eq!(results[0].target(), FilterTarget::Completion { choice: 1 });
/// let blocked = results[0].blocked().next().unwrap();
/// assert_eq!(blocked.category(), "custom_blocklists");
/// assert_eq!(blocked.ids().collect::<Vec<_>>(), ["rivals"]);
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ContentFilterResult {
    pub(crate) target: FilterTarget,
    results: ContentFilterResults,
    offsets: Option<ContentFilterOffsets>,
    /// Whether the service reports that it blocked the content, with or without a category.
    is_blocked: bool,
}

/// The content that a [`ContentFilterResult`] applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FilterTarget {
    /// A prompt of the request.
    Prompt {
        /// The index of the prompt, from 0; 0 if the service does not report it.
        index: i64,
    },
    /// A choice of the response.
    Completion {
        /// The index of the choice.
        choice: i64,
    },
}

impl ContentFilterResult {
    /// Returns the content that the result applies to: a prompt of the request or a choice of the response.
    pub fn target(&self) -> FilterTarget {
        self.target
    }

    /// Returns `true` if the content filter blocked the prompt, or the response or the rest of it. Some services do not report
    /// the category; [`blocked`](Self::blocked) is empty then.
    pub fn is_blocked(&self) -> bool {
        self.is_blocked || self.blocked().next().is_some()
    }

    /// Returns the findings that caused the content to be blocked.
    pub fn blocked(&self) -> impl Iterator<Item = &Finding> {
        self.findings().iter().filter(|finding| finding.is_blocked())
    }

    /// Returns the finding in a category; `None` if the category was not checked.
    ///
    /// ```
    /// # fn example(result: &azure_inference::content_safety::ContentFilterResult) {
    /// use azure_inference::content_safety::Category;
    ///
    /// let is_attack = result.category(Category::Jailbreak).is_some_and(|finding| finding.is_detected());
    /// let is_new = result.category("a_category_of_next_year").is_some();
    /// # }
    /// ```
    pub fn category(&self, category: impl Into<Category>) -> Option<&Finding> {
        let category = category.into();
        self.findings().iter().find(|finding| *finding.category() == category)
    }

    /// Returns the findings in all categories that were checked, including unknown ones, in the order of the service.
    pub fn findings(&self) -> &[Finding] {
        self.results.findings()
    }

    /// Returns the service's reason why the content filter did not run; `None` if it ran. Without the filter, the content is
    /// unchecked.
    pub fn filter_error(&self) -> Option<&str> {
        self.results.filter_error()
    }

    /// Returns the range of the text that the result applies to, in characters. Only the asynchronous content filter of streams
    /// reports it; any other result applies to the whole text.
    pub fn offsets(&self) -> Option<&ContentFilterOffsets> {
        self.offsets.as_ref()
    }

    /// Creates the result of content that the service blocked.
    pub(crate) fn new_blocked(target: FilterTarget, results: ContentFilterResults) -> Self {
        Self { target, results, offsets: None, is_blocked: true }
    }

    pub(crate) fn is_of_completion(&self) -> bool {
        matches!(self.target, FilterTarget::Completion { .. })
    }

    /// Returns the results of a complete response: those of the prompts, then those of the choices.
    pub(crate) fn of_completions(response: &ChatCompletions) -> impl Iterator<Item = Self> {
        let prompts = of_prompts(&response.prompt_filter_results, &response.prompt_annotations);
        let choices = response.choices.iter().flatten().enumerate();
        prompts.chain(choices.filter_map(|(position, choice)| {
            let index = choice.index.unwrap_or(position as i64);
            Self::of_completion(index, &choice.content_filter_results, choice.finish_reason.as_ref())
        }))
    }

    /// Returns the results of a chunk, in the same order.
    pub(crate) fn of_chunk(chunk: &StreamingChatCompletionsUpdate) -> impl Iterator<Item = Self> {
        let choices = chunk.choices.iter().flatten().enumerate();
        Self::of_chunk_prompts(chunk).chain(choices.filter_map(|(position, update)| {
            let index = update.index.unwrap_or(position as i64);
            Self::of_choice_update(update, index)
        }))
    }

    /// Returns the results of the prompts, which a chunk reports.
    pub(crate) fn of_chunk_prompts(chunk: &StreamingChatCompletionsUpdate) -> impl Iterator<Item = Self> {
        of_prompts(&chunk.prompt_filter_results, &chunk.prompt_annotations)
    }

    pub(crate) fn of_choice_update(update: &StreamingChatChoiceUpdate, choice: i64) -> Option<Self> {
        let result = Self::of_completion(choice, &update.content_filter_results, update.finish_reason.as_ref())?;
        Some(Self { offsets: update.content_filter_offsets.as_deref().cloned(), ..result })
    }

    /// Returns the result of a choice; `None` if there are no findings and the finish reason is not the content filter.
    fn of_completion(
        choice: i64,
        results: &Option<ContentFilterResults>,
        finish_reason: Option<&CompletionsFinishReason>,
    ) -> Option<Self> {
        let is_blocked = finish_reason == Some(&CompletionsFinishReason::ContentFilter);
        let results = results.as_ref().filter(|results| !results.is_empty());
        let target = FilterTarget::Completion { choice };
        (is_blocked || results.is_some()).then(|| {
            let results = results.cloned().unwrap_or_default();
            Self { target, results, offsets: None, is_blocked }
        })
    }
}

/// Returns the results of the prompts. Some services name the member `prompt_filter_results`, others `prompt_annotations`.
fn of_prompts<'a>(
    results: &'a Option<Vec<PromptFilterResult>>,
    annotations: &'a Option<Vec<PromptFilterResult>>,
) -> impl Iterator<Item = ContentFilterResult> + use<'a> {
    results.iter().chain(annotations).flatten().enumerate().filter_map(|(position, prompt)| {
        let results = prompt.content_filter_results.clone().filter(|results| !results.is_empty())?;
        let index = prompt.prompt_index.unwrap_or(position as i64);
        let target = FilterTarget::Prompt { index };
        Some(ContentFilterResult { target, results, offsets: None, is_blocked: false })
    })
}

impl fmt::Display for FilterTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prompt { index } => write!(f, "prompt {index}"),
            Self::Completion { choice } => write!(f, "choice {choice}"),
        }
    }
}

/// One line for a log: `prompt 0: blocked for violence (medium)`. It does not contain the text itself.
impl fmt::Display for ContentFilterResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.target)?;
        if let (Some(reason), false) = (self.filter_error(), self.is_blocked()) {
            return write!(f, "the filter did not run: {reason}");
        }
        f.write_str(if self.is_blocked() { "blocked" } else { "passed" })?;
        let mut separator = " for ";
        for finding in self.blocked() {
            write!(f, "{separator}{finding}")?;
            separator = ", ";
        }
        Ok(())
    }
}
