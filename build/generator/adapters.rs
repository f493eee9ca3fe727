// An adapter for each operation that the crate calls, with named parameters: a parameter that the document gains changes
// the positional signature, but not that of the adapter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::Result;
use super::names::snake_case;

/// The fields of `Parameters` in `src/raw/parameters.rs`.
const KNOWN: [&str; 3] = ["api_version", "extra_parameters", "model"];

/// Adapters of the operations that the overlay marks with `x-adapter`.
pub fn all(client: &syn::File, document: &Value) -> Result<TokenStream> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    let marked = operations.filter(|(_, operation)| operation["x-adapter"] == true);
    let adapters = marked.map(|(_, operation)| {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let positional = method(client, &snake_case(id)).ok_or_else(|| format!("no operation {id} was generated"))?;
        adapter(&positional.sig)
    });
    let adapters = adapters.collect::<Result<Vec<_>>>()?;
    Ok(if adapters.is_empty() { quote!() } else { quote!(#[allow(clippy::all)] impl Client { #(#adapters)* }) })
}

fn method<'a>(client: &'a syn::File, name: &str) -> Option<&'a syn::ImplItemFn> {
    let blocks = client.items.iter().filter_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    blocks.flat_map(|block| &block.items).find_map(|item| match item {
        syn::ImplItem::Fn(method) if method.sig.ident == name => Some(method),
        _ => None,
    })
}

fn adapter(positional: &syn::Signature) -> Result<TokenStream> {
    let operation = &positional.ident;
    let mut passed = Vec::new();
    let mut body = None;
    let mut takes_known = false;
    for input in &positional.inputs {
        let syn::FnArg::Typed(input) = input else { continue };
        let syn::Pat::Ident(pattern) = &*input.pat else { continue };
        let name = &pattern.ident;
        let is_known = KNOWN.contains(&name.to_string().as_str());
        passed.push(match (name == "body", is_optional(&input.ty), is_known) {
            (true, _, _) => {
                body = Some(input);
                quote!(body)
            }
            (_, true, true) => {
                takes_known = true;
                quote!(parameters.#name)
            }
            (_, true, false) => quote!(None),
            (_, false, _) => {
                return Err(format!(
                    "{operation} requires the parameter `{name}`, which the code that calls it does not set: \
                     make it optional in the overlay, or add it to `Parameters` in src/raw/parameters.rs"
                ));
            }
        });
    }
    let name = format_ident!("{operation}_with");
    let parameters = if takes_known { format_ident!("parameters") } else { format_ident!("_parameters") };
    let output = &positional.output;
    let doc = format!(
        "[`{operation}`](Self::{operation}) with its parameters by name: one that the document gains changes nothing here."
    );
    Ok(quote! {
        #[doc = #doc]
        pub async fn #name<'a>(&'a self, #parameters: crate::raw::Parameters<'a>, #body) #output {
            self.#operation(#(#passed),*).await
        }
    })
}

fn is_optional(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|segment| segment.ident == "Option")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(signature: &str) -> Result<String> {
        let client =
            format!("impl Client {{ pub async fn ask<'a>(&'a self, {signature}) -> Result<u8, Error<()>> {{}} }}");
        let document = serde_json::json!({"paths": {"/a": {"post": {"operationId": "ask", "x-adapter": true}}}});
        all(&syn::parse_str(&client).unwrap(), &document).map(|tokens| tokens.to_string().replace(' ', ""))
    }

    #[test]
    fn known_parameters_are_passed_and_new_ones_left_out() {
        let code = made("trace: Option<&'a str>, model: Option<&'a str>, body: &'a types::B").unwrap();
        assert!(code.contains("self.ask(None,parameters.model,body).await"), "{code}");
        assert!(code.contains("parameters:crate::raw::Parameters<'a>,body:&'atypes::B"), "{code}");
        assert!(made("trace: Option<u8>").unwrap().contains("_parameters:"));
    }

    #[test]
    fn a_parameter_that_can_not_be_given_is_named() {
        for signature in ["trace: &'a str", "model: &'a str"] {
            let error = made(signature).unwrap_err();
            let name = signature.split(':').next().unwrap();
            assert!(error.contains(&format!("ask requires the parameter `{name}`")), "{error}");
        }
    }
}
