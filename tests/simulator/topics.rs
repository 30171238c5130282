//! Kafka: one batch holds records of several partitions, and each has a checkpoint of its own.

use checkpointed::{
    LambdaEvent,
    simulator::{EventSourceMapping, FailureDestination, KafkaRedelivery, Record, Report, Stream},
};
use serde_json::{Value, json};

fn topics() -> Stream {
    let record = |partition, offset| Record::kafka("orders", partition, offset, "value");
    Stream::topics([record(0, 15), record(1, 7), record(0, 16), record(1, 8)])
}

fn provisioned() -> EventSourceMapping {
    EventSourceMapping::kafka().provisioned_mode(true).report_batch_item_failures(true)
}

/// Reports one record of a partition, in the first delivery.
async fn reporting(mapping: EventSourceMapping) -> Report {
    let mut invocations = 0;
    let function = async |_: LambdaEvent<Value>| {
        invocations += 1;
        let first = json!([{ "itemIdentifier": { "partition": "orders-0", "offset": 15 } }]);
        Ok::<_, String>(json!({ "batchItemFailures": if invocations == 1 { first } else { json!([]) } }))
    };
    mapping.run(&topics(), function).await
}

#[tokio::test]
async fn a_report_holds_back_its_partition_only() {
    let report = reporting(provisioned()).await;
    assert_eq!(report.deliveries()[1].records, [0, 2]);
    report.assert_nothing_lost();
    report.assert_in_order();
}

#[tokio::test]
#[should_panic(expected = "OUT OF ORDER: r3 of shard 0")]
async fn if_only_the_reported_come_again_a_handler_must_report_the_rest_of_the_partition() {
    let report = reporting(provisioned().kafka_redelivery(KafkaRedelivery::OnlyReported)).await;
    assert_eq!(report.deliveries()[1].records, [0]);
    report.assert_in_order();
}

#[tokio::test]
async fn with_a_destination_there_are_ten_retries() {
    let fails = async |_: LambdaEvent<Value>| Err::<(), _>("no");
    let report =
        EventSourceMapping::kafka().on_failure(FailureDestination::Kafka).run(&topics(), fails).await;
    assert_eq!(report.batch_sizes(), [4; 11]);
    let body = &report.destination_messages()[0].body;
    assert_eq!(body["KafkaBatchInfo"]["recordsInfo"]["orders-1"]["lastRecordOffset"], "8");
    assert!(body["payload"].as_str().unwrap().contains(r#""orders-0":[{"#));
}

#[test]
fn reports_need_provisioned_mode() {
    let mapping = EventSourceMapping::kafka().report_batch_item_failures(true);
    assert!(mapping.validate().unwrap_err().to_string().contains("FunctionResponseTypes"));
}
