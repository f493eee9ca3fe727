//! Images and audio in messages, and audio in responses.

use std::path::PathBuf;

use azure_inference::models::{
    AudioContentFormat, ChatCompletionsAudio, ChatMessageContentItem as Part, ChatMessageImageDetailLevel,
    ChatMessageInputAudio,
};
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{Error, Result};
use serde_json::{Value, json};

use crate::support::assert_contains;

const PNG: &[u8] = include_bytes!("../../examples/support/red_circle.png");
const WAV: &[u8] = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0";
const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\0\xff\xfb";

/// Writes a file with this content.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
    std::fs::write(&path, content).unwrap();
    path
}

/// A content part as it is sent.
async fn sent(part: Part) -> Value {
    let service = MockService::start().await;
    service.reply(Reply::text("I see."));
    service.client().chat().user([Part::text("What is it?"), part]).send().await.unwrap();
    let request = service.requests().remove(0);
    request.assert_valid();
    assert_eq!(request.messages()[0]["content"][0], json!({"type": "text", "text": "What is it?"}));
    request.messages()[0]["content"][1].clone()
}

fn check_image(part: &Part, kind: &str) {
    let json = serde_json::to_value(part).unwrap();
    assert_eq!(json["type"], "image_url");
    let url = json["image_url"]["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("data:{kind};base64,")), "{url}");
    assert!(json["image_url"].get("detail").is_none(), "{json}");
}

#[tokio::test]
async fn an_image_is_sent_as_a_url_or_a_data_url() -> Result<()> {
    let url = "https://images.example/cat.jpeg";
    assert_eq!(sent(Part::image_url(url)).await, json!({"type": "image_url", "image_url": {"url": url}}));
    let gif = Part::image_bytes(b"GIF89a")?.detail(ChatMessageImageDetailLevel::High);
    let expected = json!({"url": "data:image/gif;base64,R0lGODlh", "detail": "high"});
    assert_eq!(sent(gif).await, json!({"type": "image_url", "image_url": expected}));
    let path = file("circle.jpeg", PNG);
    // The content decides, not the file extension.
    assert_eq!(sent(Part::image_file(&path)?).await, sent(Part::image_bytes(PNG)?).await);
    Ok(())
}

#[test]
fn the_media_type_of_an_image_is_detected_from_its_content() -> Result<()> {
    check_image(&Part::image_bytes(PNG)?, "image/png");
    check_image(&Part::image_bytes([0xff, 0xd8, 0xff, 0xe0])?, "image/jpeg");
    check_image(&Part::image_bytes(b"GIF89a")?, "image/gif");
    check_image(&Part::image_bytes(b"RIFF\x1a\0\0\0WEBPVP8 ")?, "image/webp");
    Ok(())
}

#[tokio::test]
async fn audio_is_sent_with_its_format() -> Result<()> {
    let recording =
        |data: &str, format: &str| json!({"type": "input_audio", "input_audio": {"data": data, "format": format}});
    let mp3 = "SUQzBAAAAAAAAP/7";
    assert_eq!(sent(Part::audio_bytes(MP3)?).await, recording(mp3, "mp3"));
    assert_eq!(sent(Part::audio_file(file("hello", MP3))?).await, recording(mp3, "mp3"));
    assert_eq!(sent(Part::audio_bytes(WAV)?).await["input_audio"]["format"], "wav");
    // A format that this crate does not detect.
    let flac = ChatMessageInputAudio::new("ZkxhQw==", AudioContentFormat::from("flac"));
    assert_eq!(serde_json::to_value(Part::input_audio(flac)).unwrap(), recording("ZkxhQw==", "flac"));
    let url = "https://sounds.example/a.mp3";
    assert_eq!(sent(Part::audio_url(url)).await, json!({"type": "audio_url", "audio_url": {"url": url}}));
    Ok(())
}

#[track_caller]
fn check_refused(refused: Result<Part>, param: &str, message: &str) {
    let error = refused.unwrap_err();
    assert!(error.is_input(), "{error}");
    assert_eq!(error.param(), Some(param));
    assert!(error.message().contains(message), "{error}");
}

#[test]
fn missing_empty_and_unsupported_files_are_refused() {
    check_refused(Part::image_file("no/such.png"), "image", "no/such.png");
    check_refused(Part::image_file(env!("CARGO_TARGET_TMPDIR")), "image", "read");
    check_refused(Part::image_file(file("empty.png", b"")), "image", "empty.png");
    check_refused(Part::image_file(file("text.png", b"no image")), "image", "text.png");
    check_refused(Part::image_bytes(WAV), "image", "audio/x-wav");
    check_refused(Part::image_bytes([]), "image", "empty");
    check_refused(Part::audio_file("no/such.wav"), "audio", "no/such.wav");
    check_refused(Part::audio_bytes([]), "audio", "empty");
    check_refused(Part::audio_bytes(PNG), "audio", "image/png");
}

#[tokio::test]
async fn empty_and_invalid_parts_are_not_sent() {
    async fn check(part: Part, param: &str, message: &str) {
        let service = MockService::start().await;
        service.reply(Reply::text("I see."));
        let error: Error = service.client().chat().user([part]).send().await.unwrap_err();
        assert!(error.is_input(), "{error}");
        assert_eq!(error.param(), Some(param), "{error}");
        assert!(error.message().contains(message), "{error}");
        assert_eq!(service.request_count(), 0);
    }
    check(Part::image_url(""), "image_url", "URL").await;
    check(Part::image_url("cat.png"), "image_url", "`image_file`").await;
    check(Part::image_url("data:image/png;base64,"), "image_url", "data URL").await;
    check(Part::audio_url("a.mp3"), "audio_url", "`audio_file`").await;
    let nothing = ChatMessageInputAudio::new("", AudioContentFormat::Wav);
    check(Part::input_audio(nothing), "input_audio", "empty").await;
}

fn spoken() -> Value {
    json!({"id": "audio_1", "data": "SGVsbG8=", "transcript": "Hello.", "expires_at": 1_800_000_000})
}

#[tokio::test]
async fn audio_in_a_response_is_decoded() -> Result<()> {
    let service = MockService::start().await;
    let message = json!({"role": "assistant", "content": null, "audio": spoken()});
    service.reply(Reply::json(json!({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})));
    let response = service.client().chat().user("Say hello.").modalities(["text", "audio"]).send().await?;
    assert_eq!(service.requests()[0].json()["modalities"], json!(["text", "audio"]));
    let audio = response.audio().unwrap();
    assert_eq!((audio.bytes()?.as_slice(), audio.transcript.as_deref()), (b"Hello".as_slice(), Some("Hello.")));
    // In history, audio is sent by reference.
    service.client().chat().message(&response).user("Once more.").send().await?;
    assert_eq!(service.requests()[1].messages()[0]["audio"], json!({"id": "audio_1"}));
    Ok(())
}

#[tokio::test]
async fn streamed_audio_is_joined() -> Result<()> {
    let piece = |data: &str, transcript: &str| json!({"audio": {"data": data, "transcript": transcript}});
    let script = Script::stream().delta(json!({"role": "assistant", "audio": {"id": "audio_1"}}));
    // "Hel" has no base64 padding, "l" and "o!" have.
    let script = script.delta(piece("SGVs", "Hel")).delta(piece("bA==", "l")).delta(piece("byE=", "o!"));
    let server = ByteServer::start(vec![script.finish("stop").done()]).await;
    let response = server.client().chat().user("Say hello.").stream().await?.finish().await?;
    let audio = response.audio().unwrap();
    assert_eq!((audio.bytes()?.as_slice(), audio.transcript.as_deref()), (b"Hello!".as_slice(), Some("Hello!")));
    assert_eq!(audio.id.as_deref(), Some("audio_1"));
    Ok(())
}

#[test]
fn missing_or_invalid_audio_is_an_error() {
    let error = |data: Value| {
        let audio = serde_json::from_value::<ChatCompletionsAudio>(json!({ "data": data })).unwrap();
        audio.bytes().unwrap_err()
    };
    assert!(error(Value::Null).is_decode());
    assert!(error(json!("")).is_decode());
    assert_contains(error(json!("a*b")), "base64");
}
