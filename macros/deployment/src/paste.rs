//! The lines to paste, each in the words of the file.

use std::fmt::Display;

use crate::{declarations::Dialect, expectation::SourceKind};

/// A property with a number or a truth value.
pub(crate) fn scalar(dialect: Dialect, name: &str, value: impl Display) -> String {
    let name = dialect.property(name);
    match dialect {
        Dialect::Yaml => format!("{name}: {value}"),
        Dialect::Json => format!("\"{name}\": {value}"),
        Dialect::Terraform => format!("{name} = {value}"),
    }
}

/// `ReportBatchItemFailures`.
pub(crate) fn reports(dialect: Dialect) -> String {
    let value =
        if dialect == Dialect::Yaml { "[ReportBatchItemFailures]" } else { "[\"ReportBatchItemFailures\"]" };
    scalar(dialect, "FunctionResponseTypes", value)
}

/// A destination for what is discarded. SAM asks for its type too.
pub(crate) fn on_failure(dialect: Dialect, is_event: bool) -> String {
    match (dialect, is_event) {
        (Dialect::Yaml, true) => {
            "DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt DiscardedRecords.Arn } }"
                .to_owned()
        }
        (Dialect::Yaml, false) => {
            "DestinationConfig: { OnFailure: { Destination: !GetAtt DiscardedRecords.Arn } }".to_owned()
        }
        (Dialect::Json, is_event) => {
            let kind = if is_event { "\"Type\": \"SQS\", " } else { "" };
            format!(
                "\"DestinationConfig\": {{ \"OnFailure\": {{ {kind}\"Destination\": {} }} }}",
                attribute(dialect, "DiscardedRecords", "Arn")
            )
        }
        (Dialect::Terraform, _) => [
            "destination_config {",
            "  on_failure {",
            "    destination_arn = aws_sqs_queue.discarded_records.arn",
            "  }",
            "}",
        ]
        .join("\n"),
    }
}

/// The name that a pasted line gives to a queue that is still to be declared.
pub(crate) fn new_queue(dialect: Dialect, logical_id: &str) -> String {
    match (dialect, logical_id) {
        (Dialect::Terraform, "DeadLetters") => "aws_sqs_queue.dead_letters".to_owned(),
        (Dialect::Terraform, _) => "aws_sqs_queue.discarded_records".to_owned(),
        _ => logical_id.to_owned(),
    }
}

/// Provisioned pollers, the fewest.
pub(crate) fn pollers(dialect: Dialect) -> String {
    match dialect {
        Dialect::Yaml => "ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 }".to_owned(),
        Dialect::Json => {
            "\"ProvisionedPollerConfig\": { \"MinimumPollers\": 1, \"MaximumPollers\": 2 }".to_owned()
        }
        Dialect::Terraform => {
            ["provisioned_poller_config {", "  minimum_pollers = 1", "  maximum_pollers = 2", "}"].join("\n")
        }
    }
}

/// A redrive policy.
pub(crate) fn redrive(dialect: Dialect) -> String {
    let target = attribute(dialect, "DeadLetters", "Arn");
    match dialect {
        Dialect::Yaml => format!("RedrivePolicy: {{ deadLetterTargetArn: {target}, maxReceiveCount: 5 }}"),
        Dialect::Json => {
            format!("\"RedrivePolicy\": {{ \"deadLetterTargetArn\": {target}, \"maxReceiveCount\": 5 }}")
        }
        Dialect::Terraform => {
            "redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, \
                               maxReceiveCount = 5 })"
                .to_owned()
        }
    }
}

/// A source of the handler's kind. `name` is one that the file declares.
pub(crate) fn source(dialect: Dialect, kind: SourceKind, name: Option<&str>, is_event: bool) -> String {
    let arn = if kind == SourceKind::DynamoDb { "StreamArn" } else { "Arn" };
    if dialect == Dialect::Terraform {
        let (placeholder, arn) = match kind {
            SourceKind::Kinesis => ("aws_kinesis_stream.records", "arn"),
            SourceKind::DynamoDb => ("aws_dynamodb_table.records", "stream_arn"),
            SourceKind::Sqs => ("aws_sqs_queue.records", "arn"),
            SourceKind::Kafka => ("aws_msk_cluster.records", "arn"),
        };
        return format!("event_source_arn = {}.{arn}", name.unwrap_or(placeholder));
    }
    let target = attribute(dialect, name.unwrap_or("Records"), arn);
    if !is_event {
        return scalar(dialect, "EventSourceArn", target);
    }
    let (event_type, property) = match kind {
        SourceKind::Kinesis => ("Kinesis", "Stream"),
        SourceKind::DynamoDb => ("DynamoDB", "Stream"),
        SourceKind::Sqs => ("SQS", "Queue"),
        SourceKind::Kafka => ("MSK", "Stream"),
    };
    match dialect {
        Dialect::Json => {
            format!("\"Type\": \"{event_type}\",\n\"Properties\": {{ \"{property}\": {target} }}")
        }
        _ => format!("Type: {event_type}\nProperties:\n  {property}: {target}"),
    }
}

fn attribute(dialect: Dialect, name: &str, attribute: &str) -> String {
    match dialect {
        Dialect::Json => format!("{{ \"Fn::GetAtt\": [\"{name}\", \"{attribute}\"] }}"),
        _ => format!("!GetAtt {name}.{attribute}"),
    }
}
