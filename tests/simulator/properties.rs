//! For any stream, settings and failures, a handler made by the attribute loses nothing.

use std::collections::HashMap;

use checkpointed::{
    checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Half, Record, Report, Stream},
};
use proptest::prelude::*;

/// How often each record fails before it succeeds; `None` for ever.
type Plan = Vec<Option<u8>>;

#[derive(Default)]
struct Handled {
    /// How often each record was started.
    started: HashMap<usize, u8>,
    /// In the order in which they succeeded.
    succeeded: Vec<usize>,
}

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, plan: &Plan, handled: &mut Handled) -> Result<(), String> {
    let position: usize = record.data.parse().unwrap();
    let started = handled.started.entry(position).or_default();
    *started = started.saturating_add(1);
    match plan[position] {
        Some(failures) if *started > failures => handled.succeeded.push(position),
        _ => return Err(String::from("as planned")),
    }
    Ok(())
}

fn plans() -> impl Strategy<Value = Plan> {
    let fate = prop_oneof![12 => Just(Some(0)), 3 => (1_u8..4).prop_map(Some), 1 => Just(None)];
    prop::collection::vec(fate, 0..30)
}

fn mappings() -> impl Strategy<Value = EventSourceMapping> {
    (1_usize..12, any::<bool>(), -1..5_i32, any::<bool>()).prop_map(|(batch_size, bisect, retries, left)| {
        EventSourceMapping::kinesis()
            .report_batch_item_failures(true)
            .batch_size(batch_size)
            .bisect_batch_on_function_error(bisect)
            .maximum_retry_attempts(retries)
            .odd_record_of_a_split(if left { Half::Left } else { Half::Right })
            .maximum_deliveries(120)
    })
}

fn run(plan: &Plan, mapping: &EventSourceMapping) -> (Report, Handled) {
    let stream =
        Stream::new().shard((0..plan.len()).map(|position| Record::kinesis("key", position.to_string())));
    let mut handled = Handled::default();
    let run = mapping.run(&stream, async |event| handle(event, plan, &mut handled).await);
    let report = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run);
    (report, handled)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_record_is_done_or_discarded_or_waits(plan in plans(), mapping in mappings()) {
        let (report, handled) = run(&plan, &mapping);
        report.assert_nothing_lost();
        let discarded = |position: &usize| report.discarded().iter().any(|given_up| given_up.records.contains(position));
        let mut unaccounted = (0..plan.len())
            .filter(|position| !handled.succeeded.contains(position) && !discarded(position))
            .peekable();
        prop_assert!(unaccounted.peek().is_none() || !report.blocked().is_empty(), "{}", report);
    }

    /// The checkpoint moves behind what is done, so nothing that succeeded is started again, and what succeeds does so
    /// in the order of the shard.
    #[test]
    fn what_succeeded_is_not_repeated(plan in plans(), mapping in mappings()) {
        let (_, handled) = run(&plan, &mapping);
        prop_assert!(handled.succeeded.is_sorted_by(|one, next| one < next), "{:?}", handled.succeeded);
    }

    /// With bisecting, only records that failed are discarded: each alone, none untried.
    #[test]
    fn with_bisecting_only_bad_records_are_discarded(plan in plans(), mapping in mappings()) {
        let (report, handled) = run(&plan, &mapping.bisect_batch_on_function_error(true));
        for discarded in report.discarded() {
            prop_assert_eq!(discarded.records.len(), 1);
            let position = discarded.records[0];
            prop_assert!(plan[position] != Some(0) && handled.started.contains_key(&position));
        }
    }
}
