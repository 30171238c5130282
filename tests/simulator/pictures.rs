//! Reports, drawn as pictures.

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Fault, Faults, Record, Report, Stream},
};
use serde_json::Value;

const DONE: &str = "#009e73";
const REPEATED: &str = "#7cc6ee";
const FAILED: &str = "#e69f00";
const UNTRIED: &str = "#e4e7ea";
const DISCARDED: &str = "#57606a";
const DISCARDED_UNTRIED: &str = "#1b1f24";
const LOST: &str = "#c8102e";

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    if record.data == "bad" { Err(String::from("bad")) } else { Ok(()) }
}

fn shard(records: &[&str]) -> Stream {
    Stream::new().shard(records.iter().map(|data| Record::kinesis("key", data)))
}

/// The number of cells with a colour, without those of the legend.
fn cells(report: &Report, colour: &str) -> usize {
    let svg = report.to_svg();
    let cell = |line: &&str| line.contains("class=\"cell\"") && line.contains(colour);
    svg.lines().filter(cell).count() - 1
}

#[tokio::test]
async fn each_fate_has_its_colour() {
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(1);
    let faults = Faults::new().at_invocation(1, Fault::Crash);
    let report = mapping.faults(faults).run(&shard(&["ok", "bad", "ok"]), handle).await;
    // The crash hides the first answer. The second moves the checkpoint; the fourth is the end of r2 and r3.
    assert_eq!(report.batch_sizes(), [3, 3, 2, 2]);
    assert_eq!((cells(&report, DONE), cells(&report, REPEATED)), (1 + 1, 1), "one in the row of the end");
    assert_eq!((cells(&report, FAILED), cells(&report, UNTRIED)), (3, 3));
    assert_eq!((cells(&report, DISCARDED), cells(&report, DISCARDED_UNTRIED)), (2, 2));
    let ignored = EventSourceMapping::kinesis().run(&shard(&["ok", "bad", "ok"]), handle).await;
    assert_eq!((cells(&ignored, DONE), cells(&ignored, LOST)), (2, 4));
    assert!(ignored.to_svg().contains("1 delivery, 1 of 3 records done, 2 lost"));
}

#[tokio::test]
async fn a_silent_handler_is_drawn_by_its_answers() {
    let fails = async |_: LambdaEvent<Value>| Err::<(), _>("no");
    let report = EventSourceMapping::kinesis().maximum_retry_attempts(1).run(&shard(&["ok"; 4]), fails).await;
    assert_eq!((cells(&report, FAILED), cells(&report, DISCARDED), cells(&report, DONE)), (4, 8, 0));
}

#[tokio::test]
async fn a_long_story_is_drawn_in_short() {
    let mapping = EventSourceMapping::kinesis()
        .report_batch_item_failures(true)
        .maximum_deliveries_without_progress(1_000);
    let report = mapping.run(&shard(&["bad"]), handle).await;
    assert_eq!(cells(&report, FAILED), 120);
    let stream = Stream::new().shard((0..5_000).map(|_| Record::kinesis("key", "ok"))).shard([]);
    let wide = EventSourceMapping::kinesis().batch_size(1_000).run(&stream, handle).await;
    assert_eq!(cells(&wide, DONE), 5 + 1, "neighbours that are alike are one");
    assert!(wide.to_svg().len() < 10_000);
}

/// The picture is XML, whatever the error of the function is.
#[tokio::test]
async fn errors_of_a_function_are_escaped() {
    let fails = async |_: LambdaEvent<Value>| Err::<(), _>("<b>&\u{1}\n");
    let report = EventSourceMapping::kinesis().maximum_retry_attempts(0).run(&shard(&["ok"]), fails).await;
    assert!(report.to_svg().contains("&lt;b&gt;&amp;"));
    assert!(!report.to_svg().contains(['\u{1}']));
}
