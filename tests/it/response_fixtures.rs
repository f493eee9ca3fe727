//! Responses of services, stored as fixtures, decode without loss, also with changes.

use std::fs;
use std::path::{Path, PathBuf};

use azure_inference::Chunk;
use azure_inference::models::{ChatCompletions, EmbeddingsResult, ImageGenerationsResult, ModelInfo};
use proptest::prelude::*;
use proptest::sample::Index;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Decodes JSON and encodes it again.
type RoundTrip = fn(&Value) -> Result<Value, String>;

const SHAPES: [(&str, RoundTrip); 5] = [
    ("chat", typed::<ChatCompletions>),
    ("chunk", chunk),
    ("embeddings", typed::<EmbeddingsResult>),
    ("images", typed::<ImageGenerationsResult>),
    ("info", typed::<ModelInfo>),
];

fn typed<T: DeserializeOwned + Serialize>(json: &Value) -> Result<Value, String> {
    let response: T = serde_json::from_str(&json.to_string()).map_err(|error| error.to_string())?;
    serde_json::to_value(response).map_err(|error| error.to_string())
}

fn chunk(json: &Value) -> Result<Value, String> {
    let chunk = Chunk::from_json(json.to_string()).map_err(|error| error.to_string())?;
    // The decoded value, not the JSON that the chunk keeps.
    serde_json::to_value(chunk.update()).map_err(|error| error.to_string())
}

fn fixtures() -> Vec<(PathBuf, RoundTrip, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures");
    let files = SHAPES.iter().flat_map(|(name, round_trip)| {
        let files = fs::read_dir(folder.join(name)).unwrap();
        files.map(move |file| (file.unwrap().path(), *round_trip))
    });
    let mut fixtures: Vec<_> = files
        .map(|(path, round_trip)| {
            let json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            (path, round_trip, json)
        })
        .collect();
    fixtures.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(fixtures.len() > 60, "fixtures are missing");
    fixtures
}

/// A change at a JSON pointer.
#[derive(Clone, Debug)]
enum Change {
    Drop(String),
    Null(String),
    /// Adds an unknown member to the object at this pointer.
    Add(String),
    /// Replaces a string with an unknown one.
    Unknown(String),
}

const NEW_FIELD: &str = "field_from_the_future";

/// All changes that can be made to one response.
fn changes(json: &Value, place: &str, changes: &mut Vec<Change>) {
    match json {
        Value::Object(members) => {
            changes.push(Change::Add(place.to_owned()));
            for (name, member) in members {
                let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                changes.extend([Change::Drop(place.clone()), Change::Null(place.clone())]);
                self::changes(member, &place, changes);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                self::changes(item, &format!("{place}/{index}"), changes);
            }
        }
        Value::String(_) => changes.push(Change::Unknown(place.to_owned())),
        _ => {}
    }
}

/// Makes one change, if earlier changes have not removed its pointer.
fn apply(json: &mut Value, change: &Change) {
    match change {
        Change::Drop(place) => {
            let (parent, name) = place.rsplit_once('/').unwrap();
            let name = name.replace("~1", "/").replace("~0", "~");
            if let Some(Value::Object(members)) = json.pointer_mut(parent) {
                members.remove(&name);
            }
        }
        Change::Null(place) => {
            if let Some(member) = json.pointer_mut(place) {
                *member = Value::Null;
            }
        }
        Change::Add(place) => {
            if let Some(Value::Object(members)) = json.pointer_mut(place) {
                members.insert(NEW_FIELD.to_owned(), serde_json::json!({"a": [1, null, {"b": 0.1}]}));
            }
        }
        Change::Unknown(place) => {
            if let Some(member @ Value::String(_)) = json.pointer_mut(place) {
                *member = Value::from("text from the future");
            }
        }
    }
}

/// The JSON without nulls, which may be lost when a response is encoded again.
fn substance(json: &Value) -> Value {
    match json {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| (name.clone(), if name == "embedding" { vector(member) } else { substance(member) }))
            .collect(),
        Value::Array(items) => items.iter().map(substance).collect(),
        // `1` and `1.0` are the same number.
        Value::Number(number) => number.as_f64().map_or_else(|| json.clone(), Value::from),
        other => other.clone(),
    }
}

/// A vector as 32-bit floats, since services write more decimals.
fn vector(json: &Value) -> Value {
    match json.as_array().map(|numbers| numbers.iter().map(Value::as_f64).collect::<Option<Vec<_>>>()) {
        Some(Some(numbers)) => numbers.into_iter().map(|number| Value::from(number as f32)).collect(),
        _ => substance(json),
    }
}

#[track_caller]
fn check(path: &Path, round_trip: RoundTrip, json: &Value, change: &dyn std::fmt::Debug) {
    match round_trip(json) {
        Ok(again) => assert_eq!(substance(&again), substance(json), "{}: {change:?}", path.display()),
        Err(error) => panic!("{}: {change:?}: {error}", path.display()),
    }
}

#[test]
fn every_fixture_round_trips() {
    for (path, round_trip, json) in fixtures() {
        check(&path, round_trip, &json, &"as it came");
    }
}

#[test]
fn every_fixture_with_one_change_round_trips() {
    for (path, round_trip, json) in fixtures() {
        let mut all = Vec::new();
        changes(&json, "", &mut all);
        for change in all {
            let mut changed = json.clone();
            apply(&mut changed, &change);
            check(&path, round_trip, &changed, &change);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_fixture_with_random_changes_round_trips(
        fixture in any::<Index>(),
        picks in proptest::collection::vec(any::<Index>(), 1..12),
    ) {
        static FIXTURES: std::sync::LazyLock<Vec<(PathBuf, RoundTrip, Value)>> = std::sync::LazyLock::new(fixtures);
        let (path, round_trip, json) = fixture.get(&FIXTURES);
        let mut all = Vec::new();
        changes(json, "", &mut all);
        let picked: Vec<Change> = picks.iter().map(|pick| pick.get(&all).clone()).collect();
        let mut changed = json.clone();
        picked.iter().for_each(|change| apply(&mut changed, change));
        check(path, *round_trip, &changed, &picked);
    }
}
