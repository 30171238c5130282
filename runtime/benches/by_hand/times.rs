//! Times: the variants of a case in turn, and the ratios of neighbours.

use std::{hint::black_box, time::Duration};

use rustix::time::{ClockId, clock_gettime};

use crate::{
    cases::{Case, Run, Total, WHOLE},
    results,
};

/// How often each variant is measured.
const ROUNDS: usize = 31;
/// A measurement repeats a small event for at least this time.
const LONG_ENOUGH: Duration = Duration::from_millis(2);

/// Compares the variants of the cases whose names contain one of the words; without words, of all cases.
pub(crate) fn compare(words: &[String]) {
    let mut rows = Vec::new();
    for case in &WHOLE {
        let name = case.name.to_lowercase();
        if words.is_empty() || words.iter().any(|word| name.contains(&word.to_lowercase())) {
            measure(case, &mut rows);
        }
    }
    let header = ["case", "variant", "records", "bytes", "fastest_ns", "low", "median", "high"];
    results::save("times", &header, &rows);
}

fn measure(case: &Case, rows: &mut Vec<Vec<String>>) {
    let event = (case.event)(case.records);
    println!("{}: {} records, {:.3} MB", case.name, case.records, event.len() as f64 / 1e6);
    for (variant, times) in case.variants.iter().zip(times(case, &event)) {
        let fastest = times.iter().map(|(own, _)| *own).min().unwrap_or_default();
        let mut ratios: Vec<f64> = times.iter().map(|(own, by_hand)| ratio(*by_hand, *own)).collect();
        ratios.sort_by(f64::total_cmp);
        let [low, median, high] = [1, 2, 3].map(|quartile| ratios[ratios.len() * quartile / 4]);
        let per_record = fastest.as_nanos() / case.records as u128;
        println!(
            "  {:<16} {per_record:>7} ns a record at best   {median:>5.2} times as fast as by hand ({low:.2} to {high:.2})",
            variant.name
        );
        rows.push(vec![
            case.name.to_owned(),
            variant.name.to_owned(),
            case.records.to_string(),
            event.len().to_string(),
            fastest.as_nanos().to_string(),
            format!("{low:.3}"),
            format!("{median:.3}"),
            format!("{high:.3}"),
        ]);
    }
}

/// For each variant its times, each beside that of the first variant in the same round.
fn times(case: &Case, event: &[u8]) -> Vec<Vec<(Duration, Duration)>> {
    let count = case.variants.len();
    let first = &case.variants[0];
    let (expected, alone) = once(first.run, event);
    let repetitions = (LONG_ENOUGH.as_nanos() / alone.as_nanos().max(1)).max(1) as u32;
    let mut times = vec![Vec::with_capacity(ROUNDS); count];
    for round in 0..ROUNDS {
        let mut in_round = vec![Duration::ZERO; count];
        for turn in 0..count {
            let number = (round + turn) % count;
            let variant = &case.variants[number];
            for _ in 0..repetitions {
                let (result, time) = once(variant.run, event);
                assert_eq!(result, expected, "{}, {}: does something else", case.name, variant.name);
                in_round[number] += time;
            }
        }
        for (times, time) in times.iter_mut().zip(&in_round) {
            times.push((*time / repetitions, in_round[0] / repetitions));
        }
    }
    times
}

/// The CPU time of one variant, in nanoseconds: the median of as many runs as fit into a while.
pub(crate) fn cpu_time_of(case: &Case, variant: &str, event: &[u8]) -> f64 {
    let variant = case.variants.iter().find(|known| known.name == variant).expect("a known variant");
    let start = cpu_time();
    let mut times = Vec::new();
    while times.len() < 5 || cpu_time() - start < Duration::from_millis(300) {
        times.push(once(variant.run, event).1);
    }
    times.sort();
    times[times.len() / 2].as_nanos() as f64
}

/// Runs a variant once: the response with the sum of what the function got, and the CPU time of this thread.
fn once(run: Run, event: &[u8]) -> ((Vec<u8>, u64), Duration) {
    let total = Total::default();
    let start = cpu_time();
    let response = black_box(run(black_box(event), &total));
    let time = cpu_time() - start;
    ((response, total.take()), time)
}

fn cpu_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("CPU time isn't negative")
}

fn ratio(by_hand: Duration, own: Duration) -> f64 {
    by_hand.as_secs_f64() / own.as_secs_f64()
}
