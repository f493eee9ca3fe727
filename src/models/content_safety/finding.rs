//! The finding of the content filter in one category.

use std::fmt;

use serde_json::{Value, json};

crate::raw::open_enum! {
    /// A category of content that the content filter detects.
    ///
    /// ```
    /// use azure_inference::content_safety::Category;
    ///
    /// assert_eq!(Category::from("self_harm"), Category::SelfHarm);
    /// assert_eq!(Category::from("new_one").as_str(), "new_one");
    /// ```
    pub enum Category {
        /// Hate and fairness: attacks on groups of people. The finding has a severity.
        Hate = "hate",
        /// Self-harm. The finding has a severity.
        SelfHarm = "self_harm",
        /// Sexual content. The finding has a severity.
        Sexual = "sexual",
        /// Violence against people, animals or objects. The finding has a severity.
        Violence = "violence",
        /// A jailbreak: a prompt that tries to bypass the rules of the model. Detected or not.
        Jailbreak = "jailbreak",
        /// An indirect attack: instructions hidden in documents that the prompt contains. Detected or not.
        IndirectAttack = "indirect_attack",
        /// Profanity. Detected or not.
        Profanity = "profanity",
        /// Protected material: published text such as song lyrics. Detected or not.
        ProtectedMaterialText = "protected_material_text",
        /// Protected material: code of public repositories. Detected or not; [`Finding::citation_url`] is its source.
        ProtectedMaterialCode = "protected_material_code",
        /// Ungrounded material: text that the documents in the prompt do not support. Detected or not.
        UngroundedMaterial = "ungrounded_material",
        /// The custom blocklists of the resource; [`Finding::ids`] are those that matched.
        CustomBlocklists = "custom_blocklists",
        /// The custom topics of the resource; [`Finding::ids`] are those that matched.
        CustomTopics = "custom_topics",
    }
}

crate::raw::open_enum! {
    /// The severity of content. Severities are ordered; an unknown one is higher than all known ones.
    ///
    /// ```
    /// use azure_inference::content_safety::Severity;
    ///
    /// assert!(Severity::Safe < Severity::Low && Severity::Medium < Severity::High);
    /// ```
    pub enum Severity {
        /// Harmless.
        Safe = "safe",
        /// Mild.
        Low = "low",
        /// Moderate.
        Medium = "medium",
        /// Severe.
        High = "high",
    }
}

/// The finding of the content filter in one category.
///
/// ```
/// use azure_inference::Chunk;
///
/// let chunk = Chunk::from_json(r#"{"choices": [{"content_filter_results": {"protected_material_code": {
///     "filtered": false, "detected": true, "citation": {"URL": "https://git.example/a", "license": "MIT"}
/// }}}]}"#)?;
/// let result = &chunk.content_filter()[0];
/// let code = result.category("protected_material_code").unwrap();
/// assert!(code.is_detected() && !code.is_blocked());
/// assert_eq!((code.citation_url(), code.citation_license()), (Some("https://git.example/a"), Some("MIT")));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Finding {
    pub(super) category: Category,
    pub(super) found: Found,
}

/// The value of a category.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Found {
    pub(super) filtered: Option<bool>,
    pub(super) detected: Option<bool>,
    pub(super) severity: Option<Severity>,
    /// The other members of the object, including known members of an unexpected type; or a value that is not an object.
    pub(super) rest: Option<Box<Value>>,
}

impl Finding {
    /// Returns the category.
    pub fn category(&self) -> &Category {
        &self.category
    }

    /// Returns `true` if the content filter blocked content because of this finding.
    pub fn is_blocked(&self) -> bool {
        self.found.filtered == Some(true) || self.matches().any(|found| found["filtered"] == true)
    }

    /// Returns `true` if content of this category was detected: the service reports it as detected, or with a severity above
    /// safe, or blocked it.
    pub fn is_detected(&self) -> bool {
        let is_severe = self.severity().is_some_and(|severity| *severity > Severity::Safe);
        let is_match = self.matches().any(|found| found["detected"] == true);
        self.found.detected == Some(true) || is_severe || is_match || self.is_blocked()
    }

    /// Returns the severity, for categories that have one.
    pub fn severity(&self) -> Option<&Severity> {
        self.found.severity.as_ref()
    }

    /// Returns the ids of the blocklists or topics that matched.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let is_match = |found: &&Value| found["filtered"] != false || found["detected"] == true;
        self.matches().filter(is_match).filter_map(|found| found["id"].as_str())
    }

    /// Returns the URL of a public repository that contains the protected code.
    pub fn citation_url(&self) -> Option<&str> {
        let citation = &self.rest()["citation"];
        citation["URL"].as_str().or_else(|| citation["url"].as_str())
    }

    /// Returns the licence of that repository.
    pub fn citation_license(&self) -> Option<&str> {
        self.rest()["citation"]["license"].as_str()
    }

    /// Returns the finding as the service sent it.
    pub fn json(&self) -> Value {
        let Found { filtered, detected, severity, rest } = &self.found;
        let mut json = rest.as_deref().cloned().unwrap_or_else(|| json!({}));
        if let Some(members) = json.as_object_mut() {
            members.extend(filtered.map(|value| ("filtered".to_owned(), value.into())));
            members.extend(detected.map(|value| ("detected".to_owned(), value.into())));
            members.extend(severity.as_ref().map(|value| ("severity".to_owned(), value.as_str().into())));
        }
        json
    }

    fn rest(&self) -> &Value {
        self.found.rest.as_deref().unwrap_or(&Value::Null)
    }

    /// Returns the blocklists or topics. They are in the member `details`, or the finding itself is a list of them.
    fn matches(&self) -> impl Iterator<Item = &Value> {
        let rest = self.rest();
        rest.get("details").unwrap_or(rest).as_array().into_iter().flatten()
    }

    /// Orders several findings of one category by their severity.
    pub(super) fn rank(&self) -> impl Ord {
        (self.is_blocked(), self.is_detected(), self.severity())
    }
}

/// `violence (medium)`, or only the category if there is no severity.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.category.as_str())?;
        self.severity().map_or(Ok(()), |severity| write!(f, " ({severity})"))
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.category, self.json())
    }
}
