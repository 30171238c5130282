//! What a failing record does to a batch: one shard, ten records, and a function that fails on the fourth record of
//! whatever batch it gets. Run on the embedded simulator of Lambda's event source mapping.

use std::collections::BTreeMap;

use checkpointed::{
    Batch, Error, LambdaEvent, StreamsEventResponse, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Record, Report, Stream},
};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!(
        "One shard, ten records r1 to r10; the function fails on the fourth record of whatever batch it gets."
    );
    for experiment in experiments() {
        println!("\n{}", experiment.run().await);
    }
}

/// A setting of the mapping, and what it shows.
struct Experiment {
    title: &'static str,
    mapping: EventSourceMapping,
    answer: Answer,
    shows: &'static str,
}

/// How the function answers when a record fails.
#[derive(Clone, Copy)]
enum Answer {
    /// It fails the invocation, as every function does that knows nothing of checkpoints.
    Error,
    /// It reports the record: what `#[checkpointed_stream_handler]` does.
    Checkpoint,
}

fn experiments() -> [Experiment; 3] {
    [
        Experiment {
            title: "(a) default settings",
            mapping: EventSourceMapping::kinesis().maximum_deliveries(4),
            answer: Answer::Error,
            shows: "The same batch again and again, until its records expire: r1 to r3 are repeated each time, r5 to r10 \
                    are never reached.",
        },
        Experiment {
            title: "(b) BisectBatchOnFunctionError",
            mapping: EventSourceMapping::kinesis().bisect_batch_on_function_error(true),
            answer: Answer::Error,
            shows: "It ends, but records in front of a failure are processed more than once.",
        },
        Experiment {
            title: "(c) ReportBatchItemFailures and #[checkpointed_stream_handler]",
            mapping: EventSourceMapping::kinesis().report_batch_item_failures(true),
            answer: Answer::Checkpoint,
            shows: "Lambda continues from the record that failed: every record succeeds exactly once.",
        },
    ]
}

impl Experiment {
    async fn run(self) -> Outcome {
        let stream = Stream::new().shard((1..=10).map(|number| Record::kinesis("key", format!("r{number}"))));
        let mut processed = Processed::default();
        let answer = self.answer;
        let handler = async |event| {
            processed.in_this_batch = 0;
            match answer {
                Answer::Checkpoint => handle(event, &mut processed).await,
                Answer::Error => all_or_nothing(event, &mut processed).await,
            }
        };
        let report = self.mapping.run(&stream, handler).await;
        Outcome { title: self.title, report, processed, shows: self.shows }
    }
}

/// How often each record was processed with success.
#[derive(Default)]
struct Processed {
    in_this_batch: usize,
    times: BTreeMap<usize, usize>,
}

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, processed: &mut Processed) -> Result<(), String> {
    processed.in_this_batch += 1;
    if processed.in_this_batch == 4 {
        return Err(format!("{} failed", record.data));
    }
    let number = record.data.trim_start_matches('r').parse().map_err(|error| format!("{error}"))?;
    *processed.times.entry(number).or_default() += 1;
    Ok(())
}

/// The same function with the answer of one that knows nothing of checkpoints.
async fn all_or_nothing(
    event: LambdaEvent<Batch<kinesis::Record<'_, &str>>>,
    processed: &mut Processed,
) -> Result<StreamsEventResponse, Error> {
    let response = handle(event, processed).await?;
    if response.is_success() { Ok(response) } else { Err("the fourth record of the batch failed".into()) }
}

/// An experiment's result, as it is printed.
struct Outcome {
    title: &'static str,
    report: Report,
    processed: Processed,
    shows: &'static str,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more = if self.report.blocked().is_empty() { "" } else { ", …" };
        let times: Vec<String> = (1..=10)
            .map(|number| format!("r{number} {}×", self.processed.times.get(&number).copied().unwrap_or(0)))
            .collect();
        writeln!(f, "{}\n", self.title)?;
        for line in self.report.to_string().lines() {
            writeln!(f, "    {line}")?;
        }
        writeln!(f, "\n    sizes      {}{more}", sizes(&self.report))?;
        writeln!(f, "    processed  {}", times.join("  "))?;
        write!(f, "    {}", self.shows)
    }
}

fn sizes(report: &Report) -> String {
    report.sizes().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_sizes_are_those_that_aws_showed() {
        let [default, bisect, checkpoint] = experiments();
        let (default, bisect, checkpoint) = (default.run().await, bisect.run().await, checkpoint.run().await);
        assert_eq!(sizes(&default.report), "10, 10, 10, 10");
        assert_eq!(sizes(&bisect.report), "10, 5, 2, 3, 5, 2, 3");
        assert_eq!(sizes(&checkpoint.report), "10, 7, 4, 1");
        assert_eq!(default.processed.times, BTreeMap::from([(1, 4), (2, 4), (3, 4)]));
        assert!(bisect.processed.times.values().any(|times| *times > 1));
        assert_eq!(checkpoint.processed.times, (1..=10).map(|number| (number, 1)).collect());
    }
}
