// Names of parameters: two that Rust would spell alike, and those that the generated functions use themselves, get another
// name for the generator. The name on the wire is put back into the generated code.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use syn::visit_mut::{self, VisitMut};

use super::names::{is_identifier, snake_case, unique};

/// Names that the generated functions and mocks use themselves.
const TAKEN: [&str; 8] = ["body", "header_map", "info", "into_inner", "new", "re", "self_", "value"];

/// The parameters that the crate sets by name: no other parameter gets their names, even in operations without them.
const KNOWN: [&str; 3] = ["api-version", "extra-parameters", "model"];

/// Names on the wire, and paths, by the names that replace them.
#[derive(Default)]
pub struct Renamed {
    names: BTreeMap<String, String>,
    paths: BTreeMap<String, String>,
}

/// Gives each parameter of an operation a name that no other has.
pub fn rename(document: &mut Value) -> Renamed {
    // A replacement must not be a name on the wire.
    let mut on_wire = BTreeSet::new();
    each_parameter(document, &mut |parameter| {
        on_wire.extend(parameter["name"].as_str().map(str::to_owned));
    });
    write_out(document);
    let mut renamed = Renamed::default();
    let Some(paths) = document["paths"].as_object_mut() else { return renamed };
    let mut new_paths = serde_json::Map::new();
    for (path, mut item) in std::mem::take(paths) {
        let mut new_path = path.clone();
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else { continue };
            rename_of_one(parameters, &on_wire, &mut renamed.names, &mut new_path);
        }
        if new_path != path {
            renamed.paths.insert(new_path.clone(), path);
        }
        new_paths.insert(new_path, item);
    }
    *paths = new_paths;
    renamed
}

fn rename_of_one(
    parameters: &mut [Value],
    on_wire: &BTreeSet<String>,
    renamed: &mut BTreeMap<String, String>,
    path: &mut String,
) {
    let mut known = BTreeSet::from(KNOWN);
    let reserved = KNOWN.map(snake_case);
    let mut taken: BTreeSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).chain(reserved).collect();
    let mut order: Vec<usize> = (0..parameters.len()).collect();
    let name_of = |parameter: &Value| parameter["name"].as_str().unwrap_or_default().to_owned();
    order.sort_by_key(|index| {
        let name = name_of(&parameters[*index]);
        (parameters[*index]["in"] != "path", name)
    });
    for index in order {
        let parameter = &mut parameters[index];
        let name = name_of(parameter);
        let is_plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
            && name.starts_with(|first: char| first.is_ascii_alphabetic());
        let wanted = snake_case(&name);
        if known.remove(name.as_str()) || (is_plain && taken.insert(wanted.clone())) {
            continue;
        }
        let mut new =
            unique(if TAKEN.contains(&wanted.as_str()) { format!("{wanted}_parameter") } else { wanted }, &mut taken);
        while on_wire.contains(&new) || renamed.get(&new).is_some_and(|wire| *wire != name) || !is_identifier(&new) {
            new = unique(format!("{new}_parameter"), &mut taken);
        }
        parameter["name"] = new.as_str().into();
        if parameter["in"] == "path" {
            *path = path.replace(&format!("{{{name}}}"), &format!("{{{new}}}"));
        }
        renamed.insert(new, name);
    }
}

/// Puts a copy of each shared parameter that must be renamed somewhere in place of its reference.
fn write_out(document: &mut Value) {
    let shared = document["components"]["parameters"].clone();
    let operations = document["paths"].as_object_mut().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten());
    for (_, operation) in operations {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let reference =
                parameter["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/components/parameters/"));
            if let Some(target) = reference.and_then(|name| shared.get(name)) {
                *parameter = target.clone();
            }
        }
    }
}

fn each_parameter(document: &mut Value, visit: &mut dyn FnMut(&Value)) {
    write_out(document);
    let operations = document["paths"].as_object().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    for (_, operation) in operations {
        operation["parameters"].as_array().into_iter().flatten().for_each(&mut *visit);
    }
}

impl Renamed {
    /// Restores the names on the wire.
    pub fn restore(&self, code: &mut syn::File) {
        if !self.names.is_empty() {
            Restore(&self.names).visit_file_mut(code);
        }
    }

    /// The path in the document.
    #[allow(dead_code)] // see `fault` in mod.rs
    pub fn path<'a>(&'a self, path: &'a str) -> &'a str {
        self.paths.get(path).map_or(path, String::as_str)
    }
}

struct Restore<'a>(&'a BTreeMap<String, String>);

impl VisitMut for Restore<'_> {
    fn visit_lit_str_mut(&mut self, text: &mut syn::LitStr) {
        if let Some(wire) = self.0.get(&text.value()) {
            *text = syn::LitStr::new(wire, text.span());
        }
    }

    // Serde and documentation have other names.
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if module.ident != "types" {
            visit_mut::visit_item_mod_mut(self, module);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(names: &[(&str, &str)]) -> (Vec<String>, Renamed, String) {
        let parameters: Vec<Value> = names.iter().map(|(name, place)| json!({"name": name, "in": place})).collect();
        let mut document = json!({"paths": {"/a/{body}": {"post": {"parameters": parameters}}}});
        let renamed = rename(&mut document);
        let paths = document["paths"].as_object().unwrap();
        let (path, item) = paths.iter().next().unwrap();
        let parameters = item["post"]["parameters"].as_array().unwrap();
        (parameters.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect(), renamed, path.clone())
    }

    #[test]
    fn names_that_meet_or_are_taken_get_another() {
        let (found, renamed, path) = names(&[
            ("api_version", "query"),
            ("api-version", "query"),
            ("body", "path"),
            ("header_map", "header"),
            ("model_", "query"),
            ("model", "query"),
            ("$filter", "query"),
            ("new", "query"),
        ]);
        let expected = [
            "api_version2",
            "api-version",
            "body_parameter",
            "header_map_parameter",
            "model2",
            "model",
            "filter",
            "new_parameter",
        ];
        assert_eq!(found, expected);
        assert_eq!(path, "/a/{body_parameter}");
        assert_eq!(renamed.names["filter"], "$filter");
        assert_eq!(renamed.names["api_version2"], "api_version");
    }

    #[test]
    fn the_names_of_the_crates_parameters_are_reserved_in_every_operation() {
        let (found, ..) = names(&[("model_", "query"), ("extra_parameters", "query")]);
        assert_eq!(found, ["model2", "extra_parameters2"]);
    }

    #[test]
    fn the_wire_has_the_names_of_the_document() {
        let (_, renamed, _) = names(&[("$filter", "query")]);
        let mut code: syn::File = syn::parse_quote! {
            fn f() { QueryParam::new("filter", &filter); }
            mod types { fn g() { "filter"; } }
        };
        renamed.restore(&mut code);
        let text = prettyplease::unparse(&code);
        assert!(text.contains("new(\"$filter\", &filter)") && text.contains("{\n        \"filter\""), "{text}");
    }
}
