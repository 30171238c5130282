//! Several records of a stream at a time: the order within a key, and the checkpoint.

use std::{
    panic::panic_any,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use checkpointed::{Batch, LambdaEvent, checkpointed_stream_handler};
use tokio::time::{Instant, sleep};

use crate::events::{Diary, Numbered, kinesis, kinesis_of_one_key, reported};

/// Does what its data says, word by word: `5` waits for 5 ms, `fail` and `panic` do so, and any other word does nothing. Notes
/// when it starts (`+`) and when it is done (`-`).
async fn play(record: Numbered, diary: &Diary) -> Result<(), String> {
    diary.note(format!("+{}", record.number));
    for word in record.data.split(' ') {
        match word {
            "fail" => return Err(String::from("as planned")),
            "panic" => panic_any("as planned"),
            word => sleep(Duration::from_millis(word.parse().unwrap_or(0))).await,
        }
    }
    diary.note(format!("-{}", record.number));
    Ok(())
}

#[checkpointed_stream_handler(concurrency = 3)]
async fn three(record: Numbered, diary: &Diary) -> Result<(), String> {
    play(record, diary).await
}

#[checkpointed_stream_handler(concurrency = limit, run_ahead = ahead)]
async fn bounded(record: Numbered, diary: &Diary, limit: usize, ahead: usize) -> Result<(), String> {
    let _ = (limit, ahead);
    play(record, diary).await
}

/// The identifiers that are reported, and the notes.
async fn run_three(records: &[(Option<&str>, &str)]) -> (Vec<String>, String) {
    let diary = Diary::default();
    let reported = reported(three(kinesis(records), &diary).await);
    (reported, diary.read().join(" "))
}

fn of_own_keys<R>(data: &[&str]) -> LambdaEvent<Batch<R>> {
    let keys: Vec<String> = (0..data.len()).map(|key| key.to_string()).collect();
    kinesis(&keys.iter().map(|key| Some(key.as_str())).zip(data.iter().copied()).collect::<Vec<_>>())
}

#[tokio::test(start_paused = true)]
async fn waiting_records_wait_together() {
    for (limit, expected) in [(1, 320), (8, 40), (64, 5), (1_000, 5)] {
        let diary = Diary::default();
        let start = Instant::now();
        assert!(bounded(of_own_keys(&["5"; 64]), &diary, limit, 1_000).await.unwrap().is_success());
        assert_eq!(start.elapsed(), Duration::from_millis(expected), "{limit}");
    }
}

#[tokio::test(start_paused = true)]
async fn records_of_a_key_wait_for_one_another() {
    let (reported, diary) =
        run_three(&[(Some("a"), "5"), (Some("a"), "1"), (Some("b"), "2"), (Some("b"), "0")]).await;
    assert_eq!((reported.len(), diary.as_str()), (0, "+0 +2 -2 +3 -3 -0 +1 -1"));
}

/// Keys are compared by value, however the JSON spells them.
#[tokio::test(start_paused = true)]
async fn a_key_with_escapes_is_the_same_key() {
    let escaped = r#"{"Records":[
        {"kinesis":{"partitionKey":"a","sequenceNumber":"0","data":"NQ=="}},
        {"kinesis":{"partitionKey":"\u0061","sequenceNumber":"1","data":"MQ=="}}]}"#;
    let diary = Diary::default();
    let batch = Batch::from_json(escaped.as_bytes()).unwrap();
    assert!(three(batch.into(), &diary).await.unwrap().is_success());
    assert_eq!(diary.read().join(" "), "+0 -0 +1 -1");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_started_after_a_failure_and_everything_before_it_is() {
    // 1 fails while 0 and 2 run, and both finish. 0 succeeds, so 1 is the checkpoint.
    let (reported, diary) =
        run_three(&[(Some("a"), "5"), (Some("b"), "1 fail"), (Some("c"), "9"), (Some("d"), "0")]).await;
    assert_eq!((reported, diary.as_str()), (vec![String::from("1")], "+0 +1 +2 -0 -2"));
    // 2 fails. After that 1, which has the key of 0, may still start, and its failure lowers the checkpoint.
    let records =
        [(Some("a"), "5"), (Some("a"), "fail"), (Some("c"), "1 fail"), (Some("d"), "2"), (Some("e"), "0")];
    let (reported, diary) = run_three(&records).await;
    assert_eq!((reported, diary.as_str()), (vec![String::from("1")], "+0 +2 +3 -3 -0 +1"));
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_failure_like_any_other() {
    let (reported, diary) = run_three(&[(Some("a"), "5"), (Some("b"), "1 panic"), (Some("c"), "2")]).await;
    assert_eq!((reported, diary.as_str()), (vec![String::from("1")], "+0 +1 +2 -2 -0"));
}

#[tokio::test(start_paused = true)]
async fn a_failure_repeats_no_more_than_run_ahead() {
    for ahead in [0, 1, 5, 20] {
        let diary = Diary::default();
        let mut data = vec!["1"; 100];
        data[0] = "50 fail";
        let response = bounded(of_own_keys(&data), &diary, 4, ahead).await;
        assert_eq!(reported(response), ["0"]);
        let done = diary.read().iter().filter(|line| line.starts_with('-')).count();
        assert_eq!(done, ahead);
    }
}

/// A record that cannot be decoded fails at once, too.
#[tokio::test(start_paused = true)]
async fn nothing_is_started_after_a_record_that_fails_at_once() {
    let records = [(Some("a"), "5"), (Some("b"), "fail"), (Some("c"), "0")];
    assert_eq!(run_three(&records).await, (vec![String::from("1")], String::from("+0 +1 -0")));
}

/// It may have any key.
#[tokio::test(start_paused = true)]
async fn a_record_whose_key_cannot_be_read_runs_alone() {
    let records = [(Some("a"), "5"), (Some("b"), "1"), (None, "3"), (Some("c"), "1"), (Some("d"), "0")];
    let (reported, diary) = run_three(&records).await;
    assert_eq!((reported.len(), diary.as_str()), (0, "+0 +1 -1 -0 +2 -2 +3 +4 -4 -3"));
    let (reported, diary) = run_three(&[(Some("a"), "1"), (None, "fail"), (Some("b"), "0")]).await;
    assert_eq!((reported, diary.as_str()), (vec![String::from("1")], "+0 -0 +1"));
}

/// The key of a record is the key of its item, in whatever order its attributes come.
#[tokio::test(start_paused = true)]
async fn changes_of_an_item_wait_for_one_another() {
    struct Change(String);
    impl<'r> checkpointed::FromRecord<'r> for Change {
        type Source = checkpointed::DynamoDb;

        fn from_record(
            raw: &'r checkpointed::RawRecord<checkpointed::DynamoDb>,
        ) -> Result<Self, checkpointed::DecodeError> {
            Ok(Change(raw.position().to_string()))
        }
    }
    #[checkpointed_stream_handler(concurrency = 4)]
    async fn handle(change: Change, diary: &Diary) {
        diary.note(format!("+{}", change.0));
        sleep(Duration::from_millis(1)).await;
        diary.note(format!("-{}", change.0));
    }
    let event = r#"{"Records":[
        {"dynamodb":{"SequenceNumber":"0","Keys":{"id":{"S":"a"},"at":{"N":"1"}}}},
        {"dynamodb":{"SequenceNumber":"1","Keys":{"at":{"N":"1"},"id":{"S":"a"}}}},
        {"dynamodb":{"SequenceNumber":"2","Keys":{"id":{"S":"a"},"at":{"N":"2"}}}}]}"#;
    let diary = Diary::default();
    let response = handle(Batch::from_json(event.as_bytes()).unwrap().into(), &diary).await;
    assert!(response.unwrap().is_success());
    assert_eq!(diary.read().join(" "), "+0 +2 -0 +1 -2 -1");
}

