// Constructors that take the required properties, so that a new optional property does not break callers.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use super::names::{snake_case, unique};

/// `new` for each struct of a request that requires something, and for each variant of a tagged union a function with
/// the tag's name.
pub fn all(types: &[syn::Item], schemas: &Map<String, Value>) -> Vec<syn::Item> {
    let is_response =
        |name: &syn::Ident| schemas.get(&name.to_string()).is_some_and(|schema| schema["x-response"] == true);
    let constants = Constants { types, schemas };
    let made = types.iter().filter_map(|item| match item {
        syn::Item::Struct(item) if !is_response(&item.ident) => of_struct(item, &constants),
        syn::Item::Enum(item) if is_tagged(item) => Some(of_union(item, &constants)),
        _ => None,
    });
    made.collect()
}

/// The value of a property that constructors set: the only value of an enum, such as the `function` of a tool, or what the
/// overlay marks with `x-constant`, so that it does not change when the enum gains a second value.
struct Constants<'a> {
    types: &'a [syn::Item],
    schemas: &'a Map<String, Value>,
}

impl Constants<'_> {
    fn value(&self, owner: &syn::Ident, field: &syn::Field) -> Option<TokenStream> {
        let name = field.ident.as_ref()?.to_string();
        let name = serde_text(&field.attrs, "rename").unwrap_or(name);
        let schema = self.schemas.get(&owner.to_string());
        let marked = schema.and_then(|schema| schema["properties"][&name]["x-constant"].as_str());
        let ty = &field.ty;
        match (self.closed_enum(ty), marked) {
            (Some(item), None) if item.variants.len() == 1 => variant(item, |_| true),
            (Some(item), Some(marked)) => variant(item, |tag| tag == marked),
            (None, Some(marked)) => Some(quote!(<#ty as ::std::convert::From<&str>>::from(#marked))),
            _ => None,
        }
    }

    /// The type of a list's items, if those have several forms: the constructor then takes anything that converts into an item.
    fn item_of_many_forms<'t>(&self, ty: &'t syn::Type) -> Option<&'t syn::Type> {
        let syn::Type::Path(path) = ty else { return None };
        let last = path.path.segments.last().filter(|segment| segment.ident == "Vec")?;
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        let Some(syn::GenericArgument::Type(item @ syn::Type::Path(path))) = arguments.args.first() else {
            return None;
        };
        let name = path.path.get_ident()?;
        let mut enums = self.types.iter().filter_map(|item| match item {
            syn::Item::Enum(item) => Some(item),
            _ => None,
        });
        enums.any(|item| item.ident == *name && has_serde_word(&item.attrs, "untagged")).then_some(item)
    }

    fn closed_enum(&self, ty: &syn::Type) -> Option<&syn::ItemEnum> {
        let syn::Type::Path(path) = ty else { return None };
        let name = path.path.get_ident()?;
        self.types.iter().find_map(|item| match item {
            syn::Item::Enum(item) if item.ident == *name => {
                item.variants.iter().all(|variant| variant.fields.is_empty()).then_some(item)
            }
            _ => None,
        })
    }
}

