//! The filter's findings as they stand in an answer.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Finding;

/// What the content filter found, as it stands in an answer. A [`ContentFilterResult`](super::ContentFilterResult) says it with the side that it
/// is of: see [`ChatResponse::content_filter`](crate::ChatResponse::content_filter).
///
/// ```
/// use azure_inference::models::ContentFilterResults;
///
/// let results: ContentFilterResults = serde_json::from_str(r#"{"hate": {"filtered": false, "severity": "low"}}"#)?;
/// assert_eq!(results.findings()[0].category(), "hate");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct ContentFilterResults {
    pub(super) findings: Vec<Finding>,
    /// What the member `error` is.
    pub(super) error: Option<Box<Value>>,
}

impl ContentFilterResults {
    /// What was found in each category that was looked at, unknown ones included, in the service's order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Why the filter did not run, in the service's words, if it says that it did not.
    pub fn filter_error(&self) -> Option<&str> {
        let error = self.error.as_deref()?;
        let words = [&error["message"], &error["code"], error].into_iter().find_map(Value::as_str);
        Some(words.filter(|words| !words.is_empty()).unwrap_or("no reason given"))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.error.is_none()
    }

    /// Adds what is said of a later part of the same text: the worst of each category counts, of equals the newest.
    pub(crate) fn merge(&mut self, part: &Self) {
        for finding in &part.findings {
            match self.findings.iter_mut().find(|known| known.category() == finding.category()) {
                // Every chunk of a stream may say the same again.
                Some(known) if *known == *finding || known.rank() > finding.rank() => {}
                Some(known) => known.clone_from(finding),
                None => self.findings.push(finding.clone()),
            }
        }
        if part.error.is_some() {
            self.error.clone_from(&part.error);
        }
    }
}

impl fmt::Debug for ContentFilterResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        map.entries(self.findings.iter().map(|finding| (finding.category().as_str(), finding.json())));
        map.entries(self.error.iter().map(|error| ("error", error))).finish()
    }
}

impl Serialize for ContentFilterResults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for finding in &self.findings {
            map.serialize_entry(finding.category(), &finding.json())?;
        }
        if let Some(error) = &self.error {
            map.serialize_entry("error", error)?;
        }
        map.end()
    }
}
