//! The claims of the guide's chapter on cancellation, blocking calls and quotas.

use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use checkpointed::{
    DeadLetter, DeadLetters, Error, Failure, checkpointed_stream_handler,
    simulator::{EventSourceMapping, Record, Stream},
};
use tokio::time::{Instant, sleep};

use crate::events::{Body, Diary, Numbered, kinesis, kinesis_of_one_key, reported, with_time};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_record_that_is_cut_off_has_done_only_what_came_before() {
    #[checkpointed_stream_handler]
    async fn handle(record: Numbered, diary: &Diary) {
        diary.note(format!("first write of {}", record.number));
        sleep(SECOND * record.data.parse().unwrap()).await;
        diary.note(format!("second write of {}", record.number));
    }
    let diary = Diary::default();
    let event = with_time(kinesis_of_one_key(&["0", "60"]), SECOND * 10);
    assert_eq!(reported(handle(event, &diary).await), ["1"]);
    assert_eq!(diary.read(), ["first write of 0", "second write of 0", "first write of 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_cut_off_releases_its_locks_and_poisons_none() {
    #[checkpointed_stream_handler]
    async fn handle(_record: Numbered, lock: &tokio::sync::Mutex<()>, plain: &Mutex<u8>) {
        let _held = lock.lock().await;
        drop(plain.lock().unwrap());
        pending::<()>().await;
    }
    let (lock, plain) = (tokio::sync::Mutex::new(()), Mutex::new(0));
    let event = with_time(kinesis_of_one_key(&[""]), SECOND);
    assert_eq!(reported(handle(event, &lock, &plain).await), ["0"]);
    assert!(lock.try_lock().is_ok() && !plain.is_poisoned());
}

#[tokio::test(start_paused = true)]
async fn a_spawned_task_goes_on_unless_it_is_in_a_set() {
    #[checkpointed_stream_handler]
    async fn handle(_record: Numbered, diary: Arc<Diary>) {
        let write = |diary: Arc<Diary>, what: &'static str| async move {
            sleep(SECOND * 20).await;
            diary.note(what);
        };
        tokio::spawn(write(Arc::clone(&diary), "spawned"));
        let mut set = tokio::task::JoinSet::new();
        set.spawn(write(diary, "in a set"));
        pending::<()>().await;
    }
    let diary = Arc::new(Diary::default());
    let event = with_time(kinesis_of_one_key(&[""]), SECOND * 10);
    assert_eq!(reported(handle(event, Arc::clone(&diary)).await), ["0"]);
    assert!(diary.read().is_empty());
    sleep(SECOND * 60).await;
    assert_eq!(diary.read(), ["spawned"]);
}

#[tokio::test]
async fn a_panic_poisons_a_lock_of_std() {
    #[checkpointed_stream_handler]
    async fn handle(Body(text): Body, lock: &Mutex<()>, tokio: &tokio::sync::Mutex<()>) {
        let _tokio = tokio.lock().await;
        let _held = lock.lock().unwrap();
        assert_ne!(text, "panic");
    }
    use crate::events::{QUEUE, messages};
    let (lock, tokio) = (Mutex::new(()), tokio::sync::Mutex::new(()));
    let list = [(None, "a"), (None, "panic"), (None, "a")];
    assert_eq!(reported(handle(messages(QUEUE, &list), &lock, &tokio).await), ["1", "2"]);
    assert_eq!(reported(handle(messages(QUEUE, &[(None, "a")]), &lock, &tokio).await), ["0"]);
    assert!(tokio.try_lock().is_ok());
}

/// In real time, because this is about threads. A record that blocks runs alone; records that wait for other threads run
/// together.
#[tokio::test]
async fn a_blocking_call_stalls_the_others() {
    const WHILE: Duration = Duration::from_millis(30);
    #[checkpointed_stream_handler(concurrency = 4)]
    async fn blocks(_record: Numbered, running: &AtomicUsize, most: &AtomicUsize) {
        most.fetch_max(running.fetch_add(1, Relaxed) + 1, Relaxed);
        std::thread::sleep(WHILE);
        running.fetch_sub(1, Relaxed);
    }
    #[checkpointed_stream_handler(concurrency = 4)]
    async fn waits(_record: Numbered, running: &AtomicUsize, most: &AtomicUsize) {
        most.fetch_max(running.fetch_add(1, Relaxed) + 1, Relaxed);
        tokio::task::spawn_blocking(|| std::thread::sleep(WHILE)).await.unwrap();
        running.fetch_sub(1, Relaxed);
    }
    let records = [(Some("a"), ""), (Some("b"), ""), (Some("c"), ""), (Some("d"), "")];
    let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    assert!(blocks(kinesis(&records), &running, &most).await.unwrap().is_success());
    assert_eq!(most.swap(0, Relaxed), 1);
    assert!(waits(kinesis(&records), &running, &most).await.unwrap().is_success());
    assert_eq!(most.load(Relaxed), 4);
}

/// A blocked task cannot look at the clock.
#[tokio::test]
async fn a_blocking_call_is_not_cut_off() {
    #[checkpointed_stream_handler]
    async fn blocks(_record: Numbered) {
        std::thread::sleep(Duration::from_millis(120));
    }
    let start = Instant::now();
    let event = with_time(kinesis_of_one_key(&["", ""]), Duration::from_millis(100));
    assert_eq!(reported(blocks(event).await), ["1"]);
    assert!(start.elapsed() >= Duration::from_millis(120));
}

/// Records that ran ahead of a failure are done twice. So `b1` is done again after `b2`, which has the same key.
#[tokio::test]
async fn a_replay_can_run_an_older_record_after_a_newer_one() {
    #[checkpointed_stream_handler(concurrency = 4, run_ahead = 2)]
    async fn handle(record: checkpointed::kinesis::Record<'_, &str>, diary: &Diary) -> Result<(), String> {
        diary.note(record.data);
        let is_first = diary.read().iter().filter(|data| *data == record.data).count() == 1;
        if record.data == "a0" && is_first {
            // Meanwhile other records run ahead.
            sleep(SECOND).await;
            return Err(String::from("as planned"));
        }
        Ok(())
    }
    let diary = Diary::default();
    let records = [("a", "a0"), ("b", "b1"), ("b", "b2"), ("b", "b3")];
    let stream = Stream::new().shard(records.map(|(key, data)| Record::kinesis(key, data)));
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
    let report = mapping.run(&stream, |event| handle(event, &diary)).await;
    report.assert_nothing_lost();
    // No more than two run ahead.
    assert_eq!(diary.read(), ["a0", "b1", "b2", "a0", "b1", "b2", "b3"]);
}

#[tokio::test]
async fn a_dead_letter_can_come_twice() {
    struct Letters<'d>(&'d Diary);
    impl DeadLetters for Letters<'_> {
        async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
            self.0.note(letter.position.to_string());
            Ok(())
        }
    }
    #[checkpointed_stream_handler(concurrency = 2, dead_letters = Letters(diary))]
    async fn handle(
        record: checkpointed::kinesis::Record<'_, &str>,
        diary: &Diary,
        fails: &AtomicUsize,
    ) -> Result<(), Failure> {
        let _ = diary;
        match record.data {
            "dead" => Err(Failure::permanent("as planned")),
            _ if fails.fetch_add(1, Relaxed) == 0 => {
                tokio::task::yield_now().await;
                Err("as planned")?
            }
            _ => Ok(()),
        }
    }
    let (diary, fails) = (Diary::default(), AtomicUsize::new(0));
    let stream = Stream::new().shard([Record::kinesis("a", "fails"), Record::kinesis("b", "dead")]);
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
    let report = mapping.run(&stream, |event| handle(event, &diary, &fails)).await;
    assert_eq!(report.batch_sizes(), [2, 2]);
    assert_eq!(diary.read(), ["1", "1"]);
}

