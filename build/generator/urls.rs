// What operations leave to `src/raw`: URLs, since progenitor formats and parses one for every call, and decoding, since
// each reader of a response is code of its own.

use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};

use super::Result;

/// Makes operations ask the inner value for their URL, by its path: it has parsed the base once. Their responses are
/// decoded as those of the rest of the crate.
pub fn parse_once(client: &mut syn::File) -> Result<()> {
    let mut rewriter = Rewriter { urls: 0, responses: 0 };
    rewriter.visit_file_mut(client);
    if rewriter.urls == 0 || rewriter.responses == 0 {
        return Err("progenitor no longer formats URLs or decodes responses: change build/generator/urls.rs".to_owned());
    }
    Ok(())
}

struct Rewriter {
    urls: usize,
    responses: usize,
}

impl VisitMut for Rewriter {
    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init
            && let Some(path) = path_of(&init.expr)
        {
            *init.expr = syn::parse_quote!(self.inner.url(#path));
            self.urls += 1;
        }
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.to_token_stream().to_string() == "ResponseValue :: from_response" {
            *path = syn::parse_quote!(crate::raw::decoded);
            self.responses += 1;
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// The path in `format!("{}/path", self.baseurl, …)`, as an expression.
fn path_of(expression: &syn::Expr) -> Option<proc_macro2::TokenStream> {
    let syn::Expr::Macro(call) = expression else { return None };
    let arguments = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated.parse2(call.mac.tokens.clone()).ok()?;
    let mut arguments = arguments.iter();
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(format), .. }) = arguments.next()? else { return None };
    let path = format.value().strip_prefix("{}")?.to_owned();
    if !call.mac.path.is_ident("format") || arguments.next()?.to_token_stream().to_string() != "self . baseurl" {
        return None;
    }
    let rest: Vec<_> = arguments.collect();
    Some(if rest.is_empty() { quote!(#path) } else { quote!(&format!(#path, #(#rest,)*)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_leave_urls_and_decoding_to_the_crate() {
        let mut client: syn::File = syn::parse_quote! {
            fn operations() {
                let url = format!("{}/chat/completions", self.baseurl,);
                let url = format!("{}/models/{}", self.baseurl, encode_path(&model.to_string()),);
                let other = format!("{}/x", other);
                ResponseValue::from_response(response)
            }
        };
        let expected: syn::File = syn::parse_quote! {
            fn operations() {
                let url = self.inner.url("/chat/completions");
                let url = self.inner.url(&format!("/models/{}", encode_path(&model.to_string()),));
                let other = format!("{}/x", other);
                crate::raw::decoded(response)
            }
        };
        parse_once(&mut client).unwrap();
        assert_eq!(client.to_token_stream().to_string(), expected.to_token_stream().to_string());
        assert!(parse_once(&mut client).is_err());
    }
}
