//! Outages on tokio's paused clock. The regions run on the runtime of the test, so the clock advances only when all tasks are
//! idle.

use std::time::Duration;

use azure_inference::{Client, Error, RetryPolicy, Timeouts};
use futures_util::stream::{self, StreamExt};
use tokio::time::{Instant, sleep};

use super::region::{Region, Reply, Request, busy, status};

const LATENCY: Duration = Duration::from_millis(200);

fn response() -> Reply {
    Reply::Response(LATENCY)
}

fn pair(first: &Region, second: &Region) -> Client {
    first.builder().model("m").fallback(second.client()).build().unwrap()
}

/// The errors and the durations of calls.
struct Outcome {
    errors: Vec<Error>,
    took: Vec<Duration>,
}

impl Outcome {
    fn slowest(&self) -> f64 {
        self.took.iter().max().unwrap().as_secs_f64()
    }

    fn mean(&self) -> f64 {
        self.took.iter().sum::<Duration>().as_secs_f64() / self.took.len() as f64
    }

    #[track_caller]
    fn assert_all_succeeded(&self) {
        assert!(self.errors.is_empty(), "{} calls failed: {}", self.errors.len(), self.errors[0]);
    }
}

/// Makes calls at this rate. Every third call is a stream.
async fn calls(client: &Client, count: usize, per_second: f64) -> Outcome {
    let start = Instant::now();
    let calls = (0..count).map(|number| async move {
        tokio::time::sleep_until(start + Duration::from_secs_f64(number as f64 / per_second)).await;
        let (start, call) = (Instant::now(), client.chat().user(number.to_string()));
        let text = if number % 3 == 2 {
            async { call.stream().await?.finish().await.map(|response| response.text().to_owned()) }.await
        } else {
            call.send().await.map(|response| response.text().to_owned())
        };
        (text, start.elapsed())
    });
    let mut outcome = Outcome { errors: Vec::new(), took: Vec::new() };
    for (text, took) in stream::iter(calls).buffer_unordered(count).collect::<Vec<_>>().await {
        outcome.took.push(took);
        match text {
            Ok(text) => assert_eq!(text, "ok"),
            Err(error) => outcome.errors.push(error),
        }
    }
    outcome
}

fn between(request: &Request, start: f64, end: f64) -> bool {
    (start..end).contains(&request.at.as_secs_f64())
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_one_region_fails_no_call() {
    let first = Region::start(|request| if between(request, 10.0, 40.0) { status(503) } else { response() }).await;
    let second = Region::start(|_| response()).await;
    let outcome = calls(&pair(&first, &second), 600, 10.0).await;
    outcome.assert_all_succeeded();
    // During the outage the first region only receives probes: after 0.25 to 0.5 s, doubling up to 8 s.
    let probes = first.count_between(10.0, 40.0);
    assert!((6..=14).contains(&probes), "{probes}");
    assert_eq!(first.count_between(0.0, 10.0), 100);
    assert!(first.count_between(48.0, 60.0) >= 115, "the region is used again within the longest backoff");
    assert!(outcome.slowest() < 0.25, "failover is immediate: {}", outcome.slowest());
}

#[tokio::test(start_paused = true)]
async fn a_brownout_fails_no_call() {
    let first = Region::start(|request| if request.number % 2 == 1 { busy(1) } else { response() }).await;
    let second = Region::start(|_| response()).await;
    let outcome = calls(&pair(&first, &second), 600, 10.0).await;
    outcome.assert_all_succeeded();
    assert_eq!(first.count() + second.count(), 600 + first.count() / 2, "each 429 causes exactly one more request");
    assert!(outcome.slowest() < 0.25, "{}", outcome.slowest());
}

#[tokio::test(start_paused = true)]
async fn a_brownout_of_all_regions_fails_no_call_with_eight_retries() {
    let play = |request: &Request| if request.number % 2 == 1 { busy(1) } else { response() };
    let (first, second) = (Region::start(play).await, Region::start(play).await);
    // Half of the attempts fail.
    let policy = RetryPolicy::default().max_retries(8);
    let client = first.builder().retry(policy).fallback(second.client()).build().unwrap();
    let outcome = calls(&client, 100, 1.0).await;
    outcome.assert_all_succeeded();
    assert!(outcome.mean() < 2.0, "{}", outcome.mean());
}

/// Whether a request fails: about half of them, in a fixed pseudorandom order.
fn fails(number: usize, seed: u64) -> bool {
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ seed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ mixed >> 29).wrapping_mul(0x94d0_49bb_1331_11eb) >> 63 == 1
}

