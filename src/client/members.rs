//! The builder's methods for several clients as one, and the state of their members.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::client::{Client, ClientBuilder};
use crate::error::FailedAttempt;
use crate::transport::pool::{Limits, Pool};

/// The other members of a client, and its own limits.
#[derive(Default)]
pub(crate) struct Settings {
    /// With whether the client has a level of its own, below all before it.
    others: Vec<(Client, bool)>,
    pub(crate) limits: Limits,
}

impl Settings {
    /// The client with its other members.
    pub(crate) fn join(self, client: Client) -> Client {
        if self.others.is_empty() && !self.limits.is_paced && self.limits.max_in_flight.is_none() {
            return client;
        }
        let mut clients = vec![(client.clone(), 0)];
        for (other, is_fallback) in self.others {
            let last = clients.iter().map(|(_, level)| *level).max();
            let start = if is_fallback { last.map_or(0, |last| last + 1) } else { 0 };
            let others = match other.members.clone() {
                Some(members) => members.with_levels(),
                None => vec![(other, 0)],
            };
            clients.extend(others.into_iter().map(|(client, level)| (client, start + level)));
        }
        clients.sort_by_key(|(_, level)| *level);
        let members = clients.iter().map(|(client, level)| client.as_member(*level)).collect();
        let has_other_defaults = clients.iter().any(|(member, _)| member.chat_defaults() != client.chat_defaults());
        let clients = clients.into_iter().map(|(client, _)| client).collect();
        let members = Members { pool: Arc::new(Pool::new(members)), clients, has_other_defaults };
        Client { members: Some(Arc::new(members)), ..client }
    }
}

/// The members of a client.
pub(crate) struct Members {
    pub(crate) pool: Arc<Pool>,
    /// The clients of the members of the pool, each without members of its own.
    pub(crate) clients: Vec<Client>,
    /// Some member has other default parameters than the client.
    pub(crate) has_other_defaults: bool,
}

impl Members {
    fn with_levels(&self) -> Vec<(Client, usize)> {
        let levels = self.pool.members.iter().map(|member| member.level);
        self.clients.iter().cloned().zip(levels).collect()
    }
}

/// Several endpoints, deployments or models as one client; see [`guide::failover`](crate::guide::failover).
impl ClientBuilder {
    /// Adds a client for the calls that this one can't serve: another region, deployment, model or service tier.
    ///
    /// A call that fails with 408, 429 or 5xx, or whose connection fails or times out, moves on at once instead of waiting for
    /// a retry. The member that failed cools: it is passed over for as long as the service asked for, else for a backoff that
    /// grows. The order of the calls is the order of priority. Each member keeps its own endpoint kind, credential, model, API
    /// version, headers, timeouts and default parameters; what a call sets itself goes to every member. A member without a
    /// model of its own is sent that of the call.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::Client;
    ///
    /// # let (sweden, france) = (MockService::start().await, MockService::start().await);
    /// # sweden.reply(Reply::error(503, "busy", "Busy."));
    /// # france.reply(Reply::text("About 7,000."));
    /// # let (sweden, france) = (sweden.url(), france.url());
    /// let france = Client::builder(france).api_key("key-of-france").build()?;
    /// let client = Client::builder(sweden).api_key("key-of-sweden").model("gpt-5").fallback(france).build()?;
    ///
    /// let response = client.chat().user("How many languages are in the world?").send().await?;
    /// println!("{} answered, after {:?}", response.metadata().endpoint(), response.metadata().failed_attempts());
    /// # assert_eq!((response.metadata().member(), response.metadata().failed_attempts().len()), (1, 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fallback(mut self, client: Client) -> Self {
        self.0.pool.others.push((client, true));
        self
    }

    /// Adds a client that shares the calls with this one, in proportion to their [weights](Self::weight). A call that fails at
    /// one moves on to the other, as with [`fallback`](Self::fallback).
    ///
    /// ```
    /// use azure_inference::Client;
    ///
    /// let small = Client::builder("https://france.openai.azure.com").api_key("key").build()?;
    /// let client = Client::builder("https://sweden.openai.azure.com").api_key("key").model("gpt-5").weight(3).peer(small).build()?;
    /// assert_eq!(client.members().len(), 2);
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn peer(mut self, client: Client) -> Self {
        self.0.pool.others.push((client, false));
        self
    }

    /// Sets the share of calls that this client gets among its peers; the default and the minimum is 1.
    pub fn weight(mut self, weight: u32) -> Self {
        self.0.pool.limits.weight = Some(weight.max(1));
        self
    }

    /// Sets how many calls may be in flight at this endpoint; there is no limit by default, and the minimum is 1. A stream is in flight until it ends
    /// or is dropped. Further calls go to another member if there is one, else they wait for their turn in the order they
    /// came, up to their [deadline](crate::Timeouts::deadline). Dropping a call that waits gives its turn to the next.
    pub fn max_in_flight(mut self, calls: u32) -> Self {
        self.0.pool.limits.max_in_flight = Some(calls.max(1));
        self
    }

    /// Holds calls back while the rate limit of this endpoint is used up, instead of sending them into a 429.
    ///
    /// The limits are those of the headers `x-ratelimit-*` of the responses: requests and tokens, what remains of them and when
    /// they reset. The first call goes alone, to learn them. A call that is held back goes to another member if there is one,
    /// else it waits as with [`max_in_flight`](Self::max_in_flight).
    pub fn pace_by_rate_limits(mut self) -> Self {
        self.0.pool.limits.is_paced = true;
        self
    }
}

impl Client {
    /// Returns the state of the members of this client, this one first, then by priority: for a health page. A client of one
    /// endpoint without limits keeps no such state, and the list is empty.
    ///
    /// ```
    /// # fn example(client: azure_inference::Client) {
    /// for member in client.members() {
    ///     match member.cooling {
    ///         Some(left) => println!("{} cools for {left:?}: {:?}", member.endpoint, member.last_failure),
    ///         None => println!("{} has {} calls in flight", member.endpoint, member.in_flight),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn members(&self) -> Vec<MemberState> {
        let now = Instant::now();
        let clients = self.members.as_ref().map(|members| members.clients.as_slice()).unwrap_or_default();
        let state = clients.iter().map(|client| {
            let state = client.transport().gate.state();
            MemberState {
                endpoint: client.endpoint().to_owned(),
                model: client.model().map(str::to_owned),
                cooling: state.cooling_until.and_then(|until| until.checked_duration_since(now)),
                in_flight: state.in_flight as usize,
                last_failure: state.last_failure.clone(),
            }
        });
        state.collect()
    }
}

/// The state of one member of a client; see [`Client::members`](crate::Client::members).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MemberState {
    /// The base URL of the member.
    pub endpoint: String,
    /// The model of the member's client.
    pub model: Option<String>,
    /// How long the member is passed over for its last failure; `None` if it is not.
    pub cooling: Option<Duration>,
    /// How many calls are in flight.
    pub in_flight: usize,
    /// The last attempt that failed, if one did.
    pub last_failure: Option<FailedAttempt>,
}
