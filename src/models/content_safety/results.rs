//! The findings of the content filter, as a member of a response.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Finding;

/// The findings of the content filter, as a member of a response. A
/// [`ContentFilterResult`](super::ContentFilterResult) adds the prompt or the choice that they apply to; see
/// [`ChatResponse::content_filter`](crate::ChatResponse::content_filter).
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
    /// The member `error`.
    pub(super) error: Option<Box<Value>>,
}

impl ContentFilterResults {
    /// Returns the findings in all categories that were checked, including unknown ones, in the order of the service.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the service's reason why the content filter did not run; `None` if it ran.
    pub fn filter_error(&self) -> Option<&str> {
        let error = self.error.as_deref()?;
        let reason = [&error["message"], &error["code"], error].into_iter().find_map(Value::as_str);
        Some(reason.filter(|reason| !reason.is_empty()).unwrap_or("no reason given"))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.error.is_none()
    }

    /// Merges the findings in a later part of the same text. The most severe finding of each category is kept; of equal ones,
    /// the latest.
    pub(crate) fn merge(&mut self, part: &Self) {
        for finding in &part.findings {
            match self.findings.iter_mut().find(|known| known.category() == finding.category()) {
                // Every chunk of a stream may repeat the same findings.
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
