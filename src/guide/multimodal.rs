//! Images and sound in messages, and answers that are spoken.
//!
//! # Images
//!
//! A message of the user may be a list of parts. An image is given by its address, which the service fetches, or goes
//! along:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("The cat has the longer tail."));
//! # let client = mock.client();
//! use azure_inference::models::ChatMessageContentItem as Part;
//!
//! # let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
//! let answer = client
//!     .chat()
//!     .user([
//!         Part::text("Which of the two has the longer tail?"),
//!         Part::image_url("https://images.example/dog.jpeg"),
//!         Part::image_bytes(png)?.detail("low"),
//!     ])
//!     .send()
//!     .await?;
//! println!("{}", answer.text());
//! # let request = mock.requests().remove(0);
//! # assert_eq!(request.messages()[0]["content"][2]["image_url"]["detail"], "low");
//! # request.assert_valid();
//! # Ok(())
//! # }
//! ```
//!
//! [`image_file`](crate::models::ChatMessageContentItem::image_file) reads a file. PNG, JPEG, GIF and WebP are told by
//! their content; anything else, an empty or a missing file is an error before anything is sent. A low detail costs few
//! tokens, a high one many.
//!
//! # Sound
//!
//! [`audio_file`](crate::models::ChatMessageContentItem::audio_file) and
//! [`audio_bytes`](crate::models::ChatMessageContentItem::audio_bytes) take WAV and MP3,
//! [`audio_url`](crate::models::ChatMessageContentItem::audio_url) an address:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Somebody says hello."));
//! # let client = mock.client();
//! use azure_inference::models::ChatMessageContentItem as Part;
//!
//! # let mp3 = b"ID3\x04\0\0\0\0\0\0";
//! let answer = client.chat().user([Part::text("What is said here?"), Part::audio_bytes(mp3)?]).send().await?;
//! # assert_eq!(mock.requests()[0].messages()[0]["content"][1]["input_audio"]["format"], "mp3");
//! # Ok(())
//! # }
//! ```
//!
//! # Spoken answers
//!
//! Ask for them by `modalities`, with the voice and the file format:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # let client = mock.client();
//! # let spoken = serde_json::json!({"id": "audio_1", "data": "SGVsbG8=", "transcript": "Hello!"});
//! # let message = serde_json::json!({"role": "assistant", "content": null, "audio": spoken});
//! # let choice = serde_json::json!({"index": 0, "finish_reason": "stop", "message": message});
//! # mock.reply(Reply::json(serde_json::json!({"choices": [choice]})));
//! let answer = client.chat().user("Say hello.").modalities(["text", "audio"]).audio("alloy", "wav").send().await?;
//! # assert_eq!(mock.requests()[0].json()["audio"]["voice"], "alloy");
//! let audio = answer.audio().expect("it was asked for");
//! println!("{}", audio.transcript.as_deref().unwrap_or_default());
//! let recording: Vec<u8> = audio.bytes()?;
//! # assert_eq!(recording, b"Hello");
//! # Ok(())
//! # }
//! ```
//!
//! As history, `message(&answer)` refers to the recording by its id instead of sending it back.
