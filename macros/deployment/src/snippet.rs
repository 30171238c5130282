//! Writes the texts that findings print for pasting, in the format of the file.

use std::fmt::Display;

use crate::{
    file::{
        dialect::{Dialect, snake_case},
        node::Node,
    },
    pattern::mending::Mended,
    source_kind::SourceKind,
};

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

/// An on-failure destination. SAM needs its type too.
pub(crate) fn on_failure(dialect: Dialect, queue: &str, is_event: bool) -> String {
    let target = attribute(dialect, queue, "Arn");
    match dialect {
        Dialect::Yaml => {
            let kind = if is_event { "Type: SQS, " } else { "" };
            format!("DestinationConfig: {{ OnFailure: {{ {kind}Destination: {target} }} }}")
        }
        Dialect::Json => {
            let kind = if is_event { "\"Type\": \"SQS\", " } else { "" };
            format!("\"DestinationConfig\": {{ \"OnFailure\": {{ {kind}\"Destination\": {target} }} }}")
        }
        Dialect::Terraform => {
            format!("destination_config {{\n  on_failure {{\n    destination_arn = {target}\n  }}\n}}")
        }
    }
}

/// The name of a queue with this logical id: Terraform's has the resource type in it.
pub(crate) fn queue_name(dialect: Dialect, logical_id: &str) -> String {
    match dialect {
        Dialect::Terraform => format!("aws_sqs_queue.{}", snake_case(logical_id)),
        _ => logical_id.to_owned(),
    }
}

/// The declaration of a queue.
pub(crate) fn queue(dialect: Dialect, logical_id: &str, is_fifo: bool, visibility: Option<i64>) -> String {
    let mut properties = Vec::new();
    if is_fifo {
        properties.push(scalar(dialect, "FifoQueue", true));
    }
    properties.extend(visibility.map(|seconds| scalar(dialect, "VisibilityTimeout", seconds)));
    match dialect {
        Dialect::Terraform => {
            let snake = snake_case(logical_id);
            let suffix = if is_fifo { ".fifo" } else { "" };
            properties.insert(0, format!("name = \"{}{suffix}\"", snake.replace('_', "-")));
            format!("resource \"aws_sqs_queue\" \"{snake}\" {{\n  {}\n}}", properties.join("\n  "))
        }
        _ if properties.is_empty() => resource(dialect, logical_id, "AWS::SQS::Queue", ""),
        _ => resource(dialect, logical_id, "AWS::SQS::Queue", &properties.join(", ")),
    }
}

/// A resource of CloudFormation in one line.
fn resource(dialect: Dialect, logical_id: &str, kind: &str, properties: &str) -> String {
    let (name, kind) = match dialect {
        Dialect::Json => (format!("\"{logical_id}\""), format!("\"Type\": \"{kind}\"")),
        _ => (logical_id.to_owned(), format!("Type: {kind}")),
    };
    let properties = match (dialect, properties) {
        (_, "") => String::new(),
        (Dialect::Json, properties) => format!(", \"Properties\": {{ {properties} }}"),
        (_, properties) => format!(", Properties: {{ {properties} }}"),
    };
    format!("{name}: {{ {kind}{properties} }}")
}

/// The subscription of a queue to a topic, and the policy that lets the topic send.
pub(crate) fn subscription(dialect: Dialect, id: &str, queue: &str, topic: &str) -> [String; 2] {
    let arn = attribute(dialect, queue, "Arn");
    let queue = reference(dialect, queue);
    let (policy, subscription) = if dialect == Dialect::Json {
        (
            format!(
                "\"Queues\": [{queue}], \"PolicyDocument\": {{ \"Statement\": [{{ \"Effect\": \"Allow\", \"Principal\": {{ \
                 \"Service\": \"sns.amazonaws.com\" }}, \"Action\": \"sqs:SendMessage\", \"Resource\": {arn}, \"Condition\": \
                 {{ \"ArnEquals\": {{ \"aws:SourceArn\": {topic} }} }} }}] }}"
            ),
            format!("\"TopicArn\": {topic}, \"Protocol\": \"sqs\", \"Endpoint\": {arn}"),
        )
    } else {
        (
            format!(
                "Queues: [{queue}], PolicyDocument: {{ Statement: [{{ Effect: Allow, Principal: {{ Service: sns.amazonaws.com \
                 }}, Action: 'sqs:SendMessage', Resource: {arn}, Condition: {{ ArnEquals: {{ 'aws:SourceArn': {topic} }} }} }}] }}"
            ),
            format!("TopicArn: {topic}, Protocol: sqs, Endpoint: {arn}"),
        )
    };
    [
        resource(dialect, &format!("{id}QueuePolicy"), "AWS::SQS::QueuePolicy", &policy),
        resource(dialect, &format!("{id}Subscription"), "AWS::SNS::Subscription", &subscription),
    ]
}

