//! What every request builder has besides its body: the client, the options of the call, the first validation error. Prepares
//! the call for each member that it is sent to: keeps what the caller set, and takes the defaults of the member.

use std::any::Any;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::Request;

use crate::client::{Client, check_name};
use crate::error::{Error, Result};
use crate::models::{ChatCompletionsOptions, ExtraParameters};
use crate::raw::{self, Body};
use crate::transport::credential::carries_secret;
use crate::transport::endpoint::EndpointKind;
use crate::transport::options::CallOptions;
use crate::transport::{self, CallContext, Defaults, Source};

/// The steps from a body as the caller built it to a request.
pub(crate) struct Steps<B> {
    /// Sets what is sent by default.
    pub(crate) set_defaults: fn(&mut CallBuilder, &mut B),
    /// Completes the body, or returns the first validation error, wherever the invalid part was set.
    pub(crate) check: fn(&mut B, EndpointKind) -> Result<()>,
    pub(crate) build: fn(&CallContext, &B) -> Result<Request>,
}

/// A call that is being built.
#[derive(Clone, Debug)]
pub(crate) struct CallBuilder {
    pub(crate) client: Client,
    /// Shared with the client until an option is changed.
    pub(crate) options: Arc<CallOptions>,
    /// The first validation error: a parameter and the reason. Nothing is sent then.
    pub(crate) first_error: Option<(String, String)>,
}

impl CallBuilder {
    pub(crate) fn new(client: Client) -> Self {
        let options = Arc::clone(&client.defaults.options);
        Self { client, options, first_error: None }
    }

    pub(crate) fn record_invalid(&mut self, field: &str, reason: &str) {
        self.first_error.get_or_insert_with(|| (field.to_owned(), reason.to_owned()));
    }

    pub(crate) fn record_error(&mut self, error: &Error) {
        self.record_invalid(error.param().unwrap_or("request"), error.message());
    }

    pub(crate) fn options_mut(&mut self) -> &mut CallOptions {
        Arc::make_mut(&mut self.options)
    }

    /// Whether a part is sent by default: unless the caller removed it, or the model is known to reject it. Records that it is
    /// a default.
    pub(crate) fn sends_by_default(&mut self, part: Defaults, model: Option<&str>) -> bool {
        // The name of a deployment is in the path and not in the body.
        let model = model.filter(|_| self.client.endpoint_kind().takes_model());
        let is_sent = !self.client.transport.refusals.of(model).with(self.options.unset).contains(part);
        if is_sent {
            let options = self.options_mut();
            options.defaults = options.defaults.with(part);
        }
        is_sent
    }

    /// Removes what is set by default: a parameter, or the header that extras are sent with by default.
    pub(crate) fn unset<B: Body>(&mut self, body: &mut B, name: &str) {
        if name == "extra_parameters" {
            let options = self.options_mut();
            options.extra_parameters = None;
            options.unset = options.unset.with(Defaults::EXTRA_PARAMETERS);
            return;
        }
        if !body.unset(name) {
            self.record_invalid(name, &format!("missing field `{name}`"));
        }
    }

    /// Prepares the call and its body. A client with several members does that for each member that is sent the call, other
    /// clients do it here.
    pub(crate) fn prepare<B: Body>(
        mut self,
        mut body: Box<B>,
        steps: &'static Steps<B>,
    ) -> Result<(CallContext, Prepared<B>)> {
        if self.client.members.is_none() {
            self.finalize(&mut *body, steps)?;
        }
        let context = self.client.context(Arc::clone(&self.options));
        Ok((context, Prepared { call: self, body, original: None, steps }))
    }

    /// The request that would be sent.
    pub(crate) fn into_request<B: Body>(mut self, mut body: Box<B>, steps: &Steps<B>) -> Result<http::Request<Bytes>> {
        self.finalize(&mut *body, steps)?;
        let context = self.client.context(self.options);
        raw::as_http(transport::complete(&context, (steps.build)(&context, &body)?))
    }

    /// Returns the first validation error of the caller's settings.
    pub(crate) fn check_settings(&self) -> Result<()> {
        match &self.first_error {
            Some((field, reason)) => Err(Error::input(field, reason)),
            None => Ok(()),
        }
    }

    /// Returns the first validation error, or that of a credential among the headers that this endpoint must not be sent.
    pub(crate) fn accept(&self) -> Result<()> {
        self.check_settings()?;
        if self.options.has_secret() { self.client.transport.endpoint.check_credential() } else { Ok(()) }
    }

