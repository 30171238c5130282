//! Reads the answers of the function, as Lambda does.

use serde_json::Value;

use crate::{
    simulator::{invocation::Answer, report::delivery::DeliveryOutcome},
    verdict::{Acknowledged, Verdict, basis::Basis, remaining::Remaining},
};

/// Reads the answer to a batch of a stream.
pub(super) fn read_stream(answer: &Answer, batch: &[Option<&str>], reads_reports: bool) -> DeliveryOutcome {
    let response = match answer {
        Answer::FunctionError(error) => return DeliveryOutcome::Failed { why: error.clone() },
        Answer::Response(response) => response,
    };
    let verdict = Verdict::read(response, batch);
    match (reads_reports, verdict.acknowledged()) {
        (true, Acknowledged::All) if is_known(verdict.basis()) => DeliveryOutcome::Done,
        (true, Acknowledged::All) => DeliveryOutcome::Unclear { why: verdict.reason() },
        (true, Acknowledged::Before(position)) => DeliveryOutcome::Partial { position },
        (true, Acknowledged::Nothing) => DeliveryOutcome::Failed { why: verdict.reason().to_owned() },
        (false, Acknowledged::All) => DeliveryOutcome::Done,
        (false, Acknowledged::Before(position)) => DeliveryOutcome::IgnoredPartial { position },
        (false, Acknowledged::Nothing) if is_report(response) => {
            DeliveryOutcome::IgnoredBadReport { why: verdict.reason() }
        }
        (false, Acknowledged::Nothing) => DeliveryOutcome::Done,
    }
}

/// Reads the answer to a batch of a stream with tumbling windows. Also returns the state, unless the invocation failed.
pub(super) fn read_window(
    answer: &Answer,
    batch: &[Option<&str>],
    reads_reports: bool,
) -> (DeliveryOutcome, Option<Value>) {
    let state = match answer {
        Answer::FunctionError(_) => None,
        Answer::Response(response) => serde_json::from_slice(response)
            .ok()
            .and_then(|mut response: Value| Some(response.as_object_mut()?.remove("state")))
            .flatten(),
    };
    match (read_stream(answer, batch, reads_reports), state) {
        (failed @ DeliveryOutcome::Failed { .. }, _) => (failed, None),
        (_, None) => {
            let why = "a response without `state` is a failed invocation in a tumbling window";
            (DeliveryOutcome::Failed { why: why.to_owned() }, None)
        }
        // An answer with a state is meant for a window, even if it has no report.
        (DeliveryOutcome::Unclear { .. }, state) => (DeliveryOutcome::Done, state),
        (outcome, state) => (outcome, state),
    }
}

/// Reads the answer to a batch of a queue or of Kafka, which reports each item on its own.
pub(super) fn read_items(
    answer: &Answer,
    read: impl FnOnce(&[u8]) -> Remaining,
    reads_reports: bool,
) -> DeliveryOutcome {
    let response = match answer {
        Answer::FunctionError(error) => return DeliveryOutcome::Failed { why: error.clone() },
        Answer::Response(response) => response,
    };
    let remaining = read(response);
    let positions = remaining.positions().to_vec();
    match (reads_reports, remaining.is_failure()) {
        (true, true) => DeliveryOutcome::Failed { why: remaining.reason().to_owned() },
        (false, true) if is_report(response) => DeliveryOutcome::IgnoredBadReport { why: remaining.reason() },
        (false, true) => DeliveryOutcome::Done,
        (true, false) if !positions.is_empty() => DeliveryOutcome::Remaining { positions },
        (false, false) if !positions.is_empty() => DeliveryOutcome::IgnoredRemaining { positions },
        (true, false) if !is_known(remaining.basis()) && !is_empty(response) => {
            DeliveryOutcome::Unclear { why: remaining.reason() }
        }
        _ => DeliveryOutcome::Done,
    }
}

/// Whether the response is meant as a report, even if its JSON is broken.
fn is_report(response: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(response) {
        Ok(response) => response.get("batchItemFailures").is_some(),
        Err(_) => String::from_utf8_lossy(response).contains("batchItemFailures"),
    }
}

/// Whether the response is too empty to be meant as a report.
fn is_empty(response: &[u8]) -> bool {
    response.is_empty() || response == b"[]"
}

