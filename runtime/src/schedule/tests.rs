use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

/// One run: how many records may be in flight, and which of them ends next.
#[derive(Debug, Clone)]
struct Plan {
    order: Order,
    /// The key of each record, if it can be read, and whether the record will be done.
    records: Vec<(Option<u8>, bool)>,
    limit: usize,
    run_ahead: usize,
    /// Which record in flight ends next.
    ends: Vec<prop::sample::Index>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let key = prop_oneof![1 => Just(None), 12 => (0_u8..4).prop_map(Some)];
    let order = prop_oneof![Just(Order::Batch), Just(Order::Key), Just(Order::Unordered)];
    let record = (key, prop::bool::weighted(0.9));
    let records = prop::collection::vec(record, 0..24);
    let ends = prop::collection::vec(any::<prop::sample::Index>(), 24);
    (order, records, 1..6_usize, 0..10_usize, ends)
        .prop_map(|(order, records, limit, run_ahead, ends)| Plan { order, records, limit, run_ahead, ends })
}

impl Plan {
    fn key(&self, position: usize) -> Option<String> {
        self.records[position].0.map(|key| key.to_string())
    }

    fn mode(&self) -> Mode {
        if self.limit == 1 { Mode::OneByOne } else { Mode::SideBySide { run_ahead: self.run_ahead } }
    }

    /// Whether order is kept between the two.
    fn are_of_one_key(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.records[one].0, self.records[other].0);
        match self.order {
            Order::Unordered => false,
            Order::Batch if self.limit == 1 => true,
            _ => one.is_none() || other.is_none() || one == other,
        }
    }
}

/// A record that was started, and the records that were done and had failed by then.
type Started = (usize, HashSet<usize>, HashSet<usize>);

/// Runs a plan. Returns the records that were started, in order, and those that are done in the end.
fn run(plan: &Plan) -> (Vec<Started>, Vec<bool>) {
    let mut schedule = Schedule::new(plan.records.len(), plan.order, plan.mode());
    let (mut started, mut flying) = (Vec::new(), Vec::new());
    let (mut done, mut failed) = (HashSet::new(), HashSet::new());
    for end in plan.ends.iter().cycle() {
        while flying.len() < plan.limit
            && let Some(position) = schedule.next(|position| plan.key(position))
        {
            started.push((position, done.clone(), failed.clone()));
            flying.push(position);
        }
        if flying.is_empty() {
            break;
        }
        let position = flying.swap_remove(end.index(flying.len()));
        let is_done = plan.records[position].1;
        if is_done {
            schedule.settle_done(position);
            done.insert(position);
        } else {
            schedule.settle_failed(position);
            failed.insert(position);
        }
    }
    (started, schedule.into_done())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn a_record_starts_after_its_predecessors_are_done_and_once(plan in plans()) {
        let (started, done) = run(&plan);
        let mut once = HashSet::new();
        for (position, done_by_then, failed_by_then) in &started {
            prop_assert!(once.insert(*position), "{} was started twice", position);
            let predecessors = (0..*position).filter(|other| plan.are_of_one_key(*other, *position));
            for predecessor in predecessors {
                prop_assert!(done_by_then.contains(&predecessor), "{} before {}", position, predecessor);
            }
            if plan.order == Order::Batch {
                // No record starts after a failure, or too far after the lowest record that is not done.
                prop_assert!(failed_by_then.iter().all(|failed| position < failed));
                let lowest = (0..).find(|other| !done_by_then.contains(other)).unwrap();
                let run_ahead = if plan.limit == 1 { 0 } else { plan.run_ahead };
                prop_assert!(*position <= lowest + run_ahead);
            }
        }
        for (position, is_done) in done.iter().enumerate() {
            prop_assert_eq!(*is_done, once.contains(&position) && plan.records[position].1);
        }
    }

    /// Every record that may run is run in the end. The others come after a failure.
    #[test]
    fn nothing_is_left_without_a_reason(plan in plans()) {
        let (started, done) = run(&plan);
        let started: HashSet<usize> = started.iter().map(|(position, ..)| *position).collect();
        for position in (0..done.len()).filter(|position| !started.contains(position)) {
            let is_after_a_failure = (0..position).any(|other| {
                !done[other] && (plan.order == Order::Batch || plan.are_of_one_key(other, position))
            });
            prop_assert!(is_after_a_failure, "{} was never started", position);
        }
    }
}

#[test]
fn many_keys_cost_no_more_than_one() {
    // It counts how often a key is asked for, because times vary.
    let asked = std::cell::Cell::new(0);
    let key = |position: usize| {
        asked.set(asked.get() + 1);
        Some(position.to_string())
    };
    let mut schedule = Schedule::new(10_000, Order::Key, Mode::SideBySide { run_ahead: 64 });
    while let Some(position) = schedule.next(key) {
        schedule.settle_done(position);
    }
    assert_eq!((schedule.started(), asked.get()), (10_000, 10_000));
}

#[test]
fn nothing_starts_once_it_is_stopped() {
    let no_key = |_| None::<String>;
    let mut schedule = Schedule::new(3, Order::Unordered, Mode::OneByOne);
    assert_eq!(schedule.next(no_key), Some(0));
    schedule.stop();
    assert_eq!(schedule.next(no_key), None);
}

#[test]
fn a_key_is_read_once() {
    let reads = std::cell::Cell::new(0);
    let key = |position| {
        reads.set(reads.get() + 1);
        (position < 100).then(|| String::from("key"))
    };
    let mut schedule = Schedule::new(101, Order::Batch, Mode::SideBySide { run_ahead: 1_000 });
    for position in 0..101 {
        assert_eq!(schedule.next(key), Some(position));
        assert_eq!(schedule.next(key), None);
        schedule.settle_done(position);
    }
    assert_eq!(reads.get(), 101);
}

/// A key is looked up in the record's JSON, which can be long.
#[test]
fn each_key_is_read_once() {
    const RECORDS: usize = 20_000;
    let keys: [fn(usize) -> Option<String>; 4] = [
        |_| Some(String::from("one")),
        |position| Some(position.to_string()),
        |position| Some((position % 100).to_string()),
        |_| None,
    ];
    for (key, order) in keys.iter().flat_map(|key| [(key, Order::Batch), (key, Order::Key)]) {
        let read = std::cell::Cell::new(0);
        let mut schedule = Schedule::new(RECORDS, order, Mode::SideBySide { run_ahead: RECORDS });
        let mut flying = std::collections::VecDeque::new();
        loop {
            while flying.len() < 1_000
                && let Some(position) = schedule.next(|position| {
                    read.set(read.get() + 1);
                    key(position)
                })
            {
                flying.push_back(position);
            }
            let Some(position) = flying.pop_front() else { break };
            schedule.settle_done(position);
        }
        assert_eq!(schedule.started(), RECORDS);
        // A record whose key cannot be read is asked again when it may run.
        assert!(read.get() <= 2 * RECORDS, "{} of {RECORDS}", read.get());
    }
}

/// This is asked for each record that ends after the deadline. If it counted the waiting records each time, it would take
/// minutes.
#[test]
fn stopping_again_costs_nothing() {
    const RECORDS: usize = 100_000;
    let mut schedule = Schedule::new(RECORDS, Order::Key, Mode::SideBySide { run_ahead: RECORDS });
    // One record of each key runs, and one waits for it.
    let key = |position: usize| Some((position / 2).to_string());
    while schedule.next(key).is_some() {}
    schedule.settle_failed(0);
    assert!(schedule.stop());
    let start = std::time::Instant::now();
    assert!((0..RECORDS).all(|_| !schedule.stop()));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
