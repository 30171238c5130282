//! Every way in which a program starts a handler. Most only have to compile; `end_to_end` runs such programs.

use checkpointed::{
    Batch, Error, LambdaEvent, StreamsEventResponse, checkpointed_stream_handler, kinesis, run,
};
use serde::de::DeserializeOwned;

#[checkpointed_stream_handler]
async fn alone(record: kinesis::Record<'_, &str>) {
    let _ = record;
}

#[checkpointed_stream_handler]
async fn counting(
    record: kinesis::Record<'_, &str>,
    prefix: &str,
    bytes: &mut usize,
    seen: &mut Vec<String>,
) -> Result<(), String> {
    *bytes += prefix.len() + record.data.len();
    seen.push(record.data.to_owned());
    Ok(())
}

#[checkpointed_stream_handler]
fn plain(record: kinesis::Record<'_, &str>, bytes: &mut usize) {
    *bytes += record.data.len();
}

#[checkpointed_stream_handler]
async fn generic<T: DeserializeOwned>(record: kinesis::Record<'_, checkpointed::Json<T>>) {
    let _ = record;
}

struct App {
    count: u64,
}

impl App {
    #[checkpointed_stream_handler]
    async fn handle(&mut self, record: kinesis::Record<'_, &str>) {
        self.count += record.data.len() as u64;
    }
}

/// `run` also starts a handler without the attribute.
async fn by_hand(_event: LambdaEvent<Batch<()>>) -> Result<StreamsEventResponse, Error> {
    Ok(StreamsEventResponse::success())
}

#[test]
fn every_kind_of_handler_can_be_started() {
    let _main = async || -> Result<(), Error> {
        let (mut bytes, mut seen, mut app) = (0, Vec::new(), App { count: 0 });
        run(alone).await?;
        run(generic::<u8>).await?;
        run(by_hand).await?;
        run(|event| alone(event)).await?;
        run(async |event| alone(event).await).await?;
        run(async |event| counting(event, "> ", &mut bytes, &mut seen).await).await?;
        run(async |event| plain(event, &mut bytes).await).await?;
        run(async |event| app.handle(event).await).await?;
        run(async move |event| app.handle(event).await).await
    };
    let _main_of_anyhow =
        async || -> anyhow::Result<()> { run(alone).await.map_err(anyhow::Error::from_boxed) };
}

#[tokio::test]
async fn a_test_can_make_a_batch_of_text_or_bytes() {
    const EVENT: &str =
        r#"{"Records":[{"kinesis":{"partitionKey":"k","sequenceNumber":"1","data":"aGVsbG8="}}]}"#;
    let (mut bytes, mut seen) = (0, Vec::new());
    let event = Batch::from_json(EVENT).unwrap().into();
    assert!(counting(event, "> ", &mut bytes, &mut seen).await.unwrap().is_success());
    assert_eq!((bytes, &*seen), (7, &[String::from("hello")][..]));
    for event in [Batch::from_json(String::from(EVENT)), Batch::from_json(EVENT.as_bytes())] {
        assert!(alone(event.unwrap().into()).await.unwrap().is_success());
    }
}
