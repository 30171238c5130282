//! The rule for every source, side by side, in time, and with dead letters, by chance: whatever becomes of the records, and
//! whatever the mapping and the platform do, nothing is lost, and no more is repeated than is said.
//!
//! The functions keep a ledger of what really happened; it is compared with what the simulator counts, and with what each
//! answer says.

mod chance;
mod handlers;
mod ledger;
mod one_call;
mod plan;
mod quiet;
mod record;
mod run;
mod whole_run;

use proptest::prelude::*;

use crate::{
    chance::{any_plan, temporary_plan},
    plan::{Plan, Source},
    run::Run,
};

/// After so many deliveries what fails for ever has shown what it does.
const ANY: usize = 40;
/// More than anything temporary takes.
const UNTIL_ALL_IS_DONE: usize = 2_000;

/// A plan that fails is printed, and needs no file.
fn of(cases: u32) -> ProptestConfig {
    let cases = std::env::var("CASES").map_or(cases, |c| c.parse().unwrap());
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn check(plan: &Plan) -> Result<(), TestCaseError> {
    quiet::about_planned_panics();
    let run = Run::of(plan, ANY);
    run.check_calls()?;
    run.check_whole()
}

fn check_progress(plan: &Plan) -> Result<(), TestCaseError> {
    quiet::about_planned_panics();
    let run = Run::of(plan, UNTIL_ALL_IS_DONE);
    run.check_calls()?;
    run.check_whole()?;
    run.check_all_done()
}

macro_rules! every_source {
    ($($name:ident $source:ident),*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(of(2_000))]

                #[test]
                fn whatever_happens(plan in any_plan(Source::$source)) {
                    check(&plan)?;
                }
            }

            proptest! {
                #![proptest_config(of(500))]

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
