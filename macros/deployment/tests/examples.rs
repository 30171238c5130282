//! The examples of this repository pass the check.

use std::path::Path;

use checkpointed_deployment::{Expectation, SourceKind, check_file};

#[test]
fn the_examples_have_no_findings() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let kinds = [("kinesis_orders", SourceKind::Kinesis), ("dynamodb_audit", SourceKind::DynamoDb)];
    for (example, kind) in kinds {
        for file in ["template.yaml", "main.tf"] {
            let path = examples.join(example).join(file);
            let handler = Expectation { source: Some(kind), ..Expectation::default() };
            let report = check_file(&path, &handler).unwrap();
            assert!(report.is_clean(), "{report}");
            assert_eq!(report.notes, [""; 0], "{report}");
            assert_eq!(report.checked.len(), 1, "{report}");
        }
    }
}

#[test]
fn the_examples_fail_for_a_handler_of_another_source() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kinesis_orders/template.yaml");
    let handler = Expectation { source: Some(SourceKind::DynamoDb), ..Expectation::default() };
    assert!(!check_file(&path, &handler).unwrap().is_clean());
}
