//! What every request builder has besides its body: the client, the options of the call, the first validation error.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::Request;
use serde_json::{Map, Value};

use super::moving::rebase;
use crate::client::{Client, check_name};
use crate::error::{Error, Result};
use crate::models::ExtraParameters;
use crate::raw::{self, Body, Restore};
use crate::transport::endpoint::EndpointKind;
use crate::transport::options::CallOptions;
use crate::transport::{self, CallContext, Defaults, Source};

/// Completes a body, or returns the first validation error, wherever the invalid part was set.
pub(crate) type Check<B> = fn(&mut B, EndpointKind) -> Result<()>;

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
        let options = Arc::clone(client.options());
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

    /// Whether a part is sent by default: unless the model is known to reject it. Records that it is a default.
    pub(crate) fn sends_by_default(&mut self, part: Defaults, model: Option<&str>) -> bool {
        // The name of a deployment is in the path and not in the body.
        let model = model.filter(|_| self.client.endpoint_kind().takes_model());
        let is_sent = !self.client.refused(model).contains(part);
        if is_sent {
            let options = self.options_mut();
            options.defaults = options.defaults.with(part);
        }
        is_sent
    }

    /// Removes what is set by default: a parameter, or the header that extras are sent with by default.
    pub(crate) fn unset<B: Body>(&mut self, body: &mut B, name: &str) {
        if name == "extra_parameters" {
            self.options_mut().extra_parameters = None;
            self.options_mut().is_pass_through_off = true;
            return;
        }
        if !body.unset(name) {
            self.record_invalid(name, &format!("missing field `{name}`"));
        }
    }

    /// An existing request body, with the client's model if it names none.
    pub(crate) fn take_body<B: Body>(&self, mut body: B) -> B {
        self.add_model(&mut body);
        body
    }

    pub(crate) fn add_model<B: Body>(&self, body: &mut B) {
        let model = body.model_mut();
        *model = model.take().or_else(|| self.client.model().map(str::to_owned));
    }

    /// The same call and body as they are sent.
    pub(crate) fn finalized<B: Body>(mut self, mut body: B, check: Check<B>) -> Result<(Self, B)> {
        self.finalize(&mut body, check)?;
        Ok((self, body))
    }

    /// Prepares the call and its body: `defaults` sets what is sent by default, `check` completes the body or rejects it, and
    /// `request` builds a request from it. A client with several members does that for each member that is sent the call,
    /// other clients do it here.
    pub(crate) fn prepare<B: Body, D: Fn(&mut Self, &mut B)>(
        self,
        body: Box<B>,
        defaults: D,
        check: Check<B>,
        request: fn(&CallContext, &B) -> Result<Request>,
    ) -> Result<(CallContext, Prepared<B, D>)> {
        let mut prepared = Prepared { call: self, body, options: None, restore: None, defaults, check, request };
        let call = &prepared.call;
        let context = match call.client.members_of_pool() {
            Some(members) => CallContext::of_pool(Arc::clone(&members.pool), Arc::clone(&call.options)),
            None => {
                prepared.finalize()?;
                prepared.call.client.context(Arc::clone(&prepared.call.options))
            }
        };
        Ok((context, prepared))
    }

    /// The request that would be sent.
    pub(crate) fn into_request<B: Body>(
        mut self,
        mut body: B,
        check: Check<B>,
        build: fn(&CallContext, &B) -> Result<reqwest::Request>,
    ) -> Result<http::Request<Bytes>> {
        self.finalize(&mut body, check)?;
        let context = self.client.context(self.options);
        raw::as_http(transport::complete(&context, build(&context, &body)?))
    }

    /// The first validation error; a credential among the headers that this endpoint must not be sent.
    pub(crate) fn accept(&mut self) -> Result<()> {
        if let Some((field, reason)) = self.first_error.take() {
            return Err(Error::input(field, reason));
        }
        if self.options.has_secret() { self.client.check_credential() } else { Ok(()) }
    }

    fn finalize<B: Body>(&mut self, body: &mut B, check: Check<B>) -> Result<()> {
        self.accept()?;
        check(body, self.client.endpoint_kind())?;
        check_clashes(body)?;
        self.finalize_model(body.model_mut())?;
        let has_extras = !body.extra_mut().is_empty() || body.sets_marked_extras();
        self.finalize_extras(has_extras, body.model_mut().as_deref())
    }

    fn finalize_model(&self, model: &mut Option<String>) -> Result<()> {
        let kind = self.client.endpoint_kind();
        if !kind.takes_model() {
            *model = None;
        }
        match model {
            Some(model) => check_name("model", model),
            None if kind.needs_model() => {
                Err(Error::input("model", "the v1 route requires the name of a deployment; set it with `model`"))
            }
            None => Ok(()),
        }
    }

    fn finalize_extras(&mut self, has_extras: bool, model: Option<&str>) -> Result<()> {
        let kind = self.client.endpoint_kind();
        match (kind.supports_extra_parameters(), &self.options.extra_parameters) {
            (Some(true), None) if has_extras && !self.options.is_pass_through_off => {
                if self.sends_by_default(Defaults::EXTRA_PARAMETERS, model) {
                    self.options_mut().extra_parameters = Some(ExtraParameters::PassThrough);
                }
                Ok(())
            }
            (Some(false), Some(_)) => {
                Err(Error::input("extra_parameters", format!("endpoints of kind {kind:?} do not have this header")))
            }
            _ => Ok(()),
        }
    }
}

