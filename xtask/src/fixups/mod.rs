//! Structural rewrites that an overlay can't express: each a named function with its reason.
//!
//! Most of them adapt the document to progenitor 0.15.1 and typify. The others enforce the rules of this project:
//! nothing is sent that the caller did not set, every response decodes.

pub mod keywords;
pub mod leave_out;
mod lift;
pub mod plain;
mod responses;
pub mod tagged;
mod unions;
pub mod walk;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::overlay::Overlay;
pub use keywords::drop_unreachable_schemas;

type Rewrite = fn(&mut Value) -> Result<()>;

enum Fixup {
    /// For a construct of the published documents. A fixup that changes none of them is an error, so that it does not
    /// outlive its reason.
    Correction(&'static str, Rewrite),
    /// For a construct that a future document may have.
    Rule(&'static str, Rewrite),
}

use Fixup::{Correction, Rule};

/// In order: each may rely on those before it.
const FIXUPS: [Fixup; 26] = [
    Rule("write_out_shared_parts", plain::write_out_shared_parts),
    Rule("leave_out_what_has_no_code", leave_out::leave_out_what_has_no_code),
    Rule("drop_rules_about_others", keywords::drop_rules_about_others),
    Rule("name_operations", plain::name_operations),
    Rule("name_schemas", plain::name_schemas),
    Rule("null_is_of_the_use", keywords::null_is_of_the_use),
    Correction("drop_error_responses", plain::drop_error_responses),
    Rule("drop_streamed_content", plain::drop_streamed_content),
    Rule("requests_in_responses_are_json", tagged::requests_in_responses_are_json),
    Rule("drop_idle_discriminators", unions::drop_idle_discriminators),
    Rule("open_tagged_unions", tagged::open_tagged_unions),
    Rule("merge_inheritance_of_responses", unions::merge_inheritance_of_responses),
    Correction("inline_discriminated_unions", unions::inline_discriminated_unions),
    Rule("merge_what_is_said_anew", unions::merge_what_is_said_anew),
    // A closed enum of texts whose Rust names would be equal, such as `a` and `A`, or that have no letters, becomes an open enum,
    // which has a name for every text.
    Rule("odd_enums_are_open", |document| keywords::open_enums(document, &keywords::is_odd)),
    Rule("lift_open_enums", lift::lift_open_enums),
    Rule("lift_parts_whose_names_are_taken", lift::lift_parts_whose_names_are_taken),
    Correction("any_of_is_one_of", unions::any_of_is_one_of),
    // The generator would send a `default` with every call, and reasoning models reject even a `temperature` of 1.
    Correction("drop_defaults", |document| keywords::remove(document, &["default"])),
    // The service enforces limits, and changes them; in the document they would make a validating newtype of each text.
    Correction("drop_validation", |document| keywords::remove(document, &keywords::LIMITS)),
    // `float` makes an `f32`, and 0.1 becomes 0.10000000149011612 on its way through a JSON value; `int32` overflows on counts
    // and timestamps that no document foresees; `date-time` and `uuid` need crates that reject values that services send.
    // Without a format they are `f64`, `i64` and `String`.
    Correction("drop_formats", |document| keywords::remove(document, &["format"])),
    Correction("api_version_is_optional", keywords::api_version_is_optional),
    Rule("objects_in_choices_of_responses_are_json", tagged::objects_in_choices_of_responses_are_json),
    Rule("lift_parts_of_responses", lift::lift_parts_of_responses),
    Correction("tolerate_responses", responses::tolerate_responses),
    Correction("drop_unreachable_schemas", keywords::drop_unreachable_schemas),
];

/// The names of the fixups that must change something in one document at least.
pub fn corrections() -> impl Iterator<Item = &'static str> {
    FIXUPS.into_iter().filter_map(|fixup| match fixup {
        Correction(name, _) => Some(name),
        Rule(..) => None,
    })
}

/// Applies all of them, and makes sure that every response decodes. Returns the corrections that changed something.
pub fn apply(document: &mut Value, overlay: &Overlay) -> Result<BTreeSet<&'static str>> {
    // A document may have no schemas.
    walk::schemas_mut(document);
    overlay.prefix.iter().for_each(|prefix| plain::drop_prefix(document, prefix));
    if overlay.opens_enums {
        // The service may accept other values than those of a closed enum of several texts.
        keywords::open_enums(document, &|texts| texts.len() > 1)?;
    }
    let mut needed = BTreeSet::new();
    for Correction(name, rewrite) | Rule(name, rewrite) in FIXUPS {
        let before = document.clone();
        rewrite(document).with_context(|| format!("fixup `{name}`"))?;
        if *document != before {
            needed.insert(name);
        }
    }
    responses::accept(document)?;
    Ok(needed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns these schemas after a fixup.
    #[track_caller]
    pub fn check(fixup: Rewrite, schemas: Value, expected: Value) {
        let mut document = json!({"paths": {}, "components": {"schemas": schemas}});
        fixup(&mut document).unwrap();
        assert_eq!(document["components"]["schemas"], expected);
    }
}
