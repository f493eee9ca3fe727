//! A rate limit as the service reports it: what remains in its window, and when the window resets.

use std::time::Duration;

use tokio::time::Instant;

use super::later;
use crate::error::RateLimit;

/// One window of a rate limit: for requests or for tokens.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// The amount that remains for further calls; negative while the calls in flight exceed it.
    left: f64,
    /// The estimated cost of a call, from the amounts that remained after earlier calls.
    cost: f64,
    limit: Option<f64>,
    /// The amount that remained according to the last response of this window.
    reported: Option<f64>,
    /// The end of the window; `None` if it is unknown.
    pub(super) end: Option<Instant>,
    /// The time from the last response to the end of the window.
    period: Duration,
}

impl Window {
    /// Returns the time until which no call may be sent; `None` if one may be sent now.
    pub(super) fn wait(&self, now: Instant) -> Option<Instant> {
        self.end.filter(|end| now < *end && self.left < self.cost.max(1.0))
    }

    /// Subtracts the cost of one call.
    pub(super) fn take(&mut self, now: Instant) {
        if self.end.is_some_and(|end| now >= end) {
            // The next response reports the new window. Until then it has the size of the last one, or allows one call.
            (self.left, self.reported) = (self.limit.unwrap_or(self.cost.max(1.0)), None);
            self.end = Some(later(now, self.period));
        }
        self.left -= self.cost;
    }

    /// Updates the window from a response while `others` are in flight, which the service may not have counted yet.
    pub(super) fn report(&mut self, limit: RateLimit, others: u32, now: Instant) {
        // A limit of 0 or −1 means that there is no limit, and so does a negative remaining amount.
        let is_limited = limit.limit.is_none_or(|limit| limit > 0);
        let remaining = limit.remaining.filter(|remaining| is_limited && *remaining >= 0);
        let (Some(remaining), Some(period)) = (remaining, limit.reset) else { return };
        let remaining = remaining as f64;
        self.limit = limit.limit.map(|limit| limit as f64).or(self.limit);
        if let Some(drop) = self.reported.or(self.limit).map(|before| before - remaining).filter(|drop| *drop > 0.0) {
            self.cost = if self.cost == 0.0 { drop } else { (self.cost + drop) / 2.0 };
        }
        self.left = remaining - self.cost * f64::from(others);
        (self.reported, self.end, self.period) = (Some(remaining), Some(later(now, period)), period);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(limit: i64, remaining: i64) -> RateLimit {
        RateLimit { limit: Some(limit), remaining: Some(remaining), reset: Some(Duration::from_secs(6)) }
    }

    #[test]
    fn an_exhausted_window_holds_calls_until_its_end() {
        let now = Instant::now();
        let mut window = Window::default();
        assert_eq!(window.wait(now), None, "nothing is known yet");
        window.take(now);
        window.report(limit(3, 2), 0, now);
        for _ in 0..2 {
            assert_eq!(window.wait(now), None);
            window.take(now);
        }
        let end = later(now, Duration::from_secs(6));
        assert_eq!(window.wait(now), Some(end));
        // The next window has the limit of the last one.
        for _ in 0..3 {
            assert_eq!(window.wait(end), None);
            window.take(end);
        }
        assert!(window.wait(end).is_some());
    }

    #[test]
    fn calls_in_flight_count_before_the_service_has_counted_them() {
        let now = Instant::now();
        let mut window = Window::default();
        window.report(limit(4, 3), 3, now);
        assert!(window.wait(now).is_some());
        window.report(limit(4, 3), 2, now);
        assert_eq!(window.wait(now), None);
    }

    #[test]
    fn the_cost_in_tokens_is_learned_from_what_is_left() {
        let now = Instant::now();
        let mut window = Window::default();
        window.report(limit(1000, 700), 0, now);
        assert_eq!(window.wait(now), None);
        window.report(limit(1000, 299), 0, now);
        assert!(window.wait(now).is_some(), "a call costs some 350");
        window.report(limit(1000, 249), 0, now);
        assert_eq!(window.wait(now), None, "or some 200");
    }

    #[test]
    fn a_limit_that_says_nothing_holds_nothing() {
        let now = Instant::now();
        let check = |limit: Option<i64>, remaining: Option<i64>, reset: Option<u64>| {
            let mut window = Window::default();
            let reported = RateLimit { limit, remaining, reset: reset.map(Duration::from_secs) };
            window.report(reported, 5, now);
            assert_eq!(window.wait(now), None, "{reported:?}");
        };
        check(Some(-1), Some(0), Some(6));
        check(Some(0), Some(0), Some(6));
        check(Some(10), Some(-1), Some(6));
        check(Some(10), Some(0), None);
        check(Some(10), Some(0), Some(0));
        check(None, None, Some(6));
    }
}
