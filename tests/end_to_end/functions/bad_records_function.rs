//! Handlers that ask for parts of a record that can be bad. As on Lambda, `_HANDLER` chooses one.

use std::{env, time::UNIX_EPOCH};

use checkpointed::{
    DecodeError, Json, checkpointed_stream_handler, kafka, kinesis,
    sqs::{self, Sns},
};

/// Succeeds if the view has none of the metadata that a record can lack.
#[checkpointed_stream_handler]
fn without_metadata(record: kinesis::Record<'_, &str>) -> Result<(), &'static str> {
    let texts = [&record.event_id, &record.event_source_arn, &record.aws_region];
    let has_some = texts.into_iter().any(Option::is_some) || record.approximate_arrival_timestamp.is_some();
    if has_some { Err("there is some") } else { Ok(()) }
}

/// Succeeds if the record's time is the one in its data, in nanoseconds since 1970.
#[checkpointed_stream_handler]
fn time(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    let time = record.approximate_arrival_timestamp;
    let nanoseconds = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map(|time| time.as_nanos());
    let shown = nanoseconds.map_or(String::from("none"), |nanoseconds| nanoseconds.to_string());
    if shown == record.data { Ok(()) } else { Err(format!("it is {shown}")) }
}

#[checkpointed_stream_handler]
fn attribute(message: sqs::Message<'_, &str>) -> Result<(), DecodeError> {
    message.message_attributes.get(message.body).map(drop)
}

#[checkpointed_stream_handler]
fn notification(message: sqs::Message<'_, Sns<Json<u8>>>) -> Result<(), &'static str> {
    if *message.body.message == 7 { Ok(()) } else { Err("another number was sent") }
}

#[checkpointed_stream_handler]
fn header(record: kafka::Record<'_, &str>) -> Result<(), DecodeError> {
    record.headers.last(record.value).map(drop)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    match env::var("_HANDLER").as_deref() {
        Ok("without_metadata") => checkpointed::run(without_metadata).await,
        Ok("time") => checkpointed::run(time).await,
        Ok("attribute") => checkpointed::run(attribute).await,
        Ok("notification") => checkpointed::run(notification).await,
        Ok("header") => checkpointed::run(header).await,
        other => Err(format!("no such handler: {other:?}").into()),
    }
}
