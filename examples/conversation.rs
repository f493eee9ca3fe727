//! A chat in the terminal: `cargo run --example conversation`, an empty line or the end of the input stops it.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or, if they are not set, a mock whose
//! second response is interrupted.

mod support;

use std::io::{BufRead, Write};
use std::time::Duration;

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{ChatResponse, Client, Conversation, Error, Result};

/// The replies of the mock; the last one repeats.
fn scripts() -> Vec<Script> {
    let reply = |words: &[&str]| Script::stream().drip(words, Duration::from_millis(60));
    vec![
        reply(&["Hello! ", "I am ", "a mock. ", "My next ", "response ", "is interrupted."]).finish("stop").done(),
        reply(&["This ", "response ", "is"]).cut(),
        reply(&["I am ", "still ", "a mock."]).finish("stop").done(),
    ]
}

#[tokio::main]
async fn main() -> Result<()> {
    let mock = ByteServer::start(scripts()).await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        Client::from_env()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: using a mock on this machine)");
        support::mock_client(Client::builder(mock.url()).api_key("mock"))?
    };

    let mut conversation = Conversation::new();
    conversation.system("You are a friendly assistant. Be brief.");
    while let Some(text) = read_line() {
        conversation.user(text);
        match send(&client, &conversation).await {
            Ok(response) => {
                conversation.push(&response);
            }
            Err(error) => recover(&mut conversation, &error),
        }
    }
    println!("\n{} messages", conversation.len());
    Ok(())
}

/// Reads a line from the user; `None` at the end of the input.
fn read_line() -> Option<String> {
    show("\nyou> ");
    let line = std::io::stdin().lock().lines().next()?.ok()?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

/// Prints the response as it is streamed.
async fn send(client: &Client, conversation: &Conversation) -> Result<ChatResponse> {
    let mut stream = client.chat().messages(conversation).max_tokens(256).stream().await?;
    while let Some(chunk) = stream.next().await {
        show(chunk?.text());
    }
    stream.into_response()
}

/// Leaves the conversation in a state that can be continued.
fn recover(conversation: &mut Conversation, error: &Error) {
    println!("\n({error})");
    match error.partial_response() {
        // Keep the partial response in the conversation.
        Some(partial) if !partial.text().is_empty() => {
            conversation.push(partial);
        }
        // Remove a question without a response: the service may have rejected it.
        _ => {
            conversation.messages_mut().pop();
            println!("(your last message was removed)");
        }
    }
    if let Some(delay) = error.retry_after() {
        println!("(retry after {delay:?})");
    }
}

fn show(text: &str) {
    print!("{text}");
    std::io::stdout().flush().expect("the terminal is writable");
}
