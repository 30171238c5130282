//! The time of a check grows with the length of the file and not with its square, and references cannot make a file explode.

use std::time::{Duration, Instant};

use checkpointed_deployment::{Expectation, Format, Report, SourceKind, check_text};

/// Each test takes a second or two. It would take minutes if the time grew with the square of the length.
const LIMIT: Duration = Duration::from_secs(60);

fn check_in_time(text: &str, format: Format, source: Option<SourceKind>) -> Report {
    let begin = Instant::now();
    let handler = Expectation { source, ..Expectation::default() };
    let report = check_text(text, format, "file", &handler).unwrap();
    let printed = report.to_string();
    assert!(
        begin.elapsed() < LIMIT,
        "{:?} for {} bytes, {} printed",
        begin.elapsed(),
        text.len(),
        printed.len()
    );
    report
}

const MANY: usize = 5_000;

#[test]
fn many_mappings_of_a_template() {
    let mut text =
        "Resources:\n  F: { Type: AWS::Lambda::Function, Properties: { FunctionName: f } }\n".to_owned();
    for number in 0..MANY {
        text.push_str(&format!(
            "  Q{number}:\n    Type: AWS::SQS::Queue\n    Properties: {{ FifoQueue: true, VisibilityTimeout: 1 }}\n  M{number}:\n    \
             Type: AWS::Lambda::EventSourceMapping\n    Properties:\n      FunctionName: f\n      EventSourceArn: !GetAtt Q{number}.Arn\n"
        ));
    }
    let report = check_in_time(&text, Format::Yaml, Some(SourceKind::Sqs));
    assert_eq!(report.findings.len(), 3 * MANY);
    assert!(report.findings.iter().all(|finding| finding.line.is_some()));
}

#[test]
fn many_events_of_a_function() {
    let mut text =
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n".to_owned();
    for number in 0..MANY {
        text.push_str(&format!(
            "        E{number}:\n          Type: Kinesis\n          Properties:\n            Stream: arn:aws:kinesis:eu-west-1:1:stream/s\n"
        ));
    }
    let report = check_in_time(&text, Format::Yaml, None);
    assert_eq!(report.findings.len(), MANY);
    assert_eq!(report.findings[MANY - 1].line, Some(5 + 4 * (MANY - 1) + 1));
}

#[test]
fn many_functions_and_mappings_in_json() {
    let mut resources = Vec::new();
    for number in 0..MANY {
        resources.push(format!(
            "\"F{number}\": {{ \"Type\": \"AWS::Lambda::Function\", \"Properties\": {{ \"FunctionName\": \"f{number}\" }} }},\n\"M{number}\": {{ \"Type\": \
             \"AWS::Lambda::EventSourceMapping\", \"Properties\": {{ \"FunctionName\": \"f{number}\", \"EventSourceArn\": \"arn:aws:kinesis:r:1:s\" }} }}"
        ));
    }
    let text = format!("{{\"Resources\": {{\n{}\n}}}}", resources.join(",\n"));
    let handler = Expectation { resource: Some(format!("F{}", MANY - 1)), ..Expectation::default() };
    let begin = Instant::now();
    assert_eq!(check_text(&text, Format::Json, "file", &handler).unwrap().findings.len(), 1);
    // All of them could be meant.
    check_text(&text, Format::Json, "file", &Expectation::default()).unwrap_err().to_string();
    assert!(begin.elapsed() < LIMIT, "{:?}", begin.elapsed());
}

#[test]
fn many_mappings_of_terraform_with_their_variables_and_policies() {
    let mut text = "resource \"aws_lambda_function\" \"f\" {\nfunction_name = \"f\"\n}\n".to_owned();
    for number in 0..MANY / 2 {
        text.push_str(&format!(
            "variable \"v{number}\" {{\ndefault = []\n}}\nlocals {{\nl{number} = var.v{number}\n}}\nresource \"aws_sqs_queue\" \"q{number}\" {{\nfifo_queue = true\n}}\n\
             resource \"aws_sqs_queue_redrive_policy\" \"p{number}\" {{\nqueue_url = aws_sqs_queue.q{number}.id\nredrive_policy = jsonencode({{ maxReceiveCount = 1 }})\n}}\n\
             resource \"aws_lambda_event_source_mapping\" \"m{number}\" {{\nfunction_name = \"f\"\nevent_source_arn = aws_sqs_queue.q{number}.arn\n\
             function_response_types = local.l{number}\n}}\n"
        ));
    }
    let report = check_in_time(&text, Format::Terraform, Some(SourceKind::Sqs));
    assert_eq!(report.findings.len(), MANY);
}

