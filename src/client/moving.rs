//! Converts a call for another member: keeps what the caller set, and takes the defaults of the member.

use std::any::Any;
use std::sync::Arc;

use crate::client::Client;
use crate::client::call::CallBuilder;
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
pub(crate) fn rebase<B: Body + 'static>(body: &mut B, from: &Client, to: &Client, has_other_defaults: bool) {
    if Arc::ptr_eq(from.transport(), to.transport()) {
        return;
    }
    let model = |client: &Client| {
        let model = defaults::<B>(client).cloned().and_then(|mut defaults| defaults.model_mut().take());
        model.or_else(|| client.model().map(str::to_owned))
    };
    let model = unless_default(body.model_mut(), &model(from), &model(to).or(model(from)));
    if let (Some(from), Some(to), true) = (defaults(from), defaults(to), has_other_defaults) {
        body.rebase(from, to);
    }
    *body.model_mut() = model;
}
