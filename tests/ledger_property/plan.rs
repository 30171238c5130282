//! StepKind is to happen: the records and what becomes of them, the handler, the mapping, and what goes wrong.

mod debug_text;
pub(crate) mod simulation;

use std::time::Duration;

use checkpointed::simulator::Fault;

use crate::spelling::Spelling;

/// One case.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) source: Source,
    /// One at a time if it is 1, and then by the other way through the crate: `concurrency` is not given.
    pub(crate) concurrency: usize,
    pub(crate) run_ahead: usize,
    pub(crate) dead_letters: bool,
    pub(crate) settings: Settings,
    /// By the number of the invocation, from 1. The first that fits is the one.
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
    /// `None` if it cannot be read.
    pub(crate) key: Option<u8>,
    /// So many seconds after the one in front of it.
    pub(crate) arrives: u64,
    /// So many milliseconds before it ends one way or another.
    pub(crate) waits: u64,
    /// So many milliseconds of work before it waits, and again before it is done.
    pub(crate) computes: u64,
    pub(crate) fate: Fate,
    /// Should it come to one.
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

/// In which of its attempts something happens to a record.
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

/// The settings of the mapping. Each source looks at its own.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) batch_size: usize,
    // Of streams and Kafka.
    pub(crate) bisect: bool,
    pub(crate) odd_record_to_the_left: bool,
    pub(crate) retries: Option<u8>,
    /// In seconds.
    pub(crate) maximum_age: Option<u32>,
    pub(crate) progress_resets_retries: bool,
    pub(crate) progress_refills_batch: bool,
    // Of streams.
    pub(crate) parallelization_factor: usize,
    // Of Kafka.
    pub(crate) only_the_reported: bool,
    // Of queues.
    pub(crate) max_receive_count: Option<u32>,
    /// In seconds.
    pub(crate) visibility_timeout: u32,
    pub(crate) pollers: usize,
}

/// The longest work of a record. The last record may start just before a call must end, one that was woken then has its turn,
/// and one more has the last turn: that leaves time for the answer.
pub(crate) const LONGEST_WORK: Duration = Duration::from_millis(15);

/// The function's, in seconds.
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
    /// StepKind goes wrong with an invocation.
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

    /// How long a record works in a call. Where there is hardly any time it works none: it could not be cut off in time.
    pub(crate) fn computes(&self, call: usize, record: usize) -> Duration {
        let has_time = self.at_hand(call) >= Duration::from_millis(500);
        Duration::from_millis(if has_time { self.records[record].computes } else { 0 })
    }

    /// Whether a record must wait until the other one, in front of it in the same batch, is done.
    pub(crate) fn holds_back(&self, earlier: usize, later: usize) -> bool {
        let (earlier, later) = (self.records[earlier].key, self.records[later].key);
        match self.source {
            Source::Sqs => false,
            source if source.is_stream() && self.concurrency == 1 => true,
            _ => earlier.is_none() || later.is_none() || earlier == later,
        }
    }
}
