//! References inside a document: one spelling for each, and all of them lead somewhere.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::fixups::walk::{SCHEMA_REFERENCE, each_place, each_value, target};
use crate::overlay::escaped;

/// Writes each reference without percent encoding, and names of schemas without the characters that a JSON pointer escapes.
pub fn plain(document: &mut Value) {
    each(document, &mut |reference| {
        if reference.contains('%') {
            *reference = decoded(reference);
        }
    });
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    let is_odd = |name: &String| name.contains(['/', '~']);
    let odd: Vec<String> = schemas.keys().filter(|name| is_odd(name)).cloned().collect();
    let mut renamed = BTreeMap::new();
    for name in odd {
        let mut new = name.replace(['/', '~'], "-");
        while schemas.contains_key(&new) {
            new.push('-');
        }
        let schema = schemas.remove(&name).unwrap_or_default();
        schemas.insert(new.clone(), schema);
        renamed.insert(format!("{SCHEMA_REFERENCE}{}", escaped(&name)), format!("{SCHEMA_REFERENCE}{new}"));
    }
    each(document, &mut |reference| {
        for (old, new) in &renamed {
            match reference.strip_prefix(old.as_str()) {
                Some(rest) if rest.is_empty() || rest.starts_with('/') => *reference = format!("{new}{rest}"),
                _ => {}
            }
        }
    });
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Visits each `$ref`, and each target of a discriminator's mapping.
fn each(part: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    each_value(part, &mut |part| {
        for (key, member) in part.as_object_mut().into_iter().flatten() {
            match (key.as_str(), member) {
                ("$ref", Value::String(reference)) => visit(reference),
                ("mapping", Value::Object(mapping)) => {
                    for target in mapping.values_mut() {
                        if let Value::String(target) = target {
                            visit(target);
                        }
                    }
                }
                _ => {}
            }
        }
    });
}

/// Every `$ref` must name something inside the document.
pub fn accept(document: &Value) -> Result<()> {
    let mut dangling = Vec::new();
    each_place(document, "", &mut |part, place| {
        let Some(reference) = part["$ref"].as_str() else { return };
        if target(document, part).is_none() {
            dangling.push(format!(
                "{place}: the document refers to `{reference}`, which it does not have; add the target in the overlay, or \
                 bundle the files that the document refers to"
            ));
        }
    });
    ensure!(dangling.is_empty(), "{}", dangling.join("\n  "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_have_one_spelling() {
        let mut document = json!({
            "a": [{"$ref": "#/components/schemas/A%20B"}, {"$ref": "#/components/schemas/A~1B/properties/p"}],
            "discriminator": {"mapping": {"x": "#/components/schemas/A~1B"}},
            "components": {"schemas": {"A B": {}, "A/B": {}, "A-B": {}}}});
        plain(&mut document);
        let expected = json!({
            "a": [{"$ref": "#/components/schemas/A B"}, {"$ref": "#/components/schemas/A-B-/properties/p"}],
            "discriminator": {"mapping": {"x": "#/components/schemas/A-B-"}},
            "components": {"schemas": {"A B": {}, "A-B-": {}, "A-B": {}}}});
        assert_eq!(document, expected);
    }

    #[test]
    fn each_dangling_reference_is_named() {
        let document = json!({"a": {"$ref": "#/b"}, "b": [{"$ref": "#/c"}, {"$ref": "other.yaml#/d"}]});
        let error = accept(&document).unwrap_err().to_string();
        assert!(
            error.contains("/b/0: the document refers to `#/c`")
                && error.contains("/b/1: the document refers to `other"),
            "{error}"
        );
    }
}
