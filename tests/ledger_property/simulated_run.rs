//! A plan, run by the simulator.

use checkpointed::simulator::Report;

use crate::{
    handlers,
    ledger::{self, Ledger},
    plan::{Plan, Source},
};

/// The result of a plan: the report of the simulator, and the ledger of the functions.
pub(crate) struct SimulatedRun<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) report: Report,
    pub(crate) ledger: Ledger,
}

impl<'p> SimulatedRun<'p> {
    pub(crate) fn of(plan: &'p Plan, maximum_deliveries: usize) -> Self {
        ledger::open(plan);
        let (mapping, stream) = (plan.mapping(maximum_deliveries), plan.stream());
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let report = runtime.block_on(async {
            match plan.source {
                Source::Kinesis => handlers::kinesis::run(plan, &mapping, &stream).await,
                Source::DynamoDb => handlers::dynamodb::run(plan, &mapping, &stream).await,
                Source::Sqs | Source::SqsFifo => handlers::sqs::run(plan, &mapping, &stream).await,
                Source::Kafka => handlers::kafka::run(plan, &mapping, &stream).await,
            }
        });
        SimulatedRun { plan, report, ledger: ledger::close() }
    }
}
