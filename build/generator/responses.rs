// How responses are read: which members are essential, and where unknown members of a streamed chunk go.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::Result;
use super::constructors::{has_serde_word, serde_text};

/// The constant `ESSENTIAL`: the places in a response, as dotted paths without indices, that the overlay marks with
/// `x-essential`. What stands at or below any other place may be unreadable without costing the response.
pub fn essential(schemas: &Map<String, Value>) -> Result<TokenStream> {
    let mut members: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut inner = BTreeSet::new();
    for (owner, schema) in schemas {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if property["x-essential"] == true {
                let target = target(property);
                inner.insert(target);
                members.entry(owner).or_default().push((name, target));
            }
        }
    }
    let mut paths = BTreeSet::new();
    for root in members.keys().filter(|owner| !inner.contains(*owner)) {
        walk(root, "", &members, &mut paths)?;
    }
    let paths = paths.iter();
    Ok(quote! {
        /// The places in a response that carry its meaning, as dotted paths without indices.
        pub(crate) const ESSENTIAL: &[&str] = &[#(#paths),*];
    })
}

/// The schema that a property or its items refer to; an empty name for a plain type.
fn target(property: &Value) -> &str {
    let found = [property, &property["items"], &property["allOf"][0], &property["items"]["allOf"][0]];
    let reference = found.into_iter().find_map(|schema| schema["$ref"].as_str());
    reference.and_then(|reference| reference.rsplit('/').next()).unwrap_or_default()
}

fn walk<'a>(
    owner: &'a str,
    above: &str,
    members: &BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    paths: &mut BTreeSet<String>,
) -> Result<()> {
    // Deeper than any response: the marked schemas refer to each other in a circle.
    if above.matches('.').count() > 16 {
        return Err(format!("the properties with x-essential go round in a circle at {owner}"));
    }
    for (name, target) in members.get(owner).into_iter().flatten() {
        let path = if above.is_empty() { (*name).to_owned() } else { format!("{above}.{name}") };
        walk(target, &path, members, paths)?;
        paths.insert(path);
    }
    Ok(())
}

/// Gives the types of a streamed chunk the field `extra`. A flattened map would cost every chunk, since serde buffers what
/// it holds; a `Deserialize` of their own costs nothing for a chunk without unknown members.
pub fn keep_unknown_members(types: &mut Vec<syn::Item>, schemas: &Map<String, Value>) {
    let mut readers = Vec::new();
    for item in types.iter_mut() {
        let syn::Item::Struct(item) = item else { continue };
        let Some(schema) = schemas.get(&item.ident.to_string()).filter(|schema| schema["x-response"] == true) else {
            continue;
        };
        let syn::Fields::Named(fields) = &mut item.fields else { continue };
        let (open, members): (Vec<_>, _) =
            fields.named.iter().partition(|field| has_serde_word(&field.attrs, "flatten"));
        let is_closed = schema["type"] == "object" && schema.get("additionalProperties").is_none();
        if open.is_empty() && !is_closed || has_other_deserializer(&members) {
            continue;
        }
        readers.push(reader(&item.ident, &members));
        if open.is_empty() {
            fields.named.push(syn::parse_quote! {
                /// Members that the OpenAPI document does not describe.
                #[serde(flatten)]
                pub extra: crate::raw::Extra
            });
        }
        without_deserialize(&mut item.attrs);
    }
    types.extend(readers);
}

/// Whether serde reads one of the fields by a function.
fn has_other_deserializer(fields: &[&syn::Field]) -> bool {
    fields.iter().any(|field| ["deserialize_with", "with"].iter().any(|word| has_serde_word(&field.attrs, word)))
}

