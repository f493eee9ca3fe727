// Headers that progenitor adds to every request and no service requires.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

use super::Result;

/// Removes the statements that add the document's version as the header `api-version`.
///
/// A parameter of that name stays: its statement has a value from the caller.
pub fn remove_version(client: &mut syn::File) -> Result<()> {
    let mut remover = Remover { removed: 0 };
    remover.visit_file_mut(client);
    match remover.removed {
        0 => Err("progenitor no longer adds a header `api-version`: delete build/generator/headers.rs".to_owned()),
        _ => Ok(()),
    }
}

struct Remover {
    removed: usize,
}

impl VisitMut for Remover {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let before = block.stmts.len();
        block.stmts.retain(|statement| !adds_version(statement));
        self.removed += before - block.stmts.len();
        visit_mut::visit_block_mut(self, block);
    }
}

fn adds_version(statement: &syn::Stmt) -> bool {
    let syn::Stmt::Expr(syn::Expr::MethodCall(call), _) = statement else { return false };
    let arguments = call.args.to_token_stream().to_string();
    call.method == "append" && arguments.contains("\"api-version\"") && arguments.contains("Self :: api_version")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_goes_and_parameters_stay() {
        let mut client: syn::File = syn::parse_quote! {
            fn operation() {
                header_map.append(HeaderName::from_static("api-version"), HeaderValue::from_static(Self::api_version()));
                if let Some(value) = api_version {
                    header_map.append("api-version", value.to_string().try_into()?);
                }
            }
        };
        let expected: syn::File = syn::parse_quote! {
            fn operation() {
                if let Some(value) = api_version {
                    header_map.append("api-version", value.to_string().try_into()?);
                }
            }
        };
        remove_version(&mut client).unwrap();
        assert_eq!(client.to_token_stream().to_string(), expected.to_token_stream().to_string());
        assert!(remove_version(&mut client).is_err());
    }
}
