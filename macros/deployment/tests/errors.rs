//! An error about a bad file names the file, the line and the column; no text makes the check panic.

use std::path::Path;

use checkpointed_deployment::{Expectation, FileError, Format, SourceKind, check_file, check_text};
use proptest::prelude::*;

fn handler() -> Expectation {
    Expectation { source: Some(SourceKind::Kinesis), ..Expectation::default() }
}

fn error(text: &str, format: Format) -> String {
    check_text(text, format, "file", &handler()).unwrap_err().to_string()
}

#[test]
fn the_error_for_a_missing_file_has_its_absolute_path() {
    let error = check_file(Path::new("cdk.out/None.template.json"), &handler()).unwrap_err();
    assert!(matches!(&error, FileError::Missing { path } if path.is_absolute()));
    assert!(error.to_string().contains("cdk synth"), "{error}");
    let error = check_file(Path::new("template.toml"), &handler()).unwrap_err();
    assert!(error.to_string().contains("`.tf` (Terraform)"), "{error}");
}

#[test]
fn a_syntax_error_has_line_and_column() {
    assert!(
        error("Resources:\n  A: [1\n", Format::Yaml).starts_with("file:3:1: not valid YAML"),
        "{}",
        error("Resources:\n  A: [1\n", Format::Yaml)
    );
    assert!(
        error("{\"Resources\": {\n \"A\": ", Format::Json).starts_with("file:2:6: not valid JSON"),
        "{}",
        error("{\"Resources\": {\n \"A\": ", Format::Json)
    );
    let error = error("resource \"a\" \"b\" {\n  x = \n}\n", Format::Terraform);
    assert!(error.starts_with("file:2:7: not valid Terraform"), "{error}");
}

#[test]
fn a_file_that_is_not_a_template_is_an_error() {
    for text in ["", "Resources: {}", "service: orders\n", "- a\n", "text"] {
        assert!(error(text, Format::Yaml).contains("Resources"), "{text}: {}", error(text, Format::Yaml));
    }
    assert!(error("", Format::Json).contains("not valid JSON"));
    assert!(error("", Format::Terraform).contains("no `resource` block"));
}

const TWO: &str = "
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      Events: { E: { Type: Kinesis, Properties: { Stream: !GetAtt S.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } } }
  B0A1B2C3D:
    Type: AWS::Serverless::Function
    Properties:
      Events: { E: { Type: Kinesis, Properties: { Stream: !GetAtt S.Arn } } }
  C:
    Type: AWS::Serverless::Function
";

#[test]
fn several_functions_must_be_named() {
    let text = error(TWO, Format::Yaml);
    assert!(text.contains("the file has `A`, `B0A1B2C3D`; name one: `resource = \"A\"`"), "{text}");
    let named = |name: &str| {
        let handler = Expectation { resource: Some(name.to_owned()), ..handler() };
        check_text(TWO, Format::Yaml, "file", &handler)
    };
    assert!(named("A").unwrap().is_clean());
    assert!(!named("B").unwrap().is_clean());
    assert!(!named("B0A1B2C3D").unwrap().is_clean());
    assert!(named("X").unwrap_err().to_string().contains("no function is named `X`"));
    assert!(
        named("C").unwrap_err().to_string().contains("no event source mapping leads to the function `C`")
    );
}

#[test]
fn a_file_without_a_mapping_names_where_it_may_be() {
    let text = error("module \"orders\" {\n source = \"./orders\"\n}\n", Format::Terraform);
    assert!(text.contains("it may be in `module.orders`, which is not read"), "{text}");
}

#[test]
fn an_unknown_event_is_named() {
    let text = "Resources: { A: { Type: AWS::Serverless::Function, Properties: { Events: { E: !If [C, {}, {}] } } } }";
    assert!(
        error(text, Format::Yaml).contains("it may be in the event `E` of `A` (`Fn::If`)"),
        "{}",
        error(text, Format::Yaml)
    );
}

#[test]
fn yaml_may_look_like_json() {
    let text = "{ Resources: { A: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Kinesis } } } } } }";
    assert!(!check_text(text, Format::Yaml, "file", &handler()).unwrap().is_clean());
    assert!(error("{ Resources: [", Format::Yaml).contains("not valid JSON"));
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, format) in [
        ("[", Format::Yaml),
        ("{a: ", Format::Yaml),
        ("[", Format::Json),
        ("x = [", Format::Terraform),
        ("a {\n", Format::Terraform),
    ] {
        error(&open.repeat(3_000), format);
        error(&format!("x = {}", open.repeat(3_000)), format);
    }
    error(&format!("x = \"{}\"", "${\"".repeat(3_000)), Format::Terraform);
}

fn formats() -> impl Strategy<Value = Format> {
    prop_oneof![Just(Format::Yaml), Just(Format::Json), Just(Format::Terraform)]
}

/// Pieces of a deployment, in any order.
const PIECES: [&str; 38] = [
    "Resources:\n",
    "  A:\n",
    "    Type: AWS::Serverless::Function\n",
    "    Properties:\n",
    "      Events:\n",
    "        E:\n",
    "          Type: SQS\n",
    "          Type: Kinesis\n",
    "          Properties:\n",
    "            Queue: !GetAtt Q.Arn\n",
    "            Stream: !Sub '${A}'\n",
    "  Q: { Type: AWS::SQS::Queue }\n",
    "Parameters:\n",
    "  P: { Default: 1 }\n",
    "!Ref P\n",
    "      Timeout: !Ref A\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "!Sub ",
    "!Join ",
    "${",
    "${!x}",
    "<<EOT\n",
    "EOT\n",
    "é",
    "resource \"aws_lambda_event_source_mapping\" \"a\" {\n",
    "event_source_arn = aws_sqs_queue.a.arn\n",
    "locals {\n a = local.a\n}\n",
    "maximum_retry_attempts = -local.a\n",
    "            FilterCriteria: { Filters: [{ Pattern: '{\"body\": {\"a\": [\"x\"]}}' }] }\n",
    "            FilterCriteria: { Filters: [{ Pattern: !Sub '{${A}' }, {}] }\n",
    "filter_criteria {\n filter {\n pattern = jsonencode({ body = [local.a] })\n }\n}\n",
    "filter_criteria {\n",
];

proptest! {
    #[test]
    fn any_text_is_checked_without_a_panic(text in any::<String>(), format in formats()) {
        let _ = check_text(&text, format, "file", &handler()).map(|report| report.to_string());
    }

    #[test]
    fn almost_a_deployment_is_checked_without_a_panic(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..24), format in formats(),
    ) {
        let _ = check_text(&pieces.concat(), format, "file", &Expectation::default()).map(|report| report.to_string());
    }

    #[test]
    fn a_truncated_deployment_is_checked_without_a_panic(at in 0..TWO.len()) {
        let _ = check_text(&TWO[..at], Format::Yaml, "file", &handler());
    }
}
