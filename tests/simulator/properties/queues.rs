//! SQS, standard and FIFO.

use std::{collections::HashMap, time::Duration};

use checkpointed::simulator::{EventSourceMapping, Fate};
use proptest::prelude::*;

use super::{
    case::{Fails, Item, MAXIMUM_DELIVERIES, Planned, items, plan, planned},
    cases,
    source::Source,
};

/// The settings of a queue and of its mapping.
#[derive(Debug, Clone)]
struct Settings {
    from: Source,
    batch_size: usize,
    visibility_timeout: u32,
    max_receive_count: u32,
    pollers: usize,
    same_message_group_first: bool,
    /// Messages of this key are filtered out.
    unwanted: Option<u8>,
    /// A FIFO queue has no such window.
    batching_window: u32,
    faults: Vec<Planned>,
}

fn settings() -> impl Strategy<Value = Settings> {
    let from = prop_oneof![Just(Source::Sqs), Just(Source::SqsFifo)];
    let faults = prop::collection::vec(planned(), 0..3);
    let unwanted = prop_oneof![2 => Just(None), 1 => (0_u8..4).prop_map(Some)];
    let order = (any::<bool>(), unwanted);
    (from, 1_usize..=10, 3_u32..40, 1_u32..5, 2_usize..5, 0_u32..20, faults, order).prop_map(
        |(from, batch_size, visibility_timeout, max_receive_count, pollers, window, faults, order)| {
            Settings {
                from,
                batch_size,
                visibility_timeout,
                max_receive_count,
                pollers,
                same_message_group_first: order.0,
                unwanted: order.1.filter(|_| from == Source::SqsFifo),
                batching_window: if from == Source::SqsFifo { 0 } else { window },
                faults,
            }
        },
    )
}

impl Settings {
    fn mapping(&self) -> EventSourceMapping {
        let mapping = self.from.mapping().report_batch_item_failures(true).batch_size(self.batch_size);
        mapping
            .visibility_timeout(self.visibility_timeout)
            .max_receive_count(self.max_receive_count)
            .maximum_concurrency(self.pollers)
            .maximum_batching_window_in_seconds(self.batching_window)
            .same_message_group_first(self.same_message_group_first)
            .filter_criteria(self.unwanted.map(|key| {
                format!(r#"{{"attributes": {{"MessageGroupId": [{{"anything-but": "key {key}"}}]}}}}"#)
            }))
            .faults(plan(&self.faults))
            .maximum_deliveries_without_progress(MAXIMUM_DELIVERIES)
    }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn nothing_is_lost_and_each_group_is_in_order(items in items(0..20), settings in settings()) {
        let shards = [items];
        let (report, effects) = settings.from.run(&settings.mapping(), &shards);
        effects.check(&report);
        if settings.from == Source::SqsFifo {
            effects.check_order(&report);
        }
    }

    /// A message is received again when it is visible again, and never more often than allowed.
    #[test]
    fn a_message_comes_back_after_its_visibility_timeout(items in items(0..20), settings in settings()) {
        let shards = [items];
        let (report, _) = settings.from.run(&settings.mapping(), &shards);
        let mut received: HashMap<usize, Vec<Duration>> = HashMap::new();
        for delivery in report.deliveries() {
            prop_assert!(delivery.records.len() <= settings.batch_size);
            for position in &delivery.records {
                received.entry(*position).or_default().push(delivery.start);
            }
        }
        let hidden = Duration::from_secs(settings.visibility_timeout.into());
        for times in received.values() {
            prop_assert!(times.len() <= settings.max_receive_count as usize, "{}", report);
            prop_assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= hidden), "{:?}\n{}", times, report);
        }
    }

    /// Without order each message is independent: it is received until it succeeds, or as often as allowed.
    #[test]
    fn a_message_of_a_standard_queue_ends_as_if_it_were_alone(items in items(0..20), settings in settings()) {
        let settings = Settings { from: Source::Sqs, unwanted: None, faults: Vec::new(), ..settings };
        let shards = [items];
        let (report, _) = settings.from.run(&settings.mapping(), &shards);
        for (position, Item { fails, .. }) in shards[0].iter().enumerate() {
            let history = report.history(0, position).unwrap();
            let is_dead = *fails >= Fails::Times(settings.max_receive_count);
            let received = match fails {
                Fails::Times(times) if !is_dead => times + 1,
                _ => settings.max_receive_count,
            };
            prop_assert_eq!(history.times_delivered, received as usize, "r{}\n{}", position + 1, report);
            prop_assert_eq!(history.fate == Fate::DeadLettered, is_dead, "r{}\n{}", position + 1, report);
        }
    }
}
