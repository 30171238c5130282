//! Our answers follow from those of another implementation, which `record.py` recorded in `answers.json`. See the README.

use std::collections::BTreeMap;

use checkpointed::{
    Batch, Error, Json, StreamsEventResponse, checkpointed_stream_handler,
    dynamodb::{self, NewImage},
    kafka, kinesis, sqs,
};
use serde_json::{Value, value::RawValue};

#[derive(serde::Deserialize)]
struct Recorded<'a> {
    #[serde(borrow)]
    cases: Vec<Case<'a>>,
}

#[derive(serde::Deserialize)]
struct Case<'a> {
    source: &'a str,
    /// Not parsed, because the order of Kafka's partitions counts.
    #[serde(borrow)]
    event: &'a RawValue,
    answers: BTreeMap<&'a str, Value>,
    /// The processors that raise with their defaults.
    raises_by_default: Vec<&'a str>,
}

#[derive(serde::Deserialize)]
struct Job {
    fails: bool,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    fails: bool,
}

fn run(fails: bool) -> Result<(), &'static str> {
    if fails { Err("as planned") } else { Ok(()) }
}

/// The answers of three functions for such a record: one by one, side by side, and strict if nothing succeeds.
macro_rules! answers {
    ($event:expr, |$record:ident: $type:ty| $fails:expr) => {{
        #[checkpointed_stream_handler]
        async fn one_by_one($record: $type) -> Result<(), &'static str> {
            run($fails)
        }

        #[checkpointed_stream_handler(concurrency = 4)]
        async fn side_by_side($record: $type) -> Result<(), &'static str> {
            run($fails)
        }

        #[checkpointed_stream_handler(no_progress = "error")]
        async fn strict($record: $type) -> Result<(), &'static str> {
            run($fails)
        }

        [
            one_by_one(Batch::from_json($event).unwrap().into()).await,
            side_by_side(Batch::from_json($event).unwrap().into()).await,
            strict(Batch::from_json($event).unwrap().into()).await,
        ]
    }};
}

async fn answers(source: &str, event: &[u8]) -> [Result<StreamsEventResponse, Error>; 3] {
    match source {
        "kinesis" => answers!(event, |record: kinesis::Record<'_, Json<Job>>| record.data.fails),
        "dynamodb" => answers!(event, |record: dynamodb::Record<'_, NewImage<Item>>| {
            record.data.0.is_none_or(|item| item.fails)
        }),
        "sqs" | "fifo" => answers!(event, |message: sqs::Message<'_, Json<Job>>| message.body.fails),
        "kafka" => answers!(event, |record: kafka::Record<'_, Json<Job>>| record.value.fails),
        other => panic!("no handler for {other}"),
    }
}

/// The identifiers of an answer.
fn identifiers(answer: &Value) -> Vec<Value> {
    let failures = answer["batchItemFailures"].as_array().expect("every answer has the list");
    let identifier = |failure: &Value| {
        assert_eq!(failure.as_object().map(serde_json::Map::len), Some(1), "{failure}");
        failure["itemIdentifier"].clone()
    };
    failures.iter().map(identifier).collect()
}

/// The lowest of some sequence numbers, which have no leading zeros.
fn lowest(mut numbers: Vec<Value>) -> Vec<Value> {
    numbers.sort_by_key(|number| number.as_str().map(|digits| (digits.len(), digits.to_owned())));
    numbers.truncate(1);
    numbers
}

/// The records of Kafka to report: those of each partition from its first failure on.
fn to_the_end_of_their_partitions(event: &RawValue, failures: &[Value]) -> Vec<Value> {
    let event: Value = serde_json::from_str(event.get()).unwrap();
    let mut reported = Vec::new();
    let mut partitions: Vec<&Value> = failures.iter().map(|failure| &failure["partition"]).collect();
    partitions.dedup(); // the other implementation lists one partition after the other
    for partition in partitions {
        let of_partition = failures.iter().filter(|failure| failure["partition"] == *partition);
        let first = of_partition.filter_map(|failure| failure["offset"].as_i64()).min().unwrap();
        let records = event["records"][partition.as_str().unwrap()].as_array().unwrap();
        let offsets = records.iter().filter_map(|record| record["offset"].as_i64());
        reported.extend(
            offsets
                .filter(|offset| *offset >= first)
                .map(|offset| serde_json::json!({ "partition": partition, "offset": offset })),
        );
    }
    reported
}

/// The processor of the other implementation that is nearest to ours.
fn processor(source: &str) -> &'static str {
    if source == "fifo" { "skip_group_on_error" } else { "BatchProcessor" }
}

/// The answer that we must give, derived from that of the other implementation.
fn expected(case: &Case<'_>) -> Vec<Value> {
    let theirs = identifiers(&case.answers[processor(case.source)]);
    match case.source {
        "kinesis" | "dynamodb" => lowest(theirs),
        "sqs" | "fifo" => theirs,
        "kafka" => to_the_end_of_their_partitions(case.event, &theirs),
        other => panic!("no rule for {other}"),
    }
}

fn recorded() -> Recorded<'static> {
    serde_json::from_str(include_str!("answers.json")).unwrap()
}

#[tokio::test]
async fn our_answers_follow_from_theirs() {
    for case in recorded().cases {
        let [one_by_one, side_by_side, strict] = answers(case.source, case.event.get().as_bytes()).await;
        for ours in [one_by_one, side_by_side] {
            let ours = serde_json::to_value(ours.unwrap()).unwrap();
            assert_eq!(identifiers(&ours), expected(&case), "{}: {}", case.source, case.event);
        }
        assert_eq!(strict.is_err(), nothing_can_be_acknowledged(&case), "{}: {}", case.source, case.event);
        // Theirs raises if nothing succeeded. Ours also fails if no success can be acknowledged.
        let theirs_raises = case.raises_by_default.contains(&processor(case.source));
        assert!(!theirs_raises || strict.is_err(), "{}: {}", case.source, case.event);
    }
}

fn nothing_can_be_acknowledged(case: &Case<'_>) -> bool {
    let event: Value = serde_json::from_str(case.event.get()).unwrap();
    let reported = expected(case);
    match case.source {
        "kinesis" => reported.first() == Some(&event["Records"][0]["kinesis"]["sequenceNumber"]),
        "dynamodb" => reported.first() == Some(&event["Records"][0]["dynamodb"]["SequenceNumber"]),
        "kafka" => {
            let partitions = event["records"].as_object().unwrap().values();
            reported.len() == partitions.filter_map(Value::as_array).map(Vec::len).sum::<usize>()
        }
        _ => reported.len() == event["Records"].as_array().unwrap().len(),
    }
}

/// Otherwise the comparison would not cover them.
#[test]
fn the_recorded_batches_show_each_difference_that_the_readme_lists() {
    let mut differs: BTreeMap<&str, usize> = BTreeMap::new();
    for case in recorded().cases {
        let ours = expected(&case);
        for (processor, answer) in &case.answers {
            let theirs = identifiers(answer);
            match case.source {
                // It lists more than we do for a stream and a whole FIFO queue, and less for Kafka.
                "kafka" => assert!(theirs.iter().all(|identifier| ours.contains(identifier))),
                _ => assert!(ours.iter().all(|identifier| theirs.contains(identifier))),
            }
            let key = if *processor == "SqsFifoPartialProcessor" { "fifo, every group" } else { case.source };
            *differs.entry(key).or_default() += usize::from(theirs.len() != ours.len());
        }
    }
    for (key, differs) in differs {
        assert_eq!(differs > 0, !["sqs", "fifo"].contains(&key), "{key} differs {differs} times");
    }
}
