//! Functions that take all records of a batch at once (`batch`): their outcomes or their checkpoint become the answer.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{
    Batch, Checkpoint, DecodeError, Error, Json, LambdaEvent, Outcome, StreamsEventResponse,
    checkpointed_stream_handler, kinesis,
};
use lambda_runtime::{run, run_concurrent, service_fn};
use serde::{Deserialize, Deserializer};

type Order<'r> = kinesis::Record<'r, Json<Number<'r>>>;

/// A number whose text is borrowed; `0` panics when it is decoded.
struct Number<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Number<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&'de str>::deserialize(deserializer)?;
        assert!(text != "0", "while decoding");
        Ok(Number(text))
    }
}

/// Gives one outcome for each record. Odd numbers fail.
fn judge(records: &[Result<Order<'_>, DecodeError>]) -> Vec<Outcome> {
    let outcome = |record: &Result<Order<'_>, DecodeError>| match record {
        Err(error) => Outcome::failed(error.to_string()),
        Ok(order) if order.data.0.0.parse::<u32>().unwrap() % 2 == 1 => Outcome::failed("odd"),
        Ok(_) => Outcome::Done,
    };
    records.iter().map(outcome).collect()
}

#[checkpointed_stream_handler(batch)]
async fn outcomes(records: &[Result<kinesis::Record<'_, Json<Number<'_>>>, DecodeError>]) -> Vec<Outcome> {
    tokio::task::yield_now().await;
    judge(records)
}

#[checkpointed_stream_handler(batch)]
fn plain(records: &[Result<Order<'_>, DecodeError>]) -> Checkpoint {
    Checkpoint::at(records.iter().take_while(|record| record.is_ok()).count())
}

#[checkpointed_stream_handler(batch)]
async fn parameters<T: AsRef<str> + Sync>(
    records: &[Result<Order<'_>, DecodeError>],
    shared: &T,
    seen: &mut Vec<usize>,
    owned: String,
) -> Vec<Outcome> {
    tokio::task::yield_now().await;
    seen.push(records.len());
    assert_eq!(shared.as_ref(), owned);
    judge(records)
}

#[checkpointed_stream_handler(batch)]
async fn returns(records: &[Result<Order<'_>, DecodeError>], outcomes: Vec<Outcome>) -> Vec<Outcome> {
    assert!(!records.is_empty(), "not called for an empty batch");
    outcomes
}

#[checkpointed_stream_handler(batch, no_progress = "error")]
async fn checkpoint(_records: &[Result<Order<'_>, DecodeError>], position: usize) -> Checkpoint {
    assert!(position != 7, "position seven");
    Checkpoint::at(position)
}

#[derive(Clone)]
struct App;

impl App {
    #[checkpointed_stream_handler(batch)]
    async fn shared(&self, records: &[Result<Order<'_>, DecodeError>]) -> Vec<Outcome> {
        tokio::task::yield_now().await;
        judge(records)
    }

    #[checkpointed_stream_handler(batch)]
    async fn exclusive(&mut self, records: &[Result<Order<'_>, DecodeError>]) -> Vec<Outcome> {
        judge(records)
    }

    #[checkpointed_stream_handler(batch)]
    async fn owned(self, records: &[Result<Order<'_>, DecodeError>]) -> Vec<Outcome> {
        let App = self;
        judge(records)
    }
}

#[expect(dead_code, reason = "only has to compile")]
async fn handlers_are_services(app: Arc<App>) -> Result<(), Error> {
    run(service_fn(outcomes)).await?;
    run_concurrent(service_fn(outcomes)).await?;
    checkpointed::run(outcomes).await?;
    run_concurrent(service_fn(plain)).await?;
    run_concurrent(service_fn(move |event| {
        let app = app.clone();
        async move { app.shared(event).await }
    }))
    .await?;
    run_concurrent(service_fn(move |event| async move {
        parameters(event, &String::new(), &mut Vec::new(), String::new()).await
    }))
    .await
}

/// Records with the sequence numbers 1, 2, .. and these data. `%` is not base64.
fn batch<R>(data: &[&str]) -> LambdaEvent<Batch<R>> {
    let record = |(position, data): (usize, &&str)| {
        let data = if *data == "%" { String::from("%") } else { STANDARD.encode(format!("\"{data}\"")) };
        format!(r#"{{"kinesis":{{"partitionKey":"k","sequenceNumber":"{}","data":"{data}"}}}}"#, position + 1)
    };
    let records: Vec<String> = data.iter().enumerate().map(record).collect();
    Batch::from_json(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes()).unwrap().into()
}

/// The identifier that is reported, empty if every record is done.
fn reported(response: Result<StreamsEventResponse, Error>) -> String {
    response.unwrap().item_identifiers().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_first_record_that_is_not_done_is_reported() {
    assert_eq!(reported(outcomes(batch(&["2", "4"])).await), "");
    assert_eq!(reported(outcomes(batch(&["2", "3", "4", "5"])).await), "2");
    assert_eq!(reported(outcomes(batch(&["2", "%", "4"])).await), "2");
    assert_eq!(reported(plain(batch(&["2", "4", "%"])).await), "3");
    let (mut app, mut seen) = (App, Vec::new());
    assert_eq!(reported(app.shared(batch(&["2", "1"])).await), "2");
    assert_eq!(reported(app.exclusive(batch(&["2", "1"])).await), "2");
    assert_eq!(reported(app.owned(batch(&["2", "1"])).await), "2");
    let response = parameters(batch(&["2", "1"]), &"x", &mut seen, String::from("x")).await;
    assert_eq!((reported(response), seen), (String::from("2"), vec![2]));
}

#[tokio::test]
async fn a_panic_in_decoding_fails_its_record() {
    assert_eq!(reported(outcomes(batch(&["2", "0", "4"])).await), "2");
}

#[tokio::test]
async fn a_panic_in_the_function_leaves_nothing_done() {
    let response = outcomes(batch(&["2", "4", "no number"])).await;
    assert_eq!(reported(response), "1");
    assert!(checkpoint(batch(&["2"]), 7).await.unwrap_err().to_string().contains("no record of the batch"));
}

#[tokio::test]
async fn a_wrong_number_of_outcomes_fails_closed() {
    for wrong in [vec![], vec![Outcome::Done], vec![Outcome::Done, Outcome::Done, Outcome::Done]] {
        let length = wrong.len();
        let error = returns(batch(&["2", "4"]), wrong).await.unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("the function returned {length} outcomes for 2 records")),
            "{error}"
        );
    }
    let error = checkpoint(batch(&["2", "4"]), 3).await.unwrap_err().to_string();
    assert!(
        error.starts_with("the function returned a checkpoint at position 3 of a batch of 2 records"),
        "{error}"
    );
}

#[tokio::test]
async fn a_checkpoint_is_the_answer() {
    assert_eq!(reported(checkpoint(batch(&["2", "4", "6"]), 3).await), "");
    assert_eq!(reported(checkpoint(batch(&["2", "4", "6"]), 1).await), "2");
    assert!(checkpoint(batch(&["2", "4"]), 0).await.is_err(), "no progress");
}

#[tokio::test]
async fn an_empty_batch_is_done_without_a_call_of_the_function() {
    assert_eq!(reported(returns(batch(&[]), vec![Outcome::Done]).await), "");
}
