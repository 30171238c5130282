//! The clock of the simulation: ages, deadlines, waits, batches side by side.

use std::time::{Duration, Instant, UNIX_EPOCH};

use checkpointed::{
    LambdaEvent,
    simulator::{DeliveryOutcome, EventSourceMapping, FailureDestination, Record, Report, Stream, now},
};
use serde_json::{Value, json};
use tokio::time::sleep;

fn stream(records: usize) -> Stream {
    Stream::new().shard((0..records).map(|number| Record::kinesis(number.to_string(), "")))
}

#[tokio::test]
async fn a_week_of_retries_takes_no_time() {
    let fails = async |_: LambdaEvent<Value>| Err::<(), _>("no");
    let mapping = EventSourceMapping::kinesis()
        .maximum_record_age_in_seconds(604_800)
        .on_failure(FailureDestination::Sqs)
        .maximum_deliveries_without_progress(20_000);
    let began = Instant::now();
    let report = mapping.run(&stream(1).retention_period_hours(8_760), fails).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(report.duration() > Duration::from_secs(604_700), "{:?}", report.duration());
    assert_eq!(report.discarded()[0].condition, "RecordAgeExceeded");
    assert_eq!(report.destination_messages()[0].body.get("responseContext"), None);
    assert!(!report.is_blocked());
}

#[tokio::test]
async fn a_shard_that_blocks_drops_its_records_after_a_day() {
    let fails = async |_: LambdaEvent<Value>| Err::<(), _>("no");
    let mapping = EventSourceMapping::kinesis()
        .on_failure(FailureDestination::Sqs)
        .maximum_deliveries_without_progress(20_000);
    for (hours, stream) in [(24, stream(1)), (48, stream(1).retention_period_hours(48))] {
        let report = mapping.run(&stream, fails).await;
        let day = Duration::from_secs(3_600 * hours);
        assert!(report.duration() < day && day < report.duration() + Duration::from_secs(60));
        let discarded = &report.discarded()[0];
        assert_eq!(discarded.condition, "expired in the stream");
        assert_eq!(discarded.approximate_invoke_count as usize, report.deliveries().len());
        assert!(report.destination_messages().is_empty() && !report.is_blocked());
    }
}

#[tokio::test]
async fn the_deadline_is_a_time_of_the_simulation() {
    let function = async |event: LambdaEvent<Value>| {
        sleep(Duration::from_secs(2)).await;
        let now = now().unwrap().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
        Ok::<_, String>(json!({ "left": event.context.deadline - now }))
    };
    let lefts = std::sync::Mutex::new(Vec::new());
    let noting = async |event: LambdaEvent<Value>| {
        let answer = function(event).await?;
        lefts.lock().unwrap().push(answer["left"].clone());
        Ok::<_, String>(answer)
    };
    let report = EventSourceMapping::kinesis().timeout(7).run(&stream(1), noting).await;
    assert_eq!(lefts.into_inner().unwrap(), [json!(5_000)]);
    assert_eq!(report.deliveries()[0].end, Duration::from_secs(2));
    let cut =
        EventSourceMapping::kinesis().timeout(1).maximum_retry_attempts(0).run(&stream(1), function).await;
    assert!(
        matches!(&cut.deliveries()[0].outcome, DeliveryOutcome::Failed { why } if why.contains("timed out"))
    );
}

#[tokio::test]
async fn batches_of_a_shard_run_side_by_side_and_each_key_in_order() {
    let slow = async |_: LambdaEvent<Value>| {
        sleep(Duration::from_secs(1)).await;
        Ok::<_, String>(Value::Null)
    };
    let report =
        EventSourceMapping::kinesis().batch_size(1).parallelization_factor(4).run(&stream(40), slow).await;
    assert_eq!(report.peak_concurrency(), 4);
    assert!(report.duration() < Duration::from_secs(40));
    report.assert_in_order();
    let serial = EventSourceMapping::kinesis().batch_size(1).run(&stream(40), slow).await;
    assert_eq!((serial.peak_concurrency(), serial.duration()), (1, Duration::from_secs(40)));
}

