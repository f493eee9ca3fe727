// Boxes: what is large and rare in a chunk is kept out of its way.

use serde_json::{Map, Value};

use super::Result;

/// Puts a box around each type that the document marks with `x-boxed`, where a type of chunks alone has it as an option.
///
/// Such a type is moved several times while a chunk is read, whether the option is there or not.
pub fn insert(types: &mut [syn::Item], schemas: &Map<String, Value>) -> Result<()> {
    let marked: Vec<&String> =
        schemas.iter().filter(|(_, schema)| schema["x-boxed"] == true).map(|(name, _)| name).collect();
    let fields = types.iter_mut().filter_map(|item| match item {
        syn::Item::Struct(item) if is_of_chunks(schemas.get(&item.ident.to_string())) => Some(&mut item.fields),
        _ => None,
    });
    let mut boxed = Vec::new();
    for field in fields.flatten() {
        if let Some(inner) = option_of(&mut field.ty)
            && let Some(name) = marked.iter().find(|name| is_named(inner, name))
        {
            *inner = syn::parse_quote!(::std::boxed::Box<#inner>);
            boxed.push(*name);
        }
    }
    match marked.iter().find(|name| !boxed.contains(name)) {
        Some(name) => Err(format!("{name} has `x-boxed`, but no chunk has it as an option: remove the mark")),
        None => Ok(()),
    }
}

/// Types of whole answers keep the fields that nobody knows; types of chunks alone do not.
fn is_of_chunks(schema: Option<&Value>) -> bool {
    schema.is_some_and(|schema| schema["x-answer"] == true && schema.get("additionalProperties").is_none())
}

/// The type within `::std::option::Option<…>`.
fn option_of(ty: &mut syn::Type) -> Option<&mut syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last_mut().filter(|segment| segment.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return None };
    match arguments.args.first_mut()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

fn is_named(ty: &syn::Type, name: &str) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident(name))
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(code: &str, expected: std::result::Result<&str, &str>) {
        let schemas = json!({
            "Chunk": {"x-answer": true},
            "Answer": {"x-answer": true, "additionalProperties": {}},
            "Large": {"x-answer": true, "x-boxed": true, "additionalProperties": {}},
        });
        let mut file: syn::File = syn::parse_str(code).unwrap();
        let made = insert(&mut file.items, schemas.as_object().unwrap());
        let code = quote!(#file).to_string().replace(' ', "");
        match expected {
            Ok(part) => assert!(made.is_ok() && code.contains(part), "{made:?} {code}"),
            Err(part) => assert!(made.as_ref().is_err_and(|error| error.contains(part)), "{made:?}"),
        }
    }

    #[test]
    fn an_option_of_a_chunk_is_boxed() {
        check(
            "struct Chunk { a: Option<Large>, b: Option<u8> }",
            Ok("{a:Option<::std::boxed::Box<Large>>,b:Option<u8>}"),
        );
        check("struct Answer { a: Option<Large> } struct Chunk { b: Option<Large> }", Ok("Answer{a:Option<Large>}"));
    }

    #[test]
    fn a_mark_without_effect_is_an_error() {
        check("struct Answer { a: Option<Large> }", Err("Large has `x-boxed`"));
        check("struct Chunk { a: Vec<Large> }", Err("Large has `x-boxed`"));
    }
}
