//! The macro that the generated `open_enums.rs` calls for tagged unions.

/// Makes an enum of objects that a property tells apart. An alternative that is unknown, or that does not have the expected
/// form, is kept as JSON and written as it was read.
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
            /// An alternative that this version of the crate does not know, as it was read.
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
