//! `Display` and `Debug` of errors.

use std::fmt;

use http::StatusCode;

use super::{Error, Kind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An error in a 200 response does not start with "200 OK".
        if let Some(status) = self.status().filter(|status| *status != StatusCode::OK) {
            write!(f, "{status}: ")?;
        }
        match (self.0.kind, self.param()) {
            (Kind::Input, Some(field)) => write!(f, "{field}: {}", self.0.message)?,
            _ => f.write_str(&self.0.message)?,
        }
        let named = |name: &str, value: Option<&str>| value.map(|value| format!("{name} {value}"));
        let attempts = self.0.details.elapsed.filter(|_| self.0.details.attempts > 1);
        let attempts = attempts.map(|elapsed| format!("{} attempts in {elapsed:.1?}", self.0.details.attempts));
        let details = [named("code", self.code()), named("request id", self.request_id()), attempts];
        let details: Vec<String> = details.into_iter().flatten().collect();
        if !details.is_empty() {
            write!(f, " ({})", details.join(", "))?;
        }
        let budget = self.0.details.is_retry_budget_exhausted.then_some("not retried: the retry budget is exhausted");
        self.0.details.hint.as_deref().into_iter().chain(budget).try_for_each(|hint| write!(f, "; {hint}"))?;
        // The attempts are listed only if they went to several endpoints.
        let failed = self.failed_attempts();
        if failed.windows(2).all(|pair| pair[0].member == pair[1].member) {
            return Ok(());
        }
        f.write_str("; attempts: ")?;
        failed.iter().enumerate().try_for_each(|(place, failed)| {
            f.write_str(if place == 0 { "" } else { "; " })?;
            write!(f, "{failed}")
        })
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.status())
            .field("code", &self.code())
            .field("message", &self.0.message)
            .field("param", &self.param())
            .field("hint", &self.0.details.hint)
            .field("request_id", &self.request_id())
            .field("retry_after", &self.0.details.retry_after)
            .field("attempts", &self.0.details.attempts)
            .field("elapsed", &self.0.details.elapsed)
            .field("failed_attempts", &self.0.details.failed)
            .field("source", &self.0.details.source)
            .finish()
    }
}