/// Provisioned mode with the fewest pollers.
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

/// A redrive policy. `target` is an expression.
pub(crate) fn redrive(dialect: Dialect, target: &str, receives: i64) -> String {
    match dialect {
        Dialect::Yaml => {
            format!("RedrivePolicy: {{ deadLetterTargetArn: {target}, maxReceiveCount: {receives} }}")
        }
        Dialect::Json => {
            format!(
                "\"RedrivePolicy\": {{ \"deadLetterTargetArn\": {target}, \"maxReceiveCount\": {receives} }}"
            )
        }
        Dialect::Terraform => {
            format!(
                "redrive_policy = jsonencode({{ deadLetterTargetArn = {target}, maxReceiveCount = {receives} }})"
            )
        }
    }
}

/// The filters of a mapping.
pub(crate) fn filters(dialect: Dialect, patterns: &[Mended]) -> String {
    if dialect == Dialect::Terraform {
        let filters =
            patterns.iter().map(|pattern| format!("  filter {{\n    pattern = {}\n  }}\n", encoded(pattern)));
        return format!("filter_criteria {{\n{}}}", filters.collect::<String>());
    }
    let filter =
        |pattern: &Mended| format!("{{ {} }}", scalar(dialect, "Pattern", text(dialect, &pattern.json)));
    let filters: Vec<_> = patterns.iter().map(filter).collect();
    let filters = scalar(dialect, "Filters", format!("[{}]", filters.join(", ")));
    scalar(dialect, "FilterCriteria", format!("{{ {filters} }}"))
}

/// A pattern in Terraform. JSON is an expression of HCL too, unless an object has a key twice.
fn encoded(pattern: &Mended) -> String {
    let json = if pattern.has_duplicate_keys {
        text(Dialect::Terraform, &pattern.json)
    } else {
        format!("jsonencode({})", pattern.json)
    };
    // Terraform would evaluate what follows `${` and `%{`.
    json.replace("${", "$${").replace("%{", "%%{")
}

/// A source of this kind: the one of this name, or a placeholder.
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

/// A whole event of SAM for a queue.
pub(crate) fn queue_event(dialect: Dialect, queue: &str) -> String {
    let (queue, reports) = (attribute(dialect, queue, "Arn"), reports(dialect));
    match dialect {
        Dialect::Json => {
            format!("\"Type\": \"SQS\",\n\"Properties\": {{ \"Queue\": {queue}, {reports} }}")
        }
        _ => format!("Type: SQS\nProperties:\n  Queue: {queue}\n  {reports}"),
    }
}

/// An ARN as an expression: that of a resource, or a literal one. `None` if the file doesn't show it.
pub(crate) fn arn(dialect: Dialect, node: &Node) -> Option<String> {
    match node.value() {
        Node::Reference(name) if !name.starts_with("module.") => Some(attribute(dialect, name, "Arn")),
        Node::Text(arn) => Some(text(dialect, arn)),
        _ => None,
    }
}

/// A text as a value.
pub(crate) fn text(dialect: Dialect, text: &str) -> String {
    match dialect {
        Dialect::Yaml => format!("'{}'", text.replace('\'', "''")),
        _ => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// `!Ref`
pub(crate) fn reference(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Json => format!("{{ \"Ref\": \"{name}\" }}"),
        _ => format!("!Ref {name}"),
    }
}

/// An attribute of a resource.
pub(crate) fn attribute(dialect: Dialect, name: &str, attribute: &str) -> String {
    match dialect {
        Dialect::Json => format!("{{ \"Fn::GetAtt\": [\"{name}\", \"{attribute}\"] }}"),
        Dialect::Yaml => format!("!GetAtt {name}.{attribute}"),
        Dialect::Terraform => format!("{name}.{}", snake_case(attribute)),
    }
}