#[test]
fn five_megabytes_of_other_things() {
    let text = format!(
        "Resources:\n  F: {{ Type: AWS::Serverless::Function, Properties: {{ Events: {{ E: {{ Type: Kinesis }} }} }} }}\n  A:\n    Type: A\n    Properties:\n{}",
        (0..100_000).map(|number| format!("      Key{number}: {}\n", "x".repeat(35))).collect::<String>()
    );
    assert!(text.len() > 5_000_000);
    assert_eq!(check_in_time(&text, Format::Yaml, None).findings.len(), 1);
}

/// Each local refers to another one several times, so that the value would double at each step.
#[test]
fn locals_that_fan_out_are_bounded() {
    let shapes: [fn(&str) -> String; 4] = [
        |next| format!("[{next}, {next}, {next}, {next}]"),
        |next| format!("\"${{{next}}}${{{next}}}${{{next}}}${{{next}}}\""),
        |next| format!("{{ a = {next}, b = {next}, c = {next} }}"),
        |next| format!("{next} ? {next} : concat({next}, {next})"),
    ];
    for shape in shapes {
        for last in ["\"x\"", "local.l0"] {
            let mut text = "locals {\n".to_owned();
            for number in 0..40 {
                text.push_str(&format!("l{number} = {}\n", shape(&format!("local.l{}", number + 1))));
            }
            text.push_str(&format!(
                "l40 = {last}\n}}\nresource \"aws_lambda_event_source_mapping\" \"m\" {{\nfunction_name = \"f\"\n\
                 event_source_arn = aws_kinesis_stream.s.arn\nfunction_response_types = local.l0\nmaximum_retry_attempts = 5\n}}\n"
            ));
            let report = check_in_time(&text, Format::Terraform, None);
            // The value that was too large is a note. Literal values are still judged.
            assert!(report.notes.iter().any(|note| note.contains("`function_response_types`")), "{report}");
            assert_eq!(report.findings.len(), 2, "{report}");
        }
    }
}

/// Conditions that refer to each other, many references to one parameter, and YAML's aliases.
#[test]
fn references_of_a_template_are_bounded() {
    // Ten are decided, eighty are more than anybody nests.
    for (length, findings) in [(10, 1), (80, 0)] {
        let mut conditions = String::new();
        for number in 0..length {
            let next = format!("!Condition C{}", number + 1);
            conditions.push_str(&format!("  C{number}: !And [{next}, {next}, {next}, {next}]\n"));
        }
        let text = format!(
            "Conditions:\n{conditions}  C{length}: !Equals [a, a]\nParameters:\n  P: {{ Type: String, Default: {} }}\nResources:\n  M:\n    Type: AWS::Lambda::EventSourceMapping\n    \
             Properties:\n      FunctionName: !Sub '{}'\n      EventSourceArn: arn:aws:kinesis:r:1:s\n      FunctionResponseTypes: !If [C0, [], x]\n",
            "x".repeat(1_000_000),
            "${P}".repeat(200_000),
        );
        let report = check_in_time(&text, Format::Yaml, None);
        assert_eq!(report.findings.len(), findings, "{}", report.notes.len());
    }
    let mut aliases = "A0: &a0 [x, x]\n".to_owned();
    for number in 1..40 {
        aliases.push_str(&format!("A{number}: &a{number} [*a{0}, *a{0}]\n", number - 1));
    }
    let begin = Instant::now();
    check_text(&aliases, Format::Yaml, "file", &Expectation::default()).unwrap_err();
    assert!(begin.elapsed() < LIMIT, "{:?}", begin.elapsed());
}

/// A condition that depends on itself, directly and through `!If`, and a chain of thousands.
#[test]
fn circles_of_conditions_end() {
    let mut long = String::new();
    for number in 0..5_000 {
        long.push_str(&format!("  C{number}: !Equals [!If [C{}, a, b], a]\n", number + 1));
    }
    for conditions in [
        "  C0: !Condition C0\n",
        "  C0: !Not [!Condition C0]\n",
        "  C0: !Equals [!If [C0, a, b], a]\n",
        &long,
    ] {
        let text = format!(
            "Conditions:\n{conditions}Resources:\n  M:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n      FunctionName: f\n      \
             EventSourceArn: arn:aws:kinesis:r:1:s\n      FunctionResponseTypes: !If [C0, [], x]\n"
        );
        let report = check_in_time(&text, Format::Yaml, None);
        assert!(report.is_clean() && report.notes[0].contains("`Fn::If`"), "{report}");
    }
}
