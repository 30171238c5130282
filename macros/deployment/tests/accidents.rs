//! The most frequent accident, a mapping without the flag, in each format: the finding has the line to paste.

use checkpointed_deployment::{Expectation, Finding, Format, Rule, SourceKind, check_text};

fn only_finding(text: &str, format: Format, name: &str) -> Finding {
    let handler = Expectation { source: Some(SourceKind::Kinesis), ..Expectation::default() };
    let report = check_text(text, format, name, &handler).unwrap();
    assert_eq!(report.findings.len(), 1, "{report}");
    let finding = report.findings.into_iter().next().unwrap();
    assert_eq!(finding.rule, Rule::ReportBatchItemFailures);
    assert_eq!(finding.file, name);
    println!("{finding}\n");
    finding
}

#[test]
fn sam() {
    let text = "\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 1 }
  BookOrders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: bootstrap
      Runtime: provided.al2023
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: TRIM_HORIZON
            BatchSize: 100
";
    let finding = only_finding(text, Format::Yaml, "template.yaml");
    assert_eq!(finding.resource, "BookOrders");
    assert_eq!(finding.snippets[0].place, "`Properties` of the event `Orders`");
    assert_eq!(finding.line, Some(14));
    assert_eq!(finding.snippets[0].text, "FunctionResponseTypes: [ReportBatchItemFailures]");
}

#[test]
fn terraform() {
    let text = r#"
resource "aws_kinesis_stream" "orders" {
  name        = "orders"
  shard_count = 1
}

resource "aws_lambda_function" "book_orders" {
  function_name = "book-orders"
  filename      = "bootstrap.zip"
  handler       = "bootstrap"
  runtime       = "provided.al2023"
  role          = aws_iam_role.book_orders.arn
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn  = aws_kinesis_stream.orders.arn
  function_name     = aws_lambda_function.book_orders.arn
  starting_position = "TRIM_HORIZON"
}
"#;
    let finding = only_finding(text, Format::Terraform, "main.tf");
    assert_eq!(finding.resource, "aws_lambda_event_source_mapping.orders");
    assert_eq!(finding.line, Some(15));
    assert_eq!(finding.snippets[0].text, "function_response_types = [\"ReportBatchItemFailures\"]");
}

#[test]
fn cdk() {
    let text = r#"{
 "Resources": {
  "OrdersF1A2B3C4": {
   "Type": "AWS::Kinesis::Stream",
   "Properties": { "ShardCount": 1, "RetentionPeriodHours": 24 },
   "Metadata": { "aws:cdk:path": "OrdersStack/Orders/Resource" }
  },
  "BookOrders5D6E7F80": {
   "Type": "AWS::Lambda::Function",
   "Properties": {
    "Code": { "S3Bucket": { "Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}" }, "S3Key": "0.zip" },
    "Handler": "bootstrap",
    "Role": { "Fn::GetAtt": ["BookOrdersServiceRole1A2B3C4D", "Arn"] },
    "Runtime": "provided.al2023"
   }
  },
  "BookOrdersKinesisEventSourceOrdersStackOrders91AB23CD": {
   "Type": "AWS::Lambda::EventSourceMapping",
   "Properties": {
    "BatchSize": 100,
    "EventSourceArn": { "Fn::GetAtt": ["OrdersF1A2B3C4", "Arn"] },
    "FunctionName": { "Ref": "BookOrders5D6E7F80" },
    "StartingPosition": "TRIM_HORIZON"
   }
  }
 }
}"#;
    let finding = only_finding(text, Format::Json, "cdk.out/OrdersStack.template.json");
    assert_eq!(finding.resource, "BookOrdersKinesisEventSourceOrdersStackOrders91AB23CD");
    assert_eq!(finding.line, Some(17));
    assert_eq!(finding.snippets[0].text, "\"FunctionResponseTypes\": [\"ReportBatchItemFailures\"]");
    assert_eq!(finding.in_cdk.as_deref(), Some("reportBatchItemFailures: true"));
}
