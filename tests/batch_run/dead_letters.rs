//! Records that can never succeed go to the dead letters.

use std::{
    future::pending,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use checkpointed::{
    DeadLetter, DeadLetters, Error, Failure, FailureKind, checkpointed_stream_handler, kinesis,
};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::events::{Body, Diary, QUEUE, STREAM, kinesis_of_one_key, messages, reported, with_time};

/// Keeps the letters, or behaves badly.
#[derive(Default)]
struct Letters {
    diary: Diary,
    behaviour: Behaviour,
}

#[derive(Default, PartialEq)]
enum Behaviour {
    #[default]
    Accept,
    Refuse,
    Panic,
    Hang,
}

impl DeadLetters for Letters {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        tokio::task::yield_now().await;
        match self.behaviour {
            Behaviour::Accept => self.diary.note(serde_json::to_string(&letter)?),
            Behaviour::Refuse => return Err("the queue is full".into()),
            Behaviour::Panic => panic!("the queue panics"),
            Behaviour::Hang => pending().await,
        }
        Ok(())
    }
}

impl Letters {
    fn that(behaviour: Behaviour) -> Self {
        Letters { behaviour, ..Letters::default() }
    }

    fn read(&self) -> Vec<Value> {
        self.diary.read().iter().map(|letter| serde_json::from_str(letter).unwrap()).collect()
    }
}

fn judge(text: &str) -> Result<(), Failure> {
    match text {
        "dead" => Err(Failure::permanent(std::io::Error::other("no such customer"))),
        "fail" => Err("try again")?,
        "panic" => panic!("as planned"),
        _ => Ok(()),
    }
}

#[checkpointed_stream_handler(dead_letters = letters)]
async fn handle(record: kinesis::Record<'_, &str>, letters: &Letters) -> Result<(), Failure> {
    let _ = letters;
    judge(record.data)
}

#[checkpointed_stream_handler(concurrency = 4, dead_letters = letters)]
async fn side_by_side(record: kinesis::Record<'_, &str>, letters: &Letters) -> Result<(), Failure> {
    let _ = letters;
    judge(record.data)
}

#[tokio::test]
async fn a_record_that_can_never_succeed_becomes_a_letter_and_counts_as_done() {
    let letters = Letters::default();
    let response = handle(kinesis_of_one_key(&["a", "dead", "b", "fail", "c"]), &letters).await;
    assert_eq!(reported(response), ["3"]);
    let [letter] = &letters.read()[..] else { panic!("one letter") };
    let record = letter["record"].clone();
    assert_eq!(record["kinesis"]["sequenceNumber"], "1");
    assert_eq!(
        *letter,
        json!({
            "eventSource": "Kinesis",
            "eventSourceArn": STREAM,
            "shard": "shardId-000000000006",
            "itemIdentifier": "1",
            "position": 1,
            "kind": "permanent",
            "error": "no such customer",
            "record": record,
        })
    );
}

#[tokio::test]
async fn a_record_that_cannot_be_decoded_becomes_a_letter_too() {
    #[checkpointed_stream_handler(dead_letters = letters)]
    async fn numbers(_record: kinesis::Record<'_, checkpointed::Json<u8>>, letters: &Letters) {
        let _ = letters;
    }
    let letters = Letters::default();
    assert_eq!(reported(numbers(kinesis_of_one_key(&["1", "secret", "2"]), &letters).await), [""; 0]);
    let [letter] = &letters.read()[..] else { panic!("one letter") };
    assert_eq!(letter["kind"], "undecodable");
    assert_eq!(letter["error"], "kinesis.data, line 1 column 1: expected value");
}

