//! Handlers of every source: one record at a time and side by side, with dead letters and without.

use std::{
    pin::pin,
    task::{Context, Waker},
    time::Duration,
};

use checkpointed::{
    Batch, DeadLetter, DeadLetters, Error, Failure, LambdaEvent, StreamsEventResponse,
    checkpointed_stream_handler,
    simulator::{EventSourceMapping, Report, Stream},
};
use serde_json::value::RawValue;
use tokio::time::{advance, sleep};

use crate::{
    decoded_record::DecodedRecord,
    ledger::{self, StepKind},
    plan::{Fate, LetterFate, Plan, simulation::index_of},
};

/// Beyond every deadline.
const A_DAY: Duration = Duration::from_secs(86_400);

/// How a record failed.
enum PlannedFailure {
    Temporary,
    Permanent,
}

impl From<PlannedFailure> for Failure {
    fn from(failure: PlannedFailure) -> Self {
        match failure {
            PlannedFailure::Temporary => "as planned".into(),
            PlannedFailure::Permanent => Failure::permanent("as planned"),
        }
    }
}

/// Does with a record what the plan says.
async fn play<S>(item: DecodedRecord<S>) -> Result<(), PlannedFailure> {
    let DecodedRecord { call, record, attempt, .. } = item;
    let (waits, fate, dead_letters) =
        ledger::planned(|plan| (plan.records[record].waits, plan.records[record].fate, plan.dead_letters));
    let computes = ledger::planned(|plan| plan.computes(call, record));
    compute(computes);
    if waits > 0 {
        sleep(Duration::from_millis(waits)).await;
    }
    let fail = || ledger::note(call, record, StepKind::Failed);
    match fate {
        Fate::Error(times) if times.includes(attempt) => {
            fail();
            return Err(PlannedFailure::Temporary);
        }
        Fate::Panic(times) if times.includes(attempt) => {
            fail();
            panic!("as planned");
        }
        Fate::Slow(times) if times.includes(attempt) => sleep(A_DAY).await,
        Fate::Permanent => {
            // With dead letters, the letter decides whether it fails.
            if !dead_letters {
                fail();
            }
            return Err(PlannedFailure::Permanent);
        }
        _ => {}
    }
    compute(computes);
    ledger::note(call, record, StepKind::Done);
    Ok(())
}

/// Works for this long without waiting.
fn compute(time: Duration) {
    if !time.is_zero() {
        // The first poll moves the clock. The second one would only yield.
        let _yields = pin!(advance(time)).poll(&mut Context::from_waker(Waker::noop()));
    }
}

/// Accepts or refuses dead letters as the plan says.
struct Letters;

impl DeadLetters for Letters {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        let call = ledger::invocation(letter.context);
        let record = index_of(&letter.item_identifier.unwrap());
        let number = ledger::write_letter(record);
        sleep(Duration::from_millis(5)).await;
        let fail = || ledger::note(call, record, StepKind::Failed);
        match ledger::planned(|plan| plan.records[record].letter) {
            LetterFate::Refused(times) if times.includes(number) => {
                fail();
                return Err("as planned".into());
            }
            LetterFate::Panic(times) if times.includes(number) => {
                fail();
                panic!("as planned");
            }
            LetterFate::Slow(times) if times.includes(number) => sleep(A_DAY).await,
            _ => {}
        }
        ledger::note(call, record, StepKind::Done);
        Ok(())
    }
}

/// Calls the handler and notes the call in the ledger.
async fn called<R>(
    event: LambdaEvent<Box<RawValue>>,
    handler: impl AsyncFnOnce(LambdaEvent<Batch<R>>) -> Result<StreamsEventResponse, Error>,
) -> Result<StreamsEventResponse, Error> {
    let number = ledger::invocation(&event.context);
    ledger::begin_call(number);
    let batch = ledger::planned(|plan| plan.spelling).batch(&event.payload);
    let answer = handler(LambdaEvent::new(batch, event.context)).await;
    ledger::end_call(number, &answer);
    answer
}

macro_rules! handlers {
    ($($source:ident $record:ident)*) => {$(
        pub(crate) mod $source {
            use super::*;

            type Record = DecodedRecord<checkpointed::$record>;

            #[checkpointed_stream_handler]
            async fn one(item: Record) -> Result<(), String> {
                play(item).await.map_err(|_| String::from("as planned"))
            }

            #[checkpointed_stream_handler(dead_letters = Letters)]
            async fn one_with_letters(item: Record) -> Result<(), Failure> {
                Ok(play(item).await?)
            }

            #[checkpointed_stream_handler(concurrency = plan.concurrency, run_ahead = plan.run_ahead)]
            async fn several(item: Record, plan: &Plan) -> Result<(), String> {
                let _ = plan;
                play(item).await.map_err(|_| String::from("as planned"))
            }

            #[checkpointed_stream_handler(
                concurrency = plan.concurrency, run_ahead = plan.run_ahead, dead_letters = Letters
            )]
            async fn several_with_letters(item: Record, plan: &Plan) -> Result<(), Failure> {
                let _ = plan;
                Ok(play(item).await?)
            }

            pub(crate) async fn run(plan: &Plan, mapping: &EventSourceMapping, stream: &Stream) -> Report {
                match (plan.concurrency, plan.dead_letters) {
                    (1, false) => mapping.run(stream, async |event| called(event, one).await).await,
                    (1, true) => mapping.run(stream, async |event| called(event, one_with_letters).await).await,
                    (_, false) => {
                        mapping.run(stream, async |event| called(event, async |event| several(event, plan).await).await).await
                    }
                    (_, true) => {
                        let handler = async |event| called(event, async |event| several_with_letters(event, plan).await).await;
                        mapping.run(stream, handler).await
                    }
                }
            }
        }
    )*};
}

handlers! {
    kinesis Kinesis
    dynamodb DynamoDb
    sqs Sqs
    kafka Kafka
}
