//! The rule for every source, side by side, in time, and with dead letters, by chance: whatever becomes of the records, and
//! whatever the mapping and the platform do, nothing is lost, and no more is repeated than is said.
//!
//! The functions keep a ledger of what really happened. It is compared with what the simulator counts, and with what each
//! answer says:
//!
//! * Nothing is lost: what counts as acknowledged was done, or its dead letter was accepted.
//! * Each answer names exactly what is not done, and goes out ahead of the deadline.
//! * The order is kept: a record is first started when the one of its key in front of it is done, or was given up. A record
//!   whose key cannot be read runs alone.
//! * All that may run does, and no more of it at a time than `concurrency` says.
//! * StepKind is done is repeated only where an answer did not arrive, or of a stream above its lowest failure: at most
//!   `run_ahead` records for each.
//! * With endless retries and failures that pass, all is done in the end.
//! * StepKind was never tried is given up only where the platform cannot be helped: a record that stands behind the failing one
//!   of its batch when its retries run out and it is not split, one that was too old, a message of a FIFO queue whose group
//!   was held back at each receive, and what every invocation of which failed, was throttled, or ran out of time before it.

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

/// After so many deliveries what fails for ever has shown what it does.
const ANY: usize = 40;
/// More than anything temporary takes.
const UNTIL_ALL_IS_DONE: usize = 500;

/// So many cases, or as many as `PROPTEST_CASES` says. One that fails is made small and printed, and needs no file.
fn of(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn check(plan: &Plan) -> Result<(), TestCaseError> {
    planned_panics::silence();
    let run = SimulatedRun::of(plan, ANY);
    run.check_calls()?;
    run.check_whole()
}

fn check_progress(plan: &Plan) -> Result<(), TestCaseError> {
    planned_panics::silence();
    let run = SimulatedRun::of(plan, UNTIL_ALL_IS_DONE);
    run.check_calls()?;
    run.check_whole()?;
    run.check_all_done()
}

macro_rules! every_source {
    ($($name:ident $source:ident),*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(of(3_000))]

                #[test]
                fn whatever_happens(plan in any_plan(Source::$source)) {
                    check(&plan)?;
                }
            }

            proptest! {
                #![proptest_config(of(1_000))]

                /// With endless retries and failures that pass.
                #[test]
                fn all_is_done_in_the_end(plan in temporary_plan(Source::$source)) {
                    check_progress(&plan)?;
                }
            }
        }
    )*};
}

every_source!(kinesis Kinesis, dynamodb DynamoDb, sqs Sqs, sqs_fifo SqsFifo, kafka Kafka);