/// Waits in all the ways that a handler can: 1,111 ms together.
async fn waits(_: LambdaEvent<Value>) -> Result<Value, String> {
    sleep(Duration::from_millis(5)).await;
    tokio::spawn(sleep(Duration::from_millis(6))).await.map_err(|error| error.to_string())?;
    let never = tokio::time::timeout(Duration::from_millis(100), std::future::pending::<()>());
    never.await.expect_err("it never ends");
    let mut interval = tokio::time::interval(Duration::from_millis(500));
    for _ in 0..3 {
        interval.tick().await;
    }
    Ok(Value::Null)
}

async fn waiting() -> Report {
    EventSourceMapping::kinesis().batch_size(1).run(&stream(5), waits).await
}

fn current_thread() -> tokio::runtime::Builder {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time();
    builder
}

#[test]
fn waits_take_just_their_time_wherever_tokio_s_clock_stands() {
    let report = current_thread().build().unwrap().block_on(waiting());
    assert_eq!(report.duration(), Duration::from_millis(5 * 1_111));
    let paused = current_thread().start_paused(true).build().unwrap();
    assert_eq!(paused.block_on(waiting()), report);
    for nanos in [1, 400_000, 999_999] {
        let wait = Duration::from_nanos(nanos);
        let moved = async {
            tokio::time::advance(wait).await;
            waiting().await
        };
        assert_eq!(paused.block_on(moved), report);
        let late = current_thread().build().unwrap();
        std::thread::sleep(wait);
        assert_eq!(late.block_on(waiting()), report);
    }
}

#[tokio::test]
async fn simulations_side_by_side_do_not_disturb_each_other() {
    let alone = waiting().await;
    let slow = async |_: LambdaEvent<Value>| {
        sleep(Duration::from_millis(333)).await;
        Ok::<_, String>(Value::Null)
    };
    let mapping = EventSourceMapping::kinesis().batch_size(1);
    let stream = stream(7);
    let (one, other, slow) = tokio::join!(waiting(), waiting(), mapping.run(&stream, slow));
    assert_eq!((&one, &other), (&alone, &alone));
    assert_eq!(slow.duration(), Duration::from_millis(7 * 333));
}

#[tokio::test]
async fn a_handler_that_hangs_is_cut_off_at_its_timeout() {
    let hangs = async |_: LambdaEvent<Value>| std::future::pending::<Result<(), String>>().await;
    let mapping = EventSourceMapping::kinesis().timeout(900).maximum_retry_attempts(0);
    let report = mapping.run(&stream(1), hangs).await;
    assert_eq!(report.duration(), Duration::from_secs(900));
    assert!(
        matches!(&report.deliveries()[0].outcome, DeliveryOutcome::Failed { why } if why.contains("timed out"))
    );
    assert_eq!(report.discarded()[0].records, [0]);
}

#[tokio::test]
async fn blocking_work_is_waited_for_and_takes_no_time() {
    let blocks = async |_: LambdaEvent<Value>| {
        let work = || std::thread::sleep(Duration::from_millis(30));
        tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string())
    };
    let report = EventSourceMapping::kinesis().timeout(1).run(&stream(1), blocks).await;
    report.assert_nothing_lost();
    assert_eq!((report.batch_sizes(), report.duration()), (vec![1], Duration::ZERO));
}

/// The clock of the test goes on afterwards, even if the simulation is dropped.
#[tokio::test]
async fn the_clock_of_the_test_is_given_back() {
    let real = async || {
        let began = tokio::time::Instant::now();
        std::thread::sleep(Duration::from_millis(2));
        began.elapsed() >= Duration::from_millis(2)
    };
    waiting().await;
    assert!(real().await);
    tokio::select! {
        biased;
        _ = waiting() => unreachable!("it takes longer"),
        () = async { assert!(!real().await, "it is paused here") } => {}
    }
    assert!(real().await);
}

#[tokio::test(flavor = "multi_thread")]
#[should_panic(expected = "a multi-thread runtime does not allow: write `#[tokio::test]`")]
async fn a_runtime_of_several_threads_is_refused() {
    waiting().await;
}

#[test]
#[should_panic(expected = "this runtime has no timers: write `#[tokio::test]`")]
fn a_runtime_without_timers_is_refused() {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(waiting());
}

#[test]
#[should_panic(expected = "there is no tokio runtime here: write `#[tokio::test]`")]
fn a_poll_without_a_runtime_is_refused() {
    let mut waiting = std::pin::pin!(waiting());
    let _ = waiting.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
}