#[tokio::test]
async fn the_receives_of_an_untried_message_count_too() {
    #[checkpointed_stream_handler]
    async fn handle(Body(text): Body, diary: &Diary) -> Result<(), String> {
        diary.note(text.as_str());
        if text == "poison" { Err(text) } else { Ok(()) }
    }
    let diary = Diary::default();
    let stream = Stream::queue(["poison", "untried"].map(|body| Record::sqs_in_group("g", body)));
    let mapping = EventSourceMapping::sqs_fifo().report_batch_item_failures(true).max_receive_count(2);
    let report = mapping.run(&stream, |event| handle(event, &diary)).await;
    assert_eq!(report.dead_lettered(), [0, 1]);
    assert_eq!(diary.read(), ["poison", "poison"]);
}

#[tokio::test]
async fn when_retries_run_out_untried_records_are_discarded_too() {
    #[checkpointed_stream_handler]
    async fn handle(record: checkpointed::kinesis::Record<'_, &str>, diary: &Diary) -> Result<(), String> {
        diary.note(record.data);
        if record.data == "poison" { Err(String::from("as planned")) } else { Ok(()) }
    }
    let stream = Stream::new().shard(["poison", "untried"].map(|data| Record::kinesis("key", data)));
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(1);
    let diary = Diary::default();
    let report = mapping.clone().run(&stream, |event| handle(event, &diary)).await;
    assert_eq!((diary.read().len(), report.discarded().len()), (2, 1));
    assert_eq!(report.discarded()[0].records, [0, 1]);
    // If the batch is split first, only the failed record is discarded.
    let diary = Diary::default();
    let report =
        mapping.bisect_batch_on_function_error(true).run(&stream, |event| handle(event, &diary)).await;
    assert_eq!(report.discarded()[0].records, [0]);
    assert!(diary.read().iter().any(|data| data == "untried"));
}
