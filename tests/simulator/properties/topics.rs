//! Kafka, where a key of a case is a partition.

use checkpointed::simulator::KafkaRedelivery;
use proptest::prelude::*;

use super::{
    case::{Fails, Settings, items, plain_settings, planned},
    cases,
    source::Source,
};

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn nothing_is_lost_and_each_partition_is_in_order(
        items in items(0..20),
        settings in plain_settings(),
        faults in prop::collection::vec(planned(), 0..3),
        only_the_reported in any::<bool>(),
    ) {
        let (shards, settings) = ([items], Settings { faults, ..settings });
        let redelivery =
            if only_the_reported { KafkaRedelivery::OnlyReported } else { KafkaRedelivery::FromLowestReported };
        let mapping = settings.applied_to(Source::Kafka.mapping()).kafka_redelivery(redelivery);
        let (report, effects) = Source::Kafka.run(&mapping, &shards);
        effects.check(&report);
        effects.check_order(&report);
    }

    /// The answer names every record that is not done, so both ways to read it agree.
    #[test]
    fn both_readings_come_to_the_same(items in items(0..20), settings in plain_settings()) {
        let shards = [items];
        let run = |redelivery| {
            let mapping = settings.applied_to(Source::Kafka.mapping()).kafka_redelivery(redelivery);
            let (report, effects) = Source::Kafka.run(&mapping, &shards);
            (report.batch_sizes(), report.discarded().to_vec(), effects.succeeded)
        };
        prop_assert_eq!(run(KafkaRedelivery::FromLowestReported), run(KafkaRedelivery::OnlyReported));
    }

    /// A failure holds up only its own partition: with bisecting and enough retries every record that can succeed does, once.
    #[test]
    fn records_that_can_succeed_do(items in items(0..20), settings in plain_settings()) {
        let settings = Settings { bisect: true, retries: 4, progress_resets_retries: true, ..settings };
        let shards = [items];
        let (report, effects) = Source::Kafka.run(&settings.applied_to(Source::Kafka.mapping()), &shards);
        prop_assume!(!report.is_blocked());
        let mut succeeded: Vec<usize> = effects.succeeded.iter().map(|place| place.1).collect();
        succeeded.sort_unstable();
        let can = |position: &usize| {
            let item = shards[0][*position];
            item.fails < Fails::Always && settings.unwanted != Some(item.key)
        };
        prop_assert_eq!(succeeded, (0..shards[0].len()).filter(can).collect::<Vec<_>>(), "\n{}", report);
    }
}
