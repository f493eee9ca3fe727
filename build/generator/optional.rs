// Parts of a request that most calls do not have: progenitor adds an empty map of headers and an absent query parameter to
// each request, which costs a small call more than to leave them out.

use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};

use super::Result;

/// Makes operations add headers and optional query parameters only if there are any.
pub fn leave_out_absent_parts(client: &mut syn::File) -> Result<()> {
    let mut rewriter = Rewriter { optional: Vec::new(), requests: 0 };
    rewriter.visit_file_mut(client);
    match rewriter.requests {
        0 => Err("progenitor no longer builds requests in one chain: change build/generator/optional.rs".to_owned()),
        _ => Ok(()),
    }
}

struct Rewriter {
    /// The optional parameters of the operation.
    optional: Vec<syn::Ident>,
    requests: usize,
}

impl VisitMut for Rewriter {
    fn visit_impl_item_fn_mut(&mut self, operation: &mut syn::ImplItemFn) {
        self.optional = operation.sig.inputs.iter().filter_map(optional).collect();
        visit_mut::visit_impl_item_fn_mut(self, operation);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init
            && let Some(request) = self.request(&init.expr)
        {
            *init.expr = request;
            self.requests += 1;
        } else {
            visit_mut::visit_local_mut(self, local);
        }
    }

    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        // An empty map needs no memory.
        if call.func.to_token_stream().to_string().ends_with("HeaderMap :: with_capacity") {
            *call = syn::parse_quote!(::reqwest::header::HeaderMap::new());
        }
    }
}

impl Rewriter {
    /// The request of `builder.query(…).headers(…).build()?`, in steps.
    fn request(&self, expression: &syn::Expr) -> Option<syn::Expr> {
        let syn::Expr::Try(tried) = expression else { return None };
        let syn::Expr::MethodCall(build) = &*tried.expr else { return None };
        let (mut steps, mut builder) = (Vec::new(), &*build.receiver);
        while let syn::Expr::MethodCall(call) = builder
            && (call.method == "query" || call.method == "headers")
        {
            steps.push(call);
            builder = &call.receiver;
        }
        if build.method != "build" || steps.is_empty() {
            return None;
        }
        let steps = steps.into_iter().rev().map(|call| {
            let (method, arguments) = (&call.method, &call.args);
            let condition = if method == "headers" {
                Some(quote!(!#arguments.is_empty()))
            } else {
                let value = arguments.first().and_then(value_of).filter(|value| self.optional.contains(value));
                value.map(|value| quote!(#value.is_some()))
            };
            match condition {
                Some(condition) => {
                    quote!(let builder = if #condition { builder.#method(#arguments) } else { builder };)
                }
                None => quote!(let builder = builder.#method(#arguments);),
            }
        });
        Some(syn::parse_quote!({ let builder = #builder; #(#steps)* builder.build()? }))
    }
}

/// The name of a parameter of type `Option`.
fn optional(parameter: &syn::FnArg) -> Option<syn::Ident> {
    let syn::FnArg::Typed(parameter) = parameter else { return None };
    let (syn::Pat::Ident(name), syn::Type::Path(ty)) = (&*parameter.pat, &*parameter.ty) else { return None };
    ty.path.segments.last().filter(|segment| segment.ident == "Option").map(|_| name.ident.clone())
}

/// The parameter in `&QueryParam::new("name", &parameter)`.
fn value_of(argument: &syn::Expr) -> Option<syn::Ident> {
    let syn::Expr::Reference(argument) = argument else { return None };
    let syn::Expr::Call(call) = &*argument.expr else { return None };
    let Some(syn::Expr::Reference(value)) = call.args.last() else { return None };
    let syn::Expr::Path(value) = &*value.expr else { return None };
    value.path.get_ident().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_headers_and_parameters_are_left_out() {
        let mut client: syn::File = syn::parse_quote! {
            impl Client {
                fn operation(&self, version: Option<&str>, id: &str) {
                    let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
                    let mut request = self.client.post(url).json(&body)
                        .query(&QueryParam::new("version", &version))
                        .query(&QueryParam::new("id", &id))
                        .headers(header_map)
                        .build()?;
                }
            }
        };
        let expected: syn::File = syn::parse_quote! {
            impl Client {
                fn operation(&self, version: Option<&str>, id: &str) {
                    let mut header_map = ::reqwest::header::HeaderMap::new();
                    let mut request = {
                        let builder = self.client.post(url).json(&body);
                        let builder = if version.is_some() {
                            builder.query(&QueryParam::new("version", &version))
                        } else {
                            builder
                        };
                        let builder = builder.query(&QueryParam::new("id", &id));
                        let builder = if !header_map.is_empty() { builder.headers(header_map) } else { builder };
                        builder.build()?
                    };
                }
            }
        };
        leave_out_absent_parts(&mut client).unwrap();
        assert_eq!(client.to_token_stream().to_string(), expected.to_token_stream().to_string());
        assert!(leave_out_absent_parts(&mut client).is_err());
    }
}
