//! How a client reaches the service: certificates, proxies, the HTTP client, and what stands before it.

use std::error::Error as StdError;
use std::future::Future;

use super::ClientBuilder;
use crate::transport::SendWith;

impl ClientBuilder {
    /// Trusts the certificates of a PEM text too, such as those of a company's proxy or a private authority.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.0.connect.root_certificates.push(pem.into());
        self
    }

    /// Sends everything through this proxy. Without it the system's settings hold, `HTTPS_PROXY` and its kin included.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.0.connect.proxy = Some(url.into());
        self
    }

    /// Uses no proxy, whatever the system's settings say.
    pub fn no_proxy(mut self) -> Self {
        self.0.connect.no_proxy = true;
        self
    }

    /// Sends with this HTTP client, its pool, TLS and proxy, instead of one that this crate makes.
    ///
    /// Give it `redirect(Policy::none())` and no total timeout: a redirect would send the credential along, and a timeout
    /// of its own would cut calls that [`timeouts`](Self::timeouts) allow. Proxies, certificates and the time to connect are
    /// set on that client; together with [`proxy`](Self::proxy), [`no_proxy`](Self::no_proxy),
    /// [`root_certificate`](Self::root_certificate) or
    /// [`Timeouts::connect`](crate::Timeouts::connect) this is an error.
    ///
    /// With the default feature `rustls` a `reqwest::Client` that is made elsewhere needs a crypto provider; see
    /// [reqwest in the same program](crate#reqwest-in-the-same-program). This one has the provider and the roots that this crate
    /// uses, and installs nothing for the process (`rustls` with the feature `ring` and `rustls-platform-verifier` in
    /// `Cargo.toml`):
    ///
    /// ```
    /// # #[cfg(feature = "rustls")]
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use azure_inference::{Client, reqwest};
    /// use rustls::ClientConfig;
    /// use rustls_platform_verifier::BuilderVerifierExt;
    ///
    /// let mut tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
    ///     .with_safe_default_protocol_versions()?
    ///     .with_platform_verifier()?
    ///     .with_no_client_auth();
    /// tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()]; // reqwest offers none over a configuration it is given
    /// let http = reqwest::Client::builder()
    ///     .tls_backend_preconfigured(tls)
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .pool_max_idle_per_host(4)
    ///     .build()?;
    /// let client = Client::builder("https://my-resource.openai.azure.com").http_client(http).build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "rustls"))]
    /// # fn main() {}
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.0.connect.client = Some(client);
        self
    }

    /// Sends each request with this function, which is given the HTTP client to send it by.
    ///
    /// It is the place for signing, caching, recording, fault injection, a transport of your own, and middleware of `tower`
    /// or `reqwest-middleware`; [`guide::middleware`](crate::guide::middleware) has an example of each. The function is
    /// called once per attempt, of every call and stream of the client: retries, timeouts, size limits, the span and the
    /// credential are outside of it, so that it sees the request as it goes on the wire, key or token included. A second
    /// function replaces the first.
    ///
    /// An error of reqwest keeps its [kind](crate::ErrorKind); any other becomes the source of an
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport). Both are retried like a connection that failed. A secret that
    /// the function itself adds to the request is unknown to the client, and so not masked if the service echoes it.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let mock = MockService::start().await;
    /// # mock.reply(Reply::text("Hello!"));
    /// # let builder = mock.client_builder().model("gpt-4o");
    /// let client = builder
    ///     .send_with(|mut request, http| async move {
    ///         request.headers_mut().insert("x-team", "search".try_into()?);
    ///         let response = http.execute(request).await?;
    ///         println!("{}", response.status());
    ///         Ok::<_, Box<dyn std::error::Error + Send + Sync>>(response)
    ///     })
    ///     .build()?;
    /// assert_eq!(client.chat().user("Hello!").send().await?.text(), "Hello!");
    /// # assert_eq!(mock.requests()[0].header("x-team"), Some("search"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_with<F, E>(
        mut self,
        send: impl Fn(reqwest::Request, reqwest::Client) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<reqwest::Response, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.0.send_with = Some(SendWith::new(send));
        self
    }
}
