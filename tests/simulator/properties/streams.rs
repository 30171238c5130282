//! Kinesis and DynamoDB.

use std::{collections::HashSet, time::Duration};

use checkpointed::simulator::{Fault, Report};
use proptest::prelude::*;

use super::{
    case::{Fails, Item, Planned, Settings, fault, items, plain_settings, settings, shards},
    cases,
    effects::Effects,
    reference_model::{ReferenceModel, Story},
    source::Source,
};

fn streams() -> impl Strategy<Value = Source> {
    prop_oneof![Just(Source::Kinesis), Just(Source::DynamoDb)]
}

/// A fault whose result does not depend on the clock.
fn timeless() -> impl Strategy<Value = Planned> {
    let fault = fault().prop_map(|fault| if matches!(fault, Fault::Delay(_)) { Fault::Error } else { fault });
    (1_usize..12, fault).prop_map(|(invocation, fault)| Planned::At { invocation, fault })
}

/// The result of the simulator for a shard.
fn story(report: &Report, effects: &Effects<'_>, shard: usize) -> Story {
    let deliveries = report.deliveries().iter().filter(|delivery| delivery.shard == shard);
    let discarded = report.discarded().iter().filter(|discarded| discarded.shard == shard);
    Story {
        deliveries: deliveries.map(|delivery| delivery.records.clone()).collect(),
        discarded: discarded
            .map(|discarded| (discarded.records.clone(), discarded.approximate_invoke_count))
            .collect(),
        succeeded: effects.succeeded.iter().filter(|place| place.0 == shard).map(|place| place.1).collect(),
    }
}

fn at_once(items: Vec<Item>) -> Vec<Item> {
    items.into_iter().map(|item| Item { seconds_later: 0, ..item }).collect()
}

/// When a record arrives.
fn arrival(items: &[Item], position: usize) -> Duration {
    Duration::from_secs(items[..=position].iter().map(|item| item.seconds_later).sum())
}

fn check_time(settings: &Settings, shards: &[Vec<Item>], report: &Report) {
    let age = u64::try_from(settings.maximum_age).map_or(Duration::MAX, Duration::from_secs);
    for delivery in report.deliveries() {
        assert!(delivery.records.len() <= settings.batch_size, "too large: {delivery:?}\n\n{report}");
        let arrivals = delivery.records.iter().map(|position| arrival(&shards[delivery.shard], *position));
        for arrival in arrivals {
            assert!(arrival <= delivery.start, "delivered before it arrives: {delivery:?}\n\n{report}");
            assert!(delivery.start - arrival < age, "delivered too old: {delivery:?}\n\n{report}");
        }
    }
}

/// Found at random: the rest of a batch whose first record was too old was delivered before it arrived.
#[test]
fn the_rest_of_an_old_batch_is_not_delivered_before_it_arrives() {
    let record = |seconds_later| Item { key: 0, fails: Fails::Times(0), seconds_later };
    let shards = [vec![record(0), record(70)]];
    let mapping = Source::Kinesis.mapping().batch_size(2).maximum_record_age_in_seconds(60);
    let (report, _) = Source::Kinesis.run(&mapping.maximum_batching_window_in_seconds(300), &shards);
    assert_eq!((report.batch_sizes(), report.deliveries()[0].start.as_secs()), (vec![1], 70), "{report}");
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn nothing_is_lost_and_each_key_is_in_order(from in streams(), shards in shards(), settings in settings()) {
        let (report, effects) = from.run(&settings.applied_to(from.mapping()), &shards);
        effects.check(&report);
        effects.check_order(&report);
        check_time(&settings, &shards, &report);
    }

    /// One shard, whose records are all there from the beginning.
    #[test]
    fn a_shard_ends_as_the_model_says(
        from in streams(),
        items in items(0..25),
        settings in plain_settings(),
        faults in prop::collection::vec(timeless(), 0..4),
    ) {
        let (shards, settings) = ([at_once(items)], Settings { faults, ..settings });
        let (report, effects) = from.run(&settings.applied_to(from.mapping()), &shards);
        prop_assert_eq!(story(&report, &effects, 0), ReferenceModel::predict(&shards[0], &settings), "\n{}", report);
    }

    /// Shards do not affect each other.
    #[test]
    fn each_shard_ends_as_if_it_were_alone(from in streams(), shards in shards(), settings in plain_settings()) {
        let shards: Vec<_> = shards.into_iter().map(at_once).collect();
        let (report, effects) = from.run(&settings.applied_to(from.mapping()), &shards);
        prop_assume!(!report.is_blocked());
        for (shard, items) in shards.iter().enumerate() {
            prop_assert_eq!(story(&report, &effects, shard), ReferenceModel::predict(items, &settings), "\n{}", report);
        }
    }

    /// The checkpoint moves past the records that are done, so without function errors none is repeated.
    #[test]
    fn records_that_succeeded_are_not_repeated(from in streams(), shards in shards(), settings in settings()) {
        let settings = Settings { faults: Vec::new(), ..settings };
        let (_, effects) = from.run(&settings.applied_to(from.mapping()), &shards);
        let different: HashSet<_> = effects.succeeded.iter().collect();
        prop_assert_eq!(different.len(), effects.succeeded.len(), "{:?}", effects.succeeded);
    }

    /// With bisecting, only records that failed are discarded, each alone.
    #[test]
    fn with_bisecting_only_bad_records_are_discarded(from in streams(), shards in shards(), settings in plain_settings()) {
        let settings = Settings { bisect: true, ..settings };
        let (report, effects) = from.run(&settings.applied_to(from.mapping()), &shards);
        for discarded in report.discarded() {
            prop_assert_eq!(discarded.records.len(), 1);
            let place = (discarded.shard, discarded.records[0]);
            prop_assert!(shards[place.0][place.1].fails > Fails::Times(0) && effects.was_tried(place));
        }
        report.assert_nothing_discarded_untried();
    }
}
