//! What the benchmarks share: a server in a process of its own, subjects to measure, CPU time, tables.

pub mod facts;
pub mod floor;
pub mod measure;
pub mod memory;
pub mod server;
pub mod wire;

/// The text that every subject asks with.
pub const PROMPT: &str = "How many languages are in the world?";
pub const SYSTEM: &str = "You are a helpful assistant.";
pub const MODEL: &str = "gpt-4o";
pub const KEY: &str = "0123456789abcdef0123456789abcdef";

/// One thread for everything, so that the CPU time of the process is that of the client.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

/// Keeps this thread, and those it starts, to one core: a server is elsewhere, and a round that the scheduler put beside the
/// server is not to be compared with one that it did not. Without so many cores, or on another system, nothing changes.
pub fn keep_to(core: usize) {
    #[cfg(target_os = "linux")]
    {
        let mut set = rustix::thread::CpuSet::new();
        set.set(core);
        let _ = rustix::thread::sched_setaffinity(None, &set);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

/// How the plain subjects reach the server: as this crate's own client is set up.
pub fn plain_http() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    builder.user_agent("floor/1").connect_timeout(std::time::Duration::from_secs(10)).build().expect("a client")
}

/// This crate's client of a scenario of the server, however much it sends.
pub fn client(url: &str) -> azure_inference::Client {
    client_of(url, azure_inference::Api::Auto)
}

/// The same, of one of the APIs.
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

/// async-openai's.
pub fn async_openai(url: &str) -> async_openai::Client<async_openai::config::OpenAIConfig> {
    let config = async_openai::config::OpenAIConfig::new().with_api_base(url).with_api_key(KEY);
    async_openai::Client::with_config(config).with_http_client(plain_http())
}

/// The request of the plain subjects, with the headers that this crate sends.
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
