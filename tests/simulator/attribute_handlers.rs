//! Handlers of queues and of Kafka that the attribute makes, run by the simulator.

use std::sync::Mutex;

use checkpointed::{
    Json, checkpointed_stream_handler, kafka,
    simulator::{EventSourceMapping, Fate, KafkaRedelivery, Record, Stream},
    sqs,
};
use serde_json::json;

#[derive(serde::Deserialize)]
struct Job<'a> {
    name: &'a str,
    /// The number of deliveries that fail.
    fails: u32,
}

type Done = Mutex<Vec<String>>;

#[checkpointed_stream_handler]
async fn work(job: sqs::Message<'_, Json<Job<'_>>>, done: &Done) -> Result<(), String> {
    tokio::task::yield_now().await;
    if job.approximate_receive_count.is_some_and(|count| count <= job.body.fails) {
        return Err(format!("{} fails", job.body.name));
    }
    done.lock().unwrap().push(job.body.name.to_owned());
    Ok(())
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn work_side_by_side(job: sqs::Message<'_, Json<Job<'_>>>, done: &Done) -> Result<(), String> {
    tokio::task::yield_now().await;
    if job.approximate_receive_count.is_some_and(|count| count <= job.body.fails) {
        return Err(format!("{} fails", job.body.name));
    }
    done.lock().unwrap().push(job.body.name.to_owned());
    Ok(())
}

fn job(name: &str, fails: u32) -> String {
    json!({ "name": name, "fails": fails }).to_string()
}

#[tokio::test]
async fn each_message_that_fails_comes_back() {
    let queue = Stream::queue([
        Record::sqs(job("a", 0)),
        Record::sqs(job("b", 1)),
        Record::sqs("no JSON"),
        Record::sqs(job("d", 0)),
    ]);
    let mapping = EventSourceMapping::sqs().report_batch_item_failures(true).max_receive_count(3);
    for side_by_side in [false, true] {
        let done = Done::default();
        let report = if side_by_side {
            mapping.clone().run(&queue, async |event| work_side_by_side(event, &done).await).await
        } else {
            mapping.clone().run(&queue, async |event| work(event, &done).await).await
        };
        report.assert_nothing_lost();
        assert_eq!(report.dead_lettered(), [2]);
        assert_eq!(report.batch_sizes(), [4, 2, 1]);
        let mut done = done.into_inner().unwrap();
        done.sort_unstable();
        assert_eq!(done, ["a", "b", "d"], "each once");
    }
}

#[tokio::test]
async fn in_a_fifo_queue_a_group_keeps_its_order() {
    let message = |group: &str, name: &str, fails| Record::sqs_in_group(group, job(name, fails));
    let queue = Stream::queue([
        message("g", "g1", 0),
        message("h", "h1", 0),
        message("g", "g2", 1),
        message("h", "h2", 0),
        message("g", "g3", 0),
        message("h", "h3", 2),
        message("h", "h4", 0),
    ]);
    let mapping = EventSourceMapping::sqs_fifo().report_batch_item_failures(true).max_receive_count(5);
    for side_by_side in [false, true] {
        let done = Done::default();
        let report = if side_by_side {
            mapping.clone().run(&queue, async |event| work_side_by_side(event, &done).await).await
        } else {
            mapping.clone().run(&queue, async |event| work(event, &done).await).await
        };
        report.assert_nothing_lost();
        report.assert_in_order();
        let done = done.into_inner().unwrap();
        for group in ["g", "h"] {
            let of_group: Vec<&String> = done.iter().filter(|name| name.starts_with(group)).collect();
            let mut sorted = of_group.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!(of_group, sorted, "in order, each once");
        }
        assert_eq!(done.len(), 7);
    }
}

#[tokio::test]
async fn in_kafka_a_partition_continues_from_its_failure() {
    /// Fails for the value `fail`, the first time.
    #[checkpointed_stream_handler]
    async fn copy(
        record: kafka::Record<'_, Option<&str>>,
        seen: &Done,
        failed: &mut bool,
    ) -> Result<(), String> {
        if record.value == Some("fail") && !std::mem::replace(failed, true) {
            return Err(String::from("a planned failure"));
        }
        seen.lock().unwrap().push(format!("{}@{}", record.partition, record.offset));
        Ok(())
    }

    let record = |partition, offset, value| Record::kafka("orders", partition, offset, value);
    let tombstone = json!({ "topic": "orders", "partition": 1, "offset": 8, "key": "a2V5", "value": null });
    let topics = Stream::topics([
        record(0, 15, "a"),
        record(1, 7, "b"),
        record(0, 16, "fail"),
        Record::from_json(tombstone),
        record(0, 17, "c"),
    ]);
    let mapping = EventSourceMapping::kafka().provisioned_mode(true).report_batch_item_failures(true);
    for redelivery in [KafkaRedelivery::FromLowestReported, KafkaRedelivery::OnlyReported] {
        let (seen, mut failed) = (Done::default(), false);
        let handler = async |event| copy(event, &seen, &mut failed).await;
        let report = mapping.clone().kafka_redelivery(redelivery).run(&topics, handler).await;
        report.assert_nothing_lost();
        report.assert_in_order();
        assert_eq!(report.batch_sizes(), [5, 2]);
        assert_eq!(report.history(0, 4).unwrap().fate, Fate::Acknowledged { delivery: 2 });
        assert_eq!(seen.into_inner().unwrap(), ["0@15", "1@7", "1@8", "0@16", "0@17"], "each once");
    }
}
