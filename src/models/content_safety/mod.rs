//! What the service's content filter says of prompts and answers.
//!
//! Wherever a verdict stands, it is read as one [`ContentFilterResult`]: of a refused prompt by
//! [`Error::content_filter`](crate::Error::content_filter), of an answer by
//! [`ChatResponse::content_filter`](crate::ChatResponse::content_filter), of a stream by
//! [`Chunk::content_filter`](crate::Chunk::content_filter) or
//! [`ChatEvent::ContentFilter`](crate::ChatEvent::ContentFilter). No odd shape of it breaks an answer: what is not
//! understood is kept as [`Finding::json`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use azure_inference::content_safety::{Category, Severity, FilterTarget};
//! use azure_inference::testing::{MockService, Reply};
//!
//! let service = MockService::start().await;
//! service.reply(Reply::content_filter());
//!
//! let error = service.client().chat().user("Something violent").send().await.unwrap_err();
//!
//! let verdict = error.content_filter().unwrap();
//! assert!(verdict.is_blocked());
//! assert_eq!(verdict.target(), FilterTarget::Prompt { index: 0 });
//! let blocked: Vec<&Category> = verdict.blocked().map(|finding| finding.category()).collect();
//! assert_eq!(blocked, [&Category::Violence]);
//! let violence = verdict.category(Category::Violence).unwrap();
//! assert!(violence.severity() >= Some(&Severity::Medium));
//! # }
//! ```

mod finding;
mod read;
pub(crate) mod results;

use std::fmt;

pub use self::finding::{Category, Finding, Severity};
pub(crate) use self::results::ContentFilterResults;
use crate::models::{
    ChatChoice, ChatCompletions, CompletionsFinishReason, ContentFilterOffsets, PromptFilterResult,
    StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate,
};

/// What the content filter says of one prompt or one choice of an answer.
///
/// ```
/// use azure_inference::Chunk;
/// use azure_inference::content_safety::FilterTarget;
///
/// let chunk = Chunk::from_json(r#"{"choices": [{"index": 1, "finish_reason": "content_filter", "content_filter_results": {
///     "hate": {"filtered": false, "severity": "safe"},
///     "custom_blocklists": {"filtered": true, "details": [{"filtered": true, "id": "rivals"}]}
/// }}]}"#)?;
/// let verdicts = chunk.content_filter();
/// assert_eq!(verdicts[0].target(), FilterTarget::Completion { choice: 1 });
/// let blocked = verdicts[0].blocked().next().unwrap();
/// assert_eq!(blocked.category(), "custom_blocklists");
/// assert_eq!(blocked.ids().collect::<Vec<_>>(), ["rivals"]);
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ContentFilterResult {
    side: FilterTarget,
    results: ContentFilterResults,
    offsets: Option<ContentFilterOffsets>,
    /// The service says so, whether it names a category or not.
    is_withheld: bool,
}

/// What a [`ContentFilterResult`] is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FilterTarget {
    /// What was asked.
    Prompt {
        /// Which prompt of the request, from 0; 0 if the service does not say.
        index: i64,
    },
    /// What was answered.
    Completion {
        /// The index of the choice.
        choice: i64,
    },
}

impl ContentFilterResult {
    /// Whether it is of the prompt or of the answer, and which of several.
    pub fn target(&self) -> FilterTarget {
        self.side
    }

    /// Whether something was withheld: the prompt was refused, or the answer or its rest was held back. Some services
    /// do not say for which category, so that [`blocked`](Self::blocked) may be empty all the same.
    pub fn is_blocked(&self) -> bool {
        self.is_withheld || self.blocked().next().is_some()
    }

    /// The categories for which something was withheld.
    pub fn blocked(&self) -> impl Iterator<Item = &Finding> {
        self.findings().iter().filter(|finding| finding.is_blocked())
    }

    /// What was found in a category; `None` if it was not looked at.
    ///
    /// ```
    /// # fn example(verdict: &azure_inference::content_safety::ContentFilterResult) {
    /// use azure_inference::content_safety::Category;
    ///
    /// let is_attack = verdict.category(Category::Jailbreak).is_some_and(|finding| finding.is_detected());
    /// let is_new = verdict.category("a_category_of_next_year").is_some();
    /// # }
    /// ```
    pub fn category(&self, category: impl Into<Category>) -> Option<&Finding> {
        let category = category.into();
        self.findings().iter().find(|finding| *finding.category() == category)
    }

