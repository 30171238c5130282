//! Random plans. The simplest choice comes first, because a failing plan shrinks towards it.

use std::time::Duration;

use checkpointed::simulator::Fault;
use proptest::prelude::*;

use crate::{
    plan::{Attempts, Fate, LONGEST_WORK, LetterFate, Plan, PlannedRecord, Settings, Source},
    spelling::Spelling,
};

/// Any plan.
pub(crate) fn any_plan(source: Source) -> impl Strategy<Value = Plan> {
    let times = prop_oneof![4 => (1_usize..4).prop_map(Attempts::First), 1 => Just(Attempts::ForEver)];
    let plans = plans(source, &times.boxed(), any_settings(source).boxed());
    // Not among temporary plans: a busy plan leaves some records no time.
    (plans, prop::bool::weighted(0.03)).prop_map(|(plan, is_busy)| if is_busy { plan.busy() } else { plan })
}

/// A plan in which every record succeeds in the end, and none is given up.
pub(crate) fn temporary_plan(source: Source) -> impl Strategy<Value = Plan> {
    let times = (1_usize..4).prop_map(Attempts::First);
    let endless = any_settings(source).prop_map(|settings| Settings {
        retries: None,
        maximum_age: None,
        max_receive_count: None,
        ..settings
    });
    plans(source, &times.boxed(), endless.boxed()).prop_map(|plan| Plan {
        dead_letters: plan.dead_letters || plan.records.iter().any(PlannedRecord::needs_dead_letters),
        ..plan
    })
}

impl PlannedRecord {
    fn needs_dead_letters(&self) -> bool {
        matches!(self.fate, Fate::Undecodable | Fate::Permanent)
    }
}

fn plans(
    source: Source,
    times: &BoxedStrategy<Attempts>,
    settings: BoxedStrategy<Settings>,
) -> impl Strategy<Value = Plan> + use<> {
    let concurrency = prop_oneof![4 => Just(1_usize), 4 => Just(8), 1 => 2_usize..=1_024];
    let run_ahead = prop_oneof![4 => 0_usize..12, 1 => 12_usize..=1_024];
    let handler = (concurrency, run_ahead, any::<bool>());
    let faults = prop::collection::vec((1_usize..12, fault()), 0..4);
    let faults = prop_oneof![1 => Just(Vec::new()), 1 => faults];
    let records = |numbers| prop::collection::vec(record(source, times), numbers);
    let records = prop_oneof![19 => records(0..12), 1 => records(12..60)];
    let spelling = prop_oneof![3 => Just(Spelling::Plain), 1 => any::<usize>().prop_map(Spelling::Odd)];
    (handler, settings, faults, spelling, records).prop_map(
        move |(handler, settings, faults, spelling, records)| {
            let (concurrency, run_ahead, dead_letters) = handler;
            Plan { source, concurrency, run_ahead, dead_letters, settings, faults, spelling, records }
        },
    )
}

impl Plan {
    /// The plan of a stream with many records that arrive at once, each with its own key, and that take more time than there
    /// is. Queues deliver no more than ten messages at a time, and the records of Kafka have few keys.
    fn busy(mut self) -> Self {
        const RECORDS: u8 = 200;
        /// When every other record stops to wait: a little before the call must end.
        const ALL_AT_ONCE: u64 = 2_600;
        if self.source.is_stream() {
            let records = self.records.iter().cloned().cycle().zip(0..RECORDS);
            let busy = records.map(|(record, number)| {
                let computes = 10 + record.computes / 3;
                let passed = u64::from(number) * computes * 3 / 2;
                let waits = if number % 2 == 0 { ALL_AT_ONCE.saturating_sub(passed) } else { record.waits };
                // Nothing is started after a failure.
                let fate = if number % 50 == 49 { record.fate } else { Fate::Ok };
                PlannedRecord { key: record.key.map(|_| number), arrives: 0, computes, waits, fate, ..record }
            });
            self.records = busy.collect();
            self.concurrency = if self.concurrency == 1 { 1 } else { self.concurrency.max(128) };
            self.settings.batch_size = RECORDS.into();
            self.run_ahead = self.run_ahead.max(self.concurrency);
        }
        self
    }
}

