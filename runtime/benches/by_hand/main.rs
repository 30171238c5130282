//! Compares the attribute with the loop that people write by hand, on the same events, in one run.
//!
//! A function by hand deserializes as `lambda_runtime` does (`serde_path_to_error` around `serde_json`) into
//! `aws_lambda_events`, loops, decodes each record with `serde_json` or `serde_dynamo`, and serializes the response. The
//! attribute gets the same bytes in the same way, and has the same payload type.
//!
//! `cargo bench -p checkpointed`

mod dynamodb;
mod events;
mod kinesis;

use std::{
    future::Future,
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use lambda_runtime::LambdaEvent;
use serde::{Serialize, de::DeserializeOwned};

/// The number of measurements of each variant, which take turns.
const ROUNDS: usize = 41;

fn main() {
    kinesis::compare();
    dynamodb::compare();
}

/// One way to get from an event's bytes to the response's.
struct Variant<'v> {
    name: &'v str,
    run: &'v dyn Fn(&[u8]) -> Vec<u8>,
}

/// Compares all variants with the first. Prints for each the fastest time, and by which factor it is faster than the first:
/// the median over the rounds, in each of which both ran one right after the other.
fn compare(title: &str, event: &[u8], variants: &[Variant<'_>]) {
    let expected = variants.first().map(|first| (first.run)(event));
    let mut times = vec![Vec::with_capacity(ROUNDS); variants.len()];
    for _ in 0..ROUNDS {
        for (variant, times) in variants.iter().zip(&mut times) {
            let start = Instant::now();
            let response = black_box((variant.run)(black_box(event)));
            times.push(start.elapsed());
            assert_eq!(Some(&response), expected.as_ref(), "{} gives another answer", variant.name);
        }
    }
    println!("{title}, {:.2} MB", event.len() as f64 / 1e6);
    for (variant, own) in variants.iter().zip(&times) {
        let mut ratios: Vec<f64> = times[0].iter().zip(own).map(|(first, own)| ratio(*first, *own)).collect();
        ratios.sort_by(f64::total_cmp);
        let [low, median, high] = [1, 2, 3].map(|quartile| ratios[ratios.len() * quartile / 4]);
        let fastest = own.iter().min().copied().unwrap_or_default();
        println!("  {:<44} {fastest:>9.2?}   x {median:.2}  ({low:.2} to {high:.2})", variant.name);
    }
}

fn ratio(first: Duration, own: Duration) -> f64 {
    first.as_secs_f64() / own.as_secs_f64()
}

/// Deserializes the body of an invocation as `lambda_runtime` 1.5 does.
fn deserialize<E: DeserializeOwned>(body: &[u8]) -> LambdaEvent<E> {
    let payload = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(body));
    LambdaEvent::new(payload.expect("the event is fine"), lambda_runtime::Context::default())
}

fn serialize(response: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(response).expect("a response can be serialized")
}

/// Polls a future that never waits.
fn finished<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}
