//! A rate limit as the service reports it: how much of a window is left, and until when.

use std::time::Duration;

use tokio::time::Instant;

use crate::pool::later;
use crate::response::RateLimit;

/// One window of a rate limit, of requests or of tokens.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// What is left for calls that are not sent yet; negative while more are in flight than the service has left.
    left: f64,
    /// What one call costs: 1 request, or as many tokens as calls cost lately.
    cost: f64,
    is_learned: bool,
    limit: Option<f64>,
    /// What the last response reported.
    reported: Option<f64>,
    /// The end of the window; `None` while none is known.
    end: Option<Instant>,
    /// From the last report to the end of the window.
    period: Duration,
}

impl Window {
    /// A window of calls that cost this much each, as far as known.
    pub(super) fn of(cost: f64) -> Self {
        Self { cost, ..Self::default() }
    }

    /// Until when no call may be sent; `None` if one may be sent now.
    pub(super) fn wait(&self, now: Instant) -> Option<Instant> {
        self.end.filter(|end| now < *end && self.left < self.cost.max(1.0))
    }

    /// Whether a response has reported it.
    pub(super) fn is_known(&self) -> bool {
        self.end.is_some()
    }

    /// Takes out what one call costs.
    pub(super) fn take(&mut self, now: Instant) {
        let Some(end) = self.end else { return };
        if now >= end {
            // The next response reports the new window. Until then it has the size of the last, or room for one call.
            self.left = self.limit.unwrap_or(self.cost.max(1.0));
            self.reported = None;
            self.end = Some(later(now, self.period));
        }
        self.left -= self.cost;
    }

    /// Takes over what a response reports while `others` are in flight, which the service may not have counted yet.
    pub(super) fn report(&mut self, limit: RateLimit, others: u32, now: Instant, learns_cost: bool) {
        let positive = |count: i64| (count > 0).then_some(count as f64);
        // A limit of 0 or −1 stands for none.
        let is_limited = limit.limit.is_none_or(|limit| limit > 0);
        let remaining = limit.remaining.filter(|remaining| is_limited && *remaining >= 0);
        let (Some(remaining), Some(period)) = (remaining, limit.reset) else { return };
        let remaining = remaining as f64;
        let total = limit.limit.and_then(positive);
        if learns_cost {
            match (self.reported.map(|reported| reported - remaining), total) {
                (Some(drop), _) if drop > 0.0 && self.is_learned => self.cost = 0.7 * self.cost + 0.3 * drop,
                (Some(drop), _) if drop > 0.0 => (self.cost, self.is_learned) = (drop, true),
                // Until there is a difference, all that is used was used by the first call.
                (None, Some(total)) if !self.is_learned => self.cost = (total - remaining).max(1.0),
                _ => {}
            }
        }
        self.left = remaining - self.cost * f64::from(others);
        self.limit = total.or(self.limit);
        self.reported = Some(remaining);
        self.end = Some(later(now, period));
        self.period = period;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(remaining: i64, seconds: u64) -> RateLimit {
        let mut limit = RateLimit::default();
        (limit.limit, limit.remaining, limit.reset) = (Some(10), Some(remaining), Some(Duration::from_secs(seconds)));
        limit
    }

    #[test]
    fn an_exhausted_window_holds_calls_until_its_end() {
        let now = Instant::now();
        let mut window = Window::of(1.0);
        assert_eq!(window.wait(now), None, "nothing is known yet");
        window.report(limit(2, 6), 0, now, false);
        for _ in 0..2 {
            assert_eq!(window.wait(now), None);
            window.take(now);
        }
        let end = later(now, Duration::from_secs(6));
        assert_eq!(window.wait(now), Some(end));
        assert_eq!(window.wait(end), None);
        // The next window has the limit of the last.
        for _ in 0..10 {
            assert_eq!(window.wait(end), None);
            window.take(end);
        }
        assert!(window.wait(end).is_some());
    }

    #[test]
    fn calls_in_flight_count_before_the_service_has_counted_them() {
        let now = Instant::now();
        let mut window = Window::of(1.0);
        window.report(limit(3, 6), 3, now, false);
        assert!(window.wait(now).is_some());
        window.report(limit(3, 6), 2, now, false);
        assert_eq!(window.wait(now), None);
    }

    #[test]
    fn the_cost_in_tokens_is_learned_from_what_is_left() {
        let now = Instant::now();
        let mut window = Window::of(0.0);
        window.report(limit(800, 6), 0, now, true);
        window.report(limit(500, 6), 0, now, true);
        assert_eq!(window.wait(now), None);
        window.report(limit(399, 6), 0, now, true);
        assert_eq!(window.wait(now), None, "a call costs 240 by now");
        window.report(limit(200, 6), 0, now, true);
        assert!(window.wait(now).is_some());
    }

    #[test]
    fn a_limit_that_says_nothing_holds_nothing() {
        let now = Instant::now();
        let check = |limit: Option<i64>, remaining: Option<i64>, reset: Option<u64>| {
            let mut window = Window::of(1.0);
            let mut reported = RateLimit::default();
            (reported.limit, reported.remaining, reported.reset) = (limit, remaining, reset.map(Duration::from_secs));
            window.report(reported, 5, now, false);
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
