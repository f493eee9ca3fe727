//! How many retries all calls of a client may make together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use http::StatusCode;

use crate::retry::Failure;

/// What all calls of a client may spend on retries together, so that they don't multiply the load of a service that fails.
///
/// It begins full. A retry costs 5, one after a timeout 10; one that a 429 asks for with a delay of its own costs nothing. A
/// retry that succeeds gives back what it cost, any other success gives 1, up to the capacity. When it is spent, a call that
/// fails is not tried again: its error says so ([`Error::is_retry_budget_spent`](crate::Error::is_retry_budget_spent)).
///
/// Clones share one budget: give it to several clients of one service.
///
/// ```
/// use azure_inference::{Client, RetryBudget};
///
/// let budget = RetryBudget::new(1000);
/// let client = Client::builder("https://my-resource.openai.azure.com").retry_budget(budget.clone()).build()?;
/// assert_eq!(budget.left(), Some(1000));
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
    /// A capacity of 500: a hundred retries under way.
    fn default() -> Self {
        Self::new(CAPACITY)
    }
}

impl RetryBudget {
    /// A budget of this capacity, full.
    pub fn new(capacity: u32) -> Self {
        Self(Some(Arc::new(Bucket { capacity, left: AtomicU32::new(capacity) })))
    }

    /// No bounds but those of each call's [`RetryPolicy`](crate::RetryPolicy).
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// What is left; `None` if it has no bounds.
    pub fn left(&self) -> Option<u32> {
        self.0.as_ref().map(|bucket| bucket.left.load(Ordering::Relaxed))
    }

    /// Pays for a retry, if there is enough.
    pub(crate) fn spend(&self, cost: u32) -> bool {
        let Some(bucket) = &self.0 else { return true };
        let spend = |left: u32| left.checked_sub(cost);
        bucket.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok()
    }

    /// After a success: gives back what the retry cost, or rewards a first try.
    pub(crate) fn refund(&self, cost: u32) {
        let Some(bucket) = &self.0 else { return };
        // Nearly always there is nothing to add.
        if bucket.left.load(Ordering::Relaxed) < bucket.capacity {
            let add = |left: u32| Some(left.saturating_add(cost.max(REWARD)).min(bucket.capacity));
            let _ = bucket.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}

/// What a retry after this failure costs.
pub(crate) fn cost(failure: Failure<'_>, is_timeout: bool, now: SystemTime) -> u32 {
    match failure {
        // The service paces it.
        Failure::Status { status: StatusCode::TOO_MANY_REQUESTS, .. } if failure.delay(now).is_some() => 0,
        _ if is_timeout => COST_OF_TIMEOUT,
        _ => COST,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::retry::{Retries, RetryPolicy, decide};

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    #[test]
    fn a_budget_is_spent_and_given_back() {
        let budget = RetryBudget::new(12);
        assert!(budget.spend(5) && budget.spend(5) && !budget.spend(5));
        assert_eq!(budget.left(), Some(2));
        budget.refund(5);
        budget.refund(0);
        assert_eq!(budget.left(), Some(8), "a success without a retry gives 1");
        budget.refund(10);
        assert_eq!(budget.left(), Some(12), "never more than the capacity");
        assert!(!RetryBudget::new(0).spend(5) && RetryBudget::new(0).spend(0));
        assert!(RetryBudget::unlimited().spend(u32::MAX) && RetryBudget::unlimited().left().is_none());
    }

    #[test]
    fn clones_share() {
        let budget = RetryBudget::default();
        assert!(budget.clone().spend(10));
        assert_eq!(budget.left(), Some(490));
    }

    #[test]
    fn retries_cost_as_the_table_says() {
        let paced = HeaderMap::from_iter([(http::header::RETRY_AFTER, HeaderValue::from_static("1"))]);
        let none = HeaderMap::new();
        let check = |status: u16, headers: &HeaderMap, expected: u32| {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(
                cost(Failure::Status { status, headers, delay: None, is_final: false }, false, now()),
                expected,
                "{status}"
            );
        };
        check(503, &none, 5);
        check(503, &paced, 5);
        check(429, &none, 5);
        check(429, &paced, 0);
        assert_eq!([true, false].map(|is_timeout| cost(Failure::NoAnswer, is_timeout, now())), [10, 5]);
    }

    /// How many requests a server gets of 1,000 callers at once, who all try again as the default policy says. The server
    /// answers the first `failing` tries of each with 503 or not at all.
    fn load(budget: &RetryBudget, failing: u32, is_timeout: bool) -> u32 {
        let headers = HeaderMap::new();
        let busy = Failure::Status {
            status: StatusCode::SERVICE_UNAVAILABLE,
            headers: &headers,
            delay: None,
            is_final: false,
        };
        let failure = if is_timeout { Failure::NoAnswer } else { busy };
        let mut callers = vec![Retries::default(); 1000];
        let mut requests = 0;
        while !callers.is_empty() {
            requests += callers.len() as u32;
            callers.retain_mut(|retries| {
                if retries.all >= failing {
                    budget.refund(retries.cost);
                    return false;
                }
                let again = decide(&RetryPolicy::default(), *retries, failure, now(), 0.5).is_some();
                retries.cost = cost(failure, is_timeout, now());
                retries.all += 1;
                again && budget.spend(retries.cost)
            });
        }
        requests
    }

    #[test]
    fn a_thousand_callers_do_not_multiply_an_outage() {
        assert_eq!(load(&RetryBudget::unlimited(), u32::MAX, false), 4000);
        assert_eq!(load(&RetryBudget::default(), u32::MAX, false), 1100);
        assert_eq!(load(&RetryBudget::default(), u32::MAX, true), 1050);

        let budget = RetryBudget::default();
        let during = [(); 3].map(|()| load(&budget, u32::MAX, false));
        assert_eq!(during, [1100, 1000, 1000], "while it lasts, nobody tries again");
        assert_eq!(load(&budget, 0, false), 1000);
        assert_eq!(budget.left(), Some(500), "after it, successes fill the budget");
    }
}
