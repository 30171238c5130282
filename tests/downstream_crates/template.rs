//! The deployment file is checked while compiling.

use crate::DownstreamCrate;

const MANIFEST: &str = r#"
[dependencies]
checkpointed = { path = "RUNTIME", features = ["template"] }
"#;

/// A stream that loses records, because `FunctionResponseTypes` is missing.
const SAM: &str = "
Transform: AWS::Serverless-2016-10-31
Resources:
  BookOrders:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: arn:aws:kinesis:eu-central-1:123456789012:stream/orders
            StartingPosition: TRIM_HORIZON
";

const FLAG_IN_SAM: &str = "            FunctionResponseTypes: [ReportBatchItemFailures]\n";

const CDK: &str = r#"{
  "Resources": {
    "Orders91AB23CD": { "Type": "AWS::Kinesis::Stream", "Properties": { "ShardCount": 1 } },
    "BookOrders5D6E7F80": { "Type": "AWS::Lambda::Function", "Properties": { "Timeout": 60 } },
    "BookOrdersSource1A2B3C4D": {
      "Type": "AWS::Lambda::EventSourceMapping",
      "Properties": {
        "EventSourceArn": { "Fn::GetAtt": ["Orders91AB23CD", "Arn"] },
        "FunctionName": { "Ref": "BookOrders5D6E7F80" },
        "StartingPosition": "TRIM_HORIZON"
      },
      "Metadata": { "aws:cdk:path": "Orders/BookOrders/KinesisEventSource/Resource" }
    }
  }
}"#;

const TERRAFORM: &str = r#"
resource "aws_kinesis_stream" "orders" { name = "orders" }
resource "aws_lambda_function" "book_orders" { function_name = "book-orders" }
resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn  = aws_kinesis_stream.orders.arn
  function_name     = aws_lambda_function.book_orders.arn
  starting_position = "TRIM_HORIZON"
}
"#;

/// Checks a handler that names this file in its arguments and takes this record.
fn check(file: &str, content: &str, arguments: &str, record: &str) -> Result<(), String> {
    check_in("deployed", file, content, arguments, record)
}

/// Checks it in a folder of its own, because tests run side by side.
fn check_in(folder: &str, file: &str, content: &str, arguments: &str, record: &str) -> Result<(), String> {
    // The handler has a caller, which must not be blamed.
    let source = format!(
        "#[checkpointed::checkpointed_stream_handler(event_source_mapping = \"{file}\"{arguments})]\n\
         pub async fn handle(record: {record}) {{ let _ = record; }}\n\
         pub async fn start() -> Result<(), checkpointed::Error> {{ checkpointed::run(handle).await }}\n"
    );
    let files = [(file, content)];
    // Cargo must notice that a file in the folder has changed since the last check.
    DownstreamCrate { name: folder, manifest: MANIFEST, source: &source, files: &files }.check(&[])
}

const KINESIS: &str = "checkpointed::kinesis::Record<'_, &str>";

