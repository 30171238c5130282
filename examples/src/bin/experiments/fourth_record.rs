//! One shard, ten records, and a function that fails on the fourth record of each batch.

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{self, EventSourceMapping, Record, Report, Stream},
};
use serde::Deserialize;

use crate::Picture;

/// Runs the experiments and prints them. Returns their pictures.
pub(crate) async fn show() -> Vec<Picture> {
    println!("One shard, ten records r1 to r10; the function fails on the fourth record of each batch.");
    let mut pictures = Vec::new();
    for experiment in experiments() {
        let outcome = experiment.run().await;
        println!("\n{outcome}");
        pictures.push(Picture { name: outcome.picture, svg: outcome.report.to_svg() });
    }
    pictures
}

/// Settings of the mapping, a function, and what they show.
struct Experiment {
    title: &'static str,
    picture: &'static str,
    mapping: EventSourceMapping,
    function: Function,
    shows: &'static str,
}

/// The function of an experiment.
#[derive(Clone, Copy)]
enum Function {
    /// The first error fails the invocation.
    AllOrNothing,
    /// Finished records are acknowledged.
    Checkpointed,
}

fn experiments() -> [Experiment; 3] {
    [
        Experiment {
            title: "(a) default settings",
            picture: "default.svg",
            mapping: EventSourceMapping::kinesis().maximum_deliveries_without_progress(4),
            function: Function::AllOrNothing,
            shows: "It never gets past the failure: cut here, on AWS it goes on until the records expire. r5 to r10 are not \
                    even looked at.",
        },
        Experiment {
            title: "(b) BisectBatchOnFunctionError",
            picture: "bisect.svg",
            mapping: EventSourceMapping::kinesis().bisect_batch_on_function_error(true),
            function: Function::AllOrNothing,
            shows: "It ends, but records before a failure are processed more than once.",
        },
        Experiment {
            title: "(c) ReportBatchItemFailures and #[checkpointed_stream_handler]",
            picture: "checkpoint.svg",
            mapping: EventSourceMapping::kinesis().report_batch_item_failures(true),
            function: Function::Checkpointed,
            shows: "Lambda continues from the record that failed: every record is processed exactly once.",
        },
    ]
}

impl Experiment {
    async fn run(self) -> Outcome {
        // The partition key is the number of the record, because the event holds it unencoded.
        let stream = Stream::new().shard((1..=10).map(|number| Record::kinesis(number.to_string(), "")));
        let mut work = Work::default();
        let report = match self.function {
            Function::AllOrNothing => {
                self.mapping.run(&stream, async |event| all_or_nothing(event, &mut work)).await
            }
            Function::Checkpointed => {
                self.mapping.run(&stream, async |event| checkpointed(event, &mut work).await).await
            }
        };
        Outcome { title: self.title, picture: self.picture, report, shows: self.shows }
    }
}

/// The work for a record, which is the same for both functions.
#[derive(Default)]
struct Work {
    invocation: String,
    started_in_this_invocation: usize,
}

impl Work {
    fn process(&mut self, invocation: &str, record: &str) -> Result<(), String> {
        if self.invocation != invocation {
            self.invocation = invocation.to_owned();
            self.started_in_this_invocation = 0;
        }
        self.started_in_this_invocation += 1;
        if self.started_in_this_invocation == 4 {
            return Err(format!("r{record} is the fourth"));
        }
        Ok(())
    }
}

/// A function that knows no checkpoints: a loop that ends at the first error.
fn all_or_nothing(event: LambdaEvent<Event>, work: &mut Work) -> Result<(), String> {
    for (position, record) in event.payload.records.into_iter().enumerate() {
        simulator::started(position); // for the report only
        work.process(&event.context.request_id, &record.kinesis.partition_key)?;
        simulator::done(position);
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    records: Vec<EventRecord>,
}

#[derive(Deserialize)]
struct EventRecord {
    kinesis: KinesisPart,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KinesisPart {
    partition_key: String,
}

/// The same for one record. The attribute makes the loop.
#[checkpointed_stream_handler]
async fn checkpointed(record: kinesis::Record<'_, &str>, work: &mut Work) -> Result<(), String> {
    work.process(&record.context.request_id, &record.partition_key)
}

/// The result of an experiment.
struct Outcome {
    title: &'static str,
    picture: &'static str,
    report: Report,
    shows: &'static str,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more = if self.report.is_blocked() { ", …" } else { "" };
        let times = times_done(&self.report).enumerate();
        let times: Vec<String> =
            times.map(|(position, times)| format!("r{} {times}×", position + 1)).collect();
        writeln!(f, "{}\n", self.title)?;
        for line in self.report.to_string().lines() {
            writeln!(f, "    {line}")?;
        }
        writeln!(f, "\n    sizes      {}{more}", sizes(&self.report))?;
        writeln!(f, "    processed  {}", times.join("  "))?;
        write!(f, "    {}", self.shows)
    }
}

/// The number of times that each record was processed successfully.
fn times_done(report: &Report) -> impl Iterator<Item = usize> {
    report.histories().iter().flatten().map(|history| history.times_done)
}

fn sizes(report: &Report) -> String {
    report.batch_sizes().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_sizes_of_the_batches_are_those_seen_on_aws() {
        let [default, bisect, checkpoint] = experiments();
        let (default, bisect, checkpoint) = (default.run().await, bisect.run().await, checkpoint.run().await);
        assert_eq!(sizes(&default.report), "10, 10, 10, 10");
        assert_eq!(sizes(&bisect.report), "10, 5, 2, 3, 5, 2, 3");
        assert_eq!(sizes(&checkpoint.report), "10, 7, 4, 1");
        assert!(
            default.report.is_blocked() && !bisect.report.is_blocked() && !checkpoint.report.is_blocked()
        );

        let times = |outcome: &Outcome| times_done(&outcome.report).collect::<Vec<_>>();
        assert_eq!(times(&default), [4, 4, 4, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(times(&bisect), [3, 3, 3, 1, 1, 2, 2, 2, 1, 1]);
        assert_eq!(times(&checkpoint), [1; 10]);
    }
}
