//! JSON Schemas of a tool's arguments and of the response that a request asks for: made from types, and put in the form
//! that services accept.

mod complete;
mod lower;
mod maps;
mod notes;

use schemars::transform::{RecursiveTransform, ReplaceBoolSchemas, transform_subschemas};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::models::{ChatCompletionsResponseFormatJsonSchemaDefinition, FunctionDefinition};
pub(crate) use complete::{complete, complete_arguments};
use lower::Maps;
pub(crate) use maps::restore as restore_maps;

/// The member of the object around an answer that is not an object itself.
const WRAPPER: &str = "value";

/// The format of answers of a type.
#[derive(Clone)]
pub(crate) struct AnswerFormat {
    pub(crate) definition: ChatCompletionsResponseFormatJsonSchemaDefinition,
    /// The type is no object, so that answers come in one, see [`WRAPPER`].
    pub(crate) is_wrapped: bool,
}

/// The schema of a tool's arguments. A root that is no object is returned as it is.
pub(crate) fn arguments_of<T: JsonSchema + ?Sized>() -> Map<String, Value> {
    let mut schema = lower::open(&generate::<T>());
    if schema.get("type") == Some(&json!("null")) {
        // A tool without arguments gets `{}`.
        return object(Map::new());
    }
    complete_arguments(&mut schema);
    schema
}

/// Rewrites the maps of strict arguments as lists of entries, which [`restore_maps`] reads back. A schema that is strict
/// without that stays as it is, and so does one that can't be.
pub(crate) fn make_maps_strict(arguments: &mut Map<String, Value>) {
    if lower::strict(arguments, Maps::Refused).is_err()
        && let Some(strict) = strict_arguments(arguments, Maps::AsEntries)
    {
        *arguments = strict;
    }
}

/// Why services refuse arguments in strict mode, as far as this crate is sure of it.
pub(crate) fn strict_fault(arguments: &Map<String, Value>) -> Option<String> {
    let misfit = lower::strict(arguments, Maps::Refused).err()?;
    let place = if misfit.place.is_empty() { "their root".to_owned() } else { format!("`{}`", misfit.place) };
    Some(format!("at {place}: {}", misfit.reason?))
}

fn strict_arguments(arguments: &Map<String, Value>, maps: Maps) -> Option<Map<String, Value>> {
    lower::strict(arguments, maps).ok().filter(is_closed_object)
}

impl FunctionDefinition {
    /// A function whose arguments are described by a type: its fields, their types, and their doc comments.
    ///
    /// The type derives `Deserialize` and `JsonSchema`, for which your Cargo.toml has `serde` with the feature `derive` and
    /// `schemars = "1"`. `()` and unit structs stand for no arguments.
    ///
    /// ```
    /// use azure_inference::models::FunctionDefinition;
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    /// use serde_json::json;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// struct Route {
    ///     /// Where the flight begins.
    ///     origin_city: String,
    ///     destination_city: String,
    /// }
    ///
    /// let function = FunctionDefinition::from_type::<Route>("get_flight_info", "Next flight between two cities");
    /// assert_eq!(function.parameters["properties"]["origin_city"]["description"], "Where the flight begins.");
    /// assert_eq!(function.parameters["required"], json!(["origin_city", "destination_city"]));
    /// ```
    pub fn from_type<T: JsonSchema + ?Sized>(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), parameters: arguments_of::<T>(), ..Self::new(name) }
    }

    /// The same with `strict` set and the arguments' schema made to fit it, whether it is of a type or written by hand:
    /// the model can then write no arguments but those that the schema allows.
    ///
    /// Every object is closed and every property required. A property that may be left out can be null, unless the schema
    /// has a default for it, which the model is told. What strict mode refuses, such as `minimum` and `format`, becomes
    /// part of the description.
    ///
    /// Strict mode has no form for maps and for any JSON. A [`ToolSet`](crate::ToolSet) asks for a map as a list of its
    /// entries and reads it back; otherwise a request with such a function is an input error that names the place.
    ///
    /// ```
    /// # use azure_inference::models::FunctionDefinition;
    /// # use schemars::JsonSchema;
    /// # use serde::Deserialize;
    /// # use serde_json::json;
    /// #[derive(Deserialize, JsonSchema)]
    /// struct Search {
    ///     text: String,
    ///     limit: Option<i64>,
    /// }
    ///
    /// let function = FunctionDefinition::from_type::<Search>("search", "Searches the shop").strict();
    /// assert_eq!(function.strict, Some(true));
    /// assert_eq!(
    ///     function.parameters,
    ///     *json!({
    ///         "type": "object",
    ///         "properties": {"text": {"type": "string"}, "limit": {"type": ["integer", "null"]}},
    ///         "required": ["limit", "text"],
    ///         "additionalProperties": false,
    ///     })
    ///     .as_object()
    ///     .unwrap(),
    /// );
    /// ```
    pub fn strict(mut self) -> Self {
        if self.parameters.is_empty() {
            self.parameters = object(Map::new());
        }
        complete_arguments(&mut self.parameters);
        if let Some(strict) = strict_arguments(&self.parameters, Maps::Refused) {
            self.parameters = strict;
        }
        self.strict = Some(true);
        self
    }
}

