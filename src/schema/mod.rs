//! JSON Schemas of tool arguments and response formats, generated from types and rewritten to what services accept.

mod complete;
mod lower;
mod maps;
mod notes;

use schemars::transform::{RecursiveTransform, ReplaceBoolSchemas, transform_subschemas};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::models::{ChatCompletionsResponseFormatJsonSchemaDefinition, FunctionDefinition};
pub(crate) use complete::{complete, complete_arguments};
use lower::{Maps, NotStrict};
pub(crate) use maps::restore as restore_maps;

/// The property of the object that wraps a value which is not an object.
const WRAPPER: &str = "value";

/// The response format of a type.
#[derive(Clone)]
pub(crate) struct ResponseFormat {
    pub(crate) definition: ChatCompletionsResponseFormatJsonSchemaDefinition,
    /// Whether the type is not an object, so that values are wrapped in one with the property [`WRAPPER`].
    pub(crate) is_wrapped: bool,
}

/// Returns the schema of a tool's arguments. A root that is not an object is returned as it is.
pub(crate) fn arguments_of<T: JsonSchema + ?Sized>() -> Map<String, Value> {
    let mut schema = lower::open(&generate::<T>());
    if schema.get("type") == Some(&json!("null")) {
        // Models call a tool without arguments with `{}`.
        return object(Map::new());
    }
    complete_arguments(&mut schema);
    schema
}

/// Rewrites the maps of strict arguments as lists of entries, which [`restore_maps`] converts back. Leaves a schema unchanged
/// if it has no maps or can't be strict for another reason.
pub(crate) fn make_maps_strict(arguments: &mut Map<String, Value>) {
    if lower::strict(arguments, Maps::Rejected).is_err()
        && let Some(strict) = strict_arguments(arguments, Maps::AsEntries)
    {
        *arguments = strict;
    }
}

/// Returns why services reject these arguments in strict mode, if that is certain.
pub(crate) fn strict_fault(arguments: &Map<String, Value>) -> Option<String> {
    let NotStrict { path, reason } = lower::strict(arguments, Maps::Rejected).err()?;
    let path = if path.is_empty() { "their root".to_owned() } else { format!("`{path}`") };
    Some(format!("at {path}: {}", reason?))
}

fn strict_arguments(arguments: &Map<String, Value>, maps: Maps) -> Option<Map<String, Value>> {
    let is_closed = |schema: &Map<String, Value>| schema.get("additionalProperties") == Some(&Value::Bool(false));
    lower::strict(arguments, maps).ok().filter(|schema| is_object_schema(schema) && is_closed(schema))
}

impl FunctionDefinition {
    /// Creates a function definition with the JSON Schema of a type as its parameters. Doc comments of the type's fields
    /// become descriptions.
    ///
    /// The type derives `Deserialize` and `JsonSchema`: add `serde` with the feature `derive` and `schemars = "1"` to your
    /// `Cargo.toml`. `()` and unit structs define a function without arguments.
    ///
    /// ```
    /// use azure_inference::models::FunctionDefinition;
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    /// use serde_json::json;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// struct Route {
    ///     /// The departure city.
    ///     origin_city: String,
    ///     destination_city: String,
    /// }
    ///
    /// let function = FunctionDefinition::from_type::<Route>("get_flight_info", "Next flight between two cities");
    /// assert_eq!(function.parameters["properties"]["origin_city"]["description"], "The departure city.");
    /// assert_eq!(function.parameters["required"], json!(["origin_city", "destination_city"]));
    /// ```
    pub fn from_type<T: JsonSchema + ?Sized>(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), parameters: arguments_of::<T>(), ..Self::new(name) }
    }

    /// Sets `strict` and rewrites the schema of the parameters for strict mode, in which the model can only generate
    /// arguments that match the schema.
    ///
    /// Every object is closed and every property is required. An optional property becomes nullable, unless the schema has a
    /// default for it, which is added to its description. Keywords that strict mode does not support, such as `minimum` and
    /// `format`, are moved to the description.
    ///
    /// Strict mode does not support maps and any JSON. A [`ToolSet`](crate::ToolSet) requests maps as lists of entries and
    /// converts them back; otherwise a request with such a function is an input error that names the path.
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
        if let Some(strict) = strict_arguments(&self.parameters, Maps::Rejected) {
            self.parameters = strict;
        }
        self.strict = Some(true);
        self
    }
}

impl ChatCompletionsResponseFormatJsonSchemaDefinition {
    /// Creates the response format of a type: its JSON Schema, name and doc comment.
    /// [`ChatRequest::parse`](crate::ChatRequest::parse) does this for you.
    ///
    /// The format is strict unless the type has maps or any JSON, which strict mode does not support. Services require an
    /// object at the root; any other type is wrapped in an object `{"value": …}`.
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
        format_of::<T>(Maps::Rejected).definition
    }
}

/// Returns the format that [`ChatRequest::parse`](crate::ChatRequest::parse) requests: maps are lists of entries in it.
pub(crate) fn response_format<T: JsonSchema + ?Sized>() -> ResponseFormat {
    format_of::<T>(Maps::AsEntries)
}

fn format_of<T: JsonSchema + ?Sized>(maps: Maps) -> ResponseFormat {
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
    let schema = if is_wrapped { wrap(schema) } else { schema };
    let name = sanitize_name(&T::schema_name(), "response");
    let mut definition = ChatCompletionsResponseFormatJsonSchemaDefinition::new(name, schema);
    definition.description = description;
    definition.strict = Some(is_strict);
    ResponseFormat { definition, is_wrapped }
}

