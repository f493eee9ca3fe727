// Rare and large members are boxed, so that a value without them stays small.

use serde_json::{Map, Value};

use super::Result;
use super::constructors::serde_text;

/// Boxes the fields of the properties that the overlay marks with `x-boxed`.
pub fn rare_members(types: &mut [syn::Item], schemas: &Map<String, Value>) -> Result<()> {
    for (owner, schema) in schemas {
        let properties = schema["properties"].as_object().into_iter().flatten();
        for (property, _) in properties.filter(|(_, property)| property["x-boxed"] == true) {
            let field = types.iter_mut().find_map(|item| field_of(item, owner, property));
            let boxed = field.is_some_and(|field| boxed(&mut field.ty));
            if !boxed {
                return Err(format!("{owner}.{property} has x-boxed but is not an optional field"));
            }
        }
    }
    Ok(())
}

fn field_of<'a>(item: &'a mut syn::Item, owner: &str, property: &str) -> Option<&'a mut syn::Field> {
    let syn::Item::Struct(item) = item else { return None };
    if item.ident != owner {
        return None;
    }
    item.fields.iter_mut().find(|field| {
        let renamed = serde_text(&field.attrs, "rename");
        renamed.map_or_else(|| field.ident.as_ref().is_some_and(|name| name == property), |name| name == property)
    })
}

/// `Option<T>` becomes `Option<Box<T>>`.
fn boxed(kind: &mut syn::Type) -> bool {
    let syn::Type::Path(path) = kind else { return false };
    let Some(last) = path.path.segments.last_mut().filter(|last| last.ident == "Option") else { return false };
    let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return false };
    for argument in &mut arguments.args {
        *argument = syn::parse_quote!(::std::boxed::Box<#argument>);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;
    use serde_json::json;

    #[test]
    fn marked_fields_are_boxed() {
        let mut file: syn::File = syn::parse_quote! {
            pub struct Chunk {
                pub id: ::std::option::Option<String>,
                #[serde(rename = "usage", skip)]
                pub usage_: ::std::option::Option<Usage>,
                pub count: i64,
            }
        };
        let expected: syn::File = syn::parse_quote! {
            pub struct Chunk {
                pub id: ::std::option::Option<String>,
                #[serde(rename = "usage", skip)]
                pub usage_: ::std::option::Option<::std::boxed::Box<Usage>>,
                pub count: i64,
            }
        };
        let schemas = |name: &str| json!({"Chunk": {"properties": {"id": {}, name: {"x-boxed": true}}}});
        rare_members(&mut file.items, schemas("usage").as_object().unwrap()).unwrap();
        assert_eq!(file.to_token_stream().to_string(), expected.to_token_stream().to_string());
        for name in ["count", "other"] {
            assert!(rare_members(&mut file.items, schemas(name).as_object().unwrap()).unwrap_err().contains(name));
        }
    }
}
