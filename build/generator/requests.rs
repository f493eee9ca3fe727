// Existing request bodies are read without loss: unknown members are kept and sent again, null in place of a list is an
// empty list, and where the overlay says so a single item is a list of one.
//
// The document stays strict, so that the validation of `testing` still reports unknown members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use syn::visit_mut::VisitMut;

use super::Result;
use super::constructors::{has_serde_word, is_tagged, serde_text};
use super::names::unique;

/// Opens every type that is only part of requests.
pub fn open(types: &mut [syn::Item], schemas: &Map<String, Value>) -> Result<()> {
    let mut marked = one_or_many(schemas);
    let is_response =
        |name: &syn::Ident| schemas.get(&name.to_string()).is_some_and(|schema| schema["x-response"] == true);
    let mut opened = BTreeMap::new();
    for item in &mut *types {
        match item {
            syn::Item::Struct(item) if !is_response(&item.ident) => {
                open_fields(&item.ident.to_string(), &mut item.fields, &mut marked, true);
            }
            syn::Item::Enum(item) if !is_response(&item.ident) => {
                let other = open_union(item, &mut marked);
                opened.extend(other.map(|other| (item.ident.clone(), other)));
            }
            _ => {}
        }
    }
    for item in types {
        if let syn::Item::Impl(block) = item {
            show_other(block, &opened);
        }
    }
    match marked.first() {
        Some((owner, field)) => Err(format!("`{field}` of {owner} has x-one-or-many but is not a list")),
        None => Ok(()),
    }
}

/// The properties that the overlay marks.
fn one_or_many(schemas: &Map<String, Value>) -> BTreeSet<(String, String)> {
    let properties = schemas.iter().flat_map(|(owner, schema)| {
        let properties = schema["properties"].as_object().into_iter().flatten();
        properties.map(move |(field, property)| (owner.clone(), field.clone(), property))
    });
    let marked = properties.filter(|(_, _, property)| property["x-one-or-many"] == true);
    marked.map(|(owner, field, _)| (owner, field)).collect()
}

/// `Display` of a union of single values: its value; JSON for an unknown one.
fn show_other(block: &mut syn::ItemImpl, opened: &BTreeMap<syn::Ident, syn::Ident>) {
    let is_display = block
        .trait_
        .as_ref()
        .is_some_and(|(_, path, _)| path.segments.last().is_some_and(|last| last.ident == "Display"));
    let syn::Type::Path(ty) = &*block.self_ty else { return };
    let Some(other) = ty.path.get_ident().filter(|_| is_display).and_then(|name| opened.get(name)) else { return };
    ShowOther(other).visit_item_impl_mut(block);
}

struct ShowOther<'a>(&'a syn::Ident);

