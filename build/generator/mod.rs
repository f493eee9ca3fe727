// From an `openapi.json` to Rust: the only place that knows progenitor and its settings.
//
// build.rs and xtask both include this folder, so a build and `cargo xtask generate` can't differ.

mod adapters;
mod blame;
mod bodies;
mod boxed;
mod constructors;
mod headers;
mod mocks;
mod names;
mod open_enums;
mod open_unions;
mod optional;
mod parameters;
mod requests;
mod responses;
mod unions;
mod urls;

use std::collections::BTreeMap;

use progenitor::{GenerationSettings, HooksMode, InterfaceStyle, TypeImpl, TypePatch};
use quote::quote;
use serde_json::{Map, Value};

// What only xtask uses.
#[allow(unused_imports)]
pub use blame::Fault;
#[allow(unused_imports)]
pub use names::{RESERVED, RESERVED_FUNCTIONS, pascal_case, snake_case, unique};
pub use open_enums::open_enum_values;

type Result<T> = std::result::Result<T, String>;

/// Each generated file by its name, from the text of an `openapi.json`.
pub fn generate(path: &str, openapi: &str) -> Result<BTreeMap<&'static str, String>> {
    let input = Input::read(openapi)?;
    let header = format!("// Written by `cargo xtask generate` from {path}: never edited.\n\n");
    let (client, mocks) = blame::run(&input.settings, &input.spec).map_err(|fault| fault.to_string())?;
    let schemas = input.schemas();
    let mut client: syn::File = parsed(client)?;
    headers::remove_version(&mut client)?;
    input.renamed.restore(&mut client);
    urls::parse_once(&mut client)?;
    optional::leave_out_absent_parts(&mut client)?;
    let types = types_of(&mut client)?;
    unions::normalize(types);
    requests::open(types, schemas)?;
    boxed::rare_members(types, schemas)?;
    responses::keep_unknown_members(types, schemas);
    names::accept_types(types, schemas)?;
    let bodies = bodies::methods(types, schemas);
    let constructors = constructors::all(types, schemas);
    types.extend(constructors);
    let adapters = adapters::all(&client, &input.document)?;
    let essential = responses::essential(schemas)?;
    client.items.extend(parsed(quote!(#adapters #bodies #essential))?.items);
    let mut mocks: syn::File = parsed(mocks)?;
    mocks::match_any_base(&mut mocks, &input.spec)?;
    mocks::drop_lists(&mut mocks);
    input.renamed.restore(&mut mocks);
    let open = open_enums::all(schemas)? + &open_unions::all(schemas)?;
    Ok(BTreeMap::from([
        ("client.rs", format!("{header}{}", prettyplease::unparse(&client))),
        ("open_enums.rs", format!("{header}{open}")),
        ("httpmock.rs", format!("{header}{}", prettyplease::unparse(&mocks))),
    ]))
}

/// What the generator can't write of a document, if anything.
#[allow(dead_code)] // build.rs builds from documents that were looked at
pub fn fault(openapi: &str) -> Result<Option<Fault>> {
    let input = Input::read(openapi)?;
    let fault = blame::run(&input.settings, &input.spec).err();
    Ok(fault.map(|mut fault| {
        if let Some((_, path)) = &mut fault.operation {
            *path = input.renamed.path(path).to_owned();
        }
        fault
    }))
}

/// A document as progenitor reads it.
struct Input {
    document: Value,
    spec: openapiv3::OpenAPI,
    settings: Settings,
    renamed: parameters::Renamed,
}

impl Input {
    fn read(openapi: &str) -> Result<Self> {
        let mut document: Value = serde_json::from_str(openapi).map_err(|error| format!("not JSON: {error}"))?;
        let renamed = parameters::rename(&mut document);
        let spec: openapiv3::OpenAPI =
            serde_json::from_value(document.clone()).map_err(|error| format!("not OpenAPI 3.0: {error}"))?;
        let schemas = document["components"]["schemas"].as_object().ok_or("the document has no schemas")?;
        names::check_schemas(schemas)?;
        let module = document["x-module"].as_str().unwrap_or("crate::raw");
        let settings = settings(schemas, module);
        Ok(Self { spec, settings, renamed, document })
    }

    fn schemas(&self) -> &Map<String, Value> {
        self.document["components"]["schemas"].as_object().expect("looked at when it was read")
    }
}

fn parsed(tokens: proc_macro2::TokenStream) -> Result<syn::File> {
    syn::parse2(tokens).map_err(|error| format!("the generated code does not parse: {error}"))
}

/// The items of the generated module `types`.
fn types_of(client: &mut syn::File) -> Result<&mut Vec<syn::Item>> {
    let modules = client.items.iter_mut().filter_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    modules.map(|(_, items)| items).next().ok_or_else(|| "progenitor no longer makes a module `types`".to_owned())
}

/// The settings of progenitor, and the module of the crate that includes the code.
pub struct Settings {
    pub progenitor: GenerationSettings,
    pub module: String,
}

fn settings(schemas: &Map<String, Value>, module: &str) -> Settings {
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
            settings.with_replacement(name, format!("{module}::{name}"), impls.into_iter());
        }
        if schema["x-arms"].is_object() {
            settings.with_replacement(name, format!("{module}::{name}"), [].into_iter());
        }
        // Types that no schema can describe.
        if let Some(module) = schema["x-by-hand"].as_str() {
            settings.with_replacement(name, format!("{module}::{name}"), [TypeImpl::Default].into_iter());
        }
        let mut patch = TypePatch::default();
        // Responses are only read, and gain fields with every refresh.
        if schema["x-response"] == true {
            patch.with_attr("#[non_exhaustive]");
        }
        if has_default(schema) {
            patch.with_derive("Default");
        }
        settings.with_patch(name, &patch);
    }
    Settings { progenitor: settings, module: module.to_owned() }
}

/// Whether an object has a default: all that it requires are lists, which may be empty or are checked before they are sent.
/// An empty text as the default of a required one would be sent.
fn has_default(schema: &Value) -> bool {
    let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let is_choice = ["oneOf", "anyOf"].iter().any(|key| schema.get(*key).is_some());
    schema["type"] == "object"
        && !is_choice
        && required.all(|property| schema["properties"][property]["type"] == "array")
}
