//! The scenarios: which records fail, and how.

use std::time::Duration;

use checkpointed::simulator::{EventSourceMapping, Fault, Faults, Record, Stream};
use serde_json::json;

/// The number of records of every scenario.
pub(super) const RECORDS: usize = 100;
const KEYS: usize = 10;
const SEED: u64 = 7;

/// The faults of a shard of a hundred records, and how it is delivered.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    /// The fate of each record.
    pub(super) fates: Vec<Fate>,
    /// The process ends at the first delivery of this record, before the answer is sent.
    crash: Option<usize>,
    pub(super) reads_reports: bool,
}

/// What becomes of a record when it is handled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fate {
    Done,
    /// Its first attempts return an error.
    FailsAtFirst(usize),
    /// Every attempt returns an error.
    Poison,
    /// Its first attempt panics.
    PanicsAtFirst,
    /// It cannot be decoded.
    Unreadable,
}

pub(super) fn scenarios() -> Vec<Scenario> {
    use Fate::{FailsAtFirst, PanicsAtFirst, Poison, Unreadable};
    let errors = [FailsAtFirst(1), FailsAtFirst(2), FailsAtFirst(3), FailsAtFirst(1), FailsAtFirst(2)];
    let poison = [Poison];
    let surprises = [PanicsAtFirst, Unreadable];
    let everything: Vec<Fate> = errors.iter().chain(&poison).chain(&surprises).copied().collect();
    vec![
        Scenario::new("nothing fails", &[]),
        Scenario::new("errors that go away: 5 records, 1 to 3 attempts", &errors),
        Scenario::new("a poison record", &poison),
        Scenario::new("a crash before the answer is sent", &[]).with_crash(),
        Scenario::new("a panic, and a record that cannot be read", &surprises),
        Scenario::new("all of this", &everything).with_crash(),
        Scenario::every_third("every third record fails once"),
        Scenario {
            reads_reports: false,
            ..Scenario::new("ReportBatchItemFailures is off, 5 errors", &errors)
        },
    ]
}

impl Scenario {
    /// A scenario with these fates, for random records that are the same in every run.
    fn new(name: &'static str, fates: &[Fate]) -> Self {
        let mut lots = Lots(SEED);
        let mut all = vec![Fate::Done; RECORDS];
        for fate in fates {
            let free = (0..).map(|_| lots.draw(RECORDS)).find(|position| all[*position] == Fate::Done);
            all[free.unwrap_or_default()] = *fate;
        }
        Scenario { name, fates: all, crash: None, reads_reports: true }
    }

    fn with_crash(self) -> Self {
        Scenario { crash: Some(60), ..self }
    }

    fn every_third(name: &'static str) -> Self {
        let fate = |position| if position % 3 == 1 { Fate::FailsAtFirst(1) } else { Fate::Done };
        Scenario { fates: (0..RECORDS).map(fate).collect(), ..Self::new(name, &[]) }
    }

    /// One shard with ten keys. A record's sequence number is its position plus 1,000.
    pub(super) fn stream(&self) -> Stream {
        let record = |(position, fate): (usize, &Fate)| {
            let (key, number) = (format!("key-{}", position % KEYS), (1_000 + position).to_string());
            match fate {
                // Its key is not a text. A handler that decodes the whole event at once cannot read the event.
                Fate::Unreadable => Record::from_json(json!({
                    "kinesis": { "partitionKey": null, "sequenceNumber": number, "data": "" },
                    "eventSource": "aws:kinesis",
                })),
                _ => Record::kinesis(key, "").sequence_number(number),
            }
        };
        Stream::new().shard(self.fates.iter().enumerate().map(record))
    }

    pub(super) fn mapping(&self) -> EventSourceMapping {
        let crashes = match self.crash {
            Some(position) => Faults::new().at_first_attempts(0, position, 1, Fault::Crash),
            None => Faults::new(),
        };
        // The time that an invocation takes beside its records.
        let faults = crashes.at_random(SEED, 1.0, Fault::Delay(Duration::from_millis(50)));
        EventSourceMapping::kinesis()
            .batch_size(25)
            .report_batch_item_failures(self.reads_reports)
            .bisect_batch_on_function_error(true)
            .maximum_retry_attempts(5)
            .timeout(60)
            .faults(faults)
    }
}

/// Numbers that look random (Knuth's linear congruential generator).
struct Lots(u64);

impl Lots {
    fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}
