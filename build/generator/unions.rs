// Unions: typify derives the names and shapes of their variants from all of them together, so that a new variant would
// change the others. Here each variant depends only on itself.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit_mut::{VisitMut, visit_path_mut};

use super::constructors::{has_serde_word, is_tagged, serde_text};
use super::names::unique;

/// Normalizes the unions of the generated types.
pub fn normalize(types: &mut Vec<syn::Item>) {
    let mut renamed = BTreeMap::new();
    let mut reshaped = BTreeSet::new();
    for item in types.iter_mut() {
        let syn::Item::Enum(item) = item else { continue };
        if has_serde_word(&item.attrs, "untagged") {
            renamed.insert(item.ident.to_string(), name_after_types(item));
        } else if is_tagged(item) && put_content_in_field(item) {
            reshaped.insert(item.ident.to_string());
        }
    }
    types.retain(|item| !is_conversion(item, &reshaped));
    for item in types.iter_mut() {
        let syn::Item::Impl(block) = item else { continue };
        if let Some(names) = self_name(block).and_then(|name| renamed.get(&name)) {
            RenameVariants(names).visit_item_impl_mut(block);
        }
    }
    let conversions: Vec<_> = types.iter().filter_map(|item| from_text(item, types)).flatten().collect();
    types.extend(conversions);
}

/// typify makes a conversion from every alternative but text. With it, a text that becomes a choice of text or
/// something else is passed as before.
fn from_text(item: &syn::Item, types: &[syn::Item]) -> Option<[syn::Item; 2]> {
    let syn::Item::Enum(item) = item else { return None };
    let is_untagged = has_serde_word(&item.attrs, "untagged");
    let has_text = item.variants.iter().any(|variant| variant.ident == "String");
    let converts = |other: &syn::Item| match other {
        syn::Item::Impl(block) if self_name(block).is_some_and(|name| item.ident == name) => {
            let text = block.trait_.as_ref().map(|(_, path, _)| quote::quote!(#path).to_string()).unwrap_or_default();
            text.contains("From < & str") || text.contains("String >")
        }
        _ => false,
    };
    if !is_untagged || !has_text || types.iter().any(converts) {
        return None;
    }
    let name = &item.ident;
    Some([
        syn::parse_quote! {
            impl ::std::convert::From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self::String(value.to_owned())
                }
            }
        },
        syn::parse_quote! {
            impl ::std::convert::From<::std::string::String> for #name {
                fn from(value: ::std::string::String) -> Self {
                    Self::String(value)
                }
            }
        },
    ])
}

/// typify strips what the names of all variants begin with. Here each has its type's whole name. Returns the new names.
fn name_after_types(item: &mut syn::ItemEnum) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    for variant in &mut item.variants {
        let name = match &variant.fields {
            syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => type_name(&fields.unnamed[0].ty),
            _ => None,
        };
        let name = unique(name.unwrap_or_else(|| variant.ident.to_string()), &mut taken);
        names.insert(variant.ident.to_string(), name.clone());
        variant.ident = syn::Ident::new(&name, variant.ident.span());
    }
    names
}

fn type_name(ty: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let name = match last.ident.to_string().as_str() {
        "Box" => {
            let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            let Some(syn::GenericArgument::Type(inner)) = arguments.args.first() else { return None };
            return type_name(inner);
        }
        "Vec" => "Array",
        "Map" | "BTreeMap" => "Object",
        "bool" => "Boolean",
        "i64" | "u64" => "Integer",
        "f64" => "Number",
        // The alternative for everything that no other accepts.
        "Value" => "Other",
        name if last.arguments.is_none() => return Some(name.to_owned()),
        _ => return None,
    };
    Some(name.to_owned())
}

/// Where every variant has one field of one name, typify drops that name and makes a tuple of it, until a variant gains
/// a field. Here it keeps its name: `JsonSchema { json_schema }`.
fn put_content_in_field(item: &mut syn::ItemEnum) -> bool {
    let (Some(tag), Some(content)) = (serde_text(&item.attrs, "tag"), serde_text(&item.attrs, "content")) else {
        return false;
    };
    let name = syn::Ident::new(&super::names::snake_case(&content), proc_macro2::Span::call_site());
    for variant in &mut item.variants {
        let syn::Fields::Unnamed(fields) = &variant.fields else { continue };
        let ty = &fields.unnamed;
        let rename: Option<syn::Attribute> = (name != content).then(|| syn::parse_quote!(#[serde(rename = #content)]));
        variant.fields = syn::Fields::Named(syn::parse_quote!({ #rename #name: #ty }));
    }
    item.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
    item.attrs.push(syn::parse_quote!(#[serde(tag = #tag)]));
    true
}

/// Whether it is a conversion into one of these, which holds a variant's only field for all of it.
fn is_conversion(item: &syn::Item, unions: &BTreeSet<String>) -> bool {
    let syn::Item::Impl(block) = item else { return false };
    let is_from =
        block.trait_.as_ref().and_then(|(_, path, _)| path.segments.last()).is_some_and(|last| last.ident == "From");
    is_from && self_name(block).is_some_and(|name| unions.contains(&name))
}

fn self_name(block: &syn::ItemImpl) -> Option<String> {
    let syn::Type::Path(path) = &*block.self_ty else { return None };
    path.path.get_ident().map(ToString::to_string)
}

struct RenameVariants<'a>(&'a BTreeMap<String, String>);

impl VisitMut for RenameVariants<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.segments.len() == 2
            && path.segments[0].ident == "Self"
            && let Some(name) = self.0.get(&path.segments[1].ident.to_string())
        {
            path.segments[1].ident = syn::Ident::new(name, path.segments[1].ident.span());
        }
        visit_path_mut(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: &str) {
        let mut file: syn::File = syn::parse_str(code).unwrap();
        normalize(&mut file.items);
        let expected: syn::File = syn::parse_str(expected).unwrap();
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&expected));
    }

    #[test]
    fn a_variant_has_its_types_name() {
        check(
            "#[serde(untagged)] enum E { A(crate::raw::FooA), B(FooB), C(::std::vec::Vec<u8>), D(::serde_json::Value) }
             impl From<FooB> for E { fn from(value: FooB) -> Self { Self::B(value) } }",
            "#[serde(untagged)] enum E { FooA(crate::raw::FooA), FooB(FooB), Array(::std::vec::Vec<u8>), Other(::serde_json::Value) }
             impl From<FooB> for E { fn from(value: FooB) -> Self { Self::FooB(value) } }",
        );
    }

    #[test]
    fn text_converts_into_a_choice_that_has_it() {
        let mut file: syn::File = syn::parse_str("#[serde(untagged)] enum E { A(String), B(u8) }").unwrap();
        normalize(&mut file.items);
        let code = prettyplease::unparse(&file);
        assert!(code.contains("From<&str> for E") && code.contains("From<::std::string::String> for E"), "{code}");
        let count = file.items.len();
        normalize(&mut file.items);
        assert_eq!(file.items.len(), count, "conversions that are there are not made again");
    }

    #[test]
    fn a_tagged_variant_names_its_field() {
        check(
            "#[serde(tag = \"type\", content = \"json_schema\")] enum E { A, B(Definition) }
             impl ::std::convert::From<Definition> for E { fn from(value: Definition) -> Self { Self::B(value) } }",
            "#[serde(tag = \"type\")] enum E { A, B { json_schema: Definition } }",
        );
    }
}
