// progenitor and typify panic on unsupported constructs. A panic becomes an error that names the operation or the schema.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::Generator;

use super::Settings;

/// A part of a document that the generator can't write.
pub struct Fault {
    /// The operation, if it is one: its method and path.
    pub operation: Option<(String, String)>,
    place: Option<String>,
    pub reason: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reason = &self.reason;
        match &self.place {
            Some(place) => {
                write!(f, "{place}: the generator can't write it: {reason}; correct or remove it in the overlay")
            }
            None => write!(f, "the generator can't write it: {reason}"),
        }
    }
}

/// The client and the mocks, or the part of the document that can't be generated.
pub fn run(settings: &Settings, spec: &OpenAPI) -> Result<(TokenStream, TokenStream), Fault> {
    attempt(settings, spec)
        .map_err(|reason| culprit(settings, spec).unwrap_or(Fault { operation: None, place: None, reason }))
}

type Attempt = Result<(TokenStream, TokenStream), String>;

fn attempt(settings: &Settings, spec: &OpenAPI) -> Attempt {
    let generate = || {
        let mut generator = Generator::new(&settings.progenitor);
        let client = generator.generate_tokens(spec).map_err(|error| error.to_string())?;
        let mocks = generator.httpmock(spec, &settings.module).map_err(|error| error.to_string())?;
        Ok((client, mocks))
    };
    quietly(|| catch_unwind(AssertUnwindSafe(generate))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(text.unwrap_or("it panics").to_owned())
    })
}

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a panic of this thread from writing its own report.
fn quietly<T>(run: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                report(info);
            }
        }));
    });
    IS_QUIET.set(true);
    let result = run();
    IS_QUIET.set(false);
    result
}

/// The first schema that fails without any operation, or else the first operation that fails without the others.
fn culprit(settings: &Settings, spec: &OpenAPI) -> Option<Fault> {
    let mut bare = spec.clone();
    bare.paths.paths.clear();
    if attempt(settings, &bare).is_err() {
        let schemas = spec.components.as_ref().map(|components| &components.schemas)?;
        let failing = schemas.keys().find_map(|name| Some((name, attempt(settings, &only_with(&bare, name)).err()?)));
        return failing.map(|(name, reason)| Fault {
            operation: None,
            place: Some(format!("/components/schemas/{name}")),
            reason,
        });
    }
    for (path, item) in spec.paths.iter() {
        let item = item.as_item()?;
        for (method, operation) in item.iter() {
            let mut alone = bare.clone();
            let mut only = openapiv3::PathItem { parameters: item.parameters.clone(), ..Default::default() };
            set(&mut only, method, operation.clone());
            alone.paths.paths.insert(path.clone(), openapiv3::ReferenceOr::Item(only));
            if let Err(reason) = attempt(settings, &alone) {
                let place = Some(format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1")));
                return Some(Fault { operation: Some((method.to_owned(), path.clone())), place, reason });
            }
        }
    }
    None
}

fn set(item: &mut openapiv3::PathItem, method: &str, operation: openapiv3::Operation) {
    let place = match method {
        "get" => &mut item.get,
        "put" => &mut item.put,
        "post" => &mut item.post,
        "delete" => &mut item.delete,
        "options" => &mut item.options,
        "head" => &mut item.head,
        "patch" => &mut item.patch,
        _ => &mut item.trace,
    };
    *place = Some(operation);
}

/// The document with this schema and those that it refers to, found by their names in its text.
fn only_with(bare: &OpenAPI, name: &str) -> OpenAPI {
    let mut only = bare.clone();
    let Some(components) = &mut only.components else { return only };
    let mut kept = vec![name.to_owned()];
    let mut next = 0;
    while let Some(name) = kept.get(next) {
        let text = components.schemas.get(name).and_then(|schema| serde_json::to_string(schema).ok());
        let text = text.unwrap_or_default();
        let found = components.schemas.keys().filter(|other| text.contains(&format!("/schemas/{other}\"")));
        let found: Vec<String> = found.filter(|other| !kept.contains(other)).cloned().collect();
        kept.extend(found);
        next += 1;
    }
    components.schemas.retain(|name, _| kept.contains(name));
    only
}
