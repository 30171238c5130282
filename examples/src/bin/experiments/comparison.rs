//! Four handlers under the same faults.

mod drawing;
mod handlers;
mod scenario;
mod table;
mod work;

use std::time::Duration;

use checkpointed::simulator::{DeliveryOutcome, Report};

use self::{
    handlers::Handler,
    scenario::{Scenario, scenarios},
};
use crate::Picture;

/// Runs every handler through every scenario and prints the results. Returns the picture.
pub(crate) async fn show() -> Vec<Picture> {
    let compared = compare().await;
    println!("{}", table::Table(&compared));
    vec![Picture { name: "comparison.svg", svg: drawing::svg(&compared) }]
}

/// The results of a scenario.
struct Compared {
    scenario: Scenario,
    figures: [(Handler, Figures); 4],
}

/// The figures that are compared. Lower is better.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Figures {
    deliveries: usize,
    /// The number of times that a record was started.
    handled: usize,
    /// How many of these had been done before.
    repeated: usize,
    lost: usize,
    discarded: usize,
    /// Records that were started before an earlier one with the same key was done.
    out_of_order: usize,
    /// How long the shard made no progress, in the time of the simulation.
    blocked: Duration,
    /// How long the run took, in the time of the simulation.
    took: Duration,
}

async fn compare() -> Vec<Compared> {
    let mut compared = Vec::new();
    for scenario in scenarios() {
        let mut figures = Vec::new();
        for handler in Handler::ALL {
            figures.push((handler, Figures::of(&handler.run(&scenario).await)));
        }
        if let Ok(figures) = figures.try_into() {
            compared.push(Compared { scenario, figures });
        }
    }
    compared
}

impl Figures {
    fn of(report: &Report) -> Self {
        Figures {
            deliveries: report.deliveries().len(),
            handled: report.times_started(),
            repeated: report.times_repeated(),
            lost: report.lost().iter().map(|lost| lost.records.len()).sum(),
            discarded: report.histories().iter().flatten().filter(|history| history.is_given_up()).count(),
            out_of_order: report.out_of_order().len(),
            blocked: blocked(report),
            took: report.duration(),
        }
    }
}

/// The sum of the times from the start of a delivery that acknowledged nothing to the start of the next one.
fn blocked(report: &Report) -> Duration {
    let next = report.deliveries().iter().skip(1).map(|delivery| delivery.start);
    let until = next.chain([report.duration()]);
    let deliveries = report.deliveries().iter().zip(until);
    let in_vain = deliveries.filter(|(delivery, _)| {
        matches!(delivery.outcome, DeliveryOutcome::Failed { .. } | DeliveryOutcome::Partial { position: 0 })
    });
    in_vain.map(|(delivery, until)| until.saturating_sub(delivery.start)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn figures(name: &str) -> [Figures; 4] {
        let compared = compare().await;
        let found = compared.iter().find(|compared| compared.scenario.name.starts_with(name));
        found.expect("a scenario").figures.map(|(_, figures)| figures)
    }

    /// The attribute promises this whatever goes wrong, unless nobody reads its reports.
    #[tokio::test]
    async fn a_checkpointed_handler_loses_nothing_and_keeps_the_order() {
        for compared in compare().await {
            let (handler, figures) = compared.figures[0];
            assert!(matches!(handler, Handler::Checkpointed));
            assert_eq!(figures.out_of_order, 0, "{}", compared.scenario.name);
            assert_eq!(figures.lost > 0, !compared.scenario.reads_reports, "{}", compared.scenario.name);
        }
    }

    #[tokio::test]
    async fn without_faults_all_are_equal() {
        let [checkpointed, others @ ..] = figures("nothing fails").await;
        assert_eq!(others, [checkpointed; 3]);
        assert_eq!((checkpointed.handled, checkpointed.blocked), (100, Duration::ZERO));
    }

    /// Here it is not better: a careful loop does the same, unless a record panics or cannot be read.
    #[tokio::test]
    async fn a_loop_that_stops_is_as_good_where_errors_are_returned() {
        for name in ["errors that go away", "a poison record", "a crash", "every third record"] {
            let [checkpointed, stops, ..] = figures(name).await;
            assert_eq!(checkpointed, stops, "{name}");
        }
        let [checkpointed, stops, ..] = figures("a panic").await;
        assert!(checkpointed.repeated == 0 && stops.repeated > 0, "{checkpointed:?} {stops:?}");
    }

    /// Here it is worse: each failure of a batch costs its own delivery.
    #[tokio::test]
    async fn collecting_takes_fewer_deliveries_where_many_records_fail() {
        let [checkpointed, _, collects, _] = figures("every third record").await;
        assert!(checkpointed.deliveries > 3 * collects.deliveries, "{checkpointed:?} {collects:?}");
        assert!(checkpointed.repeated == 0 && collects.repeated > 0 && collects.out_of_order > 0);
    }

    /// Here it is worse, too: the records after a failure are not done, and are lost if the report is ignored.
    #[tokio::test]
    async fn without_reports_it_loses_more_than_the_others() {
        let [checkpointed, _, collects, ignores] = figures("ReportBatchItemFailures is off").await;
        assert!(checkpointed.lost > collects.lost && collects.lost == ignores.lost);
    }
}
