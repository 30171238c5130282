//! A value that the file doesn't show is a note and never a finding. A setting that is missing for certain is still a finding.

use checkpointed_deployment::{Expectation, Format, Report, Rule, SourceKind, check_text};

fn check(text: &str, format: Format, source: SourceKind) -> Report {
    let handler = Expectation { source: Some(source), ..Expectation::default() };
    check_text(text, format, "file", &handler).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A CloudFormation template whose properties all hold the same value.
fn template(value: &str) -> String {
    format!(
        "Parameters:
  Unset: {{ Type: String }}
  Stored: {{ Type: 'AWS::SSM::Parameter::Value<Number>', Default: /orders/retries }}
Resources:
  Orders: {{ Type: AWS::Lambda::Function, Properties: {{ Timeout: {value} }} }}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {{ VisibilityTimeout: {value}, FifoQueue: {value}, RedrivePolicy: {value} }}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Orders
      EventSourceArn: SOURCE
      FunctionResponseTypes: {value}
      BisectBatchOnFunctionError: {value}
      MaximumRetryAttempts: {value}
      MaximumRecordAgeInSeconds: {value}
      TumblingWindowInSeconds: {value}
      DestinationConfig: {value}
      ProvisionedPollerConfig: {value}
"
    )
}

const SOURCES: [(SourceKind, &str); 4] = [
    (
        SourceKind::Kinesis,
        "!Sub 'arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/orders'",
    ),
    (SourceKind::DynamoDb, "!Join [':', ['arn:aws:dynamodb', !Ref AWS::Region, 'x']]"),
    (SourceKind::Sqs, "!GetAtt Queue.Arn"),
    (SourceKind::Kafka, "arn:aws:kafka:eu-central-1:123456789012:cluster/orders/x"),
];

#[test]
fn a_report_says_of_which_source_each_mapping_is() {
    let text = "
Parameters: { Arn: { Type: String } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { Events: { E: { Type: DynamoDB, Properties: { FunctionResponseTypes: [ReportBatchItemFailures] } } } }
  M:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref F, EventSourceArn: !Ref Arn, FunctionResponseTypes: [ReportBatchItemFailures] }
";
    let report = check_text(text, Format::Yaml, "file", &Expectation::default()).unwrap();
    let checked: Vec<_> =
        report.checked.iter().map(|mapping| (mapping.name.as_str(), mapping.source)).collect();
    assert_eq!(checked, [("F.Events.E", Some(SourceKind::DynamoDb)), ("M", None)]);
}

#[test]
fn unknown_values_of_cloudformation_are_notes() {
    let values = [
        "!If [IsProduction, a, b]",
        "!Ref Unset",
        "!Ref Stored",
        "!FindInMap [A, B, C]",
        "!ImportValue x",
        "{ 'Fn::If': [IsProduction, a, b] }",
        "!Ref AWS::StackName",
    ];
    for (kind, source) in SOURCES {
        for value in values {
            let report = check(&template(value).replace("SOURCE", source), Format::Yaml, kind);
            assert!(report.is_clean(), "{value}: {report}");
            assert!(!report.notes.is_empty(), "{value}");
        }
    }
}

#[test]
fn unknown_values_of_terraform_are_notes() {
    let values = [
        "var.unset",
        "var.other.key",
        "local.none",
        "module.a.b",
        "data.aws_ssm_parameter.a.value",
        "var.a ? 1 : 2",
        "[for x in y : x][0]",
        "merge(a, b)",
        "each.value",
        "1 + var.unset",
    ];
    let properties = "function_response_types bisect_batch_on_function_error maximum_retry_attempts maximum_record_age_in_seconds \
                      tumbling_window_in_seconds";
    let sources = [
        (SourceKind::Kinesis, "aws_kinesis_stream.elsewhere[0].arn"),
        (SourceKind::DynamoDb, "data.aws_dynamodb_table.a.stream_arn"),
        (SourceKind::Sqs, "aws_sqs_queue.queue.arn"),
        (SourceKind::Sqs, "aws_sqs_queue.elsewhere.arn"),
        (SourceKind::Kafka, "var.unset"),
    ];
    for (kind, source) in sources {
        for value in values {
            let settings: String =
                properties.split_whitespace().map(|name| format!("{name} = {value}\n")).collect();
            let text = format!(
                "variable \"unset\" {{}}\nresource \"aws_lambda_function\" \"orders\" {{\ntimeout = {value}\n}}\n\
                 resource \"aws_sqs_queue\" \"queue\" {{\nvisibility_timeout_seconds = {value}\nfifo_queue = {value}\nredrive_policy = {value}\n}}\n\
                 resource \"aws_lambda_event_source_mapping\" \"orders\" {{\nfunction_name = aws_lambda_function.orders.arn\n\
                 event_source_arn = {source}\n{settings}dynamic \"destination_config\" {{\nfor_each = []\ncontent {{}}\n}}\n\
                 dynamic \"provisioned_poller_config\" {{\nfor_each = []\ncontent {{}}\n}}\n}}\n"
            );
            let report = check(&text, Format::Terraform, kind);
            assert!(report.is_clean(), "{value}: {report}");
            assert!(!report.notes.is_empty(), "{value}");
        }
    }
}

#[test]
fn a_transform_may_set_a_missing_property() {
    for made in [
        "Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://x } }",
        "Fn::ForEach::Flags: [Flag, [A], { FunctionResponseTypes: [ReportBatchItemFailures] }]",
    ] {
        let text = format!(
            "
Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: orders
      EventSourceArn: arn:aws:kinesis:eu-central-1:123456789012:stream/orders
      {made}
"
        );
        let report = check(&text, Format::Yaml, SourceKind::Kinesis);
        assert!(report.is_clean(), "{report}");
    }
}

#[test]
fn aws_no_value_is_a_missing_property() {
    let text = template("!Ref AWS::NoValue").replace("SOURCE", SOURCES[0].1);
    let report = check(&text, Format::Yaml, SourceKind::Kinesis);
    assert_eq!(report.findings[0].rule, Rule::ReportBatchItemFailures, "{report}");
}

#[test]
fn a_missing_flag_is_found_for_an_unknown_function_and_source() {
    let text = "
Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !ImportValue Orders, EventSourceArn: !ImportValue Stream }
";
    let report = check(text, Format::Yaml, SourceKind::Kinesis);
    assert_eq!(report.findings.len(), 1, "{report}");
    assert_eq!(report.notes.len(), 2, "{report}");
    let report = check_text(text, Format::Yaml, "file", &Expectation::default()).unwrap();
    assert_eq!(report.findings.len(), 1, "{report}");
}

