//! A call made for another member: what the caller set stays, what the client set is that of the member.

use std::sync::Arc;

use reqwest::Request;
use serde_json::{Map, Value};

use crate::call::CallBuilder;
use crate::client::Client;
use crate::credential::carries_secret;
use crate::error::{Error, Result};
use crate::options::CallOptions;
use crate::pool::Pool;
use crate::raw::Body;
use crate::transport::{CallContext, Plan};

impl CallBuilder {
    /// The context of a call that can move to any member of the client's pool, for the member that is first. `settled` is the
    /// call as it goes to the client itself, and becomes that for the member.
    pub(crate) fn planned<B: Body + 'static>(
        self,
        pool: Arc<Pool>,
        unsettled: B,
        settled: (Arc<CallOptions>, &mut B),
        settle: impl Fn(&mut Self, &mut B) -> Result<()> + Send + Sync + 'static,
        request: fn(&CallContext, &B) -> Result<Request>,
    ) -> CallContext {
        let ((mut options, body), governing) = (settled, Arc::clone(&self.options));
        let kind = self.client.endpoint_kind();
        let settled_for = move |member: &Client| {
            let (mut call, mut body) = (self.moved_to(member), unsettled.clone());
            rebase(&mut body, &self.client, member)?;
            settle(&mut call, &mut body)?;
            Ok::<_, Error>((call.options, body))
        };
        let request_for = move |member: &Client, options: &Arc<CallOptions>, body: &B| {
            request(&member.dry_context(Arc::clone(options)), body)
        };
        let lease = pool.try_enter(|_| true).filter(|lease| {
            let member = &pool.members[lease.member].client;
            if lease.member == 0 {
                return true;
            }
            let Ok((its_options, its_body)) = settled_for(member) else { return false };
            // Kinds differ in the operations that they have.
            if member.endpoint_kind() != kind && request_for(member, &its_options, &its_body).is_err() {
                return false;
            }
            (options, *body) = (its_options, its_body);
            true
        });
        let rebuild = Box::new(move |member: &Client| {
            let (options, body) = settled_for(member)?;
            let request = request_for(member, &options, &body)?;
            Ok((options, request))
        });
        CallContext::planned(options, Plan { pool, options: governing, rebuild }, lease)
    }

    /// The same call of another client, not settled yet.
    pub(crate) fn moved_to(&self, member: &Client) -> Self {
        let mut call = Self::new(member.clone());
        call.options = self.options_for(member);
        call
    }

    fn options_for(&self, member: &Client) -> Arc<CallOptions> {
        let (own, theirs) = (self.client.options(), member.options());
        if Arc::ptr_eq(&self.options, own) {
            return Arc::clone(theirs);
        }
        let mut options = CallOptions::clone(theirs);
        for name in own.headers.keys().filter(|name| !self.options.headers.contains_key(*name)) {
            options.headers.remove(name);
        }
        // A credential that is set for one call is one for the host of the client.
        let is_same_host = origin(&self.client) == origin(member);
        for (name, value) in &self.options.headers {
            if own.headers.get(name) != Some(value) && (is_same_host || !carries_secret(name)) {
                options.headers.insert(name, value.clone());
            }
        }
        if self.options.timeouts != own.timeouts {
            options.timeouts = self.options.timeouts.clone();
        }
        if self.options.extra_parameters != own.extra_parameters {
            options.extra_parameters = self.options.extra_parameters.clone();
        }
        if member.endpoint_kind().knows_extra_parameters() == Some(false) {
            options.extra_parameters = None;
        }
        options.is_pass_through_off |= self.options.is_pass_through_off;
        options.accepts_any_success = self.options.accepts_any_success;
        Arc::new(options)
    }
}

fn origin(client: &Client) -> Vec<&str> {
    client.endpoint().split('/').take(3).collect()
}

/// Replaces the defaults of one client in a body by those of another. What differs from a default was set by the caller.
fn rebase<B: Body>(body: &mut B, from: &Client, to: &Client) -> Result<()> {
    let model = default_model::<B>(from);
    if *body.model_mut() == model {
        *body.model_mut() = default_model::<B>(to).or(model);
    }
    let (Some(from), Some(to)) = (B::defaults(from), B::defaults(to)) else { return Ok(()) };
    if from == to {
        return Ok(());
    }
    let (from, to, mut members) = (members(from)?, members(to)?, members(body)?);
    let names = from.keys().chain(to.keys().filter(|name| !from.contains_key(*name)));
    for name in names.filter(|name| *name != "model") {
        let rebased = match (members.get(name), from.get(name), to.get(name)) {
            (now, default, new) if now == default => new.cloned(),
            // Messages of the caller follow those of the client.
            (Some(Value::Array(now)), Some(Value::Array(default)), new) if now.starts_with(default) => {
                let new = new.and_then(Value::as_array).cloned().unwrap_or_default();
                Some(new.into_iter().chain(now[default.len()..].iter().cloned()).collect())
            }
            _ => continue,
        };
        match rebased {
            Some(value) => drop(members.insert(name.clone(), value)),
            None => drop(members.remove(name)),
        }
    }
    *body = serde_json::from_value(members.into()).map_err(unreadable)?;
    Ok(())
}

fn default_model<B: Body>(client: &Client) -> Option<String> {
    let model = B::defaults(client).cloned().and_then(|mut defaults| defaults.model_mut().take());
    model.or_else(|| client.model().map(str::to_owned))
}

fn members<B: Body>(body: &B) -> Result<Map<String, Value>> {
    match serde_json::to_value(body).map_err(unreadable)? {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::input("chat_defaults", error.to_string())
}
