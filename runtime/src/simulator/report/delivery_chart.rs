//! Draws the deliveries of a report as a chart.

use std::time::Duration;

use super::{
    Report,
    delivery::DeliveryOutcome,
    history::{Fate, RecordHistory},
    outcome_text::OutcomeText,
};
use crate::simulator::chart::{Chart, Row, cell::Cell};

/// The number of deliveries that are drawn from the beginning and from the end of a long run.
const DRAWN: usize = 60;

impl Report {
    /// Draws a chart of the run in SVG: one row for each delivery, one column for each record, and a row for the end. It suits light
    /// and dark pages.
    ///
    /// The chart shows which records were done, done again, failed, not tried, discarded or lost. Beyond 200 records neighbours
    /// share a column, which shows the worst of them. If there are more than 120 deliveries, it has the first 60 and the last 60.
    pub fn to_svg(&self) -> String {
        let mut rows = Vec::new();
        for number in 1..=self.deliveries.len() {
            if number <= DRAWN || number + DRAWN > self.deliveries.len() {
                rows.extend(self.row(number));
            } else if number == DRAWN + 1 {
                rows.push(Row { label: String::from("…"), cells: Vec::new(), outcome: String::new() });
            }
        }
        let shards = self.histories.iter().map(Vec::len).collect();
        Chart { title: self.headline(), shards, rows, end: Some(self.end_row()) }.svg()
    }

    fn headline(&self) -> String {
        let histories = || self.histories.iter().flatten();
        let done = histories().filter(|history| history.first_done.is_some()).count();
        let given_up = histories().filter(|history| history.is_given_up()).count();
        let lost: usize = self.lost.iter().map(|lost| lost.records.len()).sum();
        let deliveries = if self.deliveries.len() == 1 { "delivery" } else { "deliveries" };
        let mut parts = vec![format!("{} {deliveries}", self.deliveries.len())];
        parts.push(format!("{done} of {} records done", histories().count()));
        let more = [(self.times_repeated(), "repeated"), (given_up, "discarded"), (lost, "lost")];
        parts.extend(
            more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")),
        );
        parts.join(", ")
    }

    /// The row of a delivery. `number` counts from 1.
    fn row(&self, number: usize) -> Option<Row> {
        let delivery = self.deliveries.get(number - 1)?;
        let before: usize = self.histories.iter().take(delivery.shard).map(Vec::len).sum();
        let mut cells = vec![Cell::Absent; self.histories.iter().map(Vec::len).sum()];
        let histories = self.histories.get(delivery.shard)?;
        let stages = DeliverySteps::of(self, number);
        for (place, position) in delivery.records.iter().enumerate() {
            if let (Some(cell), Some(history)) = (cells.get_mut(before + position), histories.get(*position))
            {
                *cell = stages.cell(place, *position, history);
            }
        }
        let label = format!("{number} · {}", rounded(delivery.start));
        Some(Row { label, cells, outcome: OutcomeText(delivery).to_string() })
    }

    fn end_row(&self) -> Row {
        let end = |history: &RecordHistory| match history.fate {
            Fate::Waiting | Fate::FilteredOut => Cell::Absent,
            _ if history.is_given_up() => discarded_cell(history),
            _ if history.first_done.is_none() => Cell::Lost,
            _ => Cell::Done,
        };
        let cells = self.histories.iter().flatten().map(end).collect();
        let waiting = self.histories.iter().flatten().filter(|history| history.fate == Fate::Waiting).count();
        let outcome = if self.is_blocked() { format!("{waiting} still wait") } else { String::new() };
        Row { label: String::from("in the end"), cells, outcome }
    }
}

/// A time, short enough for a label.
fn rounded(at: Duration) -> String {
    match at.as_secs() {
        0..100 => format!("{} s", (at.as_secs_f64() * 10.0).round() / 10.0),
        100..6_000 => format!("{} min", at.as_secs() / 60),
        6_000..172_800 => format!("{} h", at.as_secs() / 3_600),
        _ => format!("{} days", at.as_secs() / 86_400),
    }
}

fn discarded_cell(history: &RecordHistory) -> Cell {
    if history.times_started == 0 { Cell::DiscardedUntried } else { Cell::Discarded }
}

/// The steps of the handler in one delivery.
struct DeliverySteps<'r> {
    report: &'r Report,
    /// The number of the delivery, counted from 1.
    number: usize,
    started: Vec<usize>,
    done: Vec<usize>,
}

impl<'r> DeliverySteps<'r> {
    fn of(report: &'r Report, number: usize) -> Self {
        let sorted = |positions: &[usize]| {
            let mut positions = positions.to_vec();
            positions.sort_unstable();
            positions
        };
        let delivery = report.deliveries.get(number - 1);
        let started = delivery.map(|delivery| sorted(&delivery.started)).unwrap_or_default();
        let done = delivery.map(|delivery| sorted(&delivery.done)).unwrap_or_default();
        DeliverySteps { report, number, started, done }
    }

    /// The cell of a record, which has this place in the batch and this position in the shard.
    fn cell(&self, place: usize, position: usize, history: &RecordHistory) -> Cell {
        let is_last = history.last_delivery == self.number;
        let is_lost = matches!(history.fate, Fate::Acknowledged { .. }) && history.first_done.is_none();
        match () {
            () if is_last && is_lost => Cell::Lost,
            () if is_last && history.is_given_up() => discarded_cell(history),
            () if !self.report.traced => self.as_answered(place, history),
            () if self.done.binary_search(&position).is_ok() => {
                let is_first = history.first_done.is_some_and(|done| done.delivery == self.number);
                if is_first { Cell::Done } else { Cell::Repeated }
            }
            () if self.started.binary_search(&position).is_ok() => Cell::Failed,
            () => Cell::Untried,
        }
    }

    /// The same for a handler that does not announce its steps, from the answers alone.
    fn as_answered(&self, place: usize, history: &RecordHistory) -> Cell {
        if history.first_done.is_some_and(|done| done.delivery == self.number) {
            return Cell::Done;
        }
        match self.report.deliveries.get(self.number - 1).map(|delivery| &delivery.outcome) {
            Some(DeliveryOutcome::Partial { position }) if *position < place => Cell::Untried,
            _ => Cell::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        let texts =
            [0.04, 0.05, 99.0, 100.0, 6_000.0, 604_800.0].map(|at| rounded(Duration::from_secs_f64(at)));
        assert_eq!(texts, ["0 s", "0.1 s", "99 s", "1 min", "1 h", "7 days"]);
    }
}
