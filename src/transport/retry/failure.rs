//! Errors as failures, on which the retry policy decides.

use super::Failure;
use crate::error::{Error, Kind};

impl Error {
    /// Whether the call may move on to another member: the endpoint caused the failure, not the request.
    pub(crate) fn moves_on(&self, failure: Failure<'_>) -> bool {
        let is_of_connection = matches!(
            self.kind(),
            Kind::Credential
                | Kind::Connect
                | Kind::ConnectTimeout
                | Kind::Timeout
                | Kind::Transport
                | Kind::Interrupted
                | Kind::QuotaExceeded
        );
        let moves = is_of_connection || self.is_deployment_missing() || super::moves_on(failure);
        moves && !self.is_content_filtered()
    }

    /// Whether the deployment does not exist, or not yet. The request causes any other 404.
    fn is_deployment_missing(&self) -> bool {
        let text = format!("{} {}", self.code().unwrap_or_default(), self.message()).to_ascii_lowercase();
        let is_named = |names: &[&str]| names.iter().any(|name| text.contains(name));
        self.kind() == Kind::NotFound
            && (is_named(&["deploymentnotfound", "modelnotfound", "model_not_found", "unknown_model"])
                || is_named(&["deployment"]) && is_named(&["not exist", "not found"]))
    }

    /// The failure as the input of the retry policy; `None` if the service names no status.
    pub(crate) fn failure(&self) -> Option<Failure<'_>> {
        let status = self.reported_status().or(self.status().filter(|status| !status.is_success()))?;
        let headers = self.headers()?;
        Some(Failure::Status { status, headers, delay: self.retry_after(), is_final: self.is_final() })
    }
}
