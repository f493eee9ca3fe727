//! Converts a call for another member: keeps what the caller set, and takes the defaults of the member.

use std::any::Any;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::client::Client;
use crate::client::call::CallBuilder;
use crate::error::{Error, Result};
use crate::raw::Body;
use crate::transport::credential::carries_secret;

impl CallBuilder {
    /// The same call of another client, as its caller would have built it.
    pub(crate) fn moved_to(&self, member: &Client) -> Self {
        if Arc::ptr_eq(self.client.transport(), member.transport()) {
            return self.clone();
        }
        let (now, own) = (&self.options, self.client.options());
        let mut call = Self::new(member.clone());
        call.first_error = self.first_error.clone();
        if Arc::ptr_eq(now, own) {
            return call;
        }
        // A credential that is set on a call is only for the host of its client.
        let origin = |client: &Client| client.endpoint().split('/').take(3).collect::<String>();
        let is_same_host = origin(&self.client) == origin(member);
        let options = call.options_mut();
        own.headers
            .keys()
            .filter(|name| !now.headers.contains_key(*name))
            .for_each(|name| drop(options.headers.remove(name)));
        for (name, value) in now.headers.iter().filter(|(name, value)| own.headers.get(*name) != Some(value)) {
            if is_same_host || !carries_secret(name) {
                options.headers.insert(name, value.clone());
            }
        }
        options.timeouts = unless_default(&now.timeouts, &own.timeouts, &options.timeouts);
        options.extra_parameters =
            unless_default(&now.extra_parameters, &own.extra_parameters, &options.extra_parameters);
        // Endpoints without the header reject it.
        options.extra_parameters.take_if(|_| member.endpoint_kind().supports_extra_parameters() == Some(false));
        options.api = unless_default(&now.api, &own.api, &options.api);
        options.needs_responses = now.needs_responses;
        options.is_pass_through_off |= now.is_pass_through_off;
        call
    }
}

/// The default parameters of a client for requests of this type: only those of chat completions have any.
fn defaults<B: 'static>(client: &Client) -> Option<&B> {
    (client.chat_defaults() as &dyn Any).downcast_ref()
}

/// Returns the value that the caller set, otherwise the default of the member.
fn unless_default<T: Clone + PartialEq>(now: &T, default: &T, other: &T) -> T {
    if now == default { other.clone() } else { now.clone() }
}

/// Replaces the defaults of one client in a body by those of another. What differs from a default was set by the caller.
pub(crate) fn rebase<B: Body + 'static>(
    body: &mut B,
    from: &Client,
    to: &Client,
    has_other_defaults: bool,
) -> Result<()> {
    if Arc::ptr_eq(from.transport(), to.transport()) {
        return Ok(());
    }
    let model = |client: &Client| {
        let model = defaults::<B>(client).cloned().and_then(|mut defaults| defaults.model_mut().take());
        model.or_else(|| client.model().map(str::to_owned))
    };
    *body.model_mut() = unless_default(body.model_mut(), &model(from), &model(to).or(model(from)));
    let (Some(from), Some(to), true) = (defaults::<B>(from), defaults::<B>(to), has_other_defaults) else {
        return Ok(());
    };
    let fault = |error: serde_json::Error| Error::input("chat_defaults", error.to_string());
    let json =
        |body: &B| serde_json::to_value(body).and_then(serde_json::from_value::<Map<String, Value>>).map_err(fault);
    let (from, to, mut rebased) = (json(from)?, json(to)?, json(body)?);
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
