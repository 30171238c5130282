//! Nothing is lost, and nothing is repeated or reordered without a reason. This holds for every source, one record at a time
//! and side by side, with dead letters and without, whatever becomes of the records and whatever the mapping and the platform
//! do.
//!
//! A random plan says what happens. The functions follow it, and keep a ledger of what they really did. The ledger is compared
//! with what the simulator counts and with each answer:
//!
//! * Nothing is lost: every acknowledged record was done, or its dead letter was accepted.
//! * Each answer names exactly the records that are not done, and is given before the deadline.
//! * The order is kept: a record is first started after the one before it with its key is done or given up. A record whose key
//!   cannot be read runs alone.
//! * Every record that may run does, and no more run at a time than `concurrency` allows.
//! * A finished record is repeated only if its answer was lost, or if it is above the lowest failure of a stream. Each failure
//!   repeats at most `run_ahead` records.
//! * With endless retries and temporary failures, every record is done in the end.
//! * The platform gives up an untried record only where the answer could not help it: it came after the failing record of a
//!   batch that used up its retries and was not split; it was too old; it is a message of a FIFO queue whose group was held back
//!   at each receive; or each of its invocations failed, was throttled, or ran out of time before it.

mod call_rules;
mod decoded_record;
mod handlers;
mod ledger;
mod plan;
#[path = "../planned_panics.rs"]
mod planned_panics;
mod random_plan;
mod run_rules;
mod simulated_run;
mod spelling;

use proptest::prelude::*;

use crate::{
    plan::{Plan, Source},
    random_plan::{any_plan, temporary_plan},
    simulated_run::SimulatedRun,
};

/// The number of deliveries that shows what becomes of a record that fails for ever.
const MANY_DELIVERIES: usize = 40;
/// More deliveries than temporary failures take.
const ENOUGH_DELIVERIES: usize = 500;

/// The number of cases, unless `PROPTEST_CASES` sets another. A failing case is shrunk and printed, and needs no file.
fn config(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn check_rules(plan: &Plan) -> Result<(), TestCaseError> {
    planned_panics::silence();
    let run = SimulatedRun::of(plan, MANY_DELIVERIES);
    run.check_calls()?;
    run.check_whole()
}

fn check_progress(plan: &Plan) -> Result<(), TestCaseError> {
    planned_panics::silence();
    let run = SimulatedRun::of(plan, ENOUGH_DELIVERIES);
    run.check_calls()?;
    run.check_whole()?;
    run.check_all_done()
}

macro_rules! every_source {
    ($($name:ident $source:ident),*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(config(3_000))]

                #[test]
                fn nothing_is_lost_repeated_or_reordered_without_a_reason(plan in any_plan(Source::$source)) {
                    check_rules(&plan)?;
                }
            }

            proptest! {
                #![proptest_config(config(1_000))]

                /// Retries are endless here, and failures are temporary.
                #[test]
                fn every_record_is_done_in_the_end(plan in temporary_plan(Source::$source)) {
                    check_progress(&plan)?;
                }
            }
        }
    )*};
}

every_source!(kinesis Kinesis, dynamodb DynamoDb, sqs Sqs, sqs_fifo SqsFifo, kafka Kafka);