/// The variant of a text.
fn variant(item: &syn::ItemEnum, is_wanted: impl Fn(&str) -> bool) -> Option<TokenStream> {
    let name = &item.ident;
    let variant = item.variants.iter().find(|variant| is_wanted(&wire_name(variant)))?;
    let variant = &variant.ident;
    Some(quote!(#name::#variant))
}

fn wire_name(variant: &syn::Variant) -> String {
    serde_text(&variant.attrs, "rename").unwrap_or_else(|| variant.ident.to_string())
}

fn of_struct(item: &syn::ItemStruct, constants: &Constants<'_>) -> Option<syn::Item> {
    if !matches!(item.fields, syn::Fields::Named(_)) || item.fields.iter().all(can_be_left_out) {
        return None;
    }
    let name = &item.ident;
    let (parameters, values) = of_fields(name, &item.fields, constants);
    Some(syn::parse_quote! {
        impl #name {
            /// With the required properties; the others are left out.
            pub fn new(#parameters) -> Self {
                Self { #values }
            }
        }
    })
}

fn of_union(item: &syn::ItemEnum, constants: &Constants<'_>) -> syn::Item {
    let name = &item.ident;
    let mut taken = BTreeSet::new();
    // An unknown alternative has no tag, and is only read.
    let tagged = item.variants.iter().filter(|variant| !has_serde_word(&variant.attrs, "untagged"));
    let functions = tagged.map(|variant| {
        let tag = wire_name(variant);
        let function = format_ident!("{}", unique(snake_case(&tag), &mut taken));
        let ident = &variant.ident;
        let (parameters, values) = of_fields(name, &variant.fields, constants);
        let value = match &variant.fields {
            syn::Fields::Unit => quote!(Self::#ident),
            syn::Fields::Named(_) => quote!(Self::#ident { #values }),
            syn::Fields::Unnamed(_) => quote!(Self::#ident(#values)),
        };
        let doc = format!("The variant `{tag}` with what it requires; the rest is left out.");
        let doc = if variant.fields.is_empty() { format!("The variant `{tag}`.") } else { doc };
        quote! {
            #[doc = #doc]
            pub fn #function(#parameters) -> Self {
                #value
            }
        }
    });
    syn::parse_quote!(impl #name { #(#functions)* })
}

/// The parameters of a constructor, and the fields that it sets from them.
fn of_fields(owner: &syn::Ident, fields: &syn::Fields, constants: &Constants<'_>) -> (TokenStream, TokenStream) {
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for field in fields {
        let ty = &field.ty;
        let (name, label) = match &field.ident {
            Some(name) => (name.clone(), Some(quote!(#name:))),
            None => (format_ident!("value"), None),
        };
        if can_be_left_out(field) {
            values.push(quote!(#label ::std::default::Default::default()));
        } else if let Some(value) = constants.value(owner, field) {
            values.push(quote!(#label #value));
        } else if let Some(item) = constants.item_of_many_forms(ty) {
            parameters.push(quote!(#name: impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<#item>>));
            values.push(quote!(#label #name.into_iter().map(::std::convert::Into::into).collect()));
        } else {
            parameters.push(quote!(#name: impl ::std::convert::Into<#ty>));
            values.push(quote!(#label #name.into()));
        }
    }
    (quote!(#(#parameters),*), quote!(#(#values),*))
}

/// The document does not require what typify gives a default, or leaves out if it is `None`.
pub fn can_be_left_out(field: &syn::Field) -> bool {
    ["default", "skip_serializing_if", "flatten"].iter().any(|word| has_serde_word(&field.attrs, word))
}

pub fn is_tagged(item: &syn::ItemEnum) -> bool {
    has_serde_word(&item.attrs, "tag")
}

pub fn has_serde_word(attributes: &[syn::Attribute], word: &str) -> bool {
    let mut found = false;
    each_serde_word(attributes, |name, _| found |= name == word);
    found
}

/// The text of `#[serde(word = "text")]`.
pub fn serde_text(attributes: &[syn::Attribute], word: &str) -> Option<String> {
    let mut found = None;
    each_serde_word(attributes, |name, text| {
        if name == word {
            found = text;
        }
    });
    found
}

fn each_serde_word(attributes: &[syn::Attribute], mut see: impl FnMut(&str, Option<String>)) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // typify writes nothing that this can't read.
        let _ = attribute.parse_nested_meta(|meta| {
            let text = meta.value().and_then(|value| value.parse::<syn::LitStr>()).ok();
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            see(&name, text.map(|text| text.value()));
            Ok(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: &[&str]) {
        let file: syn::File = syn::parse_str(code).unwrap();
        let responses = serde_json::json!({"Response": {"x-response": true}, "Marked": {"properties": {
            "type": {"x-constant": "two"}, "open": {"x-constant": "o"}}}});
        let made = all(&file.items, responses.as_object().unwrap());
        let made = quote!(#(#made)*).to_string().replace(' ', "");
        for part in expected {
            assert!(made.contains(&part.replace(' ', "")), "{made} has no {part}");
        }
        assert!(!expected.is_empty() || made.is_empty(), "{made}");
    }

    #[test]
    fn a_struct_wants_what_is_required_alone() {
        check(
            "struct A { a: String, #[serde(skip_serializing_if = \"x\")] b: Option<u8>, #[serde(flatten)] c: Map,
                #[serde(rename = \"type\")] type_: Only, }
             enum Only { Value }",
            &[
                "pub fn new(a: impl ::std::convert::Into<String>) -> Self",
                "b: ::std::default::Default::default()",
                "c: ::std::default::Default::default()",
                "type_: Only::Value",
            ],
        );
    }

    #[test]
    fn what_the_overlay_marks_as_constant_nobody_says() {
        check(
            "struct Marked { #[serde(rename = \"type\")] type_: Kind, open: crate::raw::Open, a: u8 }
             enum Kind { #[serde(rename = \"one\")] One, #[serde(rename = \"two\")] Two }",
            &[
                "pub fn new(a: impl ::std::convert::Into<u8>) -> Self",
                "type_: Kind::Two",
                "open: <crate::raw::Open as ::std::convert::From<&str>>::from(\"o\")",
            ],
        );
    }

    #[test]
    fn nothing_required_needs_no_constructor() {
        check("struct A { #[serde(default)] b: Vec<u8> }", &[]);
        check("struct Response { b: u8 }", &[]);
        check("#[serde(untagged)] enum A { B(u8), C(String) }", &[]);
    }

    #[test]
    fn each_variant_has_a_function_with_the_name_of_its_tag() {
        check(
            "#[serde(tag = \"type\")] enum A {
                #[serde(rename = \"image_url\")] ImageUrl { url: String, #[serde(default)] rest: Vec<u8> },
                #[serde(rename = \"type\")] Type, }",
            &[
                "pub fn image_url(url: impl ::std::convert::Into<String>) -> Self",
                "Self::ImageUrl { url: url.into(), rest: ::std::default::Default::default() }",
                "pub fn type_() -> Self { Self::Type }",
            ],
        );
    }
}
