// From `spec/openapi.json` to Rust: the only place that knows progenitor and its settings.
//
// build.rs and xtask both include this file, so a build and `cargo xtask generate` can't differ.

use std::collections::{BTreeMap, BTreeSet};

use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl, TypePatch};
use quote::{format_ident, quote};
use serde_json::{Map, Value};

type Result<T> = std::result::Result<T, String>;

const HEADER: &str = "// Written by `cargo xtask generate` from spec/openapi.json: never edited.\n\n";

/// Each generated file by its name, from the text of `spec/openapi.json`.
pub fn generate(openapi: &str) -> Result<BTreeMap<&'static str, String>> {
    let document: Value = serde_json::from_str(openapi).map_err(|error| format!("not JSON: {error}"))?;
    let spec: openapiv3::OpenAPI =
        serde_json::from_str(openapi).map_err(|error| format!("not OpenAPI 3.0: {error}"))?;
    let schemas = document["components"]["schemas"].as_object().ok_or("the document has no schemas")?;

    let mut generator = Generator::new(&settings(schemas));
    let client = generator.generate_tokens(&spec).map_err(|error| error.to_string())?;
    let mocks = generator.httpmock(&spec, "crate::raw").map_err(|error| error.to_string())?;
    let extras = marked_extras(schemas);
    Ok(BTreeMap::from([
        ("client.rs", format!("{HEADER}{}", pretty(quote!(#client #extras))?)),
        ("open_enums.rs", format!("{HEADER}{}", open_enums(schemas)?)),
        ("httpmock.rs", format!("{HEADER}{}", match_any_base(&pretty(mocks)?, &spec)?)),
    ]))
}

fn pretty(tokens: proc_macro2::TokenStream) -> Result<String> {
    let file = syn::parse2(tokens).map_err(|error| format!("the generated code does not parse: {error}"))?;
    Ok(prettyplease::unparse(&file))
}

fn settings(schemas: &Map<String, Value>) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::raw::CallContext))
        // Requests serialise the same way every time.
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for (name, schema) in schemas {
        if open_enum_values(schema).is_some() {
            let impls = [TypeImpl::FromStr, TypeImpl::Display];
            settings.with_replacement(name, format!("crate::raw::{name}"), impls.into_iter());
        }
        let mut patch = TypePatch::default();
        // Answers are only read, and gain fields with every refresh.
        if schema["x-answer"] == true {
            patch.with_attr("#[non_exhaustive]");
        }
        if has_default(schemas, name) {
            patch.with_derive("Default");
        }
        settings.with_patch(name, &patch);
    }
    settings
}

/// Whether an object has a default in Rust: of what it requires, all has one.
fn has_default(schemas: &Map<String, Value>, name: &str) -> bool {
    let schema = &schemas[name];
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    schema["type"] == "object"
        && required.into_iter().all(|property| {
            let property = &schema["properties"][property];
            let plain =
                matches!(property["type"].as_str(), Some("string" | "array" | "number" | "integer" | "boolean"));
            plain && property.get("enum").is_none()
        })
}

/// For each request with fields that the overlay marks as extras: whether one of them is set.
fn marked_extras(schemas: &Map<String, Value>) -> proc_macro2::TokenStream {
    let requests = schemas.iter().filter_map(|(name, schema)| {
        let properties = schema["properties"].as_object()?.iter();
        let conditions = properties.filter(|(_, property)| property["x-extra"] == true).map(|(field, property)| {
            let field = format_ident!("{field}");
            match property["type"].as_str() {
                Some("array" | "object") => quote!(!self.#field.is_empty()),
                _ => quote!(self.#field.is_some()),
            }
        });
        let conditions: Vec<_> = conditions.collect();
        let name = format_ident!("{name}");
        (!conditions.is_empty()).then(|| {
            quote! {
                impl types::#name {
                    /// Whether a field is set that the document does not know.
                    pub(crate) fn sets_marked_extras(&self) -> bool {
                        #(#conditions)||*
                    }
                }
            }
        })
    });
    quote!(#(#requests)*)
}

/// The values of an open enum, `anyOf` a string and an enum of strings; `None` for any other schema.
///
/// typify makes nothing useful of them in any form, so they get a type that keeps unknown text.
pub fn open_enum_values(schema: &Value) -> Option<Vec<String>> {
    let [any, known] = schema["anyOf"].as_array()?.as_slice() else { return None };
    let is_text = |part: &Value| part["type"] == "string";
    if !is_text(any) || !is_text(known) || any.get("enum").is_some() {
        return None;
    }
    known["enum"].as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// One call of the macro `open_enum!` of `src/raw.rs` for each open enum.
fn open_enums(schemas: &Map<String, Value>) -> Result<String> {
    let mut text = String::new();
    for (name, schema) in schemas {
        let Some(values) = open_enum_values(schema) else { continue };
        text += &format!("open_enum! {{\n{}    pub enum {name} {{\n", doc_comment(&schema["description"], 4));
        let mut variants = BTreeSet::from(["Other".to_owned()]);
        for value in values {
            let mut variant = variant_name(&value);
            if variant == "Other" {
                variant += "Value";
            }
            text += &doc_comment(&schema["x-enum-descriptions"][&value], 8);
            text += &format!("        {} = {value:?},\n", format_ident!("{variant}"));
            if !variants.insert(variant) {
                return Err(format!("two values of {name} make one name, the second is `{value}`"));
            }
        }
        text += "    }\n}\n";
    }
    Ok(text)
}

fn doc_comment(text: &Value, indent: usize) -> String {
    let lines = text.as_str().unwrap_or_default().lines();
    lines.map(|line| format!("{:indent$}/// {line}", "").trim_end().to_owned() + "\n").collect()
}

/// `pass-through` is `PassThrough`, `1024x1024` is `X1024x1024`, and nothing at all is `Empty`.
fn variant_name(value: &str) -> String {
    let words = value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words
        .map(|word| {
            let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            first.to_uppercase() + rest
        })
        .collect();
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_numeric() => format!("X{name}"),
        Some(_) if name == "Self" => "SelfValue".to_owned(),
        Some(_) => name,
    }
}

/// progenitor's mocks match the whole path, so a base URL with a path of its own never matches: only the end counts,
/// and it must not be the end of a longer operation's path, as `/embeddings` is of `/images/embeddings`.
fn match_any_base(mocks: &str, spec: &openapiv3::OpenAPI) -> Result<String> {
    let paths: Vec<&String> = spec.paths.paths.keys().collect();
    let mut widened = mocks.to_owned();
    for path in paths.iter().filter(|path| !path.contains('{')) {
        let whole = format!(".path_matches(regex::Regex::new(\"^{path}$\").unwrap())");
        if !widened.contains(&whole) {
            return Err(format!("`match_any_base`: progenitor's mocks no longer match {path} as they did"));
        }
        let longer = paths.iter().filter(|other| other.len() > path.len() && other.ends_with(path.as_str()));
        let longer = longer.map(|other| format!(".path_suffix_not({other:?})"));
        widened = widened.replace(&whole, &format!(".path_suffix({path:?}){}", longer.collect::<String>()));
    }
    // With a parameter in the path only the start can be left open.
    Ok(widened.replace("Regex::new(\"^/", "Regex::new(\"/"))
}
