//! Records of every source, each with its fate.

use std::marker::PhantomData;

use checkpointed::{DecodeError, DynamoDb, FromRecord, Kafka, Kinesis, RawRecord, Sqs};

use crate::{
    ledger::{self, What},
    plan::{Fate, simulated::index_of},
};

/// A record that was decoded.
pub(crate) struct Item<S> {
    /// Of the invocation.
    pub(crate) call: usize,
    pub(crate) record: usize,
    pub(crate) attempt: usize,
    source: PhantomData<S>,
}

macro_rules! items {
    ($($source:ty),*) => {$(
        impl<'r> FromRecord<'r> for Item<$source> {
            type Source = $source;

            fn from_record(raw: &'r RawRecord<$source>) -> Result<Self, DecodeError> {
                let call = ledger::invocation(raw.context());
                let record = index_of(&raw.identifier().unwrap());
                let attempt = start(call, record)?;
                Ok(Item { call, record, attempt, source: PhantomData })
            }
        }
    )*};
}

items!(Kinesis, DynamoDb, Sqs, Kafka);

fn start(call: usize, record: usize) -> Result<usize, DecodeError> {
    let attempt = ledger::start(call, record);
    let (fate, dead_letters) = ledger::planned(|plan| (plan.records[record].fate, plan.dead_letters));
    match fate {
        Fate::PanicWhileDecoding(times) if times.includes(attempt) => {
            ledger::note(call, record, What::Failed);
            panic!("as planned");
        }
        Fate::Undecodable => {
            // With dead letters its letter decides.
            if !dead_letters {
                ledger::note(call, record, What::Failed);
            }
            Err(DecodeError::new("as planned"))
        }
        _ => Ok(attempt),
    }
}
