//! Connection settings of a client: certificates, proxies, the HTTP client, the send function.

use std::error::Error as StdError;
use std::future::Future;
use std::sync::Arc;

use super::ClientBuilder;

impl ClientBuilder {
    /// Adds trusted root certificates in PEM format, such as those of a corporate proxy or a private certificate authority.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.0.connect.root_certificates.push(pem.into());
        self
    }

    /// Sets the proxy of all requests. By default the client uses the proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
    /// `ALL_PROXY`, `NO_PROXY`) or of the system settings.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.0.connect.proxy = Some(url.into());
        self
    }

    /// Disables proxies, including those of the environment and the system settings.
    pub fn no_proxy(mut self) -> Self {
        self.0.connect.no_proxy = true;
        self
    }

    /// Sets the HTTP client, with its connection pool, TLS and proxy, instead of one that this crate builds.
    ///
    /// Build it with `redirect(Policy::none())`, since a redirect would carry the credential to another address, and without
    /// a total timeout, which would end calls that [`timeouts`](Self::timeouts) allow. Set proxies, certificates and the
    /// connect timeout on that client: [`proxy`](Self::proxy), [`no_proxy`](Self::no_proxy),
    /// [`root_certificate`](Self::root_certificate) or [`Timeouts::connect`](crate::Timeouts::connect) together with this
    /// setting is an error.
    ///
    /// With the default feature `rustls`, your own `reqwest::Client` needs a crypto provider; see
    /// [reqwest in the same program](crate#reqwest-in-the-same-program). The client in this example uses the same provider and
    /// root certificates as this crate, and installs nothing for the process. It needs `rustls` with the feature `ring`, and
    /// `rustls-platform-verifier`, in `Cargo.toml`:
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
    /// tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()]; // reqwest adds none to an existing configuration
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

    /// Sets a function that sends each request. It receives the request and the HTTP client to send it with.
    ///
    /// Use it for signing, caching, recording, fault injection, a custom transport, and middleware of `tower` or
    /// `reqwest-middleware`; [`guide::middleware`](crate::guide::middleware) has an example of each. The function is called
    /// once per attempt of every call and stream of the client. Retries, timeouts, size limits and the span are outside of
    /// it. It receives the request as it is sent, including the key or token. A second function replaces the first.
    ///
    /// A reqwest error keeps its [kind](crate::ErrorKind); any other error becomes the source of an
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport). Both are retried like a failed connection. A secret that the
    /// function itself adds to the request is unknown to the client, so it is not masked if the service echoes it.
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
        self.0.send_with = Some(Arc::new(move |request, client| {
            let sent = send(request, client);
            Box::pin(async move { sent.await.map_err(Into::into) })
        }));
        self
    }
}
