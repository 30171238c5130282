//! How the records of a batch share their thread with each other, with other invocations, and with the runtime.

use std::{
    future::{Future, pending, poll_fn},
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use checkpointed::{
    Batch, DeadLetter, DeadLetters, Error, Failure, LambdaEvent, StreamsEventResponse,
    checkpointed_stream_handler, kinesis as stream,
};
use tokio::time::{Instant, advance, sleep};

use crate::events::{Numbered, kinesis, kinesis_of_one_key, reported, with_time};

const MS: Duration = Duration::from_millis(1);

/// Works for this long without waiting.
fn compute(time: Duration) {
    let mut context = Context::from_waker(Waker::noop());
    // The first poll moves the clock. The second one would only yield.
    let _yields = pin!(advance(time)).poll(&mut context);
}

/// Records that all have different keys, with this time for them.
fn many<R>(records: usize, time: Duration) -> LambdaEvent<Batch<R>> {
    let keys: Vec<String> = (0..records).map(|key| key.to_string()).collect();
    with_time(kinesis(&keys.iter().map(|key| (Some(key.as_str()), "")).collect::<Vec<_>>()), time)
}

/// The number of acknowledged records, of a thousand.
fn acknowledged(response: Result<StreamsEventResponse, Error>) -> usize {
    reported(response).first().map_or(1_000, |first| first.parse().unwrap())
}

/// With many in flight, the first ones must finish before all have started.
#[tokio::test(start_paused = true)]
async fn records_that_compute_before_they_wait_finish_in_time() {
    #[checkpointed_stream_handler(concurrency = limit, run_ahead = 1_000)]
    async fn computes(_record: Numbered, limit: usize) {
        let _ = limit;
        compute(MS * 12);
        sleep(MS).await;
    }
    for limit in [1, 2, 16, 64, 256, 1_000] {
        let acknowledged = acknowledged(computes(many(1_000, MS * 3_000), limit).await);
        // There are 2.7 s, and each takes 12 ms.
        assert!(acknowledged >= 200, "{acknowledged} with {limit} in flight");
    }
}

/// Woken records take turns too, and the clock is checked between them.
#[tokio::test(start_paused = true)]
async fn records_that_compute_between_waits_are_cut_off_in_time() {
    #[checkpointed_stream_handler(concurrency = 256, run_ahead = 1_000)]
    async fn computes(_record: Numbered) {
        loop {
            sleep(MS).await;
            compute(MS * 12);
        }
    }
    #[checkpointed_stream_handler(concurrency = 256, run_ahead = 1_000)]
    async fn computes_at_last(_record: Numbered) {
        sleep(MS).await;
        compute(MS * 30);
    }
    for at_last in [false, true] {
        let start = Instant::now();
        let event = many(1_000, MS * 1_000);
        let acknowledged =
            acknowledged(if at_last { computes_at_last(event).await } else { computes(event).await });
        assert_eq!(acknowledged > 20, at_last, "{acknowledged}");
        // One record may be in the middle of its work.
        assert!(start.elapsed() <= MS * 1_000, "{:?}", start.elapsed());
    }
}

/// A batch that never waits gives way to the runtime every few milliseconds, however its function is written.
mod another_invocation_on_the_thread_keeps_its_deadline {
    use super::*;

    #[checkpointed_stream_handler]
    async fn waits(record: Numbered) {
        if record.number == 2 {
            pending::<()>().await;
        }
    }

    /// Runs `busy` on the same thread; returns when the waiting batch was answered.
    async fn answered(
        busy: impl Future<Output = Result<StreamsEventResponse, Error>> + Send + 'static,
    ) -> Duration {
        let start = Instant::now();
        let waiting = tokio::spawn(async {
            reported(waits(with_time(kinesis_of_one_key(&[""; 5]), MS * 1_000)).await)
        });
        sleep(MS * 50).await;
        let busy = tokio::spawn(busy);
        assert_eq!(waiting.await.unwrap(), ["2"]);
        let answered = start.elapsed();
        assert!(busy.await.unwrap().unwrap().is_success());
        answered
    }

    macro_rules! keeps_its_deadline {
        ($($name:ident: $busy:expr;)*) => {$(
            #[tokio::test(start_paused = true)]
            async fn $name() {
                let answered = answered($busy).await;
                // The deadline is a time of the machine's clock, of which a loaded machine uses up some before the batch begins.
                assert!((MS * 700..MS * 910).contains(&answered), "{answered:?}");
            }
        )*};
    }

    #[checkpointed_stream_handler]
    async fn one_by_one(_record: Numbered) {
        compute(MS);
    }

    #[checkpointed_stream_handler]
    fn plain(_record: Numbered) {
        compute(MS);
    }

    #[checkpointed_stream_handler(concurrency = 2)]
    async fn side_by_side(_record: Numbered) {
        compute(MS);
    }

    #[checkpointed_stream_handler(concurrency = 2)]
    async fn beside_one_that_waits(record: Numbered) {
        if record.number == 0 {
            sleep(MS * 2_000).await;
        }
        compute(MS);
    }

    struct Nowhere;

    impl DeadLetters for Nowhere {
        async fn accept(&self, _letter: DeadLetter<'_>) -> Result<(), Error> {
            Ok(())
        }
    }

    #[checkpointed_stream_handler(dead_letters = Nowhere)]
    fn to_the_dead_letters(_record: Numbered) -> Result<(), Failure> {
        compute(MS);
        Err(Failure::permanent("as planned"))
    }

    keeps_its_deadline! {
        beside_records_one_by_one: one_by_one(kinesis_of_one_key(&[""; 3_000]));
        beside_a_plain_function: plain(kinesis_of_one_key(&[""; 3_000]));
        beside_records_side_by_side: side_by_side(many(3_000, MS * 100_000));
        beside_records_of_one_key: side_by_side(kinesis_of_one_key(&[""; 3_000]));
        beside_records_of_which_one_waits: beside_one_that_waits(many(3_000, MS * 100_000));
        beside_dead_letters: to_the_dead_letters(kinesis_of_one_key(&[""; 3_000]));
    }
}

/// A future that keeps only its first waker. That breaks the contract, but works in a plain `.await`, where a future has only
/// one waker.
async fn keeps_its_first_waker(rounds: usize) {
    #[derive(Default)]
    struct Shared {
        waker: Option<Waker>,
        round: usize,
    }
    let shared = Arc::new(Mutex::new(Shared::default()));
    let other = Arc::clone(&shared);
    tokio::spawn(async move {
        for _ in 0..rounds {
            sleep(MS * 20).await;
            let mut shared = other.lock().unwrap();
            shared.round += 1;
            if let Some(waker) = &shared.waker {
                waker.wake_by_ref();
            }
        }
    });
    poll_fn(|context| {
        let mut shared = shared.lock().unwrap();
        shared.waker.get_or_insert_with(|| context.waker().clone());
        if shared.round == rounds { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_first_waker_of_a_record_stays_valid() {
    #[checkpointed_stream_handler]
    async fn one(record: Numbered) {
        keeps_its_first_waker(record.data.parse().unwrap()).await;
    }
    #[checkpointed_stream_handler(concurrency = limit)]
    async fn several(record: Numbered, limit: usize) {
        let _ = limit;
        keeps_its_first_waker(record.data.parse().unwrap()).await;
    }
    let event = || {
        let records = ["1", "3", "2", "1", "1", "4"].iter().zip(["a", "b", "c", "d", "e", "f"]);
        with_time(kinesis(&records.map(|(data, key)| (Some(key), *data)).collect::<Vec<_>>()), MS * 2_000)
    };
    let start = Instant::now();
    assert!(one(event()).await.unwrap().is_success());
    assert_eq!(start.elapsed(), MS * 20 * 12);
    for (limit, rounds) in [(2, 8), (3, 6), (6, 4)] {
        let start = Instant::now();
        assert!(several(event(), limit).await.unwrap().is_success());
        assert_eq!(start.elapsed(), MS * 20 * rounds, "{limit} in flight");
    }
}

/// Another record may have the place of the finished one by then.
#[tokio::test(start_paused = true)]
async fn a_waker_of_a_finished_record_disturbs_no_other_one() {
    #[checkpointed_stream_handler(concurrency = 2)]
    async fn wakes_late(record: Numbered) {
        if record.number.is_multiple_of(2) {
            let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
            tokio::spawn(async move {
                sleep(MS * 15).await;
                waker.wake();
            });
        }
        sleep(MS * 10).await;
    }
    let start = Instant::now();
    assert!(wakes_late(many(8, MS * 2_000)).await.unwrap().is_success());
    assert_eq!(start.elapsed(), MS * 40);
}

/// A record that wakes itself gets its turns, and so do the others.
#[tokio::test(start_paused = true)]
async fn a_record_that_is_always_awake_leaves_turns_to_others() {
    #[checkpointed_stream_handler(concurrency = 3)]
    async fn restless(record: stream::Record<'_, &str>, others: &std::sync::atomic::AtomicUsize) {
        use std::sync::atomic::Ordering::Relaxed;
        if record.sequence_number == "0" {
            poll_fn(|context| {
                context.waker().wake_by_ref();
                if others.load(Relaxed) == 9 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        } else {
            tokio::task::yield_now().await;
            others.fetch_add(1, Relaxed);
        }
    }
    let others = std::sync::atomic::AtomicUsize::new(0);
    assert!(restless(many(10, MS * 2_000), &others).await.unwrap().is_success());
}
