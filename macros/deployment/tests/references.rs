//! The ways in which files refer to functions, sources and policies.

use checkpointed_deployment::{Expectation, Format, Report, Rule, SourceKind, check_text};

fn check(text: &str, format: Format, source: SourceKind) -> Report {
    let handler =
        Expectation { source: Some(source), resource: Some("Orders".to_owned()), ..Expectation::default() };
    check_text(text, format, "file", &handler).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The finding about the flag shows that the check resolved both the function and the source.
fn assert_understood(report: &Report) {
    let rules: Vec<_> = report.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::ReportBatchItemFailures], "{report}");
    assert_eq!(report.notes, [""; 0], "{report}");
}

#[test]
fn references_in_cloudformation() {
    let functions = [
        "!Ref Orders",
        "!GetAtt Orders.Arn",
        "!GetAtt [Orders, Arn]",
        "!Sub '${Orders}'",
        "!Sub '${Orders.Arn}:live'",
        "!Join ['', [!GetAtt Orders.Arn, ':', live]]",
        "!Ref Live",
        "!Ref Version",
        "book-orders",
        "arn:aws:lambda:eu-central-1:123456789012:function:book-orders:live",
        "{ Ref: Orders }",
        "{ 'Fn::GetAtt': [Orders, Arn] }",
        "!Sub ['${f}', { f: !Ref Orders }]",
        "!Ref Orders.Alias",
    ];
    let sources = [
        "!GetAtt Stream.Arn",
        "!Ref Consumer",
        "!GetAtt Consumer.ConsumerARN",
        "{ 'Fn::GetAtt': [Stream, Arn] }",
        "arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
        "!Sub 'arn:${AWS::Partition}:kinesis:${AWS::Region}:1:stream/x'",
        "!Sub '${Stream.Arn}'",
    ];
    for function in functions {
        for source in sources {
            let text = format!(
                "Resources:
  Orders: {{ Type: AWS::Lambda::Function, Properties: {{ FunctionName: book-orders }} }}
  Other: {{ Type: AWS::Lambda::Function }}
  Live: {{ Type: AWS::Lambda::Alias, Properties: {{ FunctionName: !Ref Orders, FunctionVersion: '1' }} }}
  Version: {{ Type: AWS::Lambda::Version, Properties: {{ FunctionName: !GetAtt Orders.Arn }} }}
  Stream: {{ Type: AWS::Kinesis::Stream }}
  Consumer: {{ Type: AWS::Kinesis::StreamConsumer }}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: {function}
      EventSourceArn: {source}
  Unrelated:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{ FunctionName: !Ref Other, EventSourceArn: !GetAtt Stream.Arn }}
"
            );
            assert_understood(&check(&text, Format::Yaml, SourceKind::Kinesis));
        }
    }
}

#[test]
fn references_in_terraform() {
    let functions = [
        "aws_lambda_function.Orders.arn",
        "aws_lambda_function.Orders.function_name",
        "aws_lambda_function.Orders[0].arn",
        "aws_lambda_alias.live.arn",
        "\"book-orders\"",
        "\"${aws_lambda_function.Orders.arn}:live\"",
        "local.function",
        "(aws_lambda_function.Orders[\"a\"].qualified_arn)",
    ];
    let sources = [
        "aws_kinesis_stream.a.arn",
        "aws_kinesis_stream_consumer.a.arn",
        "data.aws_kinesis_stream.a.arn",
        "\"arn:aws:kinesis:${data.aws_region.current.name}:1:stream/a\"",
        "local.stream",
    ];
    for function in functions {
        for source in sources {
            let text = format!(
                "locals {{\nstream = aws_kinesis_stream.a.arn\nfunction = aws_lambda_function.Orders.arn\n}}
resource \"aws_lambda_function\" \"Orders\" {{
  function_name = \"book-orders\"
}}
resource \"aws_lambda_alias\" \"live\" {{
  function_name = aws_lambda_function.Orders.function_name
}}
resource \"aws_lambda_event_source_mapping\" \"a\" {{
  function_name = {function}
  event_source_arn = {source}
}}
"
            );
            assert_understood(&check(&text, Format::Terraform, SourceKind::Kinesis));
        }
    }
}