    /// Completes the call and its body for the endpoint of its client.
    fn finalize<B: Body>(&mut self, body: &mut B, steps: &Steps<B>) -> Result<()> {
        (steps.set_defaults)(self, body);
        self.accept()?;
        let kind = self.client.endpoint_kind();
        (steps.check)(body, kind)?;
        check_clashes(body)?;
        if !kind.takes_model() {
            *body.model_mut() = None;
        }
        match body.model_mut() {
            Some(model) => check_name("model", model)?,
            None if kind.needs_model() => {
                let reason = "the v1 route requires the name of a deployment; set it with `model`";
                return Err(Error::input("model", reason));
            }
            None => {}
        }
        match (kind.supports_extra_parameters(), self.options.extra_parameters.is_some()) {
            (Some(true), false)
                if (!body.extra_mut().is_empty() || body.sets_marked_extras())
                    && self.sends_by_default(Defaults::EXTRA_PARAMETERS, body.model_mut().as_deref()) =>
            {
                self.options_mut().extra_parameters = Some(ExtraParameters::PassThrough);
                Ok(())
            }
            (Some(false), true) => {
                Err(Error::input("extra_parameters", format!("endpoints of kind {kind:?} do not have this header")))
            }
            _ => Ok(()),
        }
    }

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
        let is_same_host = self.client.transport.endpoint.url.origin() == member.transport.endpoint.url.origin();
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

/// A call and its body, from which its requests are built.
pub(crate) struct Prepared<B: Body> {
    /// As the caller built it; of a client without other members, as it is sent.
    call: CallBuilder,
    pub(crate) body: Box<B>,
    /// What the body had before it was prepared for a member.
    original: Option<Original<B>>,
    steps: &'static Steps<B>,
}

/// The part of a body that preparing it for a member changes.
enum Original<B: Body> {
    Parameter(Option<B::Prepared>),
    ModelAndParameter(Option<String>, Option<B::Prepared>),
    Whole(Box<B>),
}

impl<B: Body> Source for Prepared<B> {
    fn request(&self, context: &CallContext) -> Result<Request> {
        (self.steps.build)(context, &self.body)
    }

    fn move_to(&mut self, member: usize) -> Result<Arc<CallOptions>> {
        let body = &mut self.body;
        match self.original.take() {
            Some(Original::Parameter(parameter)) => *body.prepared_mut() = parameter,
            Some(Original::ModelAndParameter(model, parameter)) => {
                (*body.model_mut(), *body.prepared_mut()) = (model, parameter);
            }
            Some(Original::Whole(original)) => *body = original,
            None => {}
        }
        let own = &self.call.client;
        let member = own.member(member);
        let is_other = !Arc::ptr_eq(&own.transport, &member.transport);
        let mut clients = own.members.iter().flat_map(|members| &members.clients);
        let has_other_defaults = clients.any(|client| client.defaults.chat != own.defaults.chat);
        // Most calls are sent only to the client itself, so little is copied for it.
        self.original = Some(if has_other_defaults {
            Original::Whole(body.clone())
        } else if is_other || !own.endpoint_kind().takes_model() {
            Original::ModelAndParameter(body.model_mut().clone(), body.prepared_mut().clone())
        } else {
            Original::Parameter(body.prepared_mut().clone())
        });
        rebase(&mut **body, own, member);
        let mut call = self.call.moved_to(member);
        call.finalize(&mut **body, self.steps)?;
        Ok(call.options)
    }
}

/// Returns the value that the caller set, otherwise the default of the member.
fn unless_default<T: Clone + PartialEq>(now: &T, default: &T, other: &T) -> T {
    if now == default { other.clone() } else { now.clone() }
}

/// Replaces the defaults of one client in a body by those of another. What differs from a default was set by the caller.
fn rebase<B: Body>(body: &mut B, from: &Client, to: &Client) {
    if Arc::ptr_eq(&from.transport, &to.transport) {
        return;
    }
    let model = |chat: Option<&ChatCompletionsOptions>, client: &Client| {
        chat.and_then(|chat| chat.model.clone()).or_else(|| client.defaults.model.clone())
    };
    // Only requests of chat completions have default parameters.
    let Some(chat) = (&mut *body as &mut dyn Any).downcast_mut::<ChatCompletionsOptions>() else {
        let (own, other) = (model(None, from), model(None, to));
        *body.model_mut() = unless_default(body.model_mut(), &own, &other.or(own.clone()));
        return;
    };
    let (own, other) = (from.defaults.chat.as_ref(), to.defaults.chat.as_ref());
    let (own_model, other_model) = (model(own, from), model(other, to));
    let model = unless_default(&chat.model, &own_model, &other_model.or(own_model.clone()));
    if own != other {
        let none = ChatCompletionsOptions::default();
        chat.rebase(own.unwrap_or(&none), other.unwrap_or(&none));
    }
    chat.model = model;
}

/// Rejects an extra parameter that a typed field sets too, since the body would have it twice.
fn check_clashes<B: Body>(body: &mut B) -> Result<()> {
    if body.extra_mut().is_empty() {
        return Ok(());
    }
    let extra = std::mem::take(body.extra_mut());
    let typed = body.to_json().map_err(|error| Error::input("extra", error.to_string()));
    *body.extra_mut() = extra;
    let typed = typed?;
    match body.extra_mut().keys().find(|name| name.is_empty() || typed.get(name).is_some()) {
        Some(name) if name.is_empty() => Err(Error::input("extra", "it has no name")),
        Some(name) => Err(Error::input(name, "it is set twice: by its method and as an extra parameter")),
        None => Ok(()),
    }
}

/// Rejects NaN and infinity, which would be sent as null.
pub(crate) fn check_number(field: &str, number: Option<f64>) -> Result<()> {
    match number.filter(|number| !number.is_finite()) {
        Some(number) => Err(Error::input(field, format!("{number} can't be sent as JSON"))),
        None => Ok(()),
    }
}
