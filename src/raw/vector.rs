//! Embedding vectors. Written by hand, because a generated type would first decode into a tree of JSON values.

use std::fmt;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::{self, DecodePaddingMode, GeneralPurposeConfig};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// An embedding vector: a list of numbers, or the base64 text of little-endian 32-bit floats. Vectors of integers and bits
/// are lists of integers.
///
/// ```
/// use azure_inference::models::EmbeddingVector;
///
/// let vector: EmbeddingVector = serde_json::from_str(r#""AACAPwAAAMA=""#)?;
/// assert_eq!(vector, EmbeddingVector::Base64(vec![1.0, -2.0]));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EmbeddingVector {
    /// A list of numbers. Integers of the compressed formats are exact.
    Numbers(Vec<f32>),
    /// The floats of a base64 text.
    Base64(Vec<f32>),
    /// Any other list or text.
    Other(Value),
}

/// Some servers omit the padding.
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
static BASE64: LazyLock<engine::Simd> = LazyLock::new(|| engine::Simd::standard(CONFIG));
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
static BASE64: LazyLock<engine::GeneralPurpose> =
    LazyLock::new(|| engine::GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG));

/// The length of the text that is decoded at a time, into a buffer that fits into the cache.
const TEXT: usize = 4096;
const BYTES: usize = TEXT / 4 * 3;

/// Decodes base64 of little-endian 32-bit floats; `None` if the text is anything else.
fn floats(text: &[u8]) -> Option<Vec<f32>> {
    let mut floats = Vec::with_capacity(text.len().div_ceil(16) * 3);
    let mut bytes = [0; BYTES];
    let (blocks, rest) = text.as_chunks::<TEXT>();
    for block in blocks {
        // Padding within the text gives fewer bytes.
        let length = BASE64.decode_slice(block, &mut bytes).ok()?;
        floats.extend((length == BYTES).then(|| floats_of(&bytes))??);
    }
    let length = BASE64.decode_slice(rest, &mut bytes).ok()?;
    floats.extend(floats_of(&bytes[..length])?);
    (!floats.is_empty()).then_some(floats)
}

fn floats_of(bytes: &[u8]) -> Option<impl Iterator<Item = f32>> {
    let (floats, []) = bytes.as_chunks() else { return None };
    Some(floats.iter().map(|float| f32::from_le_bytes(*float)))
}

impl Serialize for EmbeddingVector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Numbers(numbers) => numbers.serialize(serializer),
            Self::Base64(floats) => {
                let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_le_bytes()).collect();
                serializer.serialize_str(&BASE64.encode(bytes))
            }
            Self::Other(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for EmbeddingVector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // For bytes, serde_json only searches for the end of the string and does not check for UTF-8.
        deserializer.deserialize_bytes(VectorVisitor)
    }
}

struct VectorVisitor;

impl<'de> Visitor<'de> for VectorVisitor {
    type Value = EmbeddingVector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a vector")
    }

    fn visit_bytes<E: de::Error>(self, text: &[u8]) -> Result<EmbeddingVector, E> {
        match (floats(text), std::str::from_utf8(text)) {
            (Some(floats), _) => Ok(EmbeddingVector::Base64(floats)),
            (None, Ok(text)) => Ok(EmbeddingVector::Other(text.into())),
            (None, Err(_)) => Err(E::invalid_value(Unexpected::Bytes(text), &self)),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<EmbeddingVector, E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<EmbeddingVector, A::Error> {
        let mut numbers = Vec::with_capacity(list.size_hint().unwrap_or_default().min(1 << 14));
        while let Some(other) = list.next_element_seed(PushNumber(&mut numbers))? {
            if let Some(other) = other {
                // To omit an item would shift all numbers after it.
                let mut values: Vec<Value> = numbers.into_iter().map(Value::from).collect();
                values.push(*other);
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                return Ok(EmbeddingVector::Other(values.into()));
            }
        }
        Ok(EmbeddingVector::Numbers(numbers))
    }
}

/// Appends a number to the list. Any other value is returned.
struct PushNumber<'a>(&'a mut Vec<f32>);

impl PushNumber<'_> {
    fn number<E>(self, number: f32) -> Result<Option<Box<Value>>, E> {
        self.0.push(number);
        Ok(None)
    }
}

impl<'de> DeserializeSeed<'de> for PushNumber<'_> {
    type Value = Option<Box<Value>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PushNumber<'_> {
    type Value = Option<Box<Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        self.number(value as f32)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        self.number(value as f32)
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        self.number(value as f32)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(Box::new(value.into())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Some(Box::new(value.into())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Some(Box::new(Value::Null)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(list)).map(|value| Some(Box::new(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).map(|value| Some(Box::new(value)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(json: Value, expected: &EmbeddingVector) {
        for read in [serde_json::from_value(json.clone()), serde_json::from_str(&json.to_string())] {
            let read: EmbeddingVector = read.unwrap();
            assert_eq!(&read, expected, "{json}");
            assert_eq!(serde_json::to_value(&read).unwrap(), json);
        }
    }

    #[test]
    fn every_list_and_text_round_trips() {
        check(json!([0.5, -2.0, 0.0]), &EmbeddingVector::Numbers(vec![0.5, -2.0, 0.0]));
        check(json!([]), &EmbeddingVector::Numbers(Vec::new()));
        check(json!("AACAPwAAAMA="), &EmbeddingVector::Base64(vec![1.0, -2.0]));
        for count in [1, 2, 3, 4, 5, 6, 7, 8, 9, 767, 768, 769, 1536, 4096] {
            let floats: Vec<f32> = (0..count).map(|number| number as f32 / 4.0).collect();
            let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_le_bytes()).collect();
            check(BASE64.encode(bytes).into(), &EmbeddingVector::Base64(floats));
        }
        let others = [
            json!(""),
            json!("no base64"),
            json!("AACAPwA="),
            json!("AACAPwAAAMA=".repeat(1024)),
            json!("A".repeat(8190) + "=="),
            json!("AACAPwAAAMA=AACA"),
            json!("AACAPwAAAMAAAC\u{e9}A"),
            json!([1.0, null, 2.0]),
            json!(["a", [1], {"b": true}, false]),
        ];
        for other in others {
            check(other.clone(), &EmbeddingVector::Other(other));
        }
    }

    #[test]
    fn invalid_characters_are_detected_at_every_position() {
        let text = BASE64.encode([7; 60]);
        for place in 0..text.len() {
            for character in ["=", "-", "_", " ", "\u{7f}"] {
                let mut text = text.clone();
                text.replace_range(place..=place, character);
                assert_eq!(floats(text.as_bytes()), None, "{text}");
            }
        }
    }

    #[test]
    fn escapes_in_base64_are_decoded() {
        let read: EmbeddingVector = serde_json::from_str(r#""\/\/\/\u002fAAA=""#).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), json!("////AAA="));
    }

    #[test]
    fn other_types_are_errors() {
        for json in ["7", "-7", "0.5", "true", "null", r#"{"float": [1.0]}"#, "\"\u{1}"] {
            assert!(serde_json::from_str::<EmbeddingVector>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn integers_are_exact_and_padding_is_optional() {
        let read = |json: &str| serde_json::from_str::<EmbeddingVector>(json).unwrap();
        assert_eq!(read("[-128, 255, 1e0]"), EmbeddingVector::Numbers(vec![-128.0, 255.0, 1.0]));
        assert_eq!(read("\"AACAPwAAAMA\""), EmbeddingVector::Base64(vec![1.0, -2.0]));
    }
}
