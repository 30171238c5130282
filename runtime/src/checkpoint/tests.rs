//! Which records are reported, for each kind of order.

use proptest::prelude::*;

use super::*;

fn identifier(position: usize) -> ItemIdentifier {
    ItemIdentifier::new(position.to_string()).unwrap()
}

fn reported(response: &StreamsEventResponse) -> Vec<usize> {
    response.item_identifiers().map(|identifier| identifier.to_string().parse().unwrap()).collect()
}

fn no_key(_: usize) -> Option<String> {
    None
}

/// For each record of a stream: whether it is done, and whether it has an identifier.
fn records() -> impl Strategy<Value = Vec<(bool, bool)>> {
    let weighted = (prop::bool::weighted(0.9), prop::bool::weighted(0.8));
    prop::collection::vec(weighted, 0..40)
}

/// For each record: whether it is done, whether it has an identifier, and its key if that can be read.
fn records_with_keys() -> impl Strategy<Value = Vec<(bool, bool, Option<u8>)>> {
    let key = prop_oneof![1 => Just(None), 9 => (0_u8..5).prop_map(Some)];
    prop::collection::vec((prop::bool::weighted(0.8), prop::bool::weighted(0.97), key), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn a_stream_acknowledges_all_before_the_first_open_record(records in records()) {
        let done: Vec<bool> = records.iter().map(|record| record.0).collect();
        let unacknowledged = Unacknowledged::of(&done, Order::Batch, no_key);
        let can_be_acknowledged = done.iter().take_while(|done| **done).count();
        prop_assert_eq!(unacknowledged.acknowledged(), can_be_acknowledged);
        match unacknowledged.answer(|at| records[at].1.then(|| identifier(at)), NoProgress::Report) {
            Ok(response) if response.is_success() => prop_assert_eq!(can_be_acknowledged, records.len()),
            Ok(response) => {
                let reported = reported(&response);
                prop_assert_eq!(reported.len(), 1);
                // Never past the first record that is not done, and before it only if no identifier is nearer.
                prop_assert!(reported[0] <= can_be_acknowledged);
                let skipped = &records[reported[0] + 1..=can_be_acknowledged];
                prop_assert!(skipped.iter().all(|record| !record.1));
            }
            Err(Unanswerable::NothingToName { failed }) => {
                prop_assert_eq!(failed, can_be_acknowledged);
                prop_assert!(records[..=failed].iter().all(|record| !record.1));
            }
            Err(error) => prop_assert!(false, "{error:?}"),
        }
    }

    /// Several records can share an identifier. Lambda goes back to the first of them.
    #[test]
    fn with_shared_identifiers_no_progress_is_an_error_too(
        numbers in prop::collection::vec(0_u8..4, 1..12),
        done: prop::sample::Index,
    ) {
        let (done, mut numbers) = (done.index(numbers.len()), numbers);
        numbers.sort_unstable();
        let shared = |at: usize| Some(identifier(usize::from(numbers[at])));
        let is_done: Vec<bool> = (0..numbers.len()).map(|position| position < done).collect();
        let answer = Unacknowledged::of(&is_done, Order::Batch, no_key).answer(shared, NoProgress::Error);
        prop_assert_eq!(answer.is_err(), numbers[done] == numbers[0]);
    }

    #[test]
    fn no_progress_is_an_error_where_asked_for(records in records()) {
        let done: Vec<bool> = records.iter().map(|record| record.0).collect();
        let unacknowledged = Unacknowledged::of(&done, Order::Batch, no_key);
        let answer = |no_progress| unacknowledged.answer(|at| records[at].1.then(|| identifier(at)), no_progress);
        let moves_nothing = matches!(
            answer(NoProgress::Report),
            Ok(response) if response.item_identifiers().any(|identifier| *identifier == "0")
        );
        let expected = if moves_nothing { Err(Unanswerable::NoProgress) } else { answer(NoProgress::Report) };
        prop_assert_eq!(answer(NoProgress::Error), expected);
    }

    #[test]
    fn a_queue_reports_every_record_that_is_not_done(records in records_with_keys()) {
        let done: Vec<bool> = records.iter().map(|record| record.0).collect();
        let unacknowledged = Unacknowledged::of(&done, Order::Unordered, no_key);
        let open: Vec<usize> = (0..done.len()).filter(|position| !done[*position]).collect();
        let without = open.iter().find(|position| !records[**position].1);
        let expected = match without {
            Some(failed) => Err(Unanswerable::NoIdentifier { failed: *failed }),
            None => Ok(open.clone()),
        };
        let answer = |no_progress| {
            let answer = unacknowledged.answer(|at| records[at].1.then(|| identifier(at)), no_progress);
            answer.map(|response| reported(&response))
        };
        prop_assert_eq!(answer(NoProgress::Report), expected.clone());
        let nothing_is_done = !open.is_empty() && open.len() == done.len() && without.is_none();
        let expected = if nothing_is_done { Err(Unanswerable::NoProgress) } else { expected };
        prop_assert_eq!(answer(NoProgress::Error), expected);
    }

    /// Within a key, the acknowledged records are those before the first that isn't done. No other record is reported.
    #[test]
    fn a_key_reports_all_from_the_first_record_that_is_not_done(records in records_with_keys()) {
        let done: Vec<bool> = records.iter().map(|record| record.0).collect();
        let key = |at: usize| records[at].2.map(|key| key.to_string());
        let unacknowledged = Unacknowledged::of(&done, Order::Key, key).positions;
        let may_be_of_one_key = |a: usize, b: usize| {
            records[a].2.is_none() || records[b].2.is_none() || records[a].2 == records[b].2
        };
        for (position, done) in done.iter().enumerate() {
            let is_after = unacknowledged.iter().any(|other| *other < position && may_be_of_one_key(*other, position));
            prop_assert_eq!(unacknowledged.contains(&position), !done || is_after, "{}", position);
        }
    }
}
