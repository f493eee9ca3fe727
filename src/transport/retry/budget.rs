//! Limits the retries of all calls of a client.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use http::StatusCode;

use super::delay;
use crate::error::Error;

/// Retry budget: limits the retries of all calls of a client, so that they don't multiply the load of a failing service.
///
/// The budget starts full. A retry costs 5, or 10 after a timeout. A retry of a 429 that requests a delay is free. A
/// successful retry refunds its cost, and any other success adds 1, up to the capacity. When the budget is exhausted, failed
/// calls are not retried, and [`Error::is_retry_budget_exhausted`](crate::Error::is_retry_budget_exhausted) returns `true`.
///
/// Clones share one budget. Pass clones to several clients of one service.
///
/// ```
/// use azure_inference::{Client, RetryBudget};
///
/// let budget = RetryBudget::new(1000);
/// let client = Client::builder("https://my-resource.openai.azure.com").retry_budget(budget.clone()).build()?;
/// assert_eq!(budget.remaining(), Some(1000));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RetryBudget(Option<Arc<Bucket>>);

#[derive(Debug)]
struct Bucket {
    capacity: u32,
    left: AtomicU32,
}

const CAPACITY: u32 = 500;
const COST: u32 = 5;
const COST_OF_TIMEOUT: u32 = 10;
const REWARD: u32 = 1;

impl Default for RetryBudget {
    /// Returns a budget with a capacity of 500: 100 concurrent retries.
    fn default() -> Self {
        Self::new(CAPACITY)
    }
}

impl RetryBudget {
    /// Returns a full budget with this capacity.
    pub fn new(capacity: u32) -> Self {
        Self(Some(Arc::new(Bucket { capacity, left: AtomicU32::new(capacity) })))
    }

    /// Returns an unlimited budget: only the [`RetryPolicy`](crate::RetryPolicy) of each call limits retries.
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Returns the remaining budget; `None` if it is unlimited.
    pub fn remaining(&self) -> Option<u32> {
        self.0.as_ref().map(|bucket| bucket.left.load(Ordering::Relaxed))
    }

    /// Pays for a retry. Returns `false` if the remaining budget does not suffice.
    pub(crate) fn spend(&self, cost: u32) -> bool {
        let Some(bucket) = &self.0 else { return true };
        let spend = |left: u32| left.checked_sub(cost);
        bucket.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok()
    }

    /// Refunds the cost of a retry after a success, or adds 1 after a first attempt that succeeded.
    pub(crate) fn refund(&self, cost: u32) {
        let Some(bucket) = &self.0 else { return };
        // The budget is nearly always full.
        if bucket.left.load(Ordering::Relaxed) < bucket.capacity {
            let add = |left: u32| Some(left.saturating_add(cost.max(REWARD)).min(bucket.capacity));
            let _ = bucket.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}

/// Returns the cost of a retry after this failure.
pub(crate) fn cost(error: &Error, now: SystemTime) -> u32 {
    // The service limits the rate of retries that it delays.
    let is_paced = error.refusal_status() == Some(StatusCode::TOO_MANY_REQUESTS) && delay(error, now).is_some();
    match error.is_timeout() {
        _ if is_paced => 0,
        true => COST_OF_TIMEOUT,
        false => COST,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::error::{Kind, Response, ServiceError};
    use crate::transport::retry::{Retries, RetryPolicy, decide};

    fn refusal(status: StatusCode, headers: &HeaderMap) -> Error {
        let response = Response { status, headers: headers.clone(), body: Default::default() };
        Error::service(ServiceError::default(), response)
    }

    fn no_response(kind: Kind) -> Error {
        Error::new(kind, "m").with_retryable(true)
    }

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    #[test]
    fn budgets_are_spent_and_refunded() {
        let budget = RetryBudget::new(12);
        assert!(budget.spend(5) && budget.spend(5) && !budget.spend(5));
        assert_eq!(budget.remaining(), Some(2));
        budget.refund(5);
        budget.refund(0);
        assert_eq!(budget.remaining(), Some(8), "a success without a retry adds 1");
        budget.refund(10);
        assert_eq!(budget.remaining(), Some(12), "the capacity is the maximum");
        assert!(!RetryBudget::new(0).spend(5) && RetryBudget::new(0).spend(0));
        assert!(RetryBudget::unlimited().spend(u32::MAX) && RetryBudget::unlimited().remaining().is_none());
    }

    #[test]
    fn clones_share_one_budget() {
        let budget = RetryBudget::default();
        assert!(budget.clone().spend(10));
        assert_eq!(budget.remaining(), Some(490));
    }

    #[test]
    fn retry_costs_are_as_documented() {
        let paced = HeaderMap::from_iter([(http::header::RETRY_AFTER, HeaderValue::from_static("1"))]);
        let none = HeaderMap::new();
        for (name, status, headers, expected) in [
            ("503", StatusCode::SERVICE_UNAVAILABLE, &none, 5),
            ("503 with a delay", StatusCode::SERVICE_UNAVAILABLE, &paced, 5),
            ("429", StatusCode::TOO_MANY_REQUESTS, &none, 5),
            ("429 with a delay", StatusCode::TOO_MANY_REQUESTS, &paced, 0),
        ] {
            assert_eq!(cost(&refusal(status, headers), now()), expected, "{name}");
        }
        assert_eq!(cost(&no_response(Kind::Timeout), now()), 10, "timeout");
        assert_eq!(cost(&no_response(Kind::Connect), now()), 5, "connection failure");
    }

    /// Returns the number of requests of 1,000 concurrent callers with the default policy. The server fails the first
    /// `failing` attempts of each caller, with a timeout or a 503.
    fn load(budget: &RetryBudget, failing: u32, is_timeout: bool) -> u32 {
        let busy = refusal(StatusCode::SERVICE_UNAVAILABLE, &HeaderMap::new());
        let failure = if is_timeout { no_response(Kind::Timeout) } else { busy };
        let mut callers = vec![Retries::default(); 1000];
        let mut requests = 0;
        while !callers.is_empty() {
            requests += callers.len() as u32;
            callers.retain_mut(|retries| {
                if retries.all >= failing {
                    budget.refund(retries.cost);
                    return false;
                }
                let again = decide(&RetryPolicy::default(), *retries, &failure, now(), 0.5).is_some();
                retries.cost = cost(&failure, now());
                retries.all += 1;
                again && budget.spend(retries.cost)
            });
        }
        requests
    }

    #[test]
    fn retries_of_many_callers_do_not_multiply_an_outage() {
        assert_eq!(load(&RetryBudget::unlimited(), u32::MAX, false), 4000);
        assert_eq!(load(&RetryBudget::default(), u32::MAX, false), 1100);
        assert_eq!(load(&RetryBudget::default(), u32::MAX, true), 1050);

        let budget = RetryBudget::default();
        let during = [(); 3].map(|()| load(&budget, u32::MAX, false));
        assert_eq!(during, [1100, 1000, 1000], "during the outage there are no more retries");
        assert_eq!(load(&budget, 0, false), 1000);
        assert_eq!(budget.remaining(), Some(500), "after the outage, successes fill the budget");
    }
}
