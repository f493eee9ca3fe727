//! Shared by the benchmarks: a server in a separate process, subjects to measure, CPU time, tables.

pub mod facts;
pub mod floor;
pub mod forms;
pub mod measure;
pub mod memory;
pub mod server;
pub mod wire;

/// The user message of every request.
pub const PROMPT: &str = "How many languages are in the world?";
pub const SYSTEM: &str = "You are a helpful assistant.";
pub const MODEL: &str = "gpt-4o";
pub const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Returns a runtime of one thread, so that the CPU time of the process is that of the client.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

/// Pins this thread, and threads that it starts, to one core, so that client and server share a core in no round. Does nothing
/// without that core, or on a system other than Linux.
pub fn pin_to(core: usize) {
    #[cfg(target_os = "linux")]
    {
        let mut set = rustix::thread::CpuSet::new();
        set.set(core);
        let _ = rustix::thread::sched_setaffinity(None, &set);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

/// Returns an HTTP client for the floors with the settings of this crate's client.
pub fn plain_http() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    builder.user_agent("floor/1").connect_timeout(std::time::Duration::from_secs(10)).build().expect("a client")
}

/// Returns a client of this crate without a limit of the response size.
pub fn client(url: &str) -> azure_inference::Client {
    client_of(url, azure_inference::Api::Auto)
}

/// Returns a client of this crate for an API, without a limit of the response size.
pub fn client_of(url: &str, api: azure_inference::Api) -> azure_inference::Client {
    azure_inference::Client::builder(url)
        .api_key(KEY)
        .model(MODEL)
        .api(api)
        .max_response_size(usize::MAX)
        .no_proxy()
        .build()
        .expect("a client")
}

/// Returns a client of async-openai.
pub fn async_openai(url: &str) -> async_openai::Client<async_openai::config::OpenAIConfig> {
    let config = async_openai::config::OpenAIConfig::new().with_api_base(url).with_api_key(KEY);
    async_openai::Client::with_config(config).with_http_client(plain_http())
}

/// Returns the request of the floors, with the headers that this crate sends.
pub fn plain_request(http: &reqwest::Client, url: &str, body: &floor::Request<'_>) -> reqwest::RequestBuilder {
    let body = serde_json::to_vec(body).expect("it is plain data");
    http.post(format!("{url}/chat/completions"))
        .header("accept", if body.ends_with(b"\"stream\":true}") { "text/event-stream" } else { "application/json" })
        .header("content-type", "application/json")
        .header("api-key", KEY)
        .header("authorization", concat!("Bearer ", "0123456789abcdef0123456789abcdef"))
        .header("x-ms-client-request-id", "6f0ee9d4-3f4a-4c73-9d0e-2f6d2f2f4a10")
        .body(body)
}
