//! What happens when the time of an invocation is nearly over.

use std::{
    future::pending,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use checkpointed::{DecodeError, Outcome, checkpointed_stream_handler};
use tokio::time::{Instant, sleep};

use crate::events::{
    Body, Diary, Numbered, QUEUE, kinesis, kinesis_of_one_key, messages, reported, with_time,
};

/// Waits for the seconds in its data, or for ever if they are not a number.
async fn wait(record: &Numbered) {
    match record.data.parse() {
        Ok(seconds) => sleep(Duration::from_secs_f64(seconds)).await,
        Err(_) => pending().await,
    }
}

#[checkpointed_stream_handler]
async fn usual(record: Numbered) {
    wait(&record).await;
}

#[checkpointed_stream_handler(deadline_margin = "2s")]
async fn two_seconds(record: Numbered) {
    wait(&record).await;
}

#[checkpointed_stream_handler(deadline_margin = "none")]
async fn unguarded(record: Numbered) {
    wait(&record).await;
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn four(record: Numbered) {
    wait(&record).await;
}

const TEN_SECONDS: Duration = Duration::from_secs(10);

/// Runs a batch that has ten seconds. Gives the identifiers that it reports, and the seconds that are left at its answer.
macro_rules! run {
    ($handler:ident, $data:expr) => {{
        let start = Instant::now();
        let event = with_time(kinesis_of_one_key($data), TEN_SECONDS);
        let reported = reported($handler(event).await);
        (reported.join(" "), (TEN_SECONDS.as_secs_f64() - start.elapsed().as_secs_f64()))
    }};
}

/// Tokio's clock is paused, but the time of day goes on, so that they differ by some milliseconds.
#[track_caller]
fn assert_about(seconds: f64, expected: f64) {
    assert!((seconds - expected).abs() < 0.03, "{seconds} instead of {expected}");
}

#[tokio::test(start_paused = true)]
async fn a_record_in_flight_is_cut_off_in_time() {
    let (reported, left) = run!(usual, &["1", "1", "for ever", "1"]);
    assert_eq!(reported, "2");
    assert_about(left, 0.5);
    let (reported, left) = run!(two_seconds, &["1", "for ever"]);
    assert_eq!(reported, "1");
    assert_about(left, 2.0);
}

#[tokio::test(start_paused = true)]
async fn a_slow_success_stays_possible() {
    // The first record takes nearly all the time.
    let (reported, left) = run!(usual, &["9.9", "0"]);
    assert_eq!(reported, "1");
    assert_about(left, 0.1);
    let (reported, left) = run!(two_seconds, &["9.9"]);
    assert_eq!(reported, "");
    assert_about(left, 0.1);
}

#[tokio::test(start_paused = true)]
async fn a_batch_without_a_done_record_is_cut_off_just_in_time_for_its_answer() {
    let (reported, left) = run!(usual, &["for ever", "0"]);
    assert_eq!(reported, "0");
    assert_about(left, 0.05);
}

#[tokio::test(start_paused = true)]
async fn without_a_margin_nothing_is_cut_off() {
    let (reported, left) = run!(unguarded, &["9", "9", "9"]);
    assert_eq!(reported, "");
    assert_about(left, -17.0);
}

/// A unit test has such a `Context::default()`.
#[tokio::test(start_paused = true)]
async fn without_a_deadline_in_the_context_nothing_is_cut_off() {
    assert!(usual(kinesis_of_one_key(&["9000", "9000"])).await.unwrap().is_success());
}

#[tokio::test(start_paused = true)]
async fn the_first_record_is_always_started() {
    let event = with_time(kinesis_of_one_key(&["0", "0"]), Duration::ZERO);
    assert_eq!(reported(usual(event).await), ["1"]);
}

#[tokio::test(start_paused = true)]
async fn side_by_side_every_record_in_flight_is_cut_off() {
    let start = Instant::now();
    let records = [(Some("a"), "1"), (Some("b"), "for ever"), (Some("c"), "for ever"), (Some("d"), "2")];
    let response = four(with_time(kinesis(&records), TEN_SECONDS)).await;
    assert_eq!(reported(response), ["1"]);
    assert_about(TEN_SECONDS.as_secs_f64() - start.elapsed().as_secs_f64(), 0.5);
    // The margin is small until a record is done, and then at once the usual one.
    let start = Instant::now();
    let records = [(Some("a"), "9.8"), (Some("b"), "for ever")];
    assert_eq!(reported(four(with_time(kinesis(&records), TEN_SECONDS)).await), ["1"]);
    assert_about(TEN_SECONDS.as_secs_f64() - start.elapsed().as_secs_f64(), 0.2);
}

/// A plain function cannot be cut off, but its time is checked between records.
#[test]
fn plain_functions_stop_between_records() {
    #[checkpointed_stream_handler]
    fn plain(_record: Numbered, started: &AtomicUsize) {
        started.fetch_add(1, Relaxed);
        std::thread::sleep(Duration::from_millis(40));
    }
    let started = AtomicUsize::new(0);
    let event = with_time(kinesis_of_one_key(&["0"; 1_000]), Duration::from_millis(400));
    // This needs no runtime of tokio, because nothing waits.
    let response = finished(plain(event, &started));
    let started = started.into_inner();
    assert!((1..15).contains(&started), "{started}");
    assert_eq!(reported(response), [started.to_string()]);
}

/// Polls a future that never waits.
fn finished<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

/// It cannot, and fails no record for that.
#[test]
fn a_runtime_without_timers_cuts_nothing_off() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let response = runtime.block_on(async {
        #[checkpointed_stream_handler]
        async fn yields(_record: Numbered) {
            tokio::task::yield_now().await;
        }
        yields(with_time(kinesis_of_one_key(&["", ""]), TEN_SECONDS)).await
    });
    assert!(response.unwrap().is_success());
}

#[tokio::test(start_paused = true)]
async fn a_done_message_counts_wherever_it_is_in_the_batch() {
    #[checkpointed_stream_handler]
    async fn message(Body(text): Body) -> Result<(), String> {
        match text.as_str() {
            "fail" => Err(text),
            "wait" => pending().await,
            _ => Ok(()),
        }
    }
    let list = [(None, "fail"), (None, "a"), (None, "wait"), (None, "b")];
    assert_eq!(reported(message(with_time(messages(QUEUE, &list), TEN_SECONDS)).await), ["0", "2", "3"]);
}

/// State that was lent to the record may be half changed. Without such state other records could run, but their time is over.
#[tokio::test(start_paused = true)]
async fn after_a_record_is_cut_off_nothing_more_runs() {
    #[checkpointed_stream_handler]
    async fn count(record: Numbered, diary: &mut Vec<String>) {
        diary.push(format!("+{}", record.number));
        wait(&record).await;
        diary.push(format!("-{}", record.number));
    }
    let mut diary = Vec::new();
    let event = with_time(kinesis_of_one_key(&["0", "for ever", "0"]), TEN_SECONDS);
    assert_eq!(reported(count(event, &mut diary).await), ["1"]);
    assert_eq!(diary, ["+0", "-0", "+1"]);
}

#[tokio::test(start_paused = true)]
async fn a_whole_batch_has_all_the_time_but_that_of_its_answer() {
    #[checkpointed_stream_handler(batch)]
    async fn whole(records: &[Result<Numbered, DecodeError>]) -> Vec<Outcome> {
        for record in records.iter().flatten() {
            wait(record).await;
        }
        records.iter().map(|_| Outcome::Done).collect()
    }
    let (reported, left) = run!(whole, &["5", "4.9"]);
    assert_eq!(reported, "");
    assert_about(left, 0.1);
    let (reported, left) = run!(whole, &["5", "for ever"]);
    assert_eq!(reported, "0");
    assert_about(left, 0.05);
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_a_record_is_cut_off_changes_nothing() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    #[checkpointed_stream_handler]
    async fn one(record: Numbered, _diary: &Diary) {
        let _bomb = (record.number == 1).then(|| Bomb);
        wait(&record).await;
    }
    #[checkpointed_stream_handler(concurrency = 2)]
    async fn two(record: Numbered, _diary: &Diary) {
        let _bomb = (record.number == 1).then(|| Bomb);
        wait(&record).await;
    }
    let diary = Diary::default();
    let event =
        || with_time(kinesis(&[(Some("a"), "0"), (Some("b"), "for ever"), (Some("c"), "0")]), TEN_SECONDS);
    assert_eq!(reported(one(event(), &diary).await), ["1"]);
    assert_eq!(reported(two(event(), &diary).await), ["1"]);
}

/// A task that uses up tokio's budget gets no timer.
#[tokio::test]
async fn a_record_that_is_never_out_of_work_is_cut_off() {
    async fn work() {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(3) {
            tokio::task::consume_budget().await;
        }
    }
    #[checkpointed_stream_handler]
    async fn one(_record: Numbered) {
        work().await;
    }
    #[checkpointed_stream_handler(concurrency = 2)]
    async fn two(_record: Numbered) {
        work().await;
    }
    let event = || with_time(kinesis_of_one_key(&[""]), Duration::from_millis(300));
    assert_eq!(reported(one(event()).await), ["0"]);
    assert_eq!(reported(two(event()).await), ["0"]);
}
