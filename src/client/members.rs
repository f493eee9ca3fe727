//! Clients of several endpoints: the settings of the builder, and the members.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::client::{Client, ClientBuilder};
use crate::error::FailedAttempt;
use crate::transport::pool::{Member, Pool};

/// The members of a client.
pub(crate) struct Members {
    pub(crate) pool: Arc<Pool>,
    /// The clients of the members of the pool, each without members of its own.
    pub(crate) clients: Vec<Client>,
}

impl Members {
    /// Returns the members of a client, which is the first, with the other clients. Each is a fallback, on a level below all
    /// clients before it, or a peer.
    pub(super) fn new(client: &Client, others: Vec<(Client, bool)>) -> Self {
        let mut clients = vec![(0, client.clone())];
        for (other, is_fallback) in others {
            let next = clients.iter().map(|(level, _)| level + 1).max();
            let start = next.filter(|_| is_fallback).unwrap_or_default();
            match &other.members {
                Some(members) => {
                    let levels = members.pool.members.iter().map(|member| start + member.level);
                    clients.extend(levels.zip(members.clients.iter().cloned()));
                }
                None => clients.push((start, other)),
            }
        }
        clients.sort_by_key(|(level, _)| *level);
        let member = |(level, client): &(usize, Client)| {
            let (transport, model) = (Arc::clone(&client.transport), client.defaults.model.clone());
            Member { transport, model, level: *level }
        };
        let pool = Arc::new(Pool::new(clients.iter().map(member).collect()));
        Self { pool, clients: clients.into_iter().map(|(_, client)| client).collect() }
    }
}

/// Failover and load balancing over several endpoints, deployments or models; see
/// [`guide::failover`](crate::guide::failover).
impl ClientBuilder {
    /// Adds a fallback: a client for calls that fail at this one, such as of another region, deployment, model or service
    /// tier.
    ///
    /// A call that fails with 408, 429 or 5xx, or whose connection fails or times out, moves to the next member immediately
    /// instead of waiting for a retry. The failed member cools down: it is skipped for the delay that the service requested,
    /// otherwise for an exponential backoff. Call this method again to add more fallbacks; their order is their priority.
    ///
    /// Each member keeps its own endpoint kind, credential, model, API version, headers, timeouts and default parameters.
    /// Settings of a call apply to every member. A member without a model uses that of the call.
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
    /// println!("{} responded, after {:?}", response.metadata().endpoint(), response.metadata().failed_attempts());
    /// # assert_eq!((response.metadata().member(), response.metadata().failed_attempts().len()), (1, 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fallback(mut self, client: Client) -> Self {
        self.0.others.push((client, true));
        self
    }

    /// Adds a peer: a client that shares the load with this one, in proportion to their [weights](Self::weight). A call that
    /// fails at one moves to the other, as with [`fallback`](Self::fallback).
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
        self.0.others.push((client, false));
        self
    }

    /// Sets the weight of this client among its peers, which is its share of the calls. The default and the minimum is 1.
    pub fn weight(mut self, weight: u32) -> Self {
        self.0.limits.weight = Some(weight.max(1));
        self
    }

    /// Sets the maximum number of concurrent calls to this endpoint, at least one. There is no limit by default. A stream
    /// counts until it ends or is dropped.
    ///
    /// Further calls are sent to another member. If there is none, they wait in order of arrival, up to their
    /// [deadline](crate::Timeouts::deadline). Dropping a waiting call gives up its turn.
    pub fn max_in_flight(mut self, calls: u32) -> Self {
        self.0.limits.max_in_flight = Some(calls.max(1));
        self
    }

    /// Delays calls while the rate limit of this endpoint is exhausted, instead of sending requests that the service rejects
    /// with 429.
    ///
    /// The limits are those that responses report in the headers `x-ratelimit-*`: the remaining requests and tokens, and when
    /// they reset. The first call is sent alone, to read them. A delayed call is sent to another member; if there is none, it
    /// waits as with [`max_in_flight`](Self::max_in_flight).
    pub fn pace_by_rate_limits(mut self) -> Self {
        self.0.limits.is_paced = true;
        self
    }
}

impl Client {
    /// Returns the state of each member, such as for a health page: this client first, the others by priority. Empty for a
    /// client of one endpoint without limits, which keeps no such state.
    ///
    /// ```
    /// # fn example(client: azure_inference::Client) {
    /// for member in client.members() {
    ///     match member.cooldown {
    ///         Some(left) => println!("{} cools down for {left:?}: {:?}", member.endpoint, member.last_failure),
    ///         None => println!("{} has {} calls in flight", member.endpoint, member.in_flight),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn members(&self) -> Vec<MemberState> {
        let now = Instant::now();
        let clients = self.members.as_ref().map(|members| members.clients.as_slice()).unwrap_or_default();
        let state = clients.iter().map(|client| {
            let state = client.transport.gate.state();
            MemberState {
                endpoint: client.endpoint().to_owned(),
                model: client.model().map(str::to_owned),
                cooldown: state.cooling_until.and_then(|until| until.checked_duration_since(now)),
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
    /// The remaining time for which the member is skipped after its last failure; `None` if it is available.
    pub cooldown: Option<Duration>,
    /// The number of calls in flight.
    pub in_flight: usize,
    /// The last failed attempt, if any.
    pub last_failure: Option<FailedAttempt>,
}
