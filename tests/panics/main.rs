//! A panic fails its record and nothing else, wherever it comes from. The log has its message and its place.

#[path = "../captured_log.rs"]
mod captured_log;
mod thread_end;

use std::{
    fmt,
    panic::{self, panic_any},
};

use checkpointed::{Batch, Json, StreamsEventResponse, checkpointed_stream_handler, kinesis};
use serde::{Deserialize, Deserializer};

use crate::captured_log::capture_log;

/// Records `1` to `3`, whose data is JSON of their number.
pub(crate) fn batch<R>() -> Batch<R> {
    // The base64 of `1`, `2` and `3`.
    let records = ["MQ==", "Mg==", "Mw=="].iter().zip(1..).map(|(data, number)| {
        format!(r#"{{"kinesis":{{"partitionKey":"key","sequenceNumber":"{number}","data":"{data}"}}}}"#)
    });
    let event = format!(r#"{{"Records":[{}]}}"#, records.collect::<Vec<_>>().join(","));
    Batch::from_json(event.as_bytes()).expect("valid JSON")
}

/// Asserts that the second record is reported, and that its failure is logged with this text.
async fn assert_second_fails<F>(handler: F, said: &str)
where
    F: AsyncFnOnce() -> Result<StreamsEventResponse, checkpointed::Error>,
{
    let (response, log) = capture_log(handler()).await;
    let response = serde_json::to_string(&response.expect("a response")).expect("JSON");
    assert_eq!(response, r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#);
    let failures: Vec<&String> = log.iter().filter(|line| line.contains("a record failed")).collect();
    assert_eq!(failures.len(), 1, "{log:?}");
    assert!(failures[0].contains(said), "{log:?}");
    assert!(failures[0].contains("kind=panic"), "{log:?}");
}

type Number<'r> = kinesis::Record<'r, Json<u8>>;

#[tokio::test]
async fn in_the_call() {
    #[checkpointed_stream_handler]
    fn plain(record: Number<'_>) {
        assert!(*record.data != 2, "two is not liked");
    }
    #[checkpointed_stream_handler]
    async fn at_once(record: Number<'_>) {
        assert!(*record.data != 2, "number {}", record.data.0);
    }
    const LINE: u32 = line!() - 2;
    assert_second_fails(async || plain(batch().into()).await, "two is not liked").await;
    let place = format!("panicked at {}:{LINE}:", file!());
    assert_second_fails(async || at_once(batch().into()).await, "number 2").await;
    assert_second_fails(async || at_once(batch().into()).await, &place).await;
}

#[tokio::test]
async fn in_a_later_poll() {
    #[checkpointed_stream_handler]
    async fn later(record: Number<'_>) {
        tokio::task::yield_now().await;
        assert!(*record.data != 2, "later");
        tokio::task::yield_now().await;
    }
    assert_second_fails(async || later(batch().into()).await, "later").await;
}

#[tokio::test]
async fn in_decoding() {
    struct Picky;
    impl<'de> Deserialize<'de> for Picky {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            assert!(u8::deserialize(deserializer)? != 2, "while decoding");
            Ok(Picky)
        }
    }
    #[checkpointed_stream_handler]
    async fn picky(_record: kinesis::Record<'_, Json<Picky>>) {}
    assert_second_fails(async || picky(batch().into()).await, "while decoding").await;
}

#[derive(Debug)]
enum BadError {
    Display,
    Source,
    Drop,
}

impl fmt::Display for BadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert!(!matches!(self, BadError::Display), "while displaying the error");
        f.write_str("bad")
    }
}

impl std::error::Error for BadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        assert!(!matches!(self, BadError::Source), "while finding the source");
        None
    }
}

impl Drop for BadError {
    fn drop(&mut self) {
        assert!(!matches!(self, BadError::Drop), "while dropping the error");
    }
}

#[tokio::test]
async fn in_the_error() {
    #[checkpointed_stream_handler]
    async fn fails(record: Number<'_>, error: fn() -> BadError) -> Result<(), BadError> {
        if *record.data == 2 { Err(error()) } else { Ok(()) }
    }
    assert_second_fails(
        async || fails(batch().into(), || BadError::Display).await,
        "while displaying the error",
    )
    .await;
    assert_second_fails(
        async || fails(batch().into(), || BadError::Source).await,
        "while finding the source",
    )
    .await;
    assert_second_fails(async || fails(batch().into(), || BadError::Drop).await, "while dropping the error")
        .await;
}