fn is_object_schema(schema: &Map<String, Value>) -> bool {
    let is_union = ["anyOf", "oneOf"].iter().any(|keyword| schema.contains_key(*keyword));
    schema.get("type").is_some_and(|kind| kind == "object") && !is_union
}

fn wrap(mut schema: Map<String, Value>) -> Map<String, Value> {
    let definitions = schema.remove("$defs");
    let mut properties = Map::new();
    properties.insert(WRAPPER.to_owned(), Value::Object(schema));
    let mut whole = object(properties);
    whole.insert("required".to_owned(), json!([WRAPPER]));
    whole.insert("additionalProperties".to_owned(), false.into());
    whole.extend(definitions.map(|definitions| ("$defs".to_owned(), definitions)));
    whole
}

fn object(properties: Map<String, Value>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), properties.into());
    object
}

/// Replaces the characters of a name that services reject. They accept 1 to 64 letters, digits, underscores and dashes.
fn sanitize_name(name: &str, default: &str) -> String {
    let mut sanitized = String::new();
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => sanitized.push(character),
            _ if sanitized.ends_with('_') => {}
            _ => sanitized.push('_'),
        }
    }
    sanitized.truncate(64);
    let sanitized = sanitized.trim_matches('_');
    if sanitized.is_empty() { default.to_owned() } else { sanitized.to_owned() }
}

/// Generates the schema of a type, without `$schema` and the title of the root. All references are to `$defs`.
fn generate<T: JsonSchema + ?Sized>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| settings.meta_schema = None);
    let settings = settings.with_transform(RecursiveTransform(|schema: &mut Schema| {
        notes::clean_format(schema);
        remove_empty_enums(schema);
    }));
    // Some servers don't support `true` as the schema of any JSON.
    let mut any = ReplaceBoolSchemas::default();
    any.skip_additional_properties = true;
    let settings = settings.with_transform(any);
    let mut root = settings.into_generator().into_root_schema_for::<T>();
    root.remove("title");
    let mut definitions = match root.remove("$defs") {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    // References to the root (`#`) become references to a copy of it among the definitions.
    let root_name = unique_name(&T::schema_name(), |name| definitions.contains_key(name));
    definitions.insert(root_name.clone(), root.clone().to_value());
    let mut names = Map::new();
    for name in definitions.keys() {
        let unique = unique_name(name, |name| names.values().any(|taken| taken == name));
        names.insert(name.clone(), unique.into());
    }
    let mut rename = |reference: &str| {
        let name = if reference == "#" { Some(root_name.clone()) } else { definition_name(reference) };
        let unique = names.get(&name?)?.as_str()?;
        Some(format!("#/$defs/{unique}"))
    };
    rename_references(&mut root, &mut rename);
    let renamed = definitions.into_iter().filter_map(|(name, definition)| {
        let mut definition = Schema::try_from(definition).ok()?;
        rename_references(&mut definition, &mut rename);
        Some((names[&name].as_str()?.to_owned(), definition.to_value()))
    });
    let renamed: Map<_, _> = renamed.collect();
    let mut schema = root.ensure_object().clone();
    schema.insert("$defs".to_owned(), renamed.into());
    schema
}

impl ResponseFormat {
    /// Removes the wrapper object of a value, and converts lists of entries back to maps.
    pub(crate) fn unwrap(&self, json: Value) -> Value {
        if !self.is_wrapped {
            let mut json = json;
            restore_maps(&self.definition.schema, &mut json);
            return json;
        }
        // Without strict mode a model may leave the wrapper out.
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

/// Removes branches that match no value. schemars generates an enum without values for variants that serde skips.
fn remove_empty_enums(schema: &mut Schema) {
    for keyword in ["oneOf", "anyOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(keyword) {
            let has_values = |branch: &Value| branch.get("enum") != Some(&json!([]));
            if branches.iter().any(has_values) {
                branches.retain(has_values);
            }
        }
    }
}

/// Returns a valid name that is not taken yet, with a number if necessary.
fn unique_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let name = sanitize_name(name, "type");
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

fn rename_references(schema: &mut Schema, rename: &mut dyn FnMut(&str) -> Option<String>) {
    if let Some(Value::String(reference)) = schema.get_mut("$ref")
        && let Some(renamed) = rename(reference)
    {
        *reference = renamed;
    }
    transform_subschemas(&mut |schema: &mut Schema| rename_references(schema, rename), schema);
}

/// Returns the name of the definition that a reference points to.
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
    fn sanitize_name_replaces_invalid_characters() {
        for (name, expected) in [
            ("Languages", "Languages"),
            ("Page<Vec<Item>>", "Page_Vec_Item"),
            ("größer als 3", "gr_er_als_3"),
            ("日本", "default"),
            ("_private", "private"),
            ("a-b", "a-b"),
            ("x".repeat(99).as_str(), "x".repeat(64).as_str()),
        ] {
            assert_eq!(sanitize_name(name, "default"), expected, "{name}");
        }
    }

    #[test]
    fn unique_name_adds_a_number() {
        assert_eq!(unique_name("a", |name| name == "a" || name == "a_2"), "a_3");
    }

    #[test]
    fn definition_names_are_decoded() {
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
