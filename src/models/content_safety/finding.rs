//! What the filter found in one category.

use std::fmt;

use serde_json::Value;

use super::read::Found;

crate::raw::open_enum! {
    /// What the content filter looks for.
    ///
    /// ```
    /// use azure_inference::content_safety::Category;
    ///
    /// assert_eq!(Category::from("self_harm"), Category::SelfHarm);
    /// assert_eq!(Category::from("new_one").as_str(), "new_one");
    /// ```
    pub enum Category {
        /// Hatred and unfairness towards groups of people; it has a severity.
        Hate = "hate",
        /// Harm that people do to themselves; it has a severity.
        SelfHarm = "self_harm",
        /// Sexual content; it has a severity.
        Sexual = "sexual",
        /// Violence against people, animals or things; it has a severity.
        Violence = "violence",
        /// A prompt that tries to make the model break its rules; detected or not.
        Jailbreak = "jailbreak",
        /// Instructions hidden in material that the prompt quotes; detected or not.
        IndirectAttack = "indirect_attack",
        /// Foul language; detected or not.
        Profanity = "profanity",
        /// Published text such as song lyrics; detected or not.
        ProtectedMaterialText = "protected_material_text",
        /// Code from public repositories; detected or not, and a citation may say where it is from.
        ProtectedMaterialCode = "protected_material_code",
        /// What the documents of the prompt do not bear out; detected or not.
        UngroundedMaterial = "ungrounded_material",
        /// The resource's own lists of words; [`Finding::ids`] are those that hit.
        CustomBlocklists = "custom_blocklists",
        /// The resource's own topics; [`Finding::ids`] are those that hit.
        CustomTopics = "custom_topics",
    }
}

crate::raw::open_enum! {
    /// How severe content is. They compare by their order; one that this version does not know counts as the highest.
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

/// What the content filter found in one category.
///
/// ```
/// use azure_inference::Chunk;
///
/// let chunk = Chunk::from_json(r#"{"choices": [{"content_filter_results": {"protected_material_code": {
///     "filtered": false, "detected": true, "citation": {"URL": "https://git.example/a", "license": "MIT"}
/// }}}]}"#)?;
/// let verdict = &chunk.content_filter()[0];
/// let code = verdict.category("protected_material_code").unwrap();
/// assert!(code.is_detected() && !code.is_blocked());
/// assert_eq!((code.citation_url(), code.citation_license()), (Some("https://git.example/a"), Some("MIT")));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Finding {
    category: Category,
    found: Found,
}

impl Finding {
    pub(super) fn new(category: Category, found: Found) -> Self {
        Self { category, found }
    }

    /// The category.
    pub fn category(&self) -> &Category {
        &self.category
    }

    /// Whether content was withheld for it.
    pub fn is_blocked(&self) -> bool {
        self.found.filtered == Some(true) || self.hits().any(|hit| hit["filtered"] == true)
    }

    /// Whether there is any: the service says so, or tells a severity above safe, or withheld content for it.
    pub fn is_detected(&self) -> bool {
        let is_severe = self.severity().is_some_and(|severity| *severity > Severity::Safe);
        let is_hit = self.hits().any(|hit| hit["detected"] == true);
        self.found.detected == Some(true) || is_severe || is_hit || self.is_blocked()
    }

    /// How severe it is, of the categories that have a severity.
    pub fn severity(&self) -> Option<&Severity> {
        self.found.severity.as_ref()
    }

    /// The blocklists or topics that hit, by their ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let is_hit = |hit: &&Value| hit["filtered"] != false || hit["detected"] == true;
        self.hits().filter(is_hit).filter_map(|hit| hit["id"].as_str())
    }

    /// The address of a public repository that has the protected code.
    pub fn citation_url(&self) -> Option<&str> {
        let citation = self.member("citation")?;
        citation["URL"].as_str().or_else(|| citation["url"].as_str())
    }

    /// The licence of that repository.
    pub fn citation_license(&self) -> Option<&str> {
        self.member("citation")?["license"].as_str()
    }

    /// All of it as the service sent it.
    pub fn json(&self) -> Value {
        self.found.clone().into()
    }

    fn member(&self, name: &str) -> Option<&Value> {
        self.found.rest.as_deref()?.get(name)
    }

    /// Details come as an object's member or in its place.
    fn hits(&self) -> impl Iterator<Item = &Value> {
        let rest = self.found.rest.as_deref();
        rest.and_then(|rest| rest.get("details").unwrap_or(rest).as_array()).into_iter().flatten()
    }

    /// How bad it is, to keep the worst of several.
    pub(super) fn rank(&self) -> impl Ord {
        (self.is_blocked(), self.is_detected(), self.severity())
    }
}

/// `violence (medium)`, or the category alone.
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
