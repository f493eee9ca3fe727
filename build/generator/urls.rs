// URLs: progenitor formats and parses one for every call.

use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};

use super::Result;

/// Makes operations build their URL from the base that the inner value has parsed once.
pub fn parse_once(client: &mut syn::File) -> Result<()> {
    let mut rewriter = Rewriter { rewritten: 0 };
    rewriter.visit_file_mut(client);
    match rewriter.rewritten {
        0 => Err("progenitor no longer formats the URL of an operation: change build/generator/urls.rs".to_owned()),
        _ => Ok(()),
    }
}

struct Rewriter {
    rewritten: usize,
}

impl VisitMut for Rewriter {
    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init
            && let Some(path) = path_of(&init.expr)
        {
            *init.expr = syn::parse_quote!(self.inner.url(#path));
            self.rewritten += 1;
        }
        visit_mut::visit_local_mut(self, local);
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
    fn operations_ask_for_urls_by_path() {
        let mut client: syn::File = syn::parse_quote! {
            fn operations() {
                let url = format!("{}/chat/completions", self.baseurl,);
                let url = format!("{}/models/{}", self.baseurl, encode_path(&model.to_string()),);
                let other = format!("{}/x", other);
            }
        };
        let expected: syn::File = syn::parse_quote! {
            fn operations() {
                let url = self.inner.url("/chat/completions");
                let url = self.inner.url(&format!("/models/{}", encode_path(&model.to_string()),));
                let other = format!("{}/x", other);
            }
        };
        parse_once(&mut client).unwrap();
        assert_eq!(client.to_token_stream().to_string(), expected.to_token_stream().to_string());
        assert!(parse_once(&mut client).is_err());
    }
}
