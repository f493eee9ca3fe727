//! Replaces a default of one client in a request body by that of another. The generated `rebase` of a body calls these.

use serde_json::{Map, Value};

/// Replaces the value of a field that has its default.
pub(crate) fn value<T: Clone + PartialEq>(now: &mut T, from: &T, to: &T) {
    if now == from {
        now.clone_from(to);
    }
}

/// Replaces the items that a list has by default. What the caller added, such as messages, follows them.
pub(crate) fn list<T: Clone + PartialEq>(now: &mut Vec<T>, from: &[T], to: &[T]) {
    if now.starts_with(from) {
        now.splice(..from.len(), to.iter().cloned());
    }
}

/// Does the same for a list that is absent if it is empty: what the caller set in place of nothing stays as it is.
pub(crate) fn optional_list<T: Clone + PartialEq>(now: &mut Vec<T>, from: &[T], to: &[T]) {
    if now.is_empty() || !from.is_empty() {
        list(now, from, to);
    }
}

/// Does the same for each member that is in one of the defaults.
pub(crate) fn members(now: &mut Map<String, Value>, from: &Map<String, Value>, to: &Map<String, Value>) {
    let added = to.keys().filter(|name| !from.contains_key(*name));
    for name in from.keys().chain(added) {
        let new = to.get(name);
        match (now.get_mut(name), from.get(name)) {
            (found, default) if found.as_deref() == default => {
                now.remove(name);
                now.extend(new.map(|new| (name.clone(), new.clone())));
            }
            (Some(Value::Array(now)), Some(Value::Array(from))) => {
                list(now, from, new.and_then(Value::as_array).map_or(&[], Vec::as_slice));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_of_the_caller_are_kept() {
        for (now, from, to, expected) in [
            (json!({}), json!({}), json!({"a": 1}), json!({"a": 1})),
            (json!({"a": 1}), json!({"a": 1}), json!({"a": 2}), json!({"a": 2})),
            (json!({"a": 1}), json!({"a": 1}), json!({}), json!({})),
            (json!({"a": 3, "b": 1}), json!({"a": 1}), json!({"a": 2}), json!({"a": 3, "b": 1})),
            (json!({"a": 3}), json!({}), json!({"a": 2}), json!({"a": 3})),
            (json!({"a": [1, 2]}), json!({"a": [1]}), json!({"a": [3, 4]}), json!({"a": [3, 4, 2]})),
            (json!({"a": [1, 2]}), json!({"a": [2]}), json!({"a": [3]}), json!({"a": [1, 2]})),
            (json!({"a": [1, 2]}), json!({"a": [1]}), json!({}), json!({"a": [2]})),
        ] {
            let mut rebased = now.as_object().unwrap().clone();
            members(&mut rebased, from.as_object().unwrap(), to.as_object().unwrap());
            assert_eq!(Value::Object(rebased), expected, "{now} {from} {to}");
        }
    }
}
