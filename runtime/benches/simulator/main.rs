//! Measures how many records the simulator delivers in a second, and how the time grows with their number.
//!
//! The handlers do next to nothing, so that the time is that of the simulator: it makes events, reads answers and keeps the
//! report. If the time is proportional to the number of records, the factors in the last column are near 10.
//!
//! `cargo bench -p checkpointed --bench simulator --features simulator,sqs`, and `-- kafka` for the rows with that
//! word in their name.

mod failing;

use std::time::Instant;

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Record, Report, Stream},
};
use serde::de::IgnoredAny;

/// The numbers of records of the runs, each ten times the one before.
const RECORDS: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    // Cargo adds a flag of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let chosen = |row: &Row| words.iter().all(|word| row.name.contains(word.as_str()));
    println!(
        "{:<34}  {:>11}  {:>12}  {:>16}",
        "a million records", "delivered/s", "time", "for ten times as"
    );
    println!("{:<34}  {:>11}  {:>12}  {:>16}", "", "", "", "many records");
    for row in rows().iter().filter(|row| chosen(row)) {
        measure(row);
    }
}

/// A line of the table.
struct Row {
    name: &'static str,
    stream: fn(usize) -> Stream,
    run: fn(&Stream) -> Report,
}

fn rows() -> Vec<Row> {
    let row = |name, stream, run| Row { name, stream, run };
    vec![
        row("kinesis, batches of 100", kinesis_stream, |stream| run(&kinesis().batch_size(100), stream)),
        row("kinesis, batches of 10,000", kinesis_stream, |stream| {
            run(&kinesis().batch_size(10_000), stream)
        }),
        row("kinesis, 100, ten batches at once", kinesis_stream, |stream| {
            run(&kinesis().batch_size(100).parallelization_factor(10), stream)
        }),
        row("kinesis, 100, by the attribute", kinesis_stream, |stream| {
            failing::finished(kinesis().batch_size(100).run(stream, handle))
        }),
        row("kinesis, 100, retries", kinesis_stream, |stream| failing::retried(kinesis(), 100, stream)),
        row("kinesis, 10,000, retries", kinesis_stream, |stream| failing::retried(kinesis(), 10_000, stream)),
        row("kinesis, 100, bisect", kinesis_stream, |stream| failing::bisected(kinesis(), 100, stream)),
        row("kinesis, 10,000, bisect", kinesis_stream, |stream| failing::bisected(kinesis(), 10_000, stream)),
        row("kinesis, 100, checkpoints", kinesis_stream, |stream| failing::checkpointed(100, stream)),
        row("kinesis, 10,000, checkpoints", kinesis_stream, |stream| failing::checkpointed(10_000, stream)),
        row("kafka, batches of 100", topics, |stream| run(&kafka().batch_size(100), stream)),
        row("kafka, batches of 10,000", topics, |stream| run(&kafka().batch_size(10_000), stream)),
        row("kafka, 10,000, retries", topics, |stream| failing::retried(kafka(), 10_000, stream)),
        row("kafka, 100, bisect", topics, |stream| failing::bisected(kafka(), 100, stream)),
        row("sqs, batches of 10", queue, |stream| run(&sqs(), stream)),
        row("sqs, batches of 100", queue, |stream| run(&large_batches(100), stream)),
        row("sqs, batches of 10,000", queue, |stream| run(&large_batches(10_000), stream)),
        row("sqs, 100, failures", queue, |stream| failing::reported(&large_batches(100), stream)),
        row("sqs, 10,000, failures", queue, |stream| failing::reported(&large_batches(10_000), stream)),
        row("fifo, batches of 10", groups, |stream| run(&endless(EventSourceMapping::sqs_fifo()), stream)),
        row("fifo, 10, failures", groups, |stream| {
            failing::reported(&endless(EventSourceMapping::sqs_fifo()), stream)
        }),
    ]
}

/// Prints how long a million records take, and by how much the time grows with each tenfold.
fn measure(row: &Row) {
    let (times, delivered): (Vec<f64>, Vec<usize>) =
        RECORDS.iter().map(|records| timed(row, *records)).unzip();
    let rate = delivered[2] as f64 / times[2];
    let [hundred_thousand, million] = [1, 2].map(|number| times[number] / times[number - 1]);
    println!(
        "{:<34}  {rate:>11.0}  {:>10.2} s  x {hundred_thousand:>4.1}, x {million:>4.1}",
        row.name, times[2]
    );
}

/// The seconds of a run, and the number of records that were delivered, counting repeated deliveries.
fn timed(row: &Row, records: usize) -> (f64, usize) {
    let stream = (row.stream)(records);
    let start = Instant::now();
    let report = (row.run)(&stream);
    let time = start.elapsed();
    assert!(!report.is_blocked(), "{} left some of {records} records", row.name);
    (time.as_secs_f64(), report.batch_sizes().iter().sum())
}

fn run(mapping: &EventSourceMapping, stream: &Stream) -> Report {
    failing::finished(mapping.run(stream, nothing))
}

/// A function that reads no record.
async fn nothing(_: LambdaEvent<IgnoredAny>) -> Result<(), String> {
    Ok(())
}

#[checkpointed_stream_handler]
async fn handle(_record: kinesis::Record<'_, &str>) {}

fn endless(mapping: EventSourceMapping) -> EventSourceMapping {
    mapping.report_batch_item_failures(true).maximum_deliveries_without_progress(usize::MAX)
}

fn kinesis() -> EventSourceMapping {
    endless(EventSourceMapping::kinesis())
}

fn kafka() -> EventSourceMapping {
    endless(EventSourceMapping::kafka().provisioned_mode(true))
}

fn sqs() -> EventSourceMapping {
    endless(EventSourceMapping::sqs())
}

/// AWS requires a batching window for batches of more than ten.
fn large_batches(records: usize) -> EventSourceMapping {
    sqs().batch_size(records).maximum_batching_window_in_seconds(1)
}

/// A hundred keys.
fn kinesis_stream(records: usize) -> Stream {
    Stream::new().shard((0..records).map(|number| Record::kinesis(format!("key {}", number % 100), "data")))
}

/// Ten partitions.
fn topics(records: usize) -> Stream {
    Stream::topics((0..records).map(|number| {
        Record::kafka("orders", (number % 10) as i32, (number / 10) as i64, "value").kafka_key("key")
    }))
}

fn queue(records: usize) -> Stream {
    Stream::queue((0..records).map(|_| Record::sqs("body")))
}

/// A thousand groups.
fn groups(records: usize) -> Stream {
    let group = |number: usize| format!("group {}", number % 1_000);
    Stream::queue((0..records).map(|number| Record::sqs_in_group(group(number), "body")))
}