#[tokio::test(start_paused = true)]
async fn a_concurrency_of_zero_is_one() {
    let diary = Diary::default();
    assert!(bounded(of_own_keys(&["1", "0"]), &diary, 0, 9).await.unwrap().is_success());
    assert_eq!(diary.read().join(" "), "+0 -0 +1 -1");
}

/// The clone of a parameter is made before the record runs, and is part of it.
#[tokio::test]
async fn a_clone_that_panics_fails_its_record() {
    struct Delicate<'c>(&'c AtomicUsize);
    impl Clone for Delicate<'_> {
        fn clone(&self) -> Self {
            assert!(self.0.fetch_add(1, Relaxed) != 1, "the second clone");
            Delicate(self.0)
        }
    }
    #[checkpointed_stream_handler(concurrency = 2)]
    async fn handle(_record: Numbered, _delicate: Delicate<'_>) {}
    let clones = AtomicUsize::new(0);
    assert_eq!(reported(handle(kinesis_of_one_key(&["", "", ""]), Delicate(&clones)).await), ["1"]);
}

#[tokio::test]
async fn ten_thousand_keys_are_handled() {
    let data = vec![""; 10_000];
    let diary = Diary::default();
    assert!(bounded(of_own_keys(&data), &diary, 64, 256).await.unwrap().is_success());
    assert_eq!(diary.read().len(), 20_000);
}

#[tokio::test]
async fn records_that_never_wait_do_not_hold_up_one_that_does() {
    #[checkpointed_stream_handler(concurrency = 3, run_ahead = 1_000)]
    async fn handle(record: Numbered, diary: &Diary) {
        if record.number == 0 {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
        diary.note(format!("-{}", record.number));
    }
    let diary = Diary::default();
    assert!(handle(of_own_keys(&[""; 1_000]), &diary).await.unwrap().is_success());
    assert!(
        diary.read()[..10].contains(&String::from("-0")),
        "{:?}",
        diary.read().iter().position(|line| line == "-0")
    );
}
