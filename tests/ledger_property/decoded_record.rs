//! Records of every source. The plan decides in their decoding whether they can be decoded.

use std::marker::PhantomData;

use checkpointed::{
    DecodeError, DynamoDb, FromRecord, Json, Kafka, Kinesis, RawRecord, Sqs, dynamodb, kafka, kinesis, sqs,
};

use crate::{
    ledger::{self, StepKind},
    plan::{Fate, simulation::index_of},
    spelling::TEXT,
};

/// A record that was decoded. Its decoding is its start.
pub(crate) struct DecodedRecord<S> {
    /// The number of the invocation.
    pub(crate) call: usize,
    pub(crate) record: usize,
    pub(crate) attempt: usize,
    source: PhantomData<S>,
}

macro_rules! decoded_records {
    ($($source:ty => $view:ty, $content:ident;)*) => {$(
        impl<'r> FromRecord<'r> for DecodedRecord<$source> {
            type Source = $source;

            fn from_record(raw: &'r RawRecord<$source>) -> Result<Self, DecodeError> {
                let call = ledger::invocation(raw.context());
                let record = index_of(&raw.identifier().unwrap());
                let attempt = start(call, record, || <$view>::from_record(raw).map(|view| view.$content))?;
                Ok(DecodedRecord { call, record, attempt, source: PhantomData })
            }
        }
    )*};
}

decoded_records! {
    Kinesis => kinesis::Record<'r, Json<Content<'r>>>, data;
    DynamoDb => dynamodb::Record<'r, dynamodb::NewImage<Content<'r>>>, data;
    Sqs => sqs::Message<'r, Json<Content<'r>>>, body;
    Kafka => kafka::Record<'r, Json<Content<'r>>>, value;
}

/// The payload of a record.
#[derive(serde::Deserialize)]
struct Content<'r> {
    text: &'r str,
}

impl AsText for Json<Content<'_>> {
    fn as_text(&self) -> &str {
        self.text
    }
}

impl AsText for dynamodb::NewImage<Content<'_>> {
    fn as_text(&self) -> &str {
        self.0.as_ref().unwrap().text
    }
}

trait AsText {
    fn as_text(&self) -> &str;
}

fn start<T: AsText>(
    call: usize,
    record: usize,
    decode: impl FnOnce() -> Result<T, DecodeError>,
) -> Result<usize, DecodeError> {
    let attempt = ledger::start_record(call, record);
    let (fate, dead_letters, has_key) = ledger::planned(|plan| {
        let planned = &plan.records[record];
        (planned.fate, plan.dead_letters, planned.key.is_some())
    });
    match fate {
        Fate::PanicWhileDecoding(times) if times.includes(attempt) => {
            ledger::note(call, record, StepKind::Failed);
            panic!("as planned");
        }
        Fate::Undecodable => {
            // With dead letters, the letter decides whether it fails.
            if !dead_letters {
                ledger::note(call, record, StepKind::Failed);
            }
            // A record without a key lacks a field that its view needs, too.
            decode().map(|content| panic!("decoded: {}", content.as_text()))
        }
        _ => {
            if has_key {
                assert_eq!(decode()?.as_text(), TEXT);
            }
            Ok(attempt)
        }
    }
}
