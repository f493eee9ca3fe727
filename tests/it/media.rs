//! Images and recordings in messages, as they go out; what the model speaks; what is refused before anything is sent.

use std::path::PathBuf;

use azure_inference::models::{
    AudioContentFormat, ChatMessageContentItem as Part, ChatMessageImageDetailLevel, ChatMessageInputAudio,
};
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{Error, Result};
use serde_json::{Value, json};

const PNG: &[u8] = include_bytes!("../../examples/support/red_circle.png");
const WAV: &[u8] = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0";
const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\0\xff\xfb";

/// A file with this content, of this test run.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
    std::fs::write(&path, content).unwrap();
    path
}

/// What a part is on the wire.
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
async fn an_image_goes_along_as_an_address_or_a_data_url() -> Result<()> {
    let url = "https://images.example/cat.jpeg";
    assert_eq!(sent(Part::image_url(url)).await, json!({"type": "image_url", "image_url": {"url": url}}));
    let gif = Part::image_bytes(b"GIF89a")?.detail(ChatMessageImageDetailLevel::High);
    let expected = json!({"url": "data:image/gif;base64,R0lGODlh", "detail": "high"});
    assert_eq!(sent(gif).await, json!({"type": "image_url", "image_url": expected}));
    let path = file("circle.jpeg", PNG);
    // Its content counts, not its name.
    assert_eq!(sent(Part::image_file(&path)?).await, sent(Part::image_bytes(PNG)?).await);
    Ok(())
}

#[test]
fn the_kind_of_an_image_is_told_by_its_content() -> Result<()> {
    check_image(&Part::image_bytes(PNG)?, "image/png");
    check_image(&Part::image_bytes([0xff, 0xd8, 0xff, 0xe0])?, "image/jpeg");
    check_image(&Part::image_bytes(b"GIF89a")?, "image/gif");
    check_image(&Part::image_bytes(b"RIFF\x1a\0\0\0WEBPVP8 ")?, "image/webp");
    Ok(())
}

#[tokio::test]
async fn a_recording_goes_along_with_its_format() -> Result<()> {
    let recording =
        |data: &str, format: &str| json!({"type": "input_audio", "input_audio": {"data": data, "format": format}});
    let mp3 = "SUQzBAAAAAAAAP/7";
    assert_eq!(sent(Part::audio_bytes(MP3)?).await, recording(mp3, "mp3"));
    assert_eq!(sent(Part::audio_file(file("hello", MP3))?).await, recording(mp3, "mp3"));
    assert_eq!(sent(Part::audio_bytes(WAV)?).await["input_audio"]["format"], "wav");
    // A format that this crate can't tell.
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
    check_refused(Part::image_file("no/such.png"), "image", "no/such.png can't be read");
    check_refused(Part::image_file(env!("CARGO_TARGET_TMPDIR")), "image", "can't be read");
    check_refused(Part::image_file(file("empty.png", b"")), "image", "empty.png: it is empty");
    check_refused(
        Part::image_file(file("text.png", b"no image")),
        "image",
        "text.png: the content is of an unknown format",
    );
    check_refused(Part::image_bytes(WAV), "image", "the content is audio/x-wav; PNG, JPEG, GIF and WebP are supported");
    check_refused(Part::image_bytes([]), "image", "it is empty");
    check_refused(Part::audio_file("no/such.wav"), "audio", "no/such.wav can't be read");
    check_refused(Part::audio_bytes([]), "audio", "it is empty");
    check_refused(Part::audio_bytes(PNG), "audio", "the content is image/png; WAV and MP3 are supported");
}

#[tokio::test]
async fn parts_that_are_nothing_are_not_sent() {
    async fn check(part: Part, param: &str, message: &str) {
        let service = MockService::start().await;
        service.reply(Reply::text("I see."));
        let error: Error = service.client().chat().user([part]).send().await.unwrap_err();
        assert!(error.is_input());
        assert_eq!(error.param(), Some(param));
        assert!(error.message().contains(message), "{error}");
        assert_eq!(service.request_count(), 0);
    }
    check(Part::image_url(""), "image_url", "\"\" is not a URL").await;
    check(Part::image_url("cat.png"), "image_url", "to send a file, use `image_file`").await;
    check(Part::image_url("data:image/png;base64,"), "image_url", "the data URL has no data").await;
    check(Part::audio_url("a.mp3"), "audio_url", "to send a file, use `audio_file`").await;
    let nothing = ChatMessageInputAudio::new("", AudioContentFormat::Wav);
    check(Part::input_audio(nothing), "input_audio", "it is empty").await;
}

fn spoken() -> Value {
    json!({"id": "audio_1", "data": "SGVsbG8=", "transcript": "Hello.", "expires_at": 1_800_000_000})
}

#[tokio::test]
async fn what_the_model_speaks_is_decoded() -> Result<()> {
    let service = MockService::start().await;
    let message = json!({"role": "assistant", "content": null, "audio": spoken()});
    service.reply(Reply::json(json!({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})));
    let answer = service.client().chat().user("Say hello.").modalities(["text", "audio"]).send().await?;
    assert_eq!(service.requests()[0].json()["modalities"], json!(["text", "audio"]));
    let audio = answer.audio().unwrap();
    assert_eq!((audio.bytes()?.as_slice(), audio.transcript.as_deref()), (b"Hello".as_slice(), Some("Hello.")));
    // As history it goes by reference.
    service.client().chat().message(&answer).user("Once more.").send().await?;
    assert_eq!(service.requests()[1].messages()[0]["audio"], json!({"id": "audio_1"}));
    Ok(())
}

#[tokio::test]
async fn pieces_of_speech_become_one() -> Result<()> {
    let piece = |data: &str, transcript: &str| json!({"audio": {"data": data, "transcript": transcript}});
    let script = Script::stream().delta(json!({"role": "assistant", "audio": {"id": "audio_1"}}));
    // "Hel" has no padding, "l" and "o!" have.
    let script = script.delta(piece("SGVs", "Hel")).delta(piece("bA==", "l")).delta(piece("byE=", "o!"));
    let server = ByteServer::start(vec![script.finish("stop").done()]).await;
    let answer = server.client().chat().user("Say hello.").stream().await?.collect().await?;
    let audio = answer.audio().unwrap();
    assert_eq!((audio.bytes()?.as_slice(), audio.transcript.as_deref()), (b"Hello!".as_slice(), Some("Hello!")));
    assert_eq!(audio.id.as_deref(), Some("audio_1"));
    Ok(())
}

#[test]
fn speech_that_is_none_is_an_error() {
    let decoded = |data: Value| {
        let audio: azure_inference::models::ChatCompletionsAudio =
            serde_json::from_value(json!({"data": data})).unwrap();
        audio.bytes().unwrap_err().to_string()
    };
    assert!(decoded(Value::Null).contains("there is no recording"));
    assert!(decoded(json!("")).contains("there is no recording"));
    assert!(decoded(json!("a*b")).contains("not base64"));
}