#[tokio::test]
async fn with_a_payload_that_is_not_text() {
    #[checkpointed_stream_handler]
    async fn any(record: Number<'_>) {
        if *record.data == 2 {
            panic_any(2_u8);
        }
    }
    assert_second_fails(async || any(batch().into()).await, "the panic's payload is not text").await;
}

/// Its `Drop` panics, but not while unwinding, which would end the process whatever anyone does.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "boom");
    }
}

#[tokio::test]
async fn in_the_drop_of_the_payload_of_a_panic() {
    #[checkpointed_stream_handler]
    async fn carries_a_bomb(record: Number<'_>) {
        if *record.data == 2 {
            panic_any(Bomb);
        }
    }
    assert_second_fails(async || carries_a_bomb(batch().into()).await, "the panic's payload is not text")
        .await;
}

#[tokio::test]
async fn in_the_drop_of_the_record() {
    struct Payload(u8);
    impl<'de> Deserialize<'de> for Payload {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            u8::deserialize(deserializer).map(Payload)
        }
    }
    impl Drop for Payload {
        fn drop(&mut self) {
            assert!(self.0 != 2, "while dropping the record");
        }
    }
    #[checkpointed_stream_handler]
    async fn drops(_record: kinesis::Record<'_, Json<Payload>>) {}
    assert_second_fails(async || drops(batch().into()).await, "while dropping the record").await;
}

#[tokio::test]
async fn in_the_clone_of_a_parameter() {
    struct Brittle(std::cell::Cell<u8>);
    impl Clone for Brittle {
        fn clone(&self) -> Self {
            self.0.set(self.0.get() + 1);
            assert!(self.0.get() != 2, "while cloning");
            Brittle(self.0.clone())
        }
    }
    #[checkpointed_stream_handler]
    async fn takes(_record: Number<'_>, _brittle: Brittle) {}
    assert_second_fails(async || takes(batch().into(), Brittle(0.into())).await, "while cloning").await;
}

/// The user's function may catch its own panics.
#[tokio::test]
async fn a_panic_that_the_function_catches_is_not_a_failure() {
    #[checkpointed_stream_handler]
    async fn catches(_record: Number<'_>) {
        assert!(panic::catch_unwind(|| panic!("caught")).is_err());
    }
    let response = catches(batch().into()).await.expect("a response");
    assert!(response.is_success());
}

/// The warning is about records that were not started for lack of time, and not because of a failure.
#[tokio::test(start_paused = true)]
async fn side_by_side_a_deadline_that_stops_a_batch_is_logged() {
    use std::{
        future::pending,
        time::{Duration, SystemTime, UNIX_EPOCH},
    };

    #[checkpointed_stream_handler(concurrency = 2)]
    async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), &'static str> {
        match record.data {
            "wait" => tokio::time::sleep(Duration::from_millis(9_800)).await,
            "for ever" => pending().await,
            "fail" => return Err("as planned"),
            _ => {}
        }
        Ok(())
    }
    for (data, logged) in [(["", "for ever", "for ever", ""], true), (["wait", "fail", "", ""], false)] {
        let records = data.iter().enumerate().map(|(number, data)| {
            let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, data);
            serde_json::json!({"kinesis": {"partitionKey": number.to_string(), "sequenceNumber": number.to_string(), "data": data}})
        });
        let event = serde_json::json!({"Records": records.collect::<Vec<_>>()}).to_string();
        let mut event: checkpointed::LambdaEvent<_> = Batch::from_json(event.as_bytes()).unwrap().into();
        let deadline = SystemTime::now() + Duration::from_secs(10);
        event.context.deadline = deadline.duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
        let (response, lines) = capture_log(handle(event)).await;
        assert_eq!(response.unwrap().item_identifiers().next().unwrap().to_string(), "1");
        assert_eq!(lines.iter().any(|line| line.contains("stopped before")), logged, "{lines:?}");
    }
}
