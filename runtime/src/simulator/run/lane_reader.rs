//! Reads the records of a shard through its lanes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::simulator::{
    START,
    filter::Filters,
    mapping::EventSourceMapping,
    model::{
        batch::Batch,
        lane::{Lane, LaneRecord},
        policy::LanePolicy,
        window::STATE_LIMIT,
    },
    report::delivery::DeliveryOutcome,
    stream::{Shard, Stream},
};

/// A lane, and the records of the shard that belong to it.
pub(super) struct LaneReader {
    pub(super) shard: usize,
    /// The positions of its records in the shard.
    positions: Vec<usize>,
    /// The positions of the records that are filtered out.
    filtered_out: Vec<usize>,
    /// When the last of the filtered records arrived.
    filtered_until: Duration,
    pub(super) lane: Lane,
    /// The state of the open window.
    pub(super) state: Value,
    /// The number of the latest invocation for this lane.
    pub(super) latest_invocation: usize,
    /// Whether the parents of its shard are still being read.
    pub(super) waits_for_parents: bool,
}

impl LaneReader {
    /// The positions of a batch's records in the shard.
    pub(super) fn in_shard(&self, batch: &Batch) -> Vec<usize> {
        batch.records.iter().filter_map(|position| self.positions.get(*position).copied()).collect()
    }

    /// The records that are filtered out, as far as the mapping has read.
    pub(super) fn filtered_out(&self) -> impl Iterator<Item = usize> {
        let unread = self.positions.get(self.lane.unread()).copied().unwrap_or(usize::MAX);
        let unread = if self.waits_for_parents { 0 } else { unread };
        self.filtered_out.iter().copied().filter(move |position| *position < unread)
    }

    /// When the last record was acknowledged, discarded or filtered out. `None` while records wait.
    pub(super) fn consumed_at(&self) -> Option<Duration> {
        let is_consumed = self.lane.is_done() && !self.waits_for_parents;
        is_consumed.then(|| self.lane.free_at().max(self.filtered_until))
    }

    /// Forgets the state if the window ends with this batch, which was discarded.
    pub(super) fn drop_state(&mut self, batch: &Batch) {
        if batch.window_end.is_some() {
            self.state = json!({});
        }
    }

    /// Stores the state that the function returned, for the next invocation.
    pub(super) fn keep_state(
        &mut self,
        batch: &Batch,
        outcome: &DeliveryOutcome,
        state: Option<Value>,
        keeps_partial: bool,
    ) {
        let is_partial = matches!(outcome, DeliveryOutcome::Partial { .. });
        match state {
            // The next window begins with an empty state.
            Some(_) if batch.window_end.is_some() => self.state = json!({}),
            Some(state) if keeps_partial || !is_partial => {
                if state.to_string().len() > STATE_LIMIT {
                    self.lane.fill_state();
                }
                self.state = state;
            }
            _ => {}
        }
    }
}

/// Makes the lanes of a shard. All records with the same key are in one lane.
pub(super) fn readers(
    mapping: &EventSourceMapping,
    filters: &Filters,
    stream: &Stream,
    shard: usize,
) -> Vec<LaneReader> {
    let Some(Shard { records, .. }) = stream.shards().get(shard) else { return Vec::new() };
    let mut lanes = vec![(Vec::new(), Vec::new()); mapping.lanes()];
    for (position, record) in records.iter().enumerate() {
        if record.arrival < mapping.reads_from() {
            continue;
        }
        let lane = record.key.as_deref().map_or(0, hash) % lanes.len() as u64;
        if let Some((lane, filtered_out)) = lanes.get_mut(lane as usize) {
            if filters.let_pass(&record.json) { lane.push(position) } else { filtered_out.push(position) }
        }
    }
    let policy = LanePolicy { retention: stream.retention(mapping.event_source()), ..mapping.lane_policy() };
    let reader = |(positions, filtered_out)| reader(stream, shard, positions, filtered_out, policy);
    lanes.into_iter().filter_map(reader).collect()
}

/// Makes one lane of a shard.
fn reader(
    stream: &Stream,
    shard: usize,
    positions: Vec<usize>,
    filtered_out: Vec<usize>,
    policy: LanePolicy,
) -> Option<LaneReader> {
    let Shard { records, parents } = stream.shards().get(shard)?;
    let last_filtered = filtered_out.last().and_then(|position| records.get(*position));
    let filtered_until = last_filtered.map_or(START, |record| record.arrival);
    let of_lane = positions.iter().filter_map(|position| records.get(*position));
    let of_lane = of_lane.map(|record| LaneRecord { arrival: record.arrival, bytes: record.json.len() });
    let lane = Lane::new(of_lane.collect(), START, policy);
    Some(LaneReader {
        shard,
        positions,
        filtered_out,
        filtered_until,
        lane: if stream.is_parent(shard) { lane.closed() } else { lane },
        state: json!({}),
        latest_invocation: 0,
        waits_for_parents: !parents.is_empty(),
    })
}

/// FNV-1a. AWS does not publish its own hash, so any will do that is the same in every run.
fn hash(key: &str) -> u64 {
    key.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
