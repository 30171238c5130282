//! A plan of faults: which invocation is struck by which.

use std::{collections::BTreeSet, time::Duration};

/// A failure of an invocation.
///
/// It strikes the invocation as a whole, whichever record it was planned for: either the handler is not called at all, or it
/// works on the whole batch and its answer is lost. To stop in the middle of a batch, let the handler itself wait for ever
/// there: it is cut off at its timeout.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The function returns an error at once; the handler is not called.
    Error,
    /// The function panics at once; the handler is not called.
    Panic,
    /// The process ends at once (`Runtime.ExitError`); the handler is not called.
    CrashAtOnce,
    /// The handler is called this much later, so its deadline is this much nearer. At the timeout it is cut off.
    Delay(Duration),
    /// The function hangs after the handler has worked. At the timeout it is cut off, without a response.
    Hang,
    /// The process ends after the handler has worked: no response (`Runtime.ExitError`).
    Crash,
    /// The process is killed for its memory after the handler has worked: no response (`Runtime.OutOfMemory`).
    OutOfMemory,
    /// The invocation is throttled before it reaches the function. That uses up no retries
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)).
    Throttle,
    /// Only the first half of the response arrives.
    TruncatedResponse,
    /// A text that isn't JSON arrives in place of the response.
    InvalidJson,
}

/// The invocations that a [`Fault`] strikes. The first rule that fits decides.
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
    Record {
        shard: usize,
        position: usize,
        times: usize,
    },
    /// `left` counts down to 0, when the rule is over.
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

    /// At one invocation, counted from 1. A throttled one counts too.
    pub fn at_invocation(self, number: usize, fault: Fault) -> Self {
        self.when(When::Invocation(number), fault)
    }

    /// At the first `times` invocations whose batch holds this record, named by its shard and its position there, from 0.
    pub fn at_first_attempts(self, shard: usize, position: usize, times: usize, fault: Fault) -> Self {
        self.when(When::Record { shard, position, times }, fault)
    }

    /// At one of the invocations whose batch holds this record, named by its shard and its position there, from 0. They are
    /// counted from 1; a throttled one counts too.
    pub fn at_attempt(self, shard: usize, position: usize, attempt: usize, fault: Fault) -> Self {
        self.when(When::Attempt { shard, position, left: attempt }, fault)
    }

    /// At random: with this probability, from 0 to 1, at each invocation. The same seed makes the same faults.
    pub fn at_random(self, seed: u64, probability: f64, fault: Fault) -> Self {
        self.when(When::Random { generator: SplitMix64(seed), probability }, fault)
    }

    fn when(mut self, when: When, fault: Fault) -> Self {
        self.planned.push((when, fault));
        self
    }

    /// The fault of the next invocation. Every rule is asked, because each counts on its own.
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
            When::Record { shard, position, times } => {
                let fits = *shard == in_shard && *times > 0 && batch.contains(position);
                *times -= usize::from(fits);
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

/// A small generator of numbers that look random (Steele, Lea and Flood: Fast splittable pseudorandom number generators,
/// 2014): the same seed makes the same numbers on every machine.
#[derive(Debug, Clone)]
struct SplitMix64(u64);

impl SplitMix64 {
    /// A number from 0 to 1, without 1.
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
