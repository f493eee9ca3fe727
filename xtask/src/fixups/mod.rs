//! Structural rewrites that an overlay can't say: each a named function with its reason.
//!
//! Most of them make the document fit for progenitor 0.15.1 and typify, the others hold the rules of this project:
//! nothing is sent that the caller did not set, every answer decodes.

mod answers;
mod keywords;
mod lift;
mod plain;
mod unions;
pub mod walk;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

type Rewrite = fn(&mut Value) -> Result<()>;

enum Fixup {
    /// For something that the vendor's documents have. One that changes nothing is an error, so that none outlives its
    /// reason.
    Correction(&'static str, Rewrite),
    /// For something that a document may bring some day.
    Rule(&'static str, Rewrite),
}

use Fixup::{Correction, Rule};

/// In order: each may rely on those before it.
const FIXUPS: [Fixup; 18] = [
    Rule("write_out_shared_parts", plain::write_out_shared_parts),
    Rule("leave_out_forms", plain::leave_out_forms),
    Rule("name_operations", plain::name_operations),
    Rule("name_schemas", plain::name_schemas),
    Correction("drop_error_responses", plain::drop_error_responses),
    Rule("drop_streamed_content", plain::drop_streamed_content),
    Rule("merge_inheritance_of_answers", unions::merge_inheritance_of_answers),
    Rule("tagged_unions_of_answers_are_json", unions::tagged_unions_of_answers_are_json),
    Correction("inline_discriminated_unions", unions::inline_discriminated_unions),
    Rule("lift_open_enums", lift::lift_open_enums),
    Correction("any_of_is_one_of", unions::any_of_is_one_of),
    Correction("drop_defaults", keywords::drop_defaults),
    Correction("drop_validation", keywords::drop_validation),
    Correction("drop_formats", keywords::drop_formats),
    Correction("api_version_is_optional", keywords::api_version_is_optional),
    Rule("lift_parts_of_answers", lift::lift_parts_of_answers),
    Correction("tolerate_answers", answers::tolerate_answers),
    Correction("drop_unreachable_schemas", keywords::drop_unreachable_schemas),
];

/// Applies all of them, and makes sure that every answer decodes.
pub fn apply(document: &mut Value) -> Result<()> {
    walk::schemas_mut(document)?;
    for fixup in FIXUPS {
        let (Correction(name, rewrite) | Rule(name, rewrite)) = fixup;
        let before = document.clone();
        rewrite(document).with_context(|| format!("fixup `{name}`"))?;
        let is_needed = matches!(fixup, Rule(..)) || *document != before;
        ensure!(is_needed, "fixup `{name}` changes nothing: its reason is gone, so remove it");
    }
    answers::accept(document)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What a fixup makes of these schemas.
    #[track_caller]
    pub fn check(fixup: Rewrite, schemas: Value, expected: Value) {
        let mut document = json!({"paths": {}, "components": {"schemas": schemas}});
        fixup(&mut document).unwrap();
        assert_eq!(document["components"]["schemas"], expected);
    }

    #[test]
    fn a_fixup_without_a_reason_is_named() {
        let mut document = json!({"paths": {}, "components": {"schemas": {}}});
        let error = format!("{:#}", apply(&mut document).unwrap_err());
        assert!(error.contains("`drop_error_responses` changes nothing"), "{error}");
    }
}