fn is_known(basis: Basis) -> bool {
    matches!(basis, Basis::Recorded | Basis::Documented)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BATCH: [Option<&str>; 2] = [Some("1"), Some("2")];

    fn answer(response: &str) -> Answer {
        Answer::Response(response.as_bytes().to_vec())
    }

    fn outcomes(response: &str) -> [DeliveryOutcome; 2] {
        [true, false].map(|reads_reports| read_stream(&answer(response), &BATCH, reads_reports))
    }

    #[test]
    fn a_report_is_followed_or_ignored() {
        let response = r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#;
        assert_eq!(
            outcomes(response),
            [DeliveryOutcome::Partial { position: 1 }, DeliveryOutcome::IgnoredPartial { position: 1 }]
        );
        let all_done = r#"{"batchItemFailures":[]}"#;
        assert_eq!(outcomes(all_done), [DeliveryOutcome::Done, DeliveryOutcome::Done]);
    }

    /// A bad report says that some records are not done, but not which ones.
    #[test]
    fn a_bad_report_that_is_ignored_loses_the_batch() {
        let [on, off] = outcomes(r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#);
        assert!(matches!(on, DeliveryOutcome::Failed { .. }), "{on:?}");
        assert!(matches!(off, DeliveryOutcome::IgnoredBadReport { .. }), "{off:?}");
        let [_, cut_off] = outcomes(r#"{"batchItemFailures":[{"item"#);
        assert!(matches!(cut_off, DeliveryOutcome::IgnoredBadReport { .. }), "{cut_off:?}");
    }

    /// If reports are off, Lambda ignores any answer.
    #[test]
    fn without_reports_another_answer_loses_nothing() {
        let [on, off] = outcomes("OK");
        assert!(matches!(on, DeliveryOutcome::Failed { .. }), "{on:?}");
        assert_eq!(off, DeliveryOutcome::Done);
    }

    #[test]
    fn with_reports_another_answer_is_unclear() {
        for response in [r#"{"BatchItemFailures":[{"itemIdentifier":"2"}]}"#, r#""Delivered 2 records""#, "7"]
        {
            let [on, off] = outcomes(response);
            assert!(matches!(on, DeliveryOutcome::Unclear { .. }), "{response}: {on:?}");
            assert_eq!(off, DeliveryOutcome::Done, "{response}");
        }
        for nothing_said in ["", "null", "{}", "[]"] {
            assert_eq!(
                outcomes(nothing_said),
                [DeliveryOutcome::Done, DeliveryOutcome::Done],
                "{nothing_said}"
            );
        }
    }

    #[test]
    fn a_window_needs_a_state() {
        let read = |response| read_window(&answer(response), &BATCH, true);
        assert!(matches!(read(r#"{"batchItemFailures":[]}"#).0, DeliveryOutcome::Failed { .. }));
        assert!(matches!(read("null").0, DeliveryOutcome::Failed { .. }));
        assert_eq!(
            read(r#"{"state":{"a":1}}"#),
            (DeliveryOutcome::Done, Some(serde_json::json!({ "a": 1 })))
        );
        let (outcome, state) = read(r#"{"state":7,"batchItemFailures":[{"itemIdentifier":"2"}]}"#);
        assert_eq!((outcome, state), (DeliveryOutcome::Partial { position: 1 }, Some(serde_json::json!(7))));
    }

    #[test]
    fn items_of_a_queue() {
        let read = |response: &str, reads_reports| {
            read_items(&answer(response), |response| Remaining::of_queue(response, &BATCH), reads_reports)
        };
        let report = r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#;
        assert_eq!(read(report, true), DeliveryOutcome::Remaining { positions: vec![1] });
        assert_eq!(read(report, false), DeliveryOutcome::IgnoredRemaining { positions: vec![1] });
        let bad = r#"{"batchItemFailures":[{"itemIdentifier":"3"}]}"#;
        assert!(matches!(read(bad, true), DeliveryOutcome::Failed { .. }));
        assert!(matches!(read(bad, false), DeliveryOutcome::IgnoredBadReport { .. }));
        assert_eq!(read("null", true), DeliveryOutcome::Done);
        assert!(matches!(read(r#"{"failures":[]}"#, true), DeliveryOutcome::Unclear { .. }));
    }
}