#[test]
fn a_default_is_assumed_with_a_note() {
    let yaml = "
Parameters:
  Retries: { Type: Number, Default: 5 }
  Types: { Type: CommaDelimitedList, Default: ReportBatchItemFailures }
Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Orders
      EventSourceArn: !GetAtt Stream.Arn
      FunctionResponseTypes: !Ref Types
      MaximumRetryAttempts: !Ref Retries
      DestinationConfig: { OnFailure: { Destination: !GetAtt Lost.Arn } }
  Stream: { Type: AWS::Kinesis::Stream }
  Orders: { Type: AWS::Lambda::Function }
";
    let terraform = "
variable \"retries\" {\ndefault = 5\n}
locals {\ntypes = [\"ReportBatchItemFailures\"]\n}
resource \"aws_lambda_event_source_mapping\" \"a\" {
  function_name = aws_lambda_function.orders.arn
  event_source_arn = aws_kinesis_stream.orders.arn
  function_response_types = local.types
  maximum_retry_attempts = var.retries
  destination_config {\non_failure {\ndestination_arn = aws_sqs_queue.lost.arn\n}\n}
}
";
    for (text, format, parameter) in
        [(yaml, Format::Yaml, "`Retries`"), (terraform, Format::Terraform, "`var.retries`")]
    {
        let report = check(text, format, SourceKind::Kinesis);
        assert_eq!(report.findings.len(), 1, "{report}");
        assert_eq!(report.findings[0].rule, Rule::BisectBatch);
        assert!(report.notes.iter().any(|note| note.starts_with(parameter)), "{report}");
    }
}

#[test]
fn several_mappings_of_unknown_functions_are_not_judged() {
    let mapping = "Type: AWS::Lambda::EventSourceMapping\n    Properties: { FunctionName: !ImportValue F, EventSourceArn: !ImportValue S }\n";
    let text = format!("Resources:\n  A:\n    {mapping}  B:\n    {mapping}");
    let report = check(&text, Format::Yaml, SourceKind::Kinesis);
    assert!(report.is_clean() && report.checked.is_empty(), "{report}");
    assert_eq!(report.notes.len(), 2, "{report}");
}

/// `AWS::LanguageExtensions` and macros make events that aren't in the file. The events beside them are judged.
#[test]
fn events_that_aws_makes_are_named() {
    for made in [
        "'Fn::ForEach::Streams': [Name, [A], { '${Name}': { Type: Kinesis } }]",
        "'Fn::Transform': { Name: AWS::Include }",
    ] {
        let text = format!(
            "Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Spelt: {{ Type: Kinesis, Properties: {{ Stream: x, FunctionResponseTypes: [ReportBatchItemFailures] }} }}
        {made}
"
        );
        let report = check(&text, Format::Yaml, SourceKind::Kinesis);
        assert!(report.notes.iter().any(|note| note.contains("not read: `Fn::")), "{report}");
    }
}