impl VisitMut for ShowOther<'_> {
    fn visit_expr_match_mut(&mut self, choice: &mut syn::ExprMatch) {
        let other = self.0;
        choice.arms.push(syn::parse_quote!(Self::#other(x) => ::serde_json::Value::Object(x.clone()).fmt(f),));
    }
}

/// Returns the name of the variant for unknown forms, if it was added.
fn open_union(item: &mut syn::ItemEnum, marked: &mut BTreeSet<(String, String)>) -> Option<syn::Ident> {
    let is_union = is_tagged(item) || has_serde_word(&item.attrs, "untagged");
    if !is_union {
        return None;
    }
    let owner = item.ident.to_string();
    for variant in &mut item.variants {
        open_fields(&owner, &mut variant.fields, marked, false);
    }
    let mut taken: BTreeSet<String> = item.variants.iter().map(|variant| variant.ident.to_string()).collect();
    let has_any = item.variants.iter().any(|variant| match &variant.fields {
        syn::Fields::Unnamed(fields) => last_name(&fields.unnamed[0].ty).as_deref() == Some("Value"),
        _ => false,
    });
    if has_any {
        return None;
    }
    let name = syn::Ident::new(&unique("Other".to_owned(), &mut taken), item.ident.span());
    let untagged: Option<syn::Attribute> = is_tagged(item).then(|| syn::parse_quote!(#[serde(untagged)]));
    item.variants.push(syn::parse_quote! {
        /// An object of a form that the document does not know, as it was read.
        #untagged
        #name(::serde_json::Map<::std::string::String, ::serde_json::Value>)
    });
    Some(name)
}

fn open_fields(owner: &str, fields: &mut syn::Fields, marked: &mut BTreeSet<(String, String)>, is_public: bool) {
    let syn::Fields::Named(fields) = fields else { return };
    for field in &mut fields.named {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = serde_text(&field.attrs, "rename").unwrap_or(name);
        let collection = last_name(&field.ty).filter(|_| !has_serde_word(&field.attrs, "flatten"));
        let reader = match collection.as_deref() {
            Some("Vec") if marked.remove(&(owner.to_owned(), name)) => "crate::raw::reading::one_or_many",
            Some("Vec" | "Map" | "BTreeMap") => "crate::raw::reading::null_is_none",
            _ => continue,
        };
        field.attrs.push(syn::parse_quote!(#[serde(deserialize_with = #reader)]));
    }
    if fields.named.iter().any(|field| has_serde_word(&field.attrs, "flatten")) {
        return;
    }
    let public: Option<syn::Token![pub]> = is_public.then(Default::default);
    fields.named.push(syn::parse_quote! {
        /// What the document does not know.
        #[serde(flatten)]
        #public extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>
    });
}

fn last_name(ty: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(code: &str, schemas: Value) -> Result<String> {
        let mut file: syn::File = syn::parse_str(code).unwrap();
        open(&mut file.items, schemas.as_object().unwrap())?;
        Ok(prettyplease::unparse(&file))
    }

    #[track_caller]
    fn check(code: &str, expected: &str) {
        let marked = serde_json::json!({"properties": {"one": {"x-one-or-many": code.contains("one:")}, "more": {}}});
        let schemas = serde_json::json!({"Response": {"x-response": true}, "A": marked});
        let expected: syn::File = syn::parse_str(expected).unwrap();
        assert_eq!(opened(code, schemas).unwrap(), prettyplease::unparse(&expected));
    }

    #[test]
    fn lists_are_read_from_null_and_where_marked_from_one() {
        check(
            "struct A { one: Vec<u8>, #[serde(default)] more: Vec<u8>, other: u8, #[serde(flatten)] extra: Map }",
            "struct A {
                #[serde(deserialize_with = \"crate::raw::reading::one_or_many\")] one: Vec<u8>,
                #[serde(default)] #[serde(deserialize_with = \"crate::raw::reading::null_is_none\")] more: Vec<u8>,
                other: u8, #[serde(flatten)] extra: Map }",
        );
        check("struct Response { a: Vec<u8> } enum E { A }", "struct Response { a: Vec<u8> } enum E { A }");
    }

    #[test]
    fn a_mark_on_what_is_no_list_is_named() {
        let schemas = serde_json::json!({"B": {"properties": {"one": {"x-one-or-many": true}}}});
        let error = opened("struct B { one: u8 }", schemas).unwrap_err();
        assert!(error.contains("`one` of B"), "{error}");
    }

    #[test]
    fn unknown_fields_and_alternatives_are_kept() {
        let code = "#[serde(tag = \"role\")] enum E { User { content: String }, Unit }
            #[serde(untagged)] enum U { A(u8) }
            #[serde(untagged)] enum V { A(u8), Other(::serde_json::Value) }
            struct B { a: u8 }";
        check(
            code,
            "#[serde(tag = \"role\")] enum E {
                User { content: String,
                    /// What the document does not know.
                    #[serde(flatten)] extra: ::serde_json::Map<::std::string::String, ::serde_json::Value> },
                Unit,
                /// An object of a form that the document does not know, as it was read.
                #[serde(untagged)] Other(::serde_json::Map<::std::string::String, ::serde_json::Value>) }
             #[serde(untagged)] enum U { A(u8),
                /// An object of a form that the document does not know, as it was read.
                Other(::serde_json::Map<::std::string::String, ::serde_json::Value>) }
             #[serde(untagged)] enum V { A(u8), Other(::serde_json::Value) }
             struct B { a: u8,
                /// What the document does not know.
                #[serde(flatten)] pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value> }",
        );
    }
}