#[tokio::test(start_paused = true)]
async fn a_brownout_of_all_regions_fails_hardly_any_call_with_the_default_policy() {
    type Play = fn(usize, u64) -> bool;
    let plays: [Play; 2] = [|number, _| number % 2 == 1, fails];
    let failures: [fn() -> Reply; 2] = [|| busy(1), || status(503)];
    for (play, failure) in plays.into_iter().flat_map(|play| failures.map(|failure| (play, failure))) {
        for (seed, per_second) in [(1, 1.0), (3, 5.0)] {
            let region =
                |seed| Region::start(move |request| if play(request.number, seed) { failure() } else { response() });
            let (first, second) = (region(seed).await, region(seed + 1).await);
            let outcome = calls(&pair(&first, &second), 100, per_second).await;
            // Half of the attempts fail, and a call makes at most 11: one in 2,048 fails at each.
            assert!(outcome.errors.len() <= 2, "{:?}", outcome.errors);
            let requests = first.count() + second.count();
            assert!(requests < 2 * 100 + 40, "{requests} requests for 100 calls");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn exhausted_provisioned_capacity_spills_over_until_the_retry_after_time() {
    let play = |request: &Request| {
        let left = 65.0 - request.at.as_secs_f64();
        if between(request, 5.0, 65.0) { busy(left.ceil() as u64) } else { response() }
    };
    let (provisioned, paid) = (Region::start(play).await, Region::start(|_| response()).await);
    let outcome = calls(&pair(&provisioned, &paid), 800, 10.0).await;
    outcome.assert_all_succeeded();
    // Up to two calls in flight when the capacity ran out, and no probe before the `retry-after` time.
    assert!(provisioned.count_between(5.0, 65.0) <= 2, "{}", provisioned.count_between(5.0, 65.0));
    assert!(provisioned.count_between(66.0, 80.0) >= 125);
    assert!(paid.count() >= 590 && paid.count() <= 625, "{}", paid.count());
}

#[tokio::test(start_paused = true)]
async fn a_flapping_region_fails_no_call() {
    let is_down = |request: &Request| request.at.as_millis() / 1500 % 2 == 1;
    let first = Region::start(move |request| if is_down(request) { Reply::Close } else { response() }).await;
    let second = Region::start(|_| response()).await;
    let outcome = calls(&pair(&first, &second), 900, 15.0).await;
    outcome.assert_all_succeeded();
    let failed = first.requests().iter().filter(|request| is_down(request)).count();
    assert!(failed < 120, "{failed} of 450 calls were sent to the region during an outage");
    assert!(outcome.slowest() < 0.5, "{}", outcome.slowest());
}

#[tokio::test(start_paused = true)]
async fn calls_wait_for_the_first_region_that_recovers() {
    let play = |end: f64| move |request: &Request| if between(request, 0.0, end) { status(503) } else { response() };
    let (first, second) = (Region::start(play(5.0)).await, Region::start(play(9.0)).await);
    let client =
        first.builder().model("m").retry(RetryPolicy::default().max_retries(8)).fallback(second.client()).build();
    let outcome = calls(&client.unwrap(), 20, 10.0).await;
    outcome.assert_all_succeeded();
    assert!(first.count() + second.count() < 20 + 30, "one probe at a time: {} {}", first.count(), second.count());
    assert!((4.0..14.0).contains(&outcome.slowest()), "{}", outcome.slowest());
}

#[tokio::test(start_paused = true)]
async fn an_outage_beyond_the_maximum_wait_fails_immediately_and_lists_each_region() {
    let (first, second) = (Region::start(|_| busy(300)).await, Region::start(|_| busy(120)).await);
    let client = pair(&first, &second);
    for attempts in [2, 0, 0] {
        let start = Instant::now();
        let error = client.chat().user("Hi").send().await.unwrap_err();
        assert_eq!(start.elapsed().as_secs(), 0, "the call does not wait");
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(error.attempts(), attempts);
        assert!((119..=120).contains(&error.retry_after().unwrap().as_secs()), "the shortest delay: {error:?}");
        let failed: Vec<_> =
            error.failed_attempts().iter().map(|failed| (&failed.endpoint, failed.retry_after)).collect();
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(failed, [(&first.url, seconds(300)), (&second.url, seconds(120))]);
        assert!(error.to_string().contains(&first.url) && error.to_string().contains("retry after 120s"), "{error}");
    }
    assert_eq!((first.count(), second.count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_recovering_region_receives_few_of_a_thousand_calls_in_flight() {
    for is_second_slow in [false, true] {
        let latency = Duration::from_secs(if is_second_slow { 5 } else { 1 });
        let first = Region::start(|request| if between(request, 0.0, 3.0) { status(503) } else { response() }).await;
        let second = Region::start(move |_| Reply::Response(latency)).await;
        let client =
            first.builder().model("m").fallback(second.builder().max_in_flight(20).build().unwrap()).build().unwrap();
        let outcome = calls(&client, 1000, 1e9).await;
        outcome.assert_all_succeeded();
        // After the calls in flight at the start of the outage, only probes.
        assert!(first.count_between(0.1, 3.0) <= 6, "{}", first.count_between(0.1, 3.0));
        // After its recovery the region receives one call, then twice as many in each round of 200 ms.
        let recovery = first.requests().iter().map(|request| request.at.as_secs_f64()).find(|at| *at >= 3.0).unwrap();
        for (round, most) in [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16)] {
            let start = recovery + 0.2 * f64::from(round);
            let peak =
                first.peak_between(start + 0.001, start + 0.199).max(first.peak_between(start - 0.001, start + 0.01));
            assert!(peak <= most + 1, "round {round}: {peak} at once");
        }
        assert!(second.peak_between(0.0, 1e9) <= 20);
        assert!(outcome.slowest() < 15.0, "{}", outcome.slowest());
    }
}

#[tokio::test(start_paused = true)]
async fn max_in_flight_limits_calls_and_keeps_their_order() {
    let region = Region::start(|_| response()).await;
    let client = region.builder().max_in_flight(4).build().unwrap();
    let outcome = calls(&client, 100, 1e9).await;
    outcome.assert_all_succeeded();
    assert_eq!(region.peak_between(0.0, 1e9), 4);
    let order: Vec<u32> = region
        .requests()
        .iter()
        .map(|request| request.body["messages"][0]["content"].as_str().unwrap().parse().unwrap())
        .collect();
    let furthest =
        order.iter().enumerate().map(|(place, number)| (place as i64 - i64::from(*number)).abs()).max().unwrap();
    assert!(furthest <= 4, "{order:?}");
    assert!((5.0..5.2).contains(&outcome.slowest()), "{}", outcome.slowest());
    assert_eq!(client.members()[0].in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_in_flight_until_it_ends_or_is_dropped() {
    let region = Region::healthy().await;
    let client = region.builder().max_in_flight(1).build().unwrap();
    let mut stream = client.chat().user("Hi").stream().await.unwrap();
    assert_eq!(client.members()[0].in_flight, 1);
    while let Some(chunk) = stream.next().await {
        chunk.unwrap();
    }
    assert_eq!(client.members()[0].in_flight, 0);
    let stream = client.chat().user("Hi").stream().await.unwrap();
    drop(stream);
    client.chat().user("Hi").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_queued_call_can_be_dropped_and_its_wait_counts_towards_the_deadline() {
    let region = Region::start(|_| Reply::Response(Duration::from_secs(10))).await;
    let client = region.builder().max_in_flight(1).build().unwrap();
    let call = |client: &Client| {
        let client = client.clone();
        tokio::spawn(async move { client.chat().user("Hi").send().await.map(drop) })
    };
    let first = call(&client);
    sleep(Duration::from_secs(1)).await;
    let (dropped, last) = (call(&client), call(&client));
    sleep(Duration::from_secs(1)).await;
    dropped.abort();
    let start = Instant::now();
    let timeouts = Timeouts::default().deadline(Duration::from_secs(3));
    let error = client.chat().user("Hi").timeouts(timeouts).send().await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");
    assert_eq!((error.to_string().as_str(), start.elapsed().as_secs()), ("the deadline of 3s has passed", 3));
    first.await.unwrap().unwrap();
    last.await.unwrap().unwrap();
    assert_eq!(region.count(), 2);
    // Dropping a call in flight frees its slot.
    let running = call(&client);
    sleep(Duration::from_secs(1)).await;
    running.abort();
    let _ = running.await;
    assert_eq!(client.members()[0].in_flight, 0);
}

/// A region with rate limits per window of 10 s, which it reports in the headers of Azure.
async fn limited(requests: usize, tokens: usize) -> Region {
    const WINDOW: f64 = 10.0;
    let counted = std::sync::Mutex::new((0, 0));
    Region::start(move |request| {
        let (window, mut counted) = ((request.at.as_secs_f64() / WINDOW) as usize, counted.lock().unwrap());
        if counted.0 != window {
            *counted = (window, 0);
        }
        let reset = (WINDOW - request.at.as_secs_f64() % WINDOW).ceil();
        let left = requests.min(tokens / 100).saturating_sub(counted.1);
        if left == 0 {
            return Reply::Error(429, vec![("retry-after", reset.to_string())], String::new());
        }
        counted.1 += 1;
        let (requests_left, tokens_left) = (requests - counted.1, tokens - 100 * counted.1);
        let mut headers = vec![("x-ratelimit-limit-requests", requests.to_string())];
        headers.push(("x-ratelimit-remaining-requests", requests_left.to_string()));
        headers.push(("x-ratelimit-reset-requests", format!("{reset}s")));
        headers.push(("x-ratelimit-limit-tokens", tokens.to_string()));
        headers.push(("x-ratelimit-remaining-tokens", tokens_left.to_string()));
        headers.push(("x-ratelimit-reset-tokens", reset.to_string()));
        Reply::ResponseWith(LATENCY, headers)
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn pacing_keeps_calls_within_the_rate_limits() {
    for (requests, tokens) in [(20, 1_000_000), (1000, 2000)] {
        let paced = limited(requests, tokens).await;
        let client = paced.builder().pace_by_rate_limits().build().unwrap();
        let outcome = calls(&client, 100, 1e9).await;
        outcome.assert_all_succeeded();
        let rejected = paced.count() - 100;
        assert!(rejected <= 2, "{rejected} calls were rejected with 429");
        assert!((40.0..65.0).contains(&outcome.slowest()), "{}", outcome.slowest());

        let unpaced = limited(requests, tokens).await;
        let outcome = calls(&unpaced.client(), 100, 1e9).await;
        assert!(unpaced.count() > 150 && !outcome.errors.is_empty(), "without pacing: {}", unpaced.count());
    }
}

#[tokio::test(start_paused = true)]
async fn pacing_spills_over_to_the_next_member() {
    let (first, second) = (limited(20, 1_000_000).await, Region::start(|_| response()).await);
    let client = first.builder().pace_by_rate_limits().fallback(second.client()).build().unwrap();
    let outcome = calls(&client, 300, 10.0).await;
    outcome.assert_all_succeeded();
    assert!((55..=62).contains(&first.count()), "{}", first.count());
    assert!(outcome.slowest() < 0.25, "{}", outcome.slowest());
}