/// The fault may be the program's and not the record's.
#[tokio::test]
async fn an_error_and_a_panic_are_retried() {
    let letters = Letters::default();
    assert_eq!(reported(handle(kinesis_of_one_key(&["panic"]), &letters).await), ["0"]);
    assert_eq!(reported(handle(kinesis_of_one_key(&["fail"]), &letters).await), ["0"]);
    assert!(letters.read().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_record_whose_letter_is_not_accepted_has_failed() {
    for behaviour in [Behaviour::Refuse, Behaviour::Panic, Behaviour::Hang] {
        let letters = Letters::that(behaviour);
        let event = || with_time(kinesis_of_one_key(&["a", "dead", "b"]), Duration::from_secs(10));
        assert_eq!(reported(handle(event(), &letters).await), ["1"]);
        assert_eq!(reported(side_by_side(event(), &letters).await), ["1"]);
    }
}

/// The next record of the key is not started before the letter is accepted.
#[tokio::test(start_paused = true)]
async fn a_key_waits_for_the_letter_of_its_record() {
    struct Slow<'d>(&'d Diary);
    impl DeadLetters for Slow<'_> {
        async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
            sleep(Duration::from_secs(1)).await;
            self.0.note(format!("accepted {}", letter.position));
            Ok(())
        }
    }
    #[checkpointed_stream_handler(concurrency = 4, dead_letters = Slow(diary))]
    async fn handle(record: kinesis::Record<'_, &str>, diary: &Diary) -> Result<(), Failure> {
        diary.note(format!("started {}", record.sequence_number));
        judge(record.data)
    }
    let diary = Diary::default();
    assert_eq!(reported(handle(kinesis_of_one_key(&["dead", "a"]), &diary).await), [""; 0]);
    assert_eq!(diary.read(), ["started 0", "accepted 0", "started 1"]);
}

#[tokio::test]
async fn the_destination_is_evaluated_once_for_each_letter() {
    #[checkpointed_stream_handler(dead_letters = { asked.fetch_add(1, Relaxed); letters })]
    async fn handle(
        record: kinesis::Record<'_, &str>,
        letters: &Letters,
        asked: &AtomicUsize,
    ) -> Result<(), Failure> {
        let _ = (letters, asked);
        judge(record.data)
    }
    let (letters, asked) = (Letters::default(), AtomicUsize::new(0));
    assert!(handle(kinesis_of_one_key(&["a", "b"]), &letters, &asked).await.unwrap().is_success());
    assert_eq!(asked.load(Relaxed), 0);
    assert!(handle(kinesis_of_one_key(&["a", "dead", "dead"]), &letters, &asked).await.unwrap().is_success());
    assert_eq!(asked.load(Relaxed), 2);
}

/// `data` holds the decoded bytes, and `record` the record as it came.
#[tokio::test]
async fn a_letter_has_the_bytes_and_the_record() {
    struct AssertsItsLetter;
    impl DeadLetters for AssertsItsLetter {
        async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
            assert_eq!(letter.data.as_deref(), Some(&b"dead"[..]));
            assert_eq!(letter.kind, FailureKind::Permanent);
            assert_eq!(
                letter.record.get().matches("dead").count(),
                usize::from(letter.event_source == "SQS")
            );
            Ok(())
        }
    }
    #[checkpointed_stream_handler(dead_letters = AssertsItsLetter)]
    async fn stream(record: kinesis::Record<'_, &str>) -> Result<(), Failure> {
        judge(record.data)
    }
    #[checkpointed_stream_handler(dead_letters = AssertsItsLetter)]
    async fn queue(Body(text): Body) -> Result<(), Failure> {
        judge(&text)
    }
    assert!(stream(kinesis_of_one_key(&["dead"])).await.unwrap().is_success());
    assert!(queue(messages(QUEUE, &[(None, "dead")])).await.unwrap().is_success());
}

/// The destination may borrow the same state as the function, and leave it half changed.
#[tokio::test]
async fn after_the_destination_panics_nothing_more_runs() {
    struct Half<'s>(Mutex<&'s mut Vec<&'static str>>);
    impl DeadLetters for Half<'_> {
        async fn accept(&self, _letter: DeadLetter<'_>) -> Result<(), Error> {
            self.0.lock().unwrap().push("half a letter");
            panic!("in the middle");
        }
    }
    #[checkpointed_stream_handler(dead_letters = Half(Mutex::new(&mut *state)))]
    async fn handle(Body(text): Body, state: &mut Vec<&'static str>) -> Result<(), Failure> {
        if text == "dead" {
            return judge(&text);
        }
        state.push("a record");
        Ok(())
    }
    let mut state = Vec::new();
    let response = handle(messages(QUEUE, &[(None, "dead"), (None, "a")]), &mut state).await;
    assert_eq!((reported(response), state), (vec!["0".into(), "1".into()], vec!["half a letter"]));
}
