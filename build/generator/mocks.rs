// The typed mocks for httpmock.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

use super::Result;

/// progenitor's mocks match the whole path, so a base URL with a path of its own never matches: only the end counts,
/// and it must not be the end of a longer operation's path, as `/embeddings` is of `/images/embeddings`.
pub fn match_any_base(mocks: &mut syn::File, spec: &openapiv3::OpenAPI) -> Result<()> {
    let paths: Vec<&String> = spec.paths.paths.keys().collect();
    let plain = paths.iter().filter(|path| !path.contains('{')).map(|path| {
        let longer = paths.iter().filter(|other| other.len() > path.len() && other.ends_with(path.as_str()));
        ((*path).clone(), longer.map(|other| not_longer(other)).collect())
    });
    let mut widener = Widener { left: plain.collect() };
    widener.visit_file_mut(mocks);
    match widener.left.keys().next() {
        Some(path) => Err(format!("`match_any_base`: progenitor's mocks no longer match {path} as they did")),
        None => Ok(()),
    }
}

struct Widener {
    /// The paths without parameters for which no mock has been found yet, with the condition that excludes longer paths.
    left: BTreeMap<String, TokenStream>,
}

impl VisitMut for Widener {
    fn visit_expr_mut(&mut self, expression: &mut syn::Expr) {
        if let syn::Expr::MethodCall(call) = expression
            && call.method == "path_matches"
            && let Some(path) = only_text(&call.args)
            && let Some(path) = path.strip_prefix('^').and_then(|path| path.strip_suffix('$'))
            && let Some(condition) = self.left.remove(path)
        {
            let receiver = &call.receiver;
            *expression = syn::parse_quote!(#receiver.path_suffix(#path) #condition);
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    // With a parameter in the path, in the pattern of the operation and in that of a value, the start is left open.
    fn visit_lit_str_mut(&mut self, text: &mut syn::LitStr) {
        if let Some(path) = text.value().strip_prefix("^/") {
            *text = syn::LitStr::new(&format!("/{path}"), text.span());
        }
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        call.tokens = std::mem::take(&mut call.tokens).into_iter().map(open_start).collect();
    }

    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
}

fn open_start(token: TokenTree) -> TokenTree {
    let text = syn::parse2::<syn::LitStr>(token.clone().into()).map(|text| text.value()).unwrap_or_default();
    match text.strip_prefix("^/") {
        Some(path) => Literal::string(&format!("/{path}")).into(),
        None => token,
    }
}

/// The text in `regex::Regex::new("text").unwrap()`.
fn only_text(arguments: &syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>) -> Option<String> {
    let syn::Expr::MethodCall(unwrap) = arguments.first()? else { return None };
    let syn::Expr::Call(new) = &*unwrap.receiver else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = new.args.first()? else { return None };
    Some(text.value())
}

/// (httpmock's own `path_suffix_not` refuses every path that is shorter than what it must not end with.)
fn not_longer(path: &str) -> TokenStream {
    if !path.contains('{') {
        return quote::quote!(.is_false(|request| request.uri().path().ends_with(#path)));
    }
    let pattern = path.split('/').map(|part| if part.contains('{') { "[^/]*" } else { part });
    let pattern = format!("{}$", pattern.collect::<Vec<_>>().join("/"));
    quote::quote!(.is_false(|request| regex::Regex::new(#pattern).unwrap().is_match(request.uri().path())))
}

/// progenitor writes the value of a parameter by `to_string`, which a list does not have.
pub fn drop_lists(mocks: &mut syn::File) {
    DropLists.visit_file_mut(mocks);
}

struct DropLists;

impl VisitMut for DropLists {
    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        block.items.retain(|item| match item {
            syn::ImplItem::Fn(function) => !writes_list(function),
            _ => true,
        });
    }
}

fn writes_list(function: &syn::ImplItemFn) -> bool {
    let signature = function.sig.to_token_stream().to_string();
    let body = function.block.to_token_stream().to_string();
    body.contains("value . to_string ()") && (signature.contains("Vec <") || signature.contains('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_the_path_counts_and_not_that_of_a_longer_one() {
        let spec = serde_json::json!({"openapi": "3.0.0", "info": {"title": "t", "version": "v"},
            "paths": {"/info": {}, "/a/info": {}, "/m/{id}/info": {}}});
        let spec = serde_json::from_value(spec).unwrap();
        let mocks = || -> syn::File {
            syn::parse_quote! {
                fn mocks() {
                    x.path_matches(regex::Regex::new("^/info$").unwrap());
                    x.path_matches(regex::Regex::new("^/a/info$").unwrap());
                    x.path_matches(regex::Regex::new("^/m/[^/]*/info$").unwrap());
                    regex::Regex::new(&format!("^/m/{}/info$", value)).unwrap();
                }
            }
        };
        let expected: syn::File = syn::parse_quote! {
            fn mocks() {
                x.path_suffix("/info").is_false(|request| request.uri().path().ends_with("/a/info"))
                    .is_false(|request| regex::Regex::new("/m/[^/]*/info$").unwrap().is_match(request.uri().path()));
                x.path_suffix("/a/info");
                x.path_matches(regex::Regex::new("/m/[^/]*/info$").unwrap());
                regex::Regex::new(&format!("/m/{}/info$", value)).unwrap();
            }
        };
        let mut found = mocks();
        match_any_base(&mut found, &spec).unwrap();
        assert_eq!(prettyplease::unparse(&found), prettyplease::unparse(&expected));
        let error = match_any_base(
            &mut syn::parse_quote!(
                fn mocks() {}
            ),
            &spec,
        )
        .unwrap_err();
        assert!(error.contains("no longer match /"), "{error}");
    }

    #[test]
    fn mocks_of_lists_are_left_out() {
        let mut mocks: syn::File = syn::parse_quote! {
            impl When {
                fn one(self, value: &str) -> Self { self.query_param("one", value.to_string()) }
                fn list<'a, T>(self, value: T) -> Self where T: Into<Option<&'a ::std::vec::Vec<String>>> {
                    self.query_param("list", value.to_string())
                }
                fn body(self, value: &::std::vec::Vec<String>) -> Self { self.json_body_obj(value) }
            }
        };
        drop_lists(&mut mocks);
        let text = prettyplease::unparse(&mocks);
        assert!(text.contains("fn one") && text.contains("fn body") && !text.contains("fn list"), "{text}");
    }
}
