//! A report says why records failed: it keeps the errors that the handler gave, or those of the invocations.

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{self, EventSourceMapping, Record, Report, Stream},
};
use serde_json::Value;

use crate::assertion_messages::said;

fn shard(records: &[&str]) -> Stream {
    Stream::new().shard(records.iter().map(|data| Record::kinesis("key", data)))
}

fn mapping() -> EventSourceMapping {
    EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(4)
}

#[tokio::test]
async fn a_record_keeps_its_last_errors_in_short() {
    #[checkpointed_stream_handler]
    async fn each_time_another(record: kinesis::Record<'_, &str>, times: &mut u32) -> Result<(), String> {
        *times += 1;
        match record.data {
            "panics" => panic!("attempt {times} panicked"),
            _ => Err(format!("attempt {times} failed: {}", "x".repeat(1_000))),
        }
    }

    let mut times = 0;
    let fails = shard(&["fails"]);
    let report = mapping().run(&fails, async |event| each_time_another(event, &mut times).await).await;
    let errors = report.errors(0, 0);
    assert_eq!(errors.len(), 3);
    assert!(errors[2].starts_with("attempt 5 failed: x") && errors[2].chars().count() == 201, "{errors:?}");
    let message = said(&report, Report::assert_nothing_discarded);
    assert!(
        !message.contains("attempt 2 failed") && message.contains("it failed with: attempt 3 failed"),
        "{message}"
    );

    let panics = shard(&["panics"]);
    let report = mapping().run(&panics, async |event| each_time_another(event, &mut times).await).await;
    assert!(said(&report, Report::assert_nothing_discarded).contains("attempt 10 panicked"), "{report}");
}

#[tokio::test]
async fn a_record_without_an_error_of_its_own_has_that_of_its_invocation() {
    let by_hand = async |_: LambdaEvent<Value>| Err::<Value, _>("the database is down");
    let report = mapping().run(&shard(&["ok", "ok"]), by_hand).await;
    for position in [0, 1] {
        assert_eq!(report.errors(0, position), ["the database is down"]);
    }
    let announces_by_hand = async |_: LambdaEvent<Value>| {
        simulator::failed(1, "out of stock");
        Err::<Value, _>("some failed")
    };
    let report = mapping().run(&shard(&["ok", "ok"]), announces_by_hand).await;
    assert_eq!(
        (report.errors(0, 0)[0].as_str(), report.errors(0, 1)[0].as_str()),
        ("some failed", "out of stock")
    );
    assert_eq!((report.errors(0, 2), report.is_traced()), (&[][..], false));
}