#[test]
fn mappings_of_self_managed_kafka() {
    let text = "
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Records: { Type: SelfManagedKafka, Properties: { Topics: [orders], ProvisionedPollerConfig: { MinimumPollers: 1 } } }
        Api: { Type: Api, Properties: { Path: /, Method: get } }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Orders
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['a:9092'] } }
      ProvisionedPollerConfig: { MinimumPollers: 1 }
";
    let report = check(text, Format::Yaml, SourceKind::Kafka);
    assert_eq!(names(&report), ["Orders.Events.Records", "Mapping"]);
    assert!(report.checked.iter().all(|mapping| mapping.source == Some(SourceKind::Kafka)), "{report}");
    assert_eq!(report.findings.len(), 2, "{report}");
}

#[test]
fn a_timeout_of_globals_counts() {
    let text = "
Globals: { Function: { Timeout: 120 } }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Events: { E: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } } }
  Queue: { Type: AWS::SQS::Queue }
";
    let report = check(text, Format::Yaml, SourceKind::Sqs);
    assert_eq!(report.findings.len(), 1, "{report}");
    assert_eq!(report.findings[0].snippets[0].text, "VisibilityTimeout: 720");
    assert_eq!(report.findings[0].resource, "Queue");
}

#[test]
fn a_redrive_policy_may_be_a_resource_or_a_text() {
    let policies = [
        "resource \"aws_sqs_queue_redrive_policy\" \"a\" {\nqueue_url = aws_sqs_queue.a.id\nredrive_policy = jsonencode({ deadLetterTargetArn = \
         aws_sqs_queue.b.arn, maxReceiveCount = 4 })\n}\n",
        "resource \"aws_sqs_queue\" \"a\" {\nname = \"a.fifo\"\nredrive_policy = \"{\\\"deadLetterTargetArn\\\":\\\"${aws_sqs_queue.b.arn}\\\"}\"\n}\n",
    ];
    for (index, policy) in policies.into_iter().enumerate() {
        let queue =
            if index == 0 { "resource \"aws_sqs_queue\" \"a\" {\nfifo_queue = true\n}\n" } else { "" };
        let text = format!(
            "{queue}{policy}resource \"aws_lambda_function\" \"Orders\" {{\n}}\nresource \"aws_lambda_event_source_mapping\" \"a\" {{\nfunction_name = \
             aws_lambda_function.Orders.arn\nevent_source_arn = aws_sqs_queue.a.arn\nfunction_response_types = [\"ReportBatchItemFailures\"]\n}}\n"
        );
        assert!(check(&text, Format::Terraform, SourceKind::Sqs).is_clean());
    }
}

#[test]
fn a_count_without_a_dead_letter_queue_is_found() {
    let text = "
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Events: { E: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } } }
  Queue: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { maxReceiveCount: 4 } } }
";
    let report = check(text, Format::Yaml, SourceKind::Sqs);
    assert_eq!(report.findings[0].rule, Rule::DeadLetterQueue, "{report}");
}

#[test]
fn a_broker_reads_no_report() {
    let text = "
Resources:
  Orders: { Type: AWS::Lambda::Function }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref Orders, EventSourceArn: 'arn:aws:mq:eu-central-1:1:broker:a:b' }
";
    let handler = Expectation { source: Some(SourceKind::Sqs), ..Expectation::default() };
    let error = check_text(text, Format::Yaml, "file", &handler).unwrap_err();
    assert!(error.to_string().contains("there is no event source mapping"), "{error}");
}

#[test]
fn the_only_fitting_function_is_chosen() {
    let text = "
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties: { Events: { E: { Type: Kinesis, Properties: { Stream: !GetAtt S.Arn } } } }
  B:
    Type: AWS::Serverless::Function
    Properties: { Events: { E: { Type: DynamoDB, Properties: { Stream: !GetAtt T.StreamArn } } } }
";
    let handler = Expectation { source: Some(SourceKind::DynamoDb), ..Expectation::default() };
    let report = check_text(text, Format::Yaml, "file", &handler).unwrap();
    assert_eq!(names(&report), ["B.Events.E"]);
}

/// The names of the mappings that were judged.
fn names(report: &Report) -> Vec<&str> {
    report.checked.iter().map(|mapping| mapping.name.as_str()).collect()
}
