//! A record is acknowledged only if it is done, and every record that can be acknowledged is. Random batches go through whole
//! handlers.

#[path = "../planned_panics.rs"]
mod planned_panics;

use std::sync::Mutex;

use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{
    Acknowledged, Batch, Error, StreamsEventResponse, Verdict, checkpointed_stream_handler, kinesis,
};
use proptest::prelude::*;

/// What happens when a record is handled.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Ok,
    Error,
    Panic,
    PanicLater,
    Undecodable,
}

#[derive(Debug, Clone, Copy)]
struct Record {
    fate: Fate,
    has_identifier: bool,
}

/// Handles records whose data are their position and their fate, and notes which ones it finished.
#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, finished: &Mutex<Vec<usize>>) -> Result<(), String> {
    let (position, fate) = record.data.split_once(' ').unwrap();
    match fate {
        "Error" => return Err(String::from("an error")),
        "Panic" => panic!("as planned"),
        "PanicLater" => {
            tokio::task::yield_now().await;
            panic!("as planned");
        }
        _ => tokio::task::yield_now().await,
    }
    finished.lock().unwrap().push(position.parse().unwrap());
    Ok(())
}

#[checkpointed_stream_handler(no_progress = "error")]
async fn strict(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    if record.data.ends_with("Ok") { Ok(()) } else { Err(String::from("an error")) }
}

fn event(records: &[Record]) -> Vec<u8> {
    let records: Vec<String> = records
        .iter()
        .enumerate()
        .map(|(position, record)| {
            let data = match record.fate {
                Fate::Undecodable => String::from("%"),
                fate => STANDARD.encode(format!("{position} {fate:?}")),
            };
            // An empty number identifies nothing, but lets the record be decoded.
            let sequence_number = if record.has_identifier { position.to_string() } else { String::new() };
            format!(
                r#"{{"kinesis":{{"partitionKey":"k","sequenceNumber":"{sequence_number}","data":"{data}"}}}}"#
            )
        })
        .collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(",")).into_bytes()
}

/// The positions that a response reports.
fn reported(response: &StreamsEventResponse) -> Vec<usize> {
    response.item_identifiers().map(|identifier| identifier.to_string().parse().unwrap()).collect()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    planned_panics::silence();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn check(records: &[Record]) -> Result<(), TestCaseError> {
    let first_failure = records.iter().position(|record| record.fate != Fate::Ok);
    let done = first_failure.unwrap_or(records.len());
    let finished = Mutex::new(Vec::new());
    let event = event(records);
    let response = block_on(handle(Batch::from_json(&event).unwrap().into(), &finished));
    prop_assert_eq!(finished.into_inner().unwrap(), (0..done).collect::<Vec<_>>(), "each once, in order");
    check_answer(records, first_failure, response)
}

fn check_answer(
    records: &[Record],
    first_failure: Option<usize>,
    response: Result<StreamsEventResponse, Error>,
) -> Result<(), TestCaseError> {
    let nameable = |failed: usize| records[..=failed].iter().rposition(|record| record.has_identifier);
    match (first_failure, response) {
        (None, response) => {
            prop_assert_eq!(read_by_lambda(records, &response.unwrap()), Acknowledged::All);
        }
        (Some(failed), Ok(response)) => {
            let named = nameable(failed);
            prop_assert_eq!(reported(&response), Vec::from_iter(named));
            prop_assert_eq!(read_by_lambda(records, &response), Acknowledged::Before(named.unwrap()));
        }
        (Some(failed), Err(_)) => prop_assert_eq!(nameable(failed), None),
    }
    Ok(())
}

/// How Lambda reads the bytes of the response.
fn read_by_lambda(records: &[Record], response: &StreamsEventResponse) -> Acknowledged {
    let identifiers: Vec<Option<String>> = records
        .iter()
        .enumerate()
        .map(|(position, record)| record.has_identifier.then(|| position.to_string()))
        .collect();
    let batch: Vec<Option<&str>> = identifiers.iter().map(Option::as_deref).collect();
    Verdict::read(&serde_json::to_vec(response).unwrap(), &batch).acknowledged()
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        40 => Just(Fate::Ok),
        1 => Just(Fate::Error),
        1 => Just(Fate::Panic),
        1 => Just(Fate::PanicLater),
        1 => Just(Fate::Undecodable),
    ]
}

fn records(sizes: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Record>> {
    let record = (fate(), prop::bool::weighted(0.9));
    let record = record.prop_map(|(fate, has_identifier)| Record { fate, has_identifier });
    prop::collection::vec(record, sizes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_small_batch_is_acknowledged_up_to_its_first_failure(records in records(0..40)) {
        check(&records)?;
    }

    #[test]
    fn without_progress_a_strict_handler_fails(records in records(1..6)) {
        let event = event(&records);
        let moves = |response: &Result<StreamsEventResponse, Error>| match response {
            Ok(response) => reported(response).first() != Some(&0),
            Err(_) => false,
        };
        let reporting = block_on(handle(Batch::from_json(&event).unwrap().into(), &Mutex::default()));
        let failing = block_on(strict(Batch::from_json(&event).unwrap().into()));
        prop_assert_eq!(moves(&reporting), failing.is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 50, ..ProptestConfig::default() })]

    /// Up to the largest batch that Lambda delivers.
    #[test]
    fn a_large_batch_is_acknowledged_up_to_its_first_failure(records in records(1_000..10_000), failed in any::<prop::sample::Index>(), fate in fate()) {
        check(&records)?;
        let failed = failed.index(records.len());
        let one: Vec<Record> = (0..records.len())
            .map(|position| Record {
                fate: if position == failed { fate } else { Fate::Ok },
                has_identifier: records[position].has_identifier,
            })
            .collect();
        check(&one)?;
    }
}