/// A call and its body, from which its requests are built.
pub(crate) struct Prepared<B, D> {
    /// As the caller built it; of a client without other members, as it is sent.
    call: CallBuilder,
    pub(crate) body: Box<B>,
    /// The options that the caller built, while the call is prepared in place for the client itself.
    options: Option<Arc<CallOptions>>,
    /// Restores the body that the caller built, once it was changed for a member.
    restore: Option<Restore<B>>,
    defaults: D,
    check: Check<B>,
    request: fn(&CallContext, &B) -> Result<Request>,
}

impl<B: Body, D: Fn(&mut CallBuilder, &mut B)> Prepared<B, D> {
    fn finalize(&mut self) -> Result<()> {
        (self.defaults)(&mut self.call, &mut self.body);
        self.call.finalize(&mut *self.body, self.check)
    }

    /// Whether preparing the call for a member is undone without a copy: for the client itself, before any other member.
    fn is_prepared_in_place(&self, member: usize) -> bool {
        let own = &self.call.client;
        let is_first = self.options.is_none() && self.restore.is_none() && self.call.first_error.is_none();
        is_first
            && Arc::ptr_eq(own.transport(), own.member(member).transport())
            && own.endpoint_kind().takes_model()
            && self.body.is_unprepared()
    }
}

impl<B: Body + 'static, D: Fn(&mut CallBuilder, &mut B) + Send + Sync> Source for Prepared<B, D> {
    fn request(&self, context: &CallContext) -> Result<Request> {
        (self.request)(context, &self.body)
    }

    fn move_to(&mut self, member: usize) -> Result<Arc<CallOptions>> {
        if self.is_prepared_in_place(member) {
            self.options = Some(Arc::clone(&self.call.options));
            self.finalize()?;
            return Ok(Arc::clone(&self.call.options));
        }
        if let Some(options) = self.options.take() {
            self.call.options = options;
            self.body.unprepare();
        }
        let own = &self.call.client;
        let member = own.member(member);
        let has_other_defaults = own.members_of_pool().is_some_and(|members| members.has_other_defaults);
        match &self.restore {
            Some(restore) => restore(&mut self.body),
            None if has_other_defaults => {
                let original = self.body.clone();
                self.restore = Some(Box::new(move |body| body.clone_from(&original)));
            }
            None => self.restore = Some(self.body.restore()),
        }
        let mut call = self.call.moved_to(member);
        rebase(&mut *self.body, own, member, has_other_defaults);
        (self.defaults)(&mut call, &mut self.body);
        call.finalize(&mut *self.body, self.check)?;
        Ok(call.options)
    }
}

/// Rejects an extra parameter that a typed field sets too, since the body would have it twice.
fn check_clashes<B: Body>(body: &mut B) -> Result<()> {
    let extra = std::mem::take(body.extra_mut());
    let checked = if extra.is_empty() { Ok(()) } else { check_names(body, &extra) };
    *body.extra_mut() = extra;
    checked
}

fn check_names<B: Body>(typed: &B, extra: &Map<String, Value>) -> Result<()> {
    if extra.contains_key("") {
        return Err(Error::input("extra", "it has no name"));
    }
    let typed = typed.to_json().map_err(|error| Error::input("extra", error.to_string()))?;
    match extra.keys().find(|name| typed.get(name).is_some()) {
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
