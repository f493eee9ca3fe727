// Names of the document in Rust, and which of them conflict.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::{Map, Value};

use super::{Result, open_enum_values};

/// Names that a schema can't have: in `models` and `raw` they would shadow names of the prelude or of the module.
pub const RESERVED: [&str; 54] = [
    "AsMut",
    "AsRef",
    "Box",
    "CallContext",
    "ChatChunk",
    "Clone",
    "Copy",
    "CrateError",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Client",
    "DeserializeOwned",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "Kind",
    "None",
    "Ok",
    "Option",
    "Ord",
    "Parameters",
    "PartialEq",
    "PartialOrd",
    "ResponseMetadata",
    "ResponseValue",
    "Result",
    "Self",
    "Send",
    "ServiceError",
    "Sized",
    "Some",
    "String",
    "ResponseBody",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "Decoded",
];

/// Names of functions that an operation can't have: those that the client has besides its operations.
#[allow(dead_code)] // for xtask
pub const RESERVED_FUNCTIONS: [&str; 13] = [
    "api_version",
    "baseurl",
    "borrow",
    "client",
    "clone",
    "exec",
    "inner",
    "into",
    "new",
    "new_with_client",
    "post",
    "pre",
    "to_owned",
];

/// Whether it can name something; keywords can't.
pub fn is_identifier(name: &str) -> bool {
    // The parser ignores space around a name.
    !name.contains(char::is_whitespace) && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// `Azure.AI.newInfo` and `new_info` as the name of a type: as typify would have it.
pub fn pascal_case(name: &str) -> String {
    let name = name.to_pascal_case();
    if is_identifier(&name) { name } else { format!("X{name}") }
}

/// `image_url`, `imageUrl` and `image-url` as the name of a function: as progenitor would have it.
pub fn snake_case(name: &str) -> String {
    let name = name.to_snake_case();
    match name.as_str() {
        "" => "empty".to_owned(),
        _ if is_identifier(&name) => name,
        _ if is_identifier(&format!("{name}_")) => format!("{name}_"),
        _ => format!("x_{name}"),
    }
}

/// The name, with a number if it is taken.
pub fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let mut found = name.clone();
    let mark = if name.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
    for number in 2.. {
        if taken.insert(found.clone()) {
            break;
        }
        found = format!("{name}{mark}{number}");
    }
    found
}

/// Schemas must have the names that their types will have, and none may shadow a name that the crate needs.
pub fn check_schemas(schemas: &Map<String, Value>) -> Result<()> {
    for name in schemas.keys() {
        if RESERVED.contains(&name.as_str()) {
            return Err(format!(
                "the schema {name} would hide Rust's or this crate's `{name}`: rename it in the overlay"
            ));
        }
        if !is_identifier(name) || pascal_case(name) != *name {
            return Err(format!("the schema `{name}` has no name for a Rust type"));
        }
    }
    Ok(())
}

/// No two types, fields of one, or variants of one may have one name.
pub fn accept_types(types: &[syn::Item], schemas: &Map<String, Value>) -> Result<()> {
    let open_enums = schemas.iter().filter(|(_, schema)| open_enum_values(schema).is_some());
    let mut names: BTreeSet<String> = open_enums.map(|(name, _)| name.clone()).collect();
    for item in types {
        let name = match item {
            syn::Item::Struct(item) => {
                // typify does so with fields that it can't distinguish; the value would not be written as it was read.
                if item.fields.iter().any(|field| field.ident.as_ref().is_some_and(|name| name == "subtype_0")) {
                    return Err(format!(
                        "{} is a combination that the generator can't write: replace it in the overlay by a type or by any JSON (`{{}}`)",
                        item.ident
                    ));
                }
                accept_once(item.fields.iter().filter_map(|field| field.ident.as_ref()), &item.ident, "field")?;
                &item.ident
            }
            syn::Item::Enum(item) => {
                accept_once(item.variants.iter().map(|variant| &variant.ident), &item.ident, "variant")?;
                for variant in &item.variants {
                    let owner = format!("{}::{}", item.ident, variant.ident);
                    accept_once(variant.fields.iter().filter_map(|field| field.ident.as_ref()), owner, "field")?;
                }
                &item.ident
            }
            _ => continue,
        };
        if RESERVED.contains(&name.to_string().as_str()) || !names.insert(name.to_string()) {
            return Err(format!("two things would be named {name}: a schema, and one that is written inside another"));
        }
    }
    Ok(())
}

fn accept_once<'a>(
    names: impl Iterator<Item = &'a syn::Ident>,
    owner: impl std::fmt::Display,
    kind: &str,
) -> Result<()> {
    let mut taken = BTreeSet::new();
    for name in names {
        if !taken.insert(name.to_string()) {
            let reason =
                if name == "extra" { "; `extra` holds the fields that the document does not know" } else { "" };
            return Err(format!("{owner} would have two {kind}s named `{name}`{reason}: remove one in the overlay"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_of_types_and_functions() {
        assert_eq!(pascal_case("Azure.AI.newInfo"), "AzureAiNewInfo");
        assert_eq!(pascal_case("new_info"), "NewInfo");
        assert_eq!(pascal_case("3D"), "X3d");
        assert_eq!(snake_case("image_url"), "image_url");
        assert_eq!(snake_case("imageUrl-2"), "image_url_2");
        assert_eq!(snake_case("type"), "type_");
        assert_eq!(snake_case("*"), "empty");
        assert_eq!(snake_case("1.5"), "x_1_5");
    }

    #[test]
    fn schemas_that_hide_something_are_named() {
        let check = |name: &str, reason: &str| {
            let schemas = json!({name: {}}).as_object().unwrap().clone();
            let error = check_schemas(&schemas).unwrap_err();
            assert!(error.contains(reason) && error.contains(name), "{error}");
        };
        check("Option", "would hide");
        check("Client", "would hide");
        check("Azure.Info", "no name for a Rust type");
        check("new_info", "no name for a Rust type");
    }

    #[test]
    fn names_that_meet_are_named() {
        let check = |code: &str, reason: &str| {
            let file: syn::File = syn::parse_str(code).unwrap();
            let error = accept_types(&file.items, &Map::new()).unwrap_err();
            assert!(error.contains(reason), "{error}");
        };
        check("struct A { foo_bar: u8, foo_bar: u8 }", "A would have two fields named `foo_bar`");
        check("struct A { extra: u8, extra: u8 }", "fields that the document does not know");
        check("enum A { B { c: u8, c: u8 } }", "A::B would have two fields named `c`");
        check("enum A { B, B }", "A would have two variants named `B`");
        check("struct A { subtype_0: u8 }", "A is a combination");
        check("struct A; enum A {}", "two things would be named A");
    }
}
