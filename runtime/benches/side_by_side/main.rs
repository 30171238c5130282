//! Compares a handler that waits 5 ms for each record, with 1, 8 and 64 in flight, with the ideal that tokio's timer allows: the
//! same waits without order and answer (`buffer_unordered`). Also measures what the order costs if no record waits.
//!
//! `cargo bench -p checkpointed --bench side_by_side`

use std::time::{Duration, Instant};

use checkpointed::{
    Batch, DecodeError, FromRecord, Kinesis, LambdaEvent, RawRecord, checkpointed_stream_handler,
};
use futures_util::{StreamExt, stream};
use tokio::time::sleep;

/// A record that needs no decoding.
struct Any;

impl<'r> FromRecord<'r> for Any {
    type Source = Kinesis;

    fn from_record(_raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        Ok(Any)
    }
}

const WAIT: Duration = Duration::from_millis(5);

#[checkpointed_stream_handler(concurrency = limit, run_ahead = 1_000)]
async fn waits(_record: Any, limit: usize) {
    let _ = limit;
    sleep(WAIT).await;
}

#[checkpointed_stream_handler(concurrency = limit, run_ahead = 1_000)]
async fn does_nothing(_record: Any, limit: usize) {
    let _ = limit;
}

#[checkpointed_stream_handler]
async fn does_nothing_one_by_one(_record: Any) {}

/// An event with this number of records and of keys.
fn event<R>(records: usize, keys: usize) -> LambdaEvent<Batch<R>> {
    let record = |number| {
        let key = number % keys;
        format!(r#"{{"kinesis":{{"partitionKey":"{key}","sequenceNumber":"{number}","data":""}}}}"#)
    };
    let records: Vec<String> = (0..records).map(record).collect();
    Batch::from_json(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes()).expect("an event").into()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!(
        "640 records of as many keys, each waits {WAIT:?}: records per second, and as a share of the ideal"
    );
    for limit in [1, 8, 64] {
        let start = Instant::now();
        assert!(waits(event(640, 640), limit).await.expect("an answer").is_success());
        let ours = start.elapsed();
        let start = Instant::now();
        stream::iter(0..640).map(|_| sleep(WAIT)).buffer_unordered(limit).count().await;
        let ideal = start.elapsed();
        let share = ideal.as_secs_f64() / ours.as_secs_f64() * 100.0;
        println!("  {limit:>2} in flight {:>8.0}  {share:.0} %", 640.0 / ours.as_secs_f64());
    }
    println!("10,000 records that wait for nothing, as multiples of one by one without `concurrency`");
    let mut ratios = [1, 100, 10_000].map(|keys| (keys, Vec::new()));
    for _ in 0..41 {
        for (keys, ratios) in &mut ratios {
            let (one, other) = (event(10_000, *keys), event(10_000, *keys));
            let start = Instant::now();
            assert!(does_nothing_one_by_one(one).await.expect("an answer").is_success());
            let one_by_one = start.elapsed();
            let start = Instant::now();
            assert!(does_nothing(other, 64).await.expect("an answer").is_success());
            ratios.push(start.elapsed().as_secs_f64() / one_by_one.as_secs_f64());
        }
    }
    for (keys, mut ratios) in ratios {
        ratios.sort_by(f64::total_cmp);
        println!("  {keys:>6} keys  x {:.2}", ratios[ratios.len() / 2]);
    }
}
