//! Converts a call for another member: keeps what the caller set, and takes the defaults of the member.

use std::any::Any;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::client::Client;
use crate::client::call::CallBuilder;
use crate::error::{Error, Result};
use crate::models::ChatCompletionsOptions;
use crate::raw::Body;
use crate::transport::credential::carries_secret;
use crate::transport::options::CallOptions;

impl CallBuilder {
    /// The same call of another client, as its caller would have built it.
    pub(crate) fn moved_to(&self, member: &Client) -> Self {
        let (now, own, other) = (&self.options, &self.client.defaults.options, &member.defaults.options);
        if Arc::ptr_eq(&self.client.transport, &member.transport) {
            return self.clone();
        }
        let mut call = Self { first_error: self.first_error.clone(), ..Self::new(member.clone()) };
        if Arc::ptr_eq(now, own) {
            return call;
        }
        // A credential that is set on a call is only for the host of its client.
        let origin = |client: &Client| client.endpoint().split('/').take(3).collect::<String>();
        let is_same_host = origin(&self.client) == origin(member);
        let mut headers = other.headers.clone();
        for name in own.headers.keys().filter(|name| !now.headers.contains_key(*name)) {
            headers.remove(name);
        }
        for (name, value) in now.headers.iter().filter(|(name, value)| own.headers.get(*name) != Some(value)) {
            if is_same_host || !carries_secret(name) {
                headers.insert(name, value.clone());
            }
        }
        let extra_parameters = unless_default(&now.extra_parameters, &own.extra_parameters, &other.extra_parameters);
        call.options = Arc::new(CallOptions {
            headers,
            timeouts: unless_default(&now.timeouts, &own.timeouts, &other.timeouts),
            // Endpoints without the header reject it.
            extra_parameters: extra_parameters
                .filter(|_| member.endpoint_kind().supports_extra_parameters() != Some(false)),
            api: unless_default(&now.api, &own.api, &other.api),
            max_response_size: unless_default(&now.max_response_size, &own.max_response_size, &other.max_response_size),
            needs_responses: now.needs_responses,
            unset: now.unset,
            ..(**other).clone()
        });
        call
    }
}

/// Returns the value that the caller set, otherwise the default of the member.
fn unless_default<T: Clone + PartialEq>(now: &T, default: &T, other: &T) -> T {
    if now == default { other.clone() } else { now.clone() }
}

/// Replaces the defaults of one client in a body by those of another. What differs from a default was set by the caller.
pub(crate) fn rebase<B: Body>(body: &mut B, from: &Client, to: &Client) -> Result<()> {
    if Arc::ptr_eq(&from.transport, &to.transport) {
        return Ok(());
    }
    // Only requests of chat completions have default parameters.
    let is_chat = (&*body as &dyn Any).is::<ChatCompletionsOptions>();
    let model = |client: &Client| {
        let chat = client.defaults.chat.as_ref().filter(|_| is_chat);
        chat.and_then(|chat| chat.model.clone()).or_else(|| client.defaults.model.clone())
    };
    *body.model_mut() = unless_default(body.model_mut(), &model(from), &model(to).or(model(from)));
    if !is_chat || from.defaults.chat == to.defaults.chat {
        return Ok(());
    }
    let fault = |error: serde_json::Error| Error::input("chat_defaults", error.to_string());
    let members = |json: serde_json::Result<Value>| json.and_then(serde_json::from_value::<Map<String, Value>>);
    let defaults = |client: &Client| members(serde_json::to_value(client.defaults.chat.clone().unwrap_or_default()));
    let (from, to) = (defaults(from).map_err(fault)?, defaults(to).map_err(fault)?);
    let mut rebased = members(serde_json::to_value(&*body)).map_err(fault)?;
    let names = from.keys().chain(to.keys().filter(|name| !from.contains_key(*name)));
    for name in names.filter(|name| *name != "model") {
        let (now, default, new) = (rebased.get(name), from.get(name), to.get(name));
        let value = match (now.and_then(Value::as_array), default.and_then(Value::as_array)) {
            _ if now == default => new.cloned(),
            // Messages of the caller follow those of the client.
            (Some(now), Some(default)) if now.starts_with(default) => {
                let new = new.and_then(Value::as_array).into_iter().flatten();
                Some(new.chain(&now[default.len()..]).cloned().collect())
            }
            _ => continue,
        };
        rebased.remove(name);
        rebased.extend(value.map(|value| (name.clone(), value)));
    }
    *body = serde_json::from_value(rebased.into()).map_err(fault)?;
    Ok(())
}
