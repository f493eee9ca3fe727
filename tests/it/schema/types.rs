//! Types with every feature that affects a schema, and values of some of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::net::IpAddr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The traits that each type implements.
pub(super) trait TestType: Clone + Debug + PartialEq + Serialize + DeserializeOwned + JsonSchema {}
impl<T: Clone + Debug + PartialEq + Serialize + DeserializeOwned + JsonSchema> TestType for T {}

/// Derives these traits.
macro_rules! test_types {
    ($($item:item)*) => {
        $(
            #[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
            $item
        )*
    };
}

test_types! {
    /// A city.
    ///
    /// With what is known of it.
    pub(super) struct City {
        /// As its people write it.
        pub(super) name: String,
        pub(super) population: Option<u64>,
        /// Whether it is a capital.
        pub(super) capital: bool,
        pub(super) location: Location,
        /// Where the mayor sits.
        pub(super) hall: Location,
        pub(super) twin: Option<Box<Location>>,
        #[serde(default)]
        pub(super) districts: Vec<String>,
    }

    /// A place on the earth.
    pub(super) struct Location {
        /// In degrees.
        #[schemars(range(min = -90.0, max = 90.0))]
        pub(super) latitude: f64,
        pub(super) longitude: f64,
    }

    pub(super) struct Primitives {
        pub(super) a: u8,
        pub(super) b: i64,
        pub(super) c: f32,
        pub(super) d: bool,
        pub(super) e: char,
        pub(super) f: (),
        pub(super) g: std::num::NonZeroU16,
        pub(super) h: usize,
        pub(super) i: i128,
        pub(super) j: Box<str>,
    }

    pub(super) struct Limits {
        #[schemars(length(min = 2, max = 8), regex(pattern = "^[a-z]+$"))]
        pub(super) word: String,
        #[schemars(length(min = 1))]
        pub(super) words: Vec<String>,
        #[schemars(range(min = 1, max = 5))]
        pub(super) stars: Option<i32>,
        #[schemars(title = "The percentage", example = 12.5, extend("multipleOf" = 0.5))]
        pub(super) percent: f64,
        #[schemars(email)]
        pub(super) mail: String,
        #[deprecated]
        pub(super) old: Option<bool>,
        pub(super) address: IpAddr,
    }

    /// Dates as text.
    pub(super) struct Dates {
        #[schemars(extend("format" = "date"))]
        pub(super) day: String,
        /// In UTC.
        #[schemars(extend("format" = "date-time"))]
        pub(super) instant: Option<String>,
        pub(super) lasts: Duration,
    }

    #[serde(rename_all = "camelCase", default)]
    #[derive(Default)]
    pub(super) struct Defaults {
        pub(super) page_size: u32,
        pub(super) sort_by: Option<String>,
        pub(super) order: Order,
        #[serde(rename = "type", alias = "kind")]
        pub(super) kind: String,
    }

    /// Which way.
    #[derive(Default, Eq, Ord, PartialOrd)]
    #[serde(rename_all = "kebab-case")]
    pub(super) enum Order {
        #[default]
        Rising,
        /// From the greatest to the least.
        Falling,
        AsItComes,
        #[serde(skip)]
        #[expect(dead_code, reason = "skipped variants leave an enum without values in the schema")]
        Hidden,
    }

    pub(super) enum Documented {
        /// The first.
        A,
        /// The second.
        B,
        #[serde(skip)]
        #[expect(dead_code, reason = "skipped variants leave an enum without values in the schema")]
        Hidden,
    }

    pub(super) struct Orders {
        /// Of the first page.
        pub(super) first: Order,
        pub(super) then: Option<Order>,
        pub(super) all: BTreeSet<Order>,
    }

    #[serde(deny_unknown_fields)]
    pub(super) struct Closed {
        pub(super) a: Option<Vec<Option<u8>>>,
        pub(super) b: Empty,
    }

    pub(super) struct Empty {}

    pub(super) enum External {
        Unit,
        /// With one value.
        Newtype(Location),
        Tuple(u8, String),
        Struct {
            a: u8,
            b: Option<bool>,
        },
    }

    /// A shape.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub(super) enum Internal {
        Unit,
        /// At a place.
        Newtype(Location),
        /// With fields.
        Struct {
            /// The first.
            a: u8,
            b: Option<Order>,
        },
    }

    #[serde(tag = "t", content = "c")]
    pub(super) enum Adjacent {
        Unit,
        Newtype(Location),
        Tuple(u8, u8),
        Struct { a: bool },
    }

    #[serde(untagged)]
    pub(super) enum Untagged {
        Number(f64),
        Text(String),
        Place(Location),
        Struct { a: Vec<u8> },
    }

    pub(super) struct Choices {
        pub(super) external: Vec<External>,
        pub(super) internal: Vec<Internal>,
        /// One after the other.
        pub(super) adjacent: Vec<Adjacent>,
        pub(super) untagged: Vec<Untagged>,
        /// What went wrong, if it did.
        pub(super) result: Result<u8, String>,
        pub(super) maybe: Option<Internal>,
    }

    /// A tree.
    pub(super) struct Tree {
        pub(super) name: String,
        /// Further down.
        pub(super) children: Vec<Tree>,
        /// The one on the left.
        pub(super) left: Option<Box<Tree>>,
    }

    /// A sum.
    pub(super) enum Expression {
        Number(f64),
        Sum {
            /// What comes first.
            left: Box<Expression>,
            right: Box<Expression>,
        },
        Negative(Box<Expression>),
    }

    #[serde(tag = "op")]
    pub(super) enum Tagged {
        Number { value: f64 },
        Negative(Negative),
    }

    pub(super) struct Negative {
        /// What is turned round.
        pub(super) of: Box<Tagged>,
    }

    pub(super) struct Page<T> {
        pub(super) items: Vec<T>,
        pub(super) next: Option<Box<Page<T>>>,
    }

    pub(super) struct Pages {
        pub(super) places: Page<Location>,
        pub(super) orders: Page<Order>,
    }

    pub(super) struct Tuples {
        pub(super) pair: (String, u8),
        pub(super) same: (f64, f64),
        pub(super) array: [u8; 3],
        pub(super) point: Point,
        pub(super) wrapped: Wrapped,
        /// Known by its name.
        pub(super) named: Wrapped,
    }

    pub(super) struct Point(pub(super) i32, pub(super) Option<i32>);

    #[serde(transparent)]
    pub(super) struct Wrapped {
        pub(super) inner: Location,
    }

    pub(super) struct Flat {
        pub(super) name: String,
        #[serde(flatten)]
        pub(super) location: Location,
        #[serde(flatten)]
        pub(super) shape: Internal,
        #[serde(flatten)]
        pub(super) extra: External,
    }

    pub(super) struct FlatEnum {
        pub(super) name: String,
        #[serde(flatten)]
        pub(super) shape: Internal,
    }

    pub(super) struct FlatOption {
        pub(super) name: String,
        #[serde(flatten)]
        pub(super) location: Option<Location>,
    }

    pub(super) struct Maps {
        pub(super) counts: BTreeMap<String, u32>,
        pub(super) by_id: BTreeMap<u8, Location>,
        pub(super) place: Location,
    }

    pub(super) struct Anything {
        pub(super) value: Value,
        pub(super) maybe: Option<Value>,
    }

    pub(super) struct FlatMap {
        pub(super) name: String,
        #[serde(flatten)]
        pub(super) rest: BTreeMap<String, u8>,
    }

    pub(super) struct Unit;

    #[schemars(rename = "Ein größerer Name, with / and ~ and <T>")]
    pub(super) struct Odd {
        #[serde(rename = "a / b ~ \"c\"")]
        pub(super) reference: String,
        pub(super) format: Option<Box<Odd>>,
        pub(super) r#type: Vec<Odder>,
        pub(super) properties: bool,
    }

    #[serde(untagged)]
    pub(super) enum Formula {
        Number(f64),
        List(Vec<Formula>),
        Pair { left: Box<Formula>, by: Operator, right: Box<Formula> },
    }

    pub(super) enum Operator {
        #[serde(rename = "+")]
        Plus,
        #[serde(rename = "\"\\")]
        Quoted,
    }

    #[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
    pub(super) enum Shape {
        FlatCircle { radius_in_m: f64 },
        OpenPath { point_list: Vec<Location>, #[serde(default)] is_closed: bool },
    }

    #[schemars(rename = "a / b & c")]
    pub(super) struct Odder {
        pub(super) r#enum: String,
    }
}

pub(super) fn place() -> Location {
    Location { latitude: 52.5, longitude: 13.4 }
}

pub(super) fn internals() -> Vec<Internal> {
    vec![
        Internal::Unit,
        Internal::Newtype(place()),
        Internal::Struct { a: 1, b: Some(Order::AsItComes) },
        Internal::Struct { a: 1, b: None },
    ]
}

pub(super) fn externals() -> Vec<External> {
    vec![
        External::Unit,
        External::Newtype(place()),
        External::Tuple(1, "x".to_owned()),
        External::Struct { a: 1, b: None },
    ]
}
