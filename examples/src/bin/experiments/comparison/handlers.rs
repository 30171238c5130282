//! Four ways to handle a batch.

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{self, Report},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{scenario::Scenario, work::Work};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Handler {
    Checkpointed,
    StopsAtFirst,
    CollectsAll,
    IgnoresErrors,
}

impl Handler {
    pub(super) const ALL: [Handler; 4] =
        [Handler::Checkpointed, Handler::StopsAtFirst, Handler::CollectsAll, Handler::IgnoresErrors];

    pub(super) fn name(self) -> &'static str {
        match self {
            Handler::Checkpointed => "checkpointed",
            Handler::StopsAtFirst => "loop that stops",
            Handler::CollectsAll => "collects all failures",
            Handler::IgnoresErrors => "ignores errors",
        }
    }

    pub(super) async fn run(self, scenario: &Scenario) -> Report {
        let (mapping, stream) = (scenario.mapping(), scenario.stream());
        let work = &mut Work::new(&scenario.fates);
        match self {
            Handler::Checkpointed => {
                mapping.run(&stream, async |event| checkpointed(event, work).await).await
            }
            Handler::StopsAtFirst => {
                mapping.run(&stream, async |event| stops_at_first(event, work).await).await
            }
            Handler::CollectsAll => mapping.run(&stream, async |event| collects_all(event, work).await).await,
            Handler::IgnoresErrors => {
                mapping.run(&stream, async |event| ignores_errors(event, work).await).await
            }
        }
    }
}

#[checkpointed_stream_handler]
async fn checkpointed(record: kinesis::Record<'_, &str>, work: &mut Work<'_>) -> Result<(), String> {
    work.process(&record.sequence_number).await
}

/// A careful person writes this.
async fn stops_at_first(event: LambdaEvent<Event>, work: &mut Work<'_>) -> Result<Value, String> {
    for (position, record) in event.payload.records.iter().enumerate() {
        if process(position, record, work).await.is_err() {
            return Ok(json!({ "batchItemFailures": [record.failure()] }));
        }
    }
    Ok(json!({ "batchItemFailures": [] }))
}

/// Other libraries do this.
async fn collects_all(event: LambdaEvent<Event>, work: &mut Work<'_>) -> Result<Value, String> {
    let mut failures = Vec::new();
    for (position, record) in event.payload.records.iter().enumerate() {
        if process(position, record, work).await.is_err() {
            failures.push(record.failure());
        }
    }
    Ok(json!({ "batchItemFailures": failures }))
}

/// This should never be deployed.
async fn ignores_errors(event: LambdaEvent<Event>, work: &mut Work<'_>) -> Result<Value, String> {
    for (position, record) in event.payload.records.iter().enumerate() {
        let _ = process(position, record, work).await;
    }
    Ok(json!({ "batchItemFailures": [] }))
}

/// Processes one record, and announces the steps to the report.
async fn process(position: usize, record: &Record, work: &mut Work<'_>) -> Result<(), String> {
    simulator::started(position);
    work.process(&record.kinesis.sequence_number).await?;
    simulator::done(position);
    Ok(())
}

/// An event that is decoded as a whole before any record is handled, as with a library of types.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    kinesis: KinesisPart,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KinesisPart {
    sequence_number: String,
    #[expect(dead_code, reason = "it is read when the event is decoded")]
    partition_key: String,
}

impl Record {
    fn failure(&self) -> Value {
        json!({ "itemIdentifier": self.kinesis.sequence_number })
    }
}
