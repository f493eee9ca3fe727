//! Servers and credentials.

use std::collections::BTreeSet;

use serde_json::Value;

use super::places::Place;
use super::report::Breaks;
use super::{Differ, FilterTarget};

impl<'a> Differ<'a> {
    pub(super) fn access(&mut self) {
        self.servers();
        self.security_schemes();
        self.security(&Place::Document, self.old, self.new);
    }

    /// Of the whole document, or of an operation that says it for itself.
    pub(super) fn security(&mut self, at: &Place, old: &Value, new: &Value) {
        if old.get("security").or(new.get("security")).is_none() {
            return;
        }
        let (old, new) = (security(self.old, old), security(self.new, new));
        // Without any, or with an empty one, no credential is required.
        let is_free = |ways: &BTreeSet<String>| ways.is_empty() || ways.contains("{}");
        if is_free(&new) {
            if !is_free(&old) {
                self.note(
                    FilterTarget::Request,
                    at,
                    "security-removed",
                    "no longer requires a credential",
                    Breaks::Nobody,
                );
            }
            return;
        }
        if is_free(&old) {
            return self.note(
                FilterTarget::Request,
                at,
                "security-added",
                "requires a credential now",
                Breaks::Senders,
            );
        }
        for way in old.difference(&new) {
            self.note(
                FilterTarget::Request,
                at,
                "security-removed",
                format!("no longer accepts {way}"),
                Breaks::Senders,
            );
        }
        for way in new.difference(&old) {
            self.note(FilterTarget::Request, at, "security-added", format!("also accepts {way}"), Breaks::Nobody);
        }
    }

    fn security_schemes(&mut self) {
        let (old, new) = (self.old, self.new);
        let schemes = |document: &'a Value| document["components"]["securitySchemes"].as_object().into_iter().flatten();
        for (name, scheme) in schemes(old) {
            let other = &new["components"]["securitySchemes"][name];
            if other.is_object() && other != scheme {
                let what = format!("the credential {name} has changed");
                self.note(FilterTarget::Request, &Place::Document, "security", what, Breaks::Senders);
            }
        }
    }

    fn servers(&mut self) {
        let urls = |document: &'a Value| -> BTreeSet<&'a str> {
            document["servers"].as_array().into_iter().flatten().filter_map(|server| server["url"].as_str()).collect()
        };
        let (old, new) = (urls(self.old), urls(self.new));
        for url in old.difference(&new) {
            let what = format!("the address {url} is gone");
            self.note(FilterTarget::Request, &Place::Document, "server-removed", what, Breaks::Senders);
        }
        for url in new.difference(&old) {
            let what = format!("the address {url} is new");
            self.note(FilterTarget::Request, &Place::Document, "server-added", what, Breaks::Nobody);
        }
    }
}

/// The accepted credentials, each as text.
fn security(document: &Value, operation: &Value) -> BTreeSet<String> {
    let own = operation.get("security").or(document.get("security")).and_then(Value::as_array);
    own.into_iter().flatten().map(Value::to_string).collect()
}
