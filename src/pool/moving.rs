//! A call made for another member: what the caller set stays, what the client set is that of the member.

use std::sync::Arc;

use reqwest::Request;
use serde_json::{Map, Value};

use crate::call::CallBuilder;
use crate::client::Client;
use crate::credential::carries_secret;
use crate::error::{Error, Result};
use crate::pool::Pool;
use crate::raw::Body;
use crate::transport::{self, CallContext, Plan};

impl CallBuilder {
    /// The call as it goes to whichever member of the pool is next. `settle` settles the call and its body for a member.
    pub(crate) fn planned<B: Body + 'static>(
        self,
        pool: Arc<Pool>,
        body: B,
        settle: impl Fn(&mut Self, &mut B) -> Result<()> + Send + Sync + 'static,
        request: fn(&CallContext, &B) -> Result<Request>,
    ) -> CallContext {
        let options = Arc::clone(&self.options);
        let rebuild = Box::new(move |member: &Client, has_moved: bool| {
            let (mut call, mut body) = (self.moved_to(member), body.clone());
            rebase(&mut body, &self.client, member)?;
            settle(&mut call, &mut body)?;
            let context = member.context(Arc::clone(&call.options));
            if has_moved {
                context.wire().set_moved(body.model_mut().clone());
            }
            let request = transport::complete(&context, request(&context, &body)?);
            Ok((context, request))
        });
        CallContext::planned(Plan { pool, options, rebuild })
    }

    /// The same call of another client, not settled yet.
    pub(crate) fn moved_to(&self, member: &Client) -> Self {
        let (now, own) = (&self.options, self.client.options());
        let mut call = Self::new(member.clone());
        call.mistake = self.mistake.clone();
        if Arc::ptr_eq(now, own) {
            return call;
        }
        // A credential that is set for one call is one for the host of the client.
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
        // Elsewhere it would be an error of the caller's.
        options.extra_parameters.take_if(|_| member.endpoint_kind().knows_extra_parameters() == Some(false));
        options.api = unless_default(&now.api, &own.api, &options.api);
        options.needs_responses = now.needs_responses;
        options.is_pass_through_off |= now.is_pass_through_off;
        call
    }
}

/// What the caller set, else the default of the member.
fn unless_default<T: Clone + PartialEq>(now: &T, default: &T, other: &T) -> T {
    if now == default { other.clone() } else { now.clone() }
}

/// Replaces the defaults of one client in a body by those of another. What differs from a default was set by the caller.
fn rebase<B: Body>(body: &mut B, from: &Client, to: &Client) -> Result<()> {
    let model = |client: &Client| {
        let model = B::defaults(client).cloned().and_then(|mut defaults| defaults.model_mut().take());
        model.or_else(|| client.model().map(str::to_owned))
    };
    *body.model_mut() = unless_default(body.model_mut(), &model(from), &model(to).or(model(from)));
    let (Some(from), Some(to)) = (B::defaults(from), B::defaults(to)) else { return Ok(()) };
    if from == to {
        return Ok(());
    }
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
