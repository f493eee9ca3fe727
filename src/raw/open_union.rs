//! The macro of tagged unions, called by the generated `open_enums.rs`.

/// Defines an enum of objects with a tag property. An object with an unknown tag, or that does not fit its type, is kept as
/// JSON and serialized unchanged.
macro_rules! open_union {
    ($(#[$meta:meta])* pub enum $name:ident by $tag:literal { $($variant:ident($type:ty) = $($text:literal)|+,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!($("`", $text, "` ",)+)]
                $variant($type),
            )*
            /// An alternative that this version of the crate does not know, as JSON.
            Other(serde_json::Value),
        }

        $(
            impl From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                let known = match value.get($tag).and_then(serde_json::Value::as_str) {
                    $($(Some($text))|+ => serde::Deserialize::deserialize(&value).ok().map(Self::$variant),)*
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Other(value)))
            }
        }
    };
}