impl ChatCompletionsResponseFormatJsonSchemaDefinition {
    /// The format of an answer that a type describes: its schema, strict if it can be, with the type's name and doc
    /// comment. [`ChatRequest::parse`](crate::ChatRequest::parse) sets it by itself. It is not strict if the type has maps
    /// or any JSON in it, which strict mode has no form for.
    ///
    /// Services want an object at the root. For any other type the schema is of an object `{"value": …}` around it.
    ///
    /// ```
    /// use azure_inference::models::ChatCompletionsResponseFormatJsonSchemaDefinition as Format;
    /// use schemars::JsonSchema;
    ///
    /// /// What is known of the world's languages.
    /// #[derive(JsonSchema)]
    /// struct Languages {
    ///     count: u32,
    /// }
    ///
    /// let format = Format::from_type::<Languages>();
    /// assert_eq!((format.name.as_str(), format.strict), ("Languages", Some(true)));
    /// assert_eq!(format.description.as_deref(), Some("What is known of the world's languages."));
    /// assert_eq!(format.schema["properties"]["count"]["description"], "At least 0.");
    /// assert_eq!(Format::from_type::<Vec<Languages>>().schema["properties"]["value"]["type"], "array");
    /// ```
    pub fn from_type<T: JsonSchema + ?Sized>() -> Self {
        format_of::<T>(Maps::Refused).definition
    }
}

/// The format that [`ChatRequest::parse`](crate::ChatRequest::parse) asks for: maps are lists of entries in it.
pub(crate) fn answer_format<T: JsonSchema + ?Sized>() -> AnswerFormat {
    format_of::<T>(Maps::AsEntries)
}

fn format_of<T: JsonSchema + ?Sized>(maps: Maps) -> AnswerFormat {
    let generated = generate::<T>();
    let strict = lower::strict(&generated, maps);
    let is_strict = strict.is_ok();
    let schema = strict.unwrap_or_else(|_| {
        let mut schema = lower::open(&generated);
        complete(&mut schema);
        schema
    });
    let description = schema.get("description").and_then(Value::as_str).map(str::to_owned);
    let is_wrapped = !is_object_schema(&schema);
    let schema = if is_wrapped { wrapped(schema) } else { schema };
    let name = accepted_name(&T::schema_name(), "answer");
    let mut definition = ChatCompletionsResponseFormatJsonSchemaDefinition::new(name, schema);
    definition.description = description;
    definition.strict = Some(is_strict);
    AnswerFormat { definition, is_wrapped }
}

fn is_object_schema(schema: &Map<String, Value>) -> bool {
    let is_choice = ["anyOf", "oneOf"].iter().any(|keyword| schema.contains_key(*keyword));
    schema.get("type").is_some_and(|kind| kind == "object") && !is_choice
}

fn is_closed_object(schema: &Map<String, Value>) -> bool {
    is_object_schema(schema) && schema.get("additionalProperties") == Some(&Value::Bool(false))
}

fn wrapped(mut schema: Map<String, Value>) -> Map<String, Value> {
    let definitions = schema.remove("$defs");
    let mut whole = object(Map::from_iter([(WRAPPER.to_owned(), Value::Object(schema))]));
    whole.insert("required".to_owned(), json!([WRAPPER]));
    whole.insert("additionalProperties".to_owned(), false.into());
    whole.extend(definitions.map(|definitions| ("$defs".to_owned(), definitions)));
    whole
}

fn object(properties: Map<String, Value>) -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), "object".into()), ("properties".to_owned(), properties.into())])
}

/// A name as services accept it: 1 to 64 letters, digits, underscores and dashes.
fn accepted_name(name: &str, otherwise: &str) -> String {
    let mut accepted = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => accepted.push(letter),
            _ if accepted.ends_with('_') => {}
            _ => accepted.push('_'),
        }
    }
    accepted.truncate(64);
    let accepted = accepted.trim_matches('_');
    if accepted.is_empty() { otherwise.to_owned() } else { accepted.to_owned() }
}

