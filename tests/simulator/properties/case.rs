//! The parts of a case, with short debug output: proptest prints them for a failing case.

use std::{fmt, time::Duration};

use checkpointed::simulator::{EventSourceMapping, Fault, Faults, Half};
use proptest::prelude::*;
use serde_json::json;

/// A record, independent of any source.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) key: u8,
    /// How often it fails before it succeeds.
    pub(super) fails: Fails,
    /// The seconds after the record before it.
    pub(super) seconds_later: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fails {
    Times(u32),
    Always,
}

/// On one line, because a case has many of them.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key {}", self.key)?;
        match self.fails {
            Fails::Times(0) => {}
            Fails::Times(times) => write!(f, " fails {times}x")?,
            Fails::Always => f.write_str(" fails always")?,
        }
        if self.seconds_later > 0 { write!(f, ", {} s later", self.seconds_later) } else { Ok(()) }
    }
}

/// The settings of a stream's mapping.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) batch_size: usize,
    pub(super) bisect: bool,
    pub(super) odd_record: Half,
    pub(super) retries: i32,
    pub(super) progress_resets_retries: bool,
    pub(super) fill_up: bool,
    pub(super) maximum_age: i32,
    pub(super) parallel: usize,
    pub(super) batching_window: u32,
    pub(super) tumbling_window: u32,
    /// Records of this key are filtered out.
    pub(super) unwanted: Option<u8>,
    pub(super) faults: Vec<Planned>,
}

/// A fault, and when it strikes.
#[derive(Debug, Clone)]
pub(super) enum Planned {
    At { invocation: usize, fault: Fault },
    Of { shard: usize, position: usize, times: usize, fault: Fault },
    Random { seed: u64, probability: f64, fault: Fault },
}

/// The number of deliveries after which the simulation ends.
pub(super) const MAXIMUM_DELIVERIES: usize = 120;

impl Settings {
    pub(super) fn applied_to(&self, mapping: EventSourceMapping) -> EventSourceMapping {
        let unwanted = |key: u8| {
            // Each source has one of these fields, and a missing field does not fit.
            let other = json!([{ "anything-but": format!("key {key}") }]);
            [
                json!({ "partitionKey": other }),
                json!({ "dynamodb": { "Keys": { "key": { "S": other } } } }),
                json!({ "partition": [{ "anything-but": key }] }),
            ]
        };
        let patterns = self.unwanted.into_iter().flat_map(unwanted).map(|pattern| pattern.to_string());
        mapping
            .filter_criteria(patterns)
            .report_batch_item_failures(true)
            .batch_size(self.batch_size)
            .bisect_batch_on_function_error(self.bisect)
            .bisect_larger_half(self.odd_record)
            .maximum_retry_attempts(self.retries)
            .progress_resets_retries(self.progress_resets_retries)
            .progress_refills_batch(self.fill_up)
            .maximum_record_age_in_seconds(self.maximum_age)
            .parallelization_factor(self.parallel)
            .maximum_batching_window_in_seconds(self.batching_window)
            .tumbling_window_in_seconds(self.tumbling_window)
            .faults(plan(&self.faults))
            .maximum_deliveries_without_progress(MAXIMUM_DELIVERIES)
    }
}

pub(super) fn plan(faults: &[Planned]) -> Faults {
    faults.iter().fold(Faults::new(), |plan, planned| match planned.clone() {
        Planned::At { invocation, fault } => plan.at_invocation(invocation, fault),
        Planned::Of { shard, position, times, fault } => {
            plan.at_first_attempts(shard, position, times, fault)
        }
        Planned::Random { seed, probability, fault } => plan.at_random(seed, probability, fault),
    })
}

pub(super) fn items(number: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Item>> {
    let item = (0_u8..4, fails(), prop_oneof![3 => Just(0), 1 => 1_u64..90])
        .prop_map(|(key, fails, seconds_later)| Item { key, fails, seconds_later });
    prop::collection::vec(item, number)
}

fn fails() -> impl Strategy<Value = Fails> {
    prop_oneof![12 => Just(Fails::Times(0)), 3 => (1_u32..4).prop_map(Fails::Times), 1 => Just(Fails::Always)]
}

/// A few shards.
pub(super) fn shards() -> impl Strategy<Value = Vec<Vec<Item>>> {
    prop_oneof![2 => prop::collection::vec(items(0..20), 1), 1 => prop::collection::vec(items(0..10), 2..4)]
}

/// All settings, at random.
pub(super) fn settings() -> impl Strategy<Value = Settings> {
    let time = (
        prop_oneof![2 => Just(-1), 1 => 60..200_i32],
        prop_oneof![2 => Just(1), 1 => 2_usize..10],
        prop_oneof![2 => Just(0), 1 => 1_u32..60],
        prop_oneof![4 => Just(0), 1 => 1_u32..120],
    );
    (plain_settings(), any::<bool>(), time, prop::collection::vec(planned(), 0..4)).prop_map(
        |(settings, fill_up, (maximum_age, parallel, batching_window, tumbling_window), faults)| Settings {
            fill_up,
            maximum_age,
            parallel,
            batching_window,
            tumbling_window,
            faults,
            ..settings
        },
    )
}

/// Settings that have nothing to do with time.
pub(super) fn plain_settings() -> impl Strategy<Value = Settings> {
    let half = prop_oneof![Just(Half::Second), Just(Half::First)];
    let unwanted = prop_oneof![2 => Just(None), 1 => (0_u8..4).prop_map(Some)];
    (1_usize..12, any::<bool>(), half, -1..5_i32, any::<bool>(), unwanted).prop_map(
        |(batch_size, bisect, odd_record, retries, progress_resets_retries, unwanted)| Settings {
            batch_size,
            bisect,
            odd_record,
            retries,
            progress_resets_retries,
            fill_up: false,
            maximum_age: -1,
            parallel: 1,
            batching_window: 0,
            tumbling_window: 0,
            unwanted,
            faults: Vec::new(),
        },
    )
}

pub(super) fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::Error),
        Just(Fault::Panic),
        (0_u64..5_000).prop_map(|late| Fault::Delay(Duration::from_millis(late))),
        Just(Fault::Crash),
        Just(Fault::OutOfMemory),
        Just(Fault::Throttle),
        Just(Fault::TruncatedResponse),
        Just(Fault::InvalidJson),
    ]
}

pub(super) fn planned() -> impl Strategy<Value = Planned> {
    prop_oneof![
        (1_usize..20, fault()).prop_map(|(invocation, fault)| Planned::At { invocation, fault }),
        (0_usize..2, 0_usize..12, 1_usize..6, fault())
            .prop_map(|(shard, position, times, fault)| Planned::Of { shard, position, times, fault }),
        (any::<u64>(), 0.05..0.6_f64, fault()).prop_map(|(seed, probability, fault)| Planned::Random {
            seed,
            probability,
            fault
        }),
    ]
}
