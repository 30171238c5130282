//! Records of every source, each with its fate.

use std::marker::PhantomData;

use checkpointed::{
    DecodeError, DynamoDb, FromRecord, Json, Kafka, Kinesis, RawRecord, Sqs, dynamodb, kafka, kinesis, sqs,
};

use crate::{
    ledger::{self, StepKind},
    plan::{Fate, simulation::index_of},
    spelling::TEXT,
};

/// A record that was decoded.
pub(crate) struct DecodedRecord<S> {
    /// Of the invocation.
    pub(crate) call: usize,
    pub(crate) record: usize,
    pub(crate) attempt: usize,
    source: PhantomData<S>,
}

macro_rules! items {
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

items! {
    Kinesis => kinesis::Record<'r, Json<Content<'r>>>, data;
    DynamoDb => dynamodb::Record<'r, dynamodb::NewImage<Content<'r>>>, data;
    Sqs => sqs::Message<'r, Json<Content<'r>>>, body;
    Kafka => kafka::Record<'r, Json<Content<'r>>>, value;
}

/// StepKind a record carries.
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
    let attempt = ledger::start(call, record);
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
            // With dead letters its letter decides.
            if !dead_letters {
                ledger::note(call, record, StepKind::Failed);
            }
            // Without its key it lacks what a view needs anyway.
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
