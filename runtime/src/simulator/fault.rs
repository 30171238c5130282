//! Faults, and the plan that says which invocation each one strikes.

use std::{collections::BTreeSet, time::Duration};

/// A failure of an invocation.
///
/// A fault strikes an invocation as a whole, even if it is planned for a record: either the handler is not called at all, or it
/// runs to its end and its answer is lost. To stop in the middle of a batch, let the handler itself wait for ever there, so that
/// it is cut off at its timeout.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The function returns an error. The handler is not called.
    Error,
    /// The function panics. The handler is not called.
    Panic,
    /// The process ends at once (`Runtime.ExitError`). The handler is not called.
    CrashAtOnce,
    /// The handler is called this much later, so that it has less time until its deadline.
    Delay(Duration),
    /// The function hangs after the handler has run. It is cut off at its timeout, without a response.
    Hang,
    /// The process ends after the handler has run, without a response (`Runtime.ExitError`).
    Crash,
    /// The process runs out of memory and is killed after the handler has run, without a response (`Runtime.OutOfMemory`).
    OutOfMemory,
    /// The invocation is throttled and does not reach the function. This uses up no retries
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)).
    Throttle,
    /// Only the first half of the response arrives.
    TruncatedResponse,
    /// Text that isn't JSON arrives instead of the response.
    InvalidJson,
}

/// A plan of faults: which [`Fault`] strikes which invocation. If several are planned for one invocation, the first in the plan
/// strikes.
///
/// ```
/// use checkpointed::simulator::{Fault, Faults};
///
/// let faults = Faults::new().at_invocation(2, Fault::Crash).at_random(7, 0.1, Fault::Throttle);
/// # let _ = faults;
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Faults {
    planned: Vec<(When, Fault)>,
}

#[derive(Debug, Clone)]
enum When {
    Invocation(usize),
    FirstAttempts {
        shard: usize,
        position: usize,
        left: usize,
    },
    /// `left` counts down to 0 at the attempt that is struck.
    Attempt {
        shard: usize,
        position: usize,
        left: usize,
    },
    Random {
        generator: SplitMix64,
        probability: f64,
    },
}

impl Faults {
    /// A plan without faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Strikes one invocation, counted from 1. Throttled invocations count too.
    pub fn at_invocation(self, number: usize, fault: Fault) -> Self {
        self.when(When::Invocation(number), fault)
    }

    /// Strikes the first invocations whose batch holds this record, as many as `attempts`. The record is named by its shard and
    /// its position there, both counted from 0.
    pub fn at_first_attempts(self, shard: usize, position: usize, attempts: usize, fault: Fault) -> Self {
        self.when(When::FirstAttempts { shard, position, left: attempts }, fault)
    }

    /// Strikes one of the invocations whose batch holds this record: the first is attempt 1. Throttled invocations count too. The
    /// record is named by its shard and its position there, both counted from 0.
    pub fn at_attempt(self, shard: usize, position: usize, attempt: usize, fault: Fault) -> Self {
        self.when(When::Attempt { shard, position, left: attempt }, fault)
    }

    /// Strikes random invocations, each with this probability from 0 to 1. The same seed makes the same faults.
    pub fn at_random(self, seed: u64, probability: f64, fault: Fault) -> Self {
        self.when(When::Random { generator: SplitMix64(seed), probability }, fault)
    }

    fn when(mut self, when: When, fault: Fault) -> Self {
        self.planned.push((when, fault));
        self
    }

    /// The fault that strikes the next invocation. Every planned fault looks at it, because each counts attempts on its own.
    pub(super) fn next(&mut self, invocation: usize, shard: usize, batch: &[usize]) -> Option<Fault> {
        let batch: BTreeSet<usize> = batch.iter().copied().collect();
        let mut next = None;
        for (when, fault) in &mut self.planned {
            if when.fits(invocation, shard, &batch) && next.is_none() {
                next = Some(fault.clone());
            }
        }
        next
    }
}

impl When {
    fn fits(&mut self, invocation: usize, in_shard: usize, batch: &BTreeSet<usize>) -> bool {
        match self {
            When::Invocation(number) => *number == invocation,
            When::FirstAttempts { shard, position, left } => {
                let fits = *shard == in_shard && *left > 0 && batch.contains(position);
                *left -= usize::from(fits);
                fits
            }
            When::Attempt { shard, position, left } => {
                let counts = *shard == in_shard && *left > 0 && batch.contains(position);
                *left -= usize::from(counts);
                counts && *left == 0
            }
            When::Random { generator, probability } => generator.next() < *probability,
        }
    }
}

/// A small generator of pseudorandom numbers, which are the same on every machine (Steele, Lea and Flood: Fast splittable
/// pseudorandom number generators, 2014).
#[derive(Debug, Clone)]
struct SplitMix64(u64);

impl SplitMix64 {
    /// The next number, from 0 inclusive to 1 exclusive.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // A float holds 53 bits exactly.
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_faults() {
        let faults = || {
            let mut plan = Faults::new().at_random(7, 0.25, Fault::Crash);
            (1..=4_000).filter_map(|number| plan.next(number, 0, &[]).map(|_| number)).collect::<Vec<_>>()
        };
        assert_eq!(faults(), faults());
        assert!((900..1_100).contains(&faults().len()), "{}", faults().len());
    }

    #[test]
    fn a_fault_strikes_a_record_as_often_as_planned() {
        let mut plan = Faults::new().at_first_attempts(0, 3, 2, Fault::Error).at_invocation(2, Fault::Panic);
        let met = [(1, 0), (2, 1), (3, 0), (4, 0)].map(|(number, shard)| plan.next(number, shard, &[2, 3]));
        assert_eq!(met, [Some(Fault::Error), Some(Fault::Panic), Some(Fault::Error), None]);
    }

    #[test]
    fn a_fault_strikes_a_record_at_one_attempt() {
        let mut plan = Faults::new().at_attempt(1, 3, 2, Fault::Hang);
        let batches = [(1, 3), (0, 3), (1, 4), (1, 3), (1, 3)];
        let met: Vec<_> = (1..)
            .zip(batches)
            .map(|(number, (shard, position))| plan.next(number, shard, &[position]))
            .collect();
        assert_eq!(met, [None, None, None, Some(Fault::Hang), None]);
    }
}
