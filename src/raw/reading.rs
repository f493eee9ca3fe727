//! Deserializes lists in existing request bodies. Other SDKs write null for a list that is not set, or a single item in place
//! of a list of one item.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Deserializes a list or a map. Null is an empty list or map.
pub(crate) fn null_is_none<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Deserializes a list, or a single item that is a text, a list of numbers or an object. Null is an empty list.
pub(crate) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    deserializer.deserialize_any(OneOrMany(PhantomData))
}

struct OneOrMany<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for OneOrMany<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or one item of it")
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        Ok(vec![T::deserialize(StrDeserializer::new(text))?])
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Vec<T>, A::Error> {
        Ok(vec![T::deserialize(MapAccessDeserializer::new(members))?])
    }

    /// A list of numbers is a single item: the tokens of a text.
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Vec<T>, A::Error> {
        let items = Vec::<Value>::deserialize(SeqAccessDeserializer::new(items))?;
        let is_one = items.first().is_some_and(Value::is_number);
        let items = if is_one { vec![Value::Array(items)] } else { items };
        items.into_iter().map(|item| T::deserialize(item).map_err(A::Error::custom)).collect()
    }
}

/// Implements `Deserialize` for the type of a response. Unknown members go into its field `extra`.
macro_rules! response_type {
    ($name:ident, $expected:literal { $($wire:literal => $field:ident,)* }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                struct Members;
                impl<'de> ::serde::de::Visitor<'de> for Members {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_map<A: ::serde::de::MapAccess<'de>>(
                        self,
                        mut members: A,
                    ) -> ::std::result::Result<$name, A::Error> {
                        let mut value = $name::default();
                        while let Some(name) = members.next_key::<$crate::raw::reading::Name<'de>>()? {
                            match name.as_str() {
                                $($wire => $crate::raw::reading::member(&mut members, &mut value.$field),)*
                                _ => $crate::raw::reading::unknown_member(&mut members, name, &mut value.extra),
                            }?;
                        }
                        Ok(value)
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}

pub(crate) use response_type;

/// Reads the value of a member into its field. A function for all fields of a type, which is less code to compile.
pub(crate) fn member<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    members: &mut A,
    field: &mut T,
) -> Result<(), A::Error> {
    *field = members.next_value()?;
    Ok(())
}

/// Keeps a member that the type has no field for.
pub(crate) fn unknown_member<'de, A: MapAccess<'de>>(
    members: &mut A,
    name: Name<'de>,
    extra: &mut impl KeepMember,
) -> Result<(), A::Error> {
    extra.keep(name.into_owned(), members.next_value()?);
    Ok(())
}

/// The unknown members of a type.
pub(crate) trait KeepMember {
    fn keep(&mut self, name: String, value: Value);
}

impl KeepMember for Map<String, Value> {
    fn keep(&mut self, name: String, value: Value) {
        self.insert(name, value);
    }
}

/// The name of a member, borrowed from the JSON if it has no escapes.
pub(crate) struct Name<'de>(Cow<'de, str>);

impl Name<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_owned(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }

    fn visit_string<E>(self, name: String) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name)))
    }
}
