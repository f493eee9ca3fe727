//! The direction of imports in `src`: a module may import what is below it, and nothing above.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::workspace::Workspace;

/// The modules of `src`, lowest first; ARCHITECTURE.md describes each. Those of one row do not import each other. `testing`
/// and `guide` use the crate as a program does, and are not listed.
///
/// `raw` is the one entry to generated code and has two layers: its types, which everything is made of, and its operations,
/// which `transport` sends.
const LAYERS: &[&[&str]] = &[
    &["raw::types"],
    &["models"],
    &["schema"],
    &["error"],
    &["transport"],
    &["raw"],
    &["client"],
    &["embeddings", "images", "tools"],
    &["chat"],
    &["tool_run"],
    &["structured"],
];

/// What `raw` exports of its lower layer.
const TYPES: &[&str] =
    &["types", "open_enums", "open_enum", "open_union", "v1", "reading", "ESSENTIAL", "EmbeddingVector", "Extra"];

/// Returns each import against the direction.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut faults = Vec::new();
    for path in workspace.files_below("src", "rs")? {
        let module = module_of(&path);
        if layer(&module).is_some() && !path.ends_with("/tests.rs") {
            let file = syn::parse_file(&workspace.read(&path)?).with_context(|| format!("{path} is not Rust"))?;
            let imports = imports(file).into_iter().filter(|import| !is_allowed(&module, import));
            faults.extend(imports.map(|import| format!("{path}: {module} imports {import}")));
        }
    }
    let faults = faults.join("\n  ");
    ensure!(
        faults.is_empty(),
        "imports against the layers of ARCHITECTURE.md; see xtask/src/check/layers.rs\n  {faults}"
    );
    Ok(())
}

/// The top-level module that a file of `src` belongs to.
fn module_of(path: &str) -> String {
    let below = path.trim_start_matches("src/");
    below.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn is_allowed(module: &str, import: &str) -> bool {
    // A re-export of the crate's root is rejected: only the path of its module shows the layer.
    module == import || layer(import).is_some_and(|below| Some(below) < layer(module))
}

/// The imports of a file by paths that start with `crate`, without those of its unit tests.
fn imports(file: syn::File) -> BTreeSet<String> {
    let is_test = |attribute: &syn::Attribute| attribute.to_token_stream().to_string().contains("test");
    let is_code = |item: &syn::Item| match item {
        syn::Item::Mod(syn::ItemMod { attrs, .. }) | syn::Item::Use(syn::ItemUse { attrs, .. }) => {
            !attrs.iter().any(is_test)
        }
        _ => true,
    };
    let mut found = BTreeSet::new();
    file.items.into_iter().filter(is_code).for_each(|item| read(item.into_token_stream(), &mut found));
    found
}

/// Looks for `crate::…` among tokens, so that the bodies of macros count too.
fn read(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (place, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => read(group.stream(), found),
            TokenTree::Ident(ident) if ident == "crate" => found.extend(path_after(&tokens[place + 1..])),
            _ => {}
        }
    }
}

/// The module that a path names, from the tokens after `crate`.
fn path_after(tokens: &[TokenTree]) -> Option<String> {
    let [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(module), rest @ ..] = tokens else { return None };
    let module = module.to_string();
    if module != "raw" {
        return Some(module);
    }
    let is_type = |name: &str| TYPES.contains(&name);
    let are_types = match rest {
        [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(name), ..] => is_type(&name.to_string()),
        [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Group(names), ..] => {
            let names = names.stream().to_string();
            names.split(',').all(|name| is_type(name.split("::").next().unwrap_or_default().trim()))
        }
        _ => false,
    };
    Some(if are_types { "raw::types".to_owned() } else { module })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports_of(text: &str) -> Vec<String> {
        imports(syn::parse_file(text).unwrap()).into_iter().collect()
    }

    #[test]
    fn imports_are_found_wherever_they_stand() {
        let cases = [
            ("a use", "use crate::chat::ChatRequest;", "chat"),
            ("an expression", "fn f() { crate::tools::check(); }", "tools"),
            ("a macro", "macro_rules! m { () => { $crate::client::call!() } }", "client"),
            ("types of raw", "use crate::raw::types::Model;", "raw::types"),
            ("a list of types", "use crate::raw::{EmbeddingVector, v1::types};", "raw::types"),
            ("operations of raw", "use crate::raw::{self, EmbeddingVector};", "raw"),
        ];
        for (name, text, module) in cases {
            assert_eq!(imports_of(text), [module], "{name}");
        }
        assert!(imports_of("#[cfg(test)] mod tests { use crate::chat::ChatRequest; }").is_empty());
    }

    #[test]
    fn imports_go_down() {
        assert!(is_allowed("chat", "models") && is_allowed("chat", "chat") && is_allowed("models", "raw::types"));
        assert!(!is_allowed("models", "raw") && !is_allowed("models", "chat"));
        assert!(!is_allowed("images", "embeddings"), "modules of one layer are independent");
        assert!(!is_allowed("transport", "Client"), "a name of the root hides its module");
    }
}
