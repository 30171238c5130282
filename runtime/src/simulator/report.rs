//! The report: the result of a run.

mod advice;
mod assertion_message;
mod assertions;
pub(super) mod delivery;
mod delivery_chart;
pub(super) mod discarded;
mod display;
pub(super) mod history;
mod loss_check;
pub(super) mod lost;
mod notation;
mod order_check;
pub(super) mod out_of_order;
mod outcome_text;
mod record_errors;
pub(super) mod updates;

use std::time::Duration;

use self::{
    delivery::Delivery,
    discarded::Discarded,
    history::{Fate, RecordHistory},
    lost::Lost,
    out_of_order::OutOfOrder,
    record_errors::RecordErrors,
};
use super::{destination::DestinationMessage, event_source::EventSource};

/// The result of a run: every delivery, and what became of each record. Its `Display` is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    event_source: EventSource,
    deliveries: Vec<Delivery>,
    throttled: usize,
    discarded: Vec<Discarded>,
    destination_messages: Vec<DestinationMessage>,
    histories: Vec<Vec<RecordHistory>>,
    errors: RecordErrors,
    /// Whether the handler announced its steps.
    traced: bool,
    lost: Vec<Lost>,
    out_of_order: Vec<OutOfOrder>,
    blocked: Vec<usize>,
    duration: Duration,
}

impl Report {
    /// An empty report. `shards` has the number of records of each shard.
    pub(super) fn new(event_source: EventSource, shards: impl Iterator<Item = usize>) -> Self {
        Report {
            event_source,
            deliveries: Vec::new(),
            throttled: 0,
            discarded: Vec::new(),
            destination_messages: Vec::new(),
            histories: shards.map(|records| vec![RecordHistory::default(); records]).collect(),
            errors: RecordErrors::default(),
            traced: false,
            lost: Vec::new(),
            out_of_order: Vec::new(),
            blocked: Vec::new(),
            duration: Duration::ZERO,
        }
    }

    /// The invocations of the function, in the order of their starts.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// The number of records in each delivery.
    pub fn batch_sizes(&self) -> Vec<usize> {
        self.deliveries.iter().map(|delivery| delivery.records.len()).collect()
    }

    /// The number of throttled invocations. They did not reach the function, and are not among the deliveries.
    pub fn throttled(&self) -> usize {
        self.throttled
    }

    /// The records that Lambda discarded, in the order in which it did.
    pub fn discarded(&self) -> &[Discarded] {
        &self.discarded
    }

    /// The messages to the failure destination, in the order in which they were sent.
    pub fn destination_messages(&self) -> &[DestinationMessage] {
        &self.destination_messages
    }

    /// What became of each record, by shard and position.
    pub fn histories(&self) -> &[Vec<RecordHistory>] {
        &self.histories
    }

    /// What became of one record. `None` if there is no such record.
    pub fn history(&self, shard: usize, position: usize) -> Option<&RecordHistory> {
        self.histories.get(shard)?.get(position)
    }

    /// Why a record failed: its latest errors, at most three, each cut to 200 characters. A handler [announces](super::failed) the
    /// errors of records, as one of [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) does by itself. If a failed
    /// invocation announced no error of the record, the invocation's own error takes its place.
    pub fn errors(&self, shard: usize, position: usize) -> &[String] {
        self.errors.of(shard, position)
    }

    /// The positions in the queue of the messages that went to the dead-letter queue. If there are several queues, use
    /// [`dead_lettered_by_queue`](Self::dead_lettered_by_queue).
    pub fn dead_lettered(&self) -> Vec<usize> {
        self.dead_lettered_by_queue().into_iter().flat_map(|(_, positions)| positions).collect()
    }

    /// By queue, the positions of the messages that went to its dead-letter queue. Queues are numbered like shards.
    pub fn dead_lettered_by_queue(&self) -> Vec<(usize, Vec<usize>)> {
        self.by_shard(|history| history.fate == Fate::DeadLettered)
    }

    /// By shard, the positions of the records that fit no [filter](super::EventSourceMapping::filter_criteria) and so count as done.
    /// Records after one that blocks its shard are not read, and not among them.
    pub fn filtered_out(&self) -> Vec<(usize, Vec<usize>)> {
        self.by_shard(|history| history.fate == Fate::FilteredOut)
    }

    /// Whether the handler announced its steps with [`started`](super::started) and [`done`](super::done). A handler of
    /// [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) does so by itself. Without announcements the report
    /// derives from the answers which records were started and done.
    pub fn is_traced(&self) -> bool {
        self.traced
    }

    /// The records that were acknowledged but never done, by the delivery that acknowledged them.
    ///
    /// For a handler that does not [announce its steps](Self::is_traced), these are the records that it reported, and those after
    /// them, although Lambda ignores its reports. The errors that it swallows are not found.
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// By shard, the positions of the records that were discarded or dead-lettered without ever being tried.
    ///
    /// For a handler that does not [announce its steps](Self::is_traced), only its answers count. After a function error every
    /// record of the batch may have been tried.
    pub fn discarded_untried(&self) -> Vec<(usize, Vec<usize>)> {
        self.by_shard(|history| history.is_given_up() && history.times_started == 0)
    }

    /// The records that were first started before an earlier one of the same partition key, item, message group or partition was
    /// done. The earlier one does not count if it was given up. Starting a finished record again is [repeated
    /// work](Self::times_repeated), and keeps the order.
    ///
    /// For a handler that does not [announce its steps](Self::is_traced), these are the records that were acknowledged although an
    /// earlier one still had to be delivered again. That is one of the same shard, or of the same key if batches of a shard run in
    /// parallel.
    pub fn out_of_order(&self) -> &[OutOfOrder] {
        &self.out_of_order
    }

    /// How often records were started, in total.
    pub fn times_started(&self) -> usize {
        self.histories.iter().flatten().map(|history| history.times_started).sum()
    }

    /// How often records were started again after they had been done, in total. 0 for a handler that does not
    /// [announce its steps](Self::is_traced).
    pub fn times_repeated(&self) -> usize {
        self.histories.iter().flatten().map(|history| history.times_repeated).sum()
    }

    /// By shard, the positions of the records whose history fits.
    fn by_shard(&self, fits: impl Fn(&RecordHistory) -> bool) -> Vec<(usize, Vec<usize>)> {
        let of_shard = |(shard, histories): (usize, &Vec<RecordHistory>)| {
            let found = histories.iter().enumerate().filter(|(_, history)| fits(history));
            let found: Vec<usize> = found.map(|(position, _)| position).collect();
            (!found.is_empty()).then_some((shard, found))
        };
        self.histories.iter().enumerate().filter_map(of_shard).collect()
    }

    /// The numbers of the shards whose records still waited when the simulation ended.
    pub fn blocked(&self) -> &[usize] {
        &self.blocked
    }

    /// Whether records still waited when the simulation ended.
    pub fn is_blocked(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// The duration of the run, in the time of the simulation.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The most invocations that ran at once, in the time of the simulation.
    pub fn peak_concurrency(&self) -> usize {
        // Ends come before starts at the same moment, so that an invocation that takes no time overlaps with none.
        let mut moments: Vec<(Duration, isize)> = Vec::new();
        for delivery in &self.deliveries {
            moments.extend([(delivery.start, 1), (delivery.end, -1)]);
        }
        moments.sort_unstable();
        let (mut running, mut most) = (0, isize::from(!moments.is_empty()));
        for (_, change) in moments {
            running += change;
            most = most.max(running);
        }
        most.unsigned_abs()
    }
}
