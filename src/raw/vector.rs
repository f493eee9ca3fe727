//! A vector as it is on the wire. By hand, because a generated type would read it into a tree of JSON first.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// A vector, either as a list of numbers or as base64 text of little-endian 32-bit floats. The integer and bit forms come
/// as lists of integers.
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
    /// It came as a list of numbers. The integers of the compressed forms are exact here.
    Numbers(Vec<f32>),
    /// It came as base64 text.
    Base64(Vec<f32>),
    /// It came as something else.
    Other(Value),
}

/// Some servers leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How many characters are decoded at a time: so many that their bytes are whole floats, and stay in the cache.
const BLOCK: usize = 4096;

/// Little-endian 32-bit floats, if the text is those in base64.
fn floats(text: &str) -> Option<Vec<f32>> {
    let mut floats = Vec::with_capacity(text.len().div_ceil(4) * 3 / 4);
    let mut bytes = [0; BLOCK / 4 * 3];
    for block in text.as_bytes().chunks(BLOCK) {
        let length = BASE64.decode_slice(block, &mut bytes).ok()?;
        // Padding before the end leaves a part of a float too.
        let (whole, []) = bytes[..length].as_chunks() else { return None };
        floats.extend(whole.iter().map(|bytes| f32::from_le_bytes(*bytes)));
    }
    (!floats.is_empty()).then_some(floats)
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
        deserializer.deserialize_any(Whole)
    }
}

/// Reads a vector.
struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = EmbeddingVector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a vector")
    }

    fn visit_str<E>(self, text: &str) -> Result<EmbeddingVector, E> {
        Ok(floats(text).map_or_else(|| EmbeddingVector::Other(text.into()), EmbeddingVector::Base64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<EmbeddingVector, A::Error> {
        let mut numbers = Vec::with_capacity(list.size_hint().unwrap_or_default().min(1 << 14));
        while let Some(odd) = list.next_element_seed(Push(&mut numbers))? {
            if let Some(odd) = odd {
                // A number left out would shift all that follow.
                let mut values: Vec<Value> = numbers.into_iter().map(Value::from).collect();
                values.push(*odd);
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                return Ok(EmbeddingVector::Other(values.into()));
            }
        }
        Ok(EmbeddingVector::Numbers(numbers))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<EmbeddingVector, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).map(EmbeddingVector::Other)
    }

    fn visit_bool<E>(self, value: bool) -> Result<EmbeddingVector, E> {
        Ok(EmbeddingVector::Other(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<EmbeddingVector, E> {
        Ok(EmbeddingVector::Other(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<EmbeddingVector, E> {
        Ok(EmbeddingVector::Other(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<EmbeddingVector, E> {
        Ok(EmbeddingVector::Other(value.into()))
    }

    fn visit_unit<E>(self) -> Result<EmbeddingVector, E> {
        Ok(EmbeddingVector::Other(Value::Null))
    }
}

/// Reads one number to the others; what is none is given back.
struct Push<'a>(&'a mut Vec<f32>);

impl Push<'_> {
    fn number<E>(self, number: f32) -> Result<Option<Box<Value>>, E> {
        self.0.push(number);
        Ok(None)
    }
}

impl<'de> DeserializeSeed<'de> for Push<'_> {
    type Value = Option<Box<Value>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Push<'_> {
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
    fn whatever_comes_is_read_and_written_as_it_came() {
        check(json!([0.5, -2.0, 0.0]), &EmbeddingVector::Numbers(vec![0.5, -2.0, 0.0]));
        check(json!([]), &EmbeddingVector::Numbers(Vec::new()));
        check(json!("AACAPwAAAMA="), &EmbeddingVector::Base64(vec![1.0, -2.0]));
        for count in [767, 768, 769, 1536, 4096] {
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
            json!({"float": [1.0]}),
            json!([1.0, null, 2.0]),
            json!(["a", [1], {"b": true}, false]),
            json!(7),
            json!(-7),
            json!(0.5),
            json!(true),
        ];
        for other in others {
            check(other.clone(), &EmbeddingVector::Other(other));
        }
    }

    #[test]
    fn integers_are_exact_and_padding_may_be_missing() {
        let read = |json: &str| serde_json::from_str::<EmbeddingVector>(json).unwrap();
        assert_eq!(read("[-128, 255, 1e0]"), EmbeddingVector::Numbers(vec![-128.0, 255.0, 1.0]));
        assert_eq!(read("\"AACAPwAAAMA\""), EmbeddingVector::Base64(vec![1.0, -2.0]));
    }
}