    /// What was found in each category that was looked at, unknown ones included, in the service's order.
    pub fn findings(&self) -> &[Finding] {
        self.results.findings()
    }

    /// Why the filter did not run, in the service's words, if it says that it did not. What came is unchecked then.
    pub fn filter_error(&self) -> Option<&str> {
        self.results.filter_error()
    }

    /// The stretch of the text that it is of, in characters, from the filter that runs beside a stream; else it is of
    /// all that came.
    pub fn offsets(&self) -> Option<&ContentFilterOffsets> {
        self.offsets.as_ref()
    }

    fn new(side: FilterTarget, results: ContentFilterResults) -> Self {
        Self { side, results, offsets: None, is_withheld: false }
    }

    pub(crate) fn is_answers(&self) -> bool {
        matches!(self.side, FilterTarget::Completion { .. })
    }

    pub(crate) fn set_target(&mut self, side: FilterTarget) {
        self.side = side;
    }

    /// That of a refusal.
    pub(crate) fn withheld(side: FilterTarget, results: ContentFilterResults) -> Self {
        Self { is_withheld: true, ..Self::new(side, results) }
    }

    /// Those of a whole answer: of the prompts, then of the choices.
    pub(crate) fn of_completions(response: &ChatCompletions) -> impl Iterator<Item = Self> {
        let prompts = of_prompts(&response.prompt_filter_results, &response.prompt_annotations);
        let choices = response.choices.iter().flatten().enumerate();
        prompts.chain(choices.filter_map(|(position, choice)| Self::of_choice(choice, position as i64)))
    }

    fn of_choice(choice: &ChatChoice, position: i64) -> Option<Self> {
        let reason = choice.finish_reason.as_ref();
        Self::of_answer(choice.index.unwrap_or(position), &choice.content_filter_results, reason)
    }

    /// Those of a chunk, in the same order.
    pub(crate) fn of_chunk(chunk: &StreamingChatCompletionsUpdate) -> impl Iterator<Item = Self> {
        let choices = chunk.choices.iter().flatten().enumerate();
        let choices = choices
            .filter_map(|(position, update)| Self::of_choice_update(update, update.index.unwrap_or(position as i64)));
        Self::of_chunks_prompts(chunk).chain(choices)
    }

    pub(crate) fn of_chunks_prompts(chunk: &StreamingChatCompletionsUpdate) -> impl Iterator<Item = Self> {
        of_prompts(&chunk.prompt_filter_results, &chunk.prompt_annotations)
    }

    pub(crate) fn of_choice_update(update: &StreamingChatChoiceUpdate, choice: i64) -> Option<Self> {
        let verdict = Self::of_answer(choice, &update.content_filter_results, update.finish_reason.as_ref())?;
        Some(Self { offsets: update.content_filter_offsets.as_deref().cloned(), ..verdict })
    }

    /// Nothing if the filter says nothing, and the choice does not end for it.
    fn of_answer(
        choice: i64,
        results: &Option<ContentFilterResults>,
        finish_reason: Option<&CompletionsFinishReason>,
    ) -> Option<Self> {
        let is_withheld = finish_reason == Some(&CompletionsFinishReason::ContentFilter);
        let results = results.as_ref().filter(|results| !results.is_empty());
        (is_withheld || results.is_some()).then(|| Self {
            is_withheld,
            ..Self::new(FilterTarget::Completion { choice }, results.cloned().unwrap_or_default())
        })
    }
}

/// Newer services and older ones name them differently.
fn of_prompts<'a>(
    results: &'a Option<Vec<PromptFilterResult>>,
    annotations: &'a Option<Vec<PromptFilterResult>>,
) -> impl Iterator<Item = ContentFilterResult> + use<'a> {
    results.iter().chain(annotations).flatten().enumerate().filter_map(|(position, prompt)| {
        let results = prompt.content_filter_results.clone().filter(|results| !results.is_empty())?;
        let index = prompt.prompt_index.unwrap_or(position as i64);
        Some(ContentFilterResult::new(FilterTarget::Prompt { index }, results))
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

/// In a line for a log: `prompt 0: blocked for violence (medium)`. It says nothing of the text itself.
impl fmt::Display for ContentFilterResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.side)?;
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