fn record(source: Source, times: &BoxedStrategy<Attempts>) -> impl Strategy<Value = PlannedRecord> + use<> {
    // Kafka's event names the partition of each list, so that every key can be read.
    let unreadable = if source == Source::Kafka { 0 } else { 1 };
    let key = (0_u8..4, prop::bool::weighted(f64::from(unreadable) / 25.0));
    let key = key.prop_map(|(key, is_unreadable)| (!is_unreadable).then_some(key));
    let arrives = prop_oneof![12 => Just(0), 1 => 1_u64..100];
    let waits = prop_oneof![6 => Just(0), 3 => 1_u64..300, 1 => 300_u64..2_500];
    let computes = prop_oneof![4 => Just(0), 1 => 1..=LONGEST_WORK.as_millis() as u64];
    (key, arrives, (waits, computes), fate(times), letter(times)).prop_map(
        |(key, arrives, (waits, computes), fate, letter)| PlannedRecord {
            key,
            arrives,
            waits,
            computes,
            fate,
            letter,
        },
    )
}

fn fate(times: &BoxedStrategy<Attempts>) -> impl Strategy<Value = Fate> + use<> {
    prop_oneof![
        10 => Just(Fate::Ok),
        2 => times.clone().prop_map(Fate::Error),
        1 => times.clone().prop_map(Fate::Panic),
        1 => times.clone().prop_map(Fate::Slow),
        1 => times.clone().prop_map(Fate::PanicWhileDecoding),
        1 => Just(Fate::Undecodable),
        1 => Just(Fate::Permanent),
    ]
}

fn letter(times: &BoxedStrategy<Attempts>) -> impl Strategy<Value = LetterFate> + use<> {
    prop_oneof![
        6 => Just(LetterFate::Accepted),
        1 => times.clone().prop_map(LetterFate::Refused),
        1 => times.clone().prop_map(LetterFate::Panic),
        1 => times.clone().prop_map(LetterFate::Slow),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::Error),
        Just(Fault::Panic),
        (1_u64..31).prop_map(|tenths| Fault::Delay(Duration::from_millis(tenths * 100))),
        Just(Fault::CrashAtOnce),
        Just(Fault::Hang),
        Just(Fault::Crash),
        Just(Fault::OutOfMemory),
        Just(Fault::Throttle),
        Just(Fault::TruncatedResponse),
        Just(Fault::InvalidJson),
    ]
}

fn any_settings(source: Source) -> impl Strategy<Value = Settings> {
    // A queue without a batching window delivers no more than ten messages.
    let most = if source.is_queue() { 10 } else { 60 };
    let batch_size = prop_oneof![9 => 1_usize..=10, 1 => 10_usize..=most];
    let switches = any::<[bool; 5]>();
    let retries = prop::option::weighted(0.4, 0_u8..4);
    let maximum_age = prop::option::weighted(0.2, 60_u32..200);
    let max_receive_count = prop::option::weighted(0.4, 1_u32..5);
    let numbers = (batch_size, 1_usize..4, 3_u32..31, 2_usize..5);
    (switches, retries, maximum_age, max_receive_count, numbers).prop_map(
        |(switches, retries, maximum_age, max_receive_count, numbers)| {
            let (batch_size, parallelization_factor, visibility_timeout, pollers) = numbers;
            let [
                bisect,
                odd_record_to_the_left,
                progress_resets_retries,
                progress_refills_batch,
                only_the_reported,
            ] = switches;
            Settings {
                batch_size,
                bisect,
                odd_record_to_the_left,
                retries,
                maximum_age,
                progress_resets_retries,
                progress_refills_batch,
                parallelization_factor,
                only_the_reported,
                max_receive_count,
                visibility_timeout,
                pollers,
            }
        },
    )
}