fn assert_refused(said: Result<(), String>, expected: &[&str]) {
    let said = said.unwrap_err();
    for expected in expected {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
    let errors =
        said.lines().filter(|line| line.starts_with("error") && !line.contains("could not compile")).count();
    assert_eq!(errors, 1, "{said}");
}

#[test]
fn a_mapping_that_loses_records_does_not_compile() {
    assert_refused(
        check("template.yaml", SAM, "", KINESIS),
        &[
            "template.yaml",
            "`BookOrders`",
            "are lost",
            "FunctionResponseTypes: [ReportBatchItemFailures]",
            "#the-deployment",
        ],
    );
    // Only the file has changed.
    assert_eq!(check("template.yaml", &format!("{SAM}{FLAG_IN_SAM}"), "", KINESIS), Ok(()));
    assert_refused(check("template.yaml", SAM, "", KINESIS), &["are lost"]);

    assert_refused(
        check("cdk.out/Orders.template.json", CDK, "", KINESIS),
        &[
            "BookOrdersSource1A2B3C4D",
            r#""FunctionResponseTypes": ["ReportBatchItemFailures"]"#,
            "`reportBatchItemFailures: true`",
        ],
    );
    assert_refused(
        check("main.tf", TERRAFORM, "", KINESIS),
        &[
            "aws_lambda_event_source_mapping.orders",
            r#"function_response_types = ["ReportBatchItemFailures"]"#,
        ],
    );
}

#[test]
fn a_named_resource_must_be_in_the_file_and_deliver_the_records_of_the_handler() {
    let right = format!("{SAM}{FLAG_IN_SAM}");
    let check = |arguments, record| check_in("named-resource", "template.yaml", &right, arguments, record);
    assert_eq!(check(", resource = \"BookOrders\"", KINESIS), Ok(()));
    assert_refused(check(", resource = \"Other\"", KINESIS), &["`Other`", "BookOrders"]);
    assert_refused(
        check("", "checkpointed::dynamodb::Record<'_, checkpointed::dynamodb::Keys<u8>>"),
        &["the event source mapping delivers records of", "Kinesis", "DynamoDb"],
    );
}

/// Nobody knows the source of `var.stream`, but its retries end whatever it is.
#[test]
fn retries_that_end_are_refused_though_the_source_is_not_known() {
    let terraform = TERRAFORM.replace("aws_kinesis_stream.orders.arn", "var.stream").replace(
        "starting_position = ",
        "function_response_types = [\"ReportBatchItemFailures\"]\n  maximum_retry_attempts = 3\n  destination_config {\n    \
         on_failure {\n      destination_arn = aws_sqs_queue.lost.arn\n    }\n  }\n  starting_position = ",
    );
    let check = |file: &str| check_in("unknown-source", "main.tf", file, "", KINESIS);
    assert_refused(
        check(&terraform),
        &["retries end", "add to the block", "bisect_batch_on_function_error = true"],
    );
    let bisected = terraform
        .replace("starting_position = ", "bisect_batch_on_function_error = true\n  starting_position = ");
    assert_eq!(check(&bisected), Ok(()));
}

/// The queue is in a file beside the named one. When that changes, the compiler checks again.
#[test]
fn a_file_beside_the_named_one_is_watched() {
    const SQS: &str = "checkpointed::sqs::Message<'_, &str>";
    let main = "resource \"aws_lambda_function\" \"work\" {\n  timeout = 60\n}\nresource \"aws_lambda_event_source_mapping\" \"work\" {\n  \
                event_source_arn = aws_sqs_queue.work.arn\n  function_name = aws_lambda_function.work.arn\n  \
                function_response_types = [\"ReportBatchItemFailures\"]\n}\n";
    let check = |visibility: u32| {
        let queue = format!(
            "resource \"aws_sqs_queue\" \"work\" {{\n  visibility_timeout_seconds = {visibility}\n}}\n"
        );
        let source = format!(
            "#[checkpointed::checkpointed_stream_handler(event_source_mapping = \"infra/main.tf\")]\n\
             pub async fn handle(record: {SQS}) {{ let _ = record; }}\n"
        );
        let files = [("infra/main.tf", main), ("infra/queues.tf", queue.as_str())];
        DownstreamCrate { name: "folder", manifest: MANIFEST, source: &source, files: &files }.check(&[])
    };
    assert_eq!(check(360), Ok(()));
    assert_refused(check(30), &["infra/queues.tf", "visibility_timeout_seconds = 360"]);
}

/// One function has two handlers, each with its own source.
#[test]
fn a_function_with_two_sources_compiles() {
    const SQS: &str = "checkpointed::sqs::Message<'_, &str>";
    let router = "Resources:\n  Router:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n        Stream: { Type: Kinesis, \
                  Properties: { Stream: 'arn:aws:kinesis:eu-central-1:123456789012:stream/s', StartingPosition: TRIM_HORIZON, \
                  FunctionResponseTypes: [ReportBatchItemFailures] } }\n        Queue: { Type: SQS, Properties: { Queue: \
                  'arn:aws:sqs:eu-central-1:123456789012:q', FunctionResponseTypes: [ReportBatchItemFailures] } }\n";
    for record in [KINESIS, SQS] {
        assert_eq!(check_in("router", "template.yaml", router, "", record), Ok(()));
    }
}

/// A template with one function that has this event.
fn sam_event(event: &str) -> String {
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Work:\n    Type: AWS::Serverless::Function\n    \
         Properties:\n      Events:\n        Records: {event}\n"
    )
}

#[test]
fn a_mapping_of_a_queue_or_a_topic_fits_its_own_records_only() {
    const SQS: &str = "checkpointed::sqs::Message<'_, &str>";
    const KAFKA: &str = "checkpointed::kafka::Record<'_, &str>";
    let queue = "{ Type: SQS, Properties: { Queue: 'arn:aws:sqs:eu-central-1:123456789012:q', \
                 FunctionResponseTypes: [ReportBatchItemFailures] } }";
    let msk = "{ Type: MSK, Properties: { Stream: 'arn:aws:kafka:eu-central-1:123456789012:cluster/c/1', \
               Topics: [t], StartingPosition: LATEST, ProvisionedPollerConfig: { MinimumPollers: 1 }, \
               FunctionResponseTypes: [ReportBatchItemFailures] } }";
    let self_managed = "{ Type: SelfManagedKafka, Properties: { KafkaBootstrapServers: ['a:9092'], Topics: [t], \
                        ProvisionedPollerConfig: { MinimumPollers: 1 }, \
                        FunctionResponseTypes: [ReportBatchItemFailures] } }";
    for (event, fits, other, said) in [
        (queue, SQS, KAFKA, ["records of checkpointed::Sqs", "records of checkpointed::Kafka"]),
        (msk, KAFKA, KINESIS, ["records of checkpointed::Kafka", "records of checkpointed::Kinesis"]),
        (self_managed, KAFKA, SQS, ["records of checkpointed::Kafka", "records of checkpointed::Sqs"]),
    ] {
        let file = sam_event(event);
        let check = |record| check_in("other-sources", "template.yaml", &file, "", record);
        assert_eq!(check(fits), Ok(()), "{event}");
        assert_refused(check(other), &said);
    }
}

#[test]
fn the_error_of_a_missing_file_says_how_to_make_it() {
    let source = "#[checkpointed::checkpointed_stream_handler(event_source_mapping = \"cdk.out/Stack.template.json\")]\n\
                  pub async fn handle(record: checkpointed::kinesis::Record<'_, &str>) { let _ = record; }\n";
    let said = DownstreamCrate { name: "undeployed", manifest: MANIFEST, source, files: &[] }.check(&[]);
    assert_refused(said, &["cdk.out/Stack.template.json", "cdk synth"]);
}

#[test]
fn without_the_feature_the_argument_is_refused() {
    let manifest = MANIFEST.replace("\"template\"", "");
    let source = "#[checkpointed::checkpointed_stream_handler(event_source_mapping = \"template.yaml\")]\n\
                  pub async fn handle(record: checkpointed::kinesis::Record<'_, &str>) { let _ = record; }\n";
    let said = DownstreamCrate { name: "no-template", manifest: &manifest, source, files: &[] }.check(&[]);
    assert_refused(said, &["switch on the feature `template`"]);
}