/// What schemars says of a type, without `$schema` and the root's title, with references to `$defs` alone.
fn generate<T: JsonSchema + ?Sized>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| settings.meta_schema = None);
    let settings = settings.with_transform(RecursiveTransform(|schema: &mut Schema| {
        notes::clean_format(schema);
        drop_impossible(schema);
    }));
    // Some servers know no `true` for any JSON.
    let mut any = ReplaceBoolSchemas::default();
    any.skip_additional_properties = true;
    let settings = settings.with_transform(any);
    let mut root = settings.into_generator().into_root_schema_for::<T>();
    root.remove("title");
    let mut definitions = match root.remove("$defs") {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    // The root stands among the definitions too if something refers to it.
    let root_name = free_name(&T::schema_name(), |name| definitions.contains_key(name));
    definitions.insert(root_name.clone(), root.clone().to_value());
    let mut names = Map::new();
    for name in definitions.keys() {
        let accepted = free_name(name, |name| names.values().any(|taken| taken == name));
        names.insert(name.clone(), accepted.into());
    }
    let mut refer = |reference: &str| {
        let name = if reference == "#" { Some(root_name.clone()) } else { definition_name(reference) };
        let accepted = names.get(&name?)?.as_str()?;
        Some(format!("#/$defs/{accepted}"))
    };
    rename(&mut root, &mut refer);
    let renamed = definitions.into_iter().filter_map(|(name, definition)| {
        let mut definition = Schema::try_from(definition).ok()?;
        rename(&mut definition, &mut refer);
        Some((names[&name].as_str()?.to_owned(), definition.to_value()))
    });
    let renamed: Map<_, _> = renamed.collect();
    let mut schema = root.ensure_object().clone();
    schema.insert("$defs".to_owned(), renamed.into());
    schema
}

impl AnswerFormat {
    /// The value in an answer: without the object around it, and with maps for lists of entries.
    pub(crate) fn unwrap(&self, json: Value) -> Value {
        if !self.is_wrapped {
            let mut json = json;
            restore_maps(&self.definition.schema, &mut json);
            return json;
        }
        // A model that is not held to the schema may leave the object out.
        let json = match json {
            Value::Object(mut members) if members.len() == 1 && members.contains_key(WRAPPER) => {
                members.remove(WRAPPER).unwrap_or_default()
            }
            json => json,
        };
        let mut whole = json!({WRAPPER: json});
        restore_maps(&self.definition.schema, &mut whole);
        whole[WRAPPER].take()
    }
}

/// Drops choices that no value can take: schemars has an enum without values where variants are skipped.
fn drop_impossible(schema: &mut Schema) {
    for keyword in ["oneOf", "anyOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(keyword) {
            let is_possible = |branch: &Value| branch.get("enum") != Some(&json!([]));
            if branches.iter().any(is_possible) {
                branches.retain(is_possible);
            }
        }
    }
}

/// The name, or that name with a number, as services accept it and not yet taken.
fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let name = accepted_name(name, "type");
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

fn rename(schema: &mut Schema, refer: &mut dyn FnMut(&str) -> Option<String>) {
    if let Some(Value::String(reference)) = schema.get_mut("$ref")
        && let Some(renamed) = refer(reference)
    {
        *reference = renamed;
    }
    transform_subschemas(&mut |schema: &mut Schema| rename(schema, refer), schema);
}

/// The name of the definition that a reference is to.
fn definition_name(reference: &str) -> Option<String> {
    let name = reference.strip_prefix("#/$defs/").or_else(|| reference.strip_prefix("#/definitions/"))?;
    let bytes = url::form_urlencoded::parse(format!("={}", name.replace('+', "%2B").replace('&', "%26")).as_bytes())
        .next()?
        .1
        .into_owned();
    Some(bytes.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_services_accept() {
        for (name, accepted) in [
            ("Languages", "Languages"),
            ("Page<Vec<Item>>", "Page_Vec_Item"),
            ("größer als 3", "gr_er_als_3"),
            ("日本", "answer"),
            ("_private", "private"),
            ("a-b", "a-b"),
        ] {
            assert_eq!(accepted_name(name, "answer"), accepted);
        }
        assert_eq!(accepted_name(&"x".repeat(99), "answer").len(), 64);
        assert_eq!(free_name("a", |name| name == "a" || name == "a_2"), "a_3");
    }

    #[test]
    fn references_are_read_as_schemars_writes_them() {
        for (reference, name) in [
            ("#/$defs/Page", Some("Page")),
            ("#/definitions/Page", Some("Page")),
            ("#/$defs/a~1b%20c%26d=e+f", Some("a/b c&d=e+f")),
            ("#/properties/a", None),
        ] {
            assert_eq!(definition_name(reference).as_deref(), name, "{reference}");
        }
    }
}
