//! What shall happen in a case: the records and their fates, the handler, the mapping, and the faults.

mod debug_text;
pub(crate) mod simulation;

use std::time::Duration;

use checkpointed::simulator::Fault;

use crate::spelling::Spelling;

/// One case.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) source: Source,
    /// With 1 the handler has no argument `concurrency`, and so takes the crate's other path.
    pub(crate) concurrency: usize,
    pub(crate) run_ahead: usize,
    pub(crate) dead_letters: bool,
    pub(crate) settings: Settings,
    /// Each with the number of its invocation, from 1. The first one for an invocation counts.
    pub(crate) faults: Vec<(usize, Fault)>,
    pub(crate) spelling: Spelling,
    pub(crate) records: Vec<PlannedRecord>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Kinesis,
    DynamoDb,
    Sqs,
    SqsFifo,
    Kafka,
}

/// A record, named by its position in the plan.
#[derive(Debug, Clone)]
pub(crate) struct PlannedRecord {
    /// `None` if the key cannot be read.
    pub(crate) key: Option<u8>,
    /// The seconds between the record before it and its arrival.
    pub(crate) arrives: u64,
    /// The milliseconds that it waits before it succeeds or fails.
    pub(crate) waits: u64,
    /// The milliseconds that it works before it waits, and again before it is done.
    pub(crate) computes: u64,
    pub(crate) fate: Fate,
    /// What becomes of its dead letter, if there is one.
    pub(crate) letter: LetterFate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Ok,
    Error(Attempts),
    Panic(Attempts),
    /// It waits beyond every deadline.
    Slow(Attempts),
    PanicWhileDecoding(Attempts),
    Undecodable,
    Permanent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LetterFate {
    Accepted,
    Refused(Attempts),
    Panic(Attempts),
    Slow(Attempts),
}

/// The attempts of a record in which something happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attempts {
    First(usize),
    ForEver,
}

impl Attempts {
    /// Attempts are counted from 1.
    pub(crate) fn includes(self, attempt: usize) -> bool {
        match self {
            Attempts::First(times) => attempt <= times,
            Attempts::ForEver => true,
        }
    }
}

/// The settings of the mapping. Each source has its own among them.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) batch_size: usize,
    // For streams and Kafka.
    pub(crate) bisect: bool,
    pub(crate) odd_record_to_the_left: bool,
    pub(crate) retries: Option<u8>,
    /// In seconds.
    pub(crate) maximum_age: Option<u32>,
    pub(crate) progress_resets_retries: bool,
    pub(crate) progress_refills_batch: bool,
    // For streams.
    pub(crate) parallelization_factor: usize,
    // For Kafka.
    pub(crate) only_the_reported: bool,
    // For queues.
    pub(crate) max_receive_count: Option<u32>,
    /// In seconds.
    pub(crate) visibility_timeout: u32,
    pub(crate) pollers: usize,
}

/// The longest work of a record. A record may start just before the call must end; then one that was woken takes its turn, and
/// another one the last turn. That leaves time for the answer.
pub(crate) const LONGEST_WORK: Duration = Duration::from_millis(15);

/// The timeout of the function, in seconds.
pub(crate) const TIMEOUT: u32 = 3;

impl Source {
    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Source::Kinesis | Source::DynamoDb)
    }

    pub(crate) fn is_queue(self) -> bool {
        matches!(self, Source::Sqs | Source::SqsFifo)
    }
}

impl Plan {
    /// The fault of an invocation.
    pub(crate) fn fault(&self, invocation: usize) -> Option<&Fault> {
        self.faults.iter().find(|(number, _)| *number == invocation).map(|(_, fault)| fault)
    }

    /// The time that the handler has at an invocation.
    pub(crate) fn at_hand(&self, invocation: usize) -> Duration {
        let timeout = Duration::from_secs(TIMEOUT.into());
        match self.fault(invocation) {
            Some(Fault::Delay(delay)) => timeout.saturating_sub(*delay),
            _ => timeout,
        }
    }

    /// How long a record works in a call. With hardly any time left it does not work, because it could not be cut off in time.
    pub(crate) fn computes(&self, call: usize, record: usize) -> Duration {
        let has_time = self.at_hand(call) >= Duration::from_millis(500);
        Duration::from_millis(if has_time { self.records[record].computes } else { 0 })
    }

    /// Whether a record must wait until an earlier one of the same batch is done.
    pub(crate) fn holds_back(&self, earlier: usize, later: usize) -> bool {
        let (earlier, later) = (self.records[earlier].key, self.records[later].key);
        match self.source {
            Source::Sqs => false,
            source if source.is_stream() && self.concurrency == 1 => true,
            _ => earlier.is_none() || later.is_none() || earlier == later,
        }
    }
}