fn reader(name: &syn::Ident, fields: &[&syn::Field]) -> syn::Item {
    let arms = fields.iter().map(|field| {
        let ident = field.ident.as_ref();
        let plain = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let wire = serde_text(&field.attrs, "rename").unwrap_or(plain);
        quote!(#wire => #ident,)
    });
    let expected = format!("an object: {name}");
    syn::parse_quote!(crate::raw::reading::response_type! { #name, #expected { #(#arms)* } })
}

/// Removes `Deserialize` from the derived traits.
fn without_deserialize(attributes: &mut [syn::Attribute]) {
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let syn::Meta::List(list) = &mut attribute.meta else { continue };
        let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
        let Ok(traits) = syn::parse::Parser::parse2(parser, list.tokens.clone()) else { continue };
        let kept =
            traits.into_iter().filter(|path| path.segments.last().is_none_or(|segment| segment.ident != "Deserialize"));
        list.tokens = quote!(#(#kept),*);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn essential_places_are_paths_from_the_root_of_a_response() {
        let marked = |mut schema: Value| {
            schema["x-essential"] = true.into();
            schema
        };
        let schemas = json!({
            "Whole": {"properties": {
                "choices": marked(json!({"type": "array", "items": {"$ref": "#/components/schemas/Choice"}})),
                "id": {"type": "string"},
            }},
            "Choice": {"properties": {
                "message": marked(json!({"allOf": [{"$ref": "#/components/schemas/Message"}]})),
                "logprobs": {"$ref": "#/components/schemas/Message"},
            }},
            "Message": {"properties": {"content": marked(json!({"type": "string"}))}},
        });
        let text = essential(schemas.as_object().unwrap()).unwrap().to_string();
        assert!(text.contains(r#"["choices" , "choices.message" , "choices.message.content"]"#), "{text}");
    }

    #[test]
    fn a_circle_of_essential_places_is_an_error() {
        let schemas = json!({
            "Root": {"properties": {"a": {"$ref": "#/components/schemas/A", "x-essential": true}}},
            "A": {"properties": {"a": {"$ref": "#/components/schemas/A", "x-essential": true}}},
        });
        assert!(essential(schemas.as_object().unwrap()).is_err());
    }

    #[test]
    fn types_of_responses_keep_unknown_members_by_a_reader_of_their_own() {
        let code = "#[derive(::serde::Deserialize, ::serde::Serialize, Default)] pub struct Chunk {
            #[serde(rename = \"type\")] pub type_: Option<String> }
            #[derive(::serde::Deserialize)] pub struct Whole { pub a: u8, #[serde(flatten)] pub extra: Map }
            #[derive(::serde::Deserialize)] pub struct Sent { pub a: u8, #[serde(flatten)] pub extra: Map }
            #[derive(::serde::Deserialize)] pub struct Other {
            #[serde(deserialize_with = \"f\")] pub a: u8, #[serde(flatten)] pub extra: Map }";
        let mut file: syn::File = syn::parse_str(code).unwrap();
        let schemas = json!({
            "Chunk": {"x-response": true, "type": "object", "properties": {}},
            "Whole": {"x-response": true, "type": "object", "properties": {}, "additionalProperties": {}},
            "Sent": {"type": "object", "properties": {}, "additionalProperties": {}},
            "Other": {"x-response": true, "type": "object", "properties": {}, "additionalProperties": {}},
        });
        keep_unknown_members(&mut file.items, schemas.as_object().unwrap());
        let text = prettyplease::unparse(&file);
        assert!(text.contains("#[derive(::serde::Serialize, Default)]"), "{text}");
        assert!(text.contains("pub extra: crate::raw::Extra"), "{text}");
        assert!(text.contains(r#""type" => type_"#), "{text}");
        assert_eq!(text.matches("pub extra: crate::raw::Extra").count(), 1, "{text}");
        for (name, count) in [("Chunk", 1), ("Whole", 1), ("Sent", 0), ("Other", 0)] {
            let reader = format!("response_type! {{ {name},");
            assert_eq!(
                text.split_whitespace().collect::<Vec<_>>().join(" ").matches(&reader).count(),
                count,
                "{name}: {text}"
            );
        }
    }
}
