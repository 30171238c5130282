//! One case: read, run, checked.

use checkpointed::{
    LambdaEvent,
    simulator::{EventSourceMapping, Stream},
};
use serde_json::{Map, Value};

use crate::{
    expected::Observed,
    function::Function,
    mapping,
    record::Records,
    strict_json::{all_known, object, text},
};

/// A case, parsed.
pub(crate) struct Case {
    mapping: EventSourceMapping,
    records: Records,
    function: Function,
    expected: Map<String, Value>,
}

const KEYS: [&str; 12] = [
    "id",
    "source",
    "evidence",
    "confidence",
    "esm",
    "queue",
    "records",
    "handler",
    "expected",
    "info",
    "caveat",
    "provenance",
];

/// The key for the error of CreateEventSourceMapping.
const REFUSED: &str = "error";

fn refused(mapping: &EventSourceMapping, expected: &str) -> Result<(), String> {
    let error = mapping.validate().err().ok_or("the mapping was not refused")?.to_string();
    if error.starts_with(expected) { Ok(()) } else { Err(format!("it was refused with: {error}")) }
}

impl Case {
    pub(crate) fn read(case: &Value) -> Result<Self, String> {
        all_known("case", &object("case", case)?, &KEYS)?;
        let (source, esm) = (text("source", &case["source"])?, object("esm", &case["esm"])?);
        let view = esm.get("stream_view_type").and_then(Value::as_str);
        let read = Case {
            mapping: mapping::read(source, &esm, &case["queue"])?,
            records: Records::read(source, view, &case["records"])?,
            function: Function::read(&case["handler"])?,
            expected: object("expected", &case["expected"])?,
        };
        if !read.expected.contains_key(REFUSED) {
            read.mapping.validate().map_err(|error| error.to_string())?;
        }
        if read.expected.is_empty() {
            return Err(String::from("`expected` is empty, so the case cannot fail"));
        }
        if read.function.is_given() {
            read.function.validate(&read.records)?;
        } else if !read.records.records.is_empty() {
            return Err(String::from("there are records but no `handler`"));
        }
        Ok(read)
    }

    pub(crate) async fn check(self) -> Result<(), String> {
        let Case { mapping, records, mut function, expected } = self;
        if let Some(error) = expected.get(REFUSED) {
            return refused(&mapping, text(REFUSED, error)?);
        }
        // A case about the settings has no function.
        let stream = Stream::new().shard(records.records.iter().cloned());
        let report = mapping
            .run_raw(&stream, async |event: LambdaEvent<Value>| {
                function.invoke(&records, event.payload).await
            })
            .await;
        let seen = function.seen;
        Observed { mapping: &mapping, records: &records, report: &report, seen: &seen }
            .check(&expected)
            .map_err(|why| format!("{why}\n{report}"))
    }
}
