//! One deployment in every format.

use checkpointed_deployment::{Format, SourceKind};
use serde_json::{Value, json};

/// The format, and the kind of the mapping: an event or a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Sam,
    SamInJson,
    CloudFormation,
    Cdk,
    Terraform,
}

pub(crate) const STYLES: [Style; 5] =
    [Style::Sam, Style::SamInJson, Style::CloudFormation, Style::Cdk, Style::Terraform];

impl Style {
    pub(crate) fn format(self) -> Format {
        match self {
            Self::Sam | Self::CloudFormation => Format::Yaml,
            Self::SamInJson | Self::Cdk => Format::Json,
            Self::Terraform => Format::Terraform,
        }
    }

    pub(crate) fn is_sam(self) -> bool {
        matches!(self, Self::Sam | Self::SamInJson)
    }
}

/// A function, its mapping and its source.
#[derive(Debug, Clone)]
pub(crate) struct Deployed {
    pub(crate) kind: SourceKind,
    pub(crate) mapping: Value,
    /// `null`: the source has no properties at all.
    pub(crate) source: Value,
    pub(crate) timeout: i64,
}

impl Deployed {
    pub(crate) fn new(kind: SourceKind, mapping: Value, source: Value) -> Self {
        Self { kind, mapping, source, timeout: 20 }
    }

    pub(crate) fn text(&self, style: Style) -> String {
        if style == Style::Terraform {
            return self.terraform();
        }
        let (event, property, resource, arn) = match self.kind {
            SourceKind::Kinesis => ("Kinesis", "Stream", "AWS::Kinesis::Stream", "Arn"),
            SourceKind::DynamoDb => ("DynamoDB", "Stream", "AWS::DynamoDB::Table", "StreamArn"),
            SourceKind::Sqs => ("SQS", "Queue", "AWS::SQS::Queue", "Arn"),
            _ => ("MSK", "Stream", "AWS::MSK::Cluster", "Arn"),
        };
        let arn = json!({ "Fn::GetAtt": ["Source", arn] });
        let mut properties = self.mapping.clone();
        let mut source = json!({ "Type": resource, "Properties": self.source });
        if self.source.is_null() {
            source.as_object_mut().unwrap().remove("Properties");
        }
        let mut resources = json!({ "Source": source, "Lost": { "Type": "AWS::SQS::Queue" }, "LostFifo": {
            "Type": "AWS::SQS::Queue", "Properties": { "FifoQueue": true } } });
        if style.is_sam() {
            properties[property] = arn;
            resources["Handler"] = json!({ "Type": "AWS::Serverless::Function", "Properties": {
                "Timeout": self.timeout, "Events": { "Records": { "Type": event, "Properties": properties } } } });
        } else {
            properties["EventSourceArn"] = arn;
            properties["FunctionName"] = json!({ "Ref": "Handler" });
            resources["Handler"] =
                json!({ "Type": "AWS::Lambda::Function", "Properties": { "Timeout": self.timeout } });
            resources["Mapping"] =
                json!({ "Type": "AWS::Lambda::EventSourceMapping", "Properties": properties });
        }
        let template = json!({ "Resources": resources });
        match style.format() {
            Format::Json => serde_json::to_string_pretty(&template).unwrap(),
            _ => serde_yaml_ng::to_string(&template).unwrap(),
        }
    }

    fn terraform(&self) -> String {
        let (kind, arn) = match self.kind {
            SourceKind::Kinesis => ("aws_kinesis_stream", "arn"),
            SourceKind::DynamoDb => ("aws_dynamodb_table", "stream_arn"),
            SourceKind::Sqs => ("aws_sqs_queue", "arn"),
            _ => ("aws_msk_cluster", "arn"),
        };
        format!(
            "resource \"aws_lambda_function\" \"handler\" {{\ntimeout = {}\n}}\nresource \"aws_sqs_queue\" \"lost\" {{\n}}\n\
             resource \"aws_sqs_queue\" \"lost_fifo\" {{\nfifo_queue = true\n}}\n\
             resource \"{kind}\" \"source\" {{\n{}}}\nresource \"aws_lambda_event_source_mapping\" \"mapping\" {{\n\
             event_source_arn = {kind}.source.{arn}\nfunction_name = aws_lambda_function.handler.arn\n{}}}\n",
            self.timeout,
            settings(&self.source),
            settings(&self.mapping),
        )
    }
}

/// The properties as Terraform writes them.
fn settings(properties: &Value) -> String {
    let entries = properties.as_object().into_iter().flatten();
    let lines = entries.map(|(name, value)| match (name.as_str(), value) {
        ("DestinationConfig", value) if value["OnFailure"]["Destination"].is_null() => {
            "destination_config {\n on_failure {\n }\n}\n".to_owned()
        }
        ("DestinationConfig", _) => {
            "destination_config {\n on_failure {\n destination_arn = aws_sqs_queue.lost.arn\n }\n}\n"
                .to_owned()
        }
        ("ProvisionedPollerConfig", _) => "provisioned_poller_config {\n minimum_pollers = 2\n}\n".to_owned(),
        ("RedrivePolicy", policy) => {
            let target = if policy["deadLetterTargetArn"].is_null() {
                ""
            } else {
                "deadLetterTargetArn = aws_sqs_queue.lost_fifo.arn"
            };
            format!(
                "redrive_policy = jsonencode({{\n{target}\nmaxReceiveCount = {}\n}})\n",
                policy["maxReceiveCount"]
            )
        }
        ("FilterCriteria", value) => {
            let filters = value["Filters"].as_array().into_iter().flatten();
            let filter = |filter: &Value| {
                let pattern = filter["Pattern"].to_string().replace("${", "$${").replace("%{", "%%{");
                format!(" filter {{\n pattern = {pattern}\n }}\n")
            };
            format!("filter_criteria {{\n{}}}\n", filters.map(filter).collect::<String>())
        }
        ("VisibilityTimeout", value) => format!("visibility_timeout_seconds = {value}\n"),
        (name, value) => {
            let snake: String = name
                .char_indices()
                .map(|(at, letter)| match letter {
                    'A'..='Z' if at > 0 => format!("_{}", letter.to_ascii_lowercase()),
                    letter => letter.to_ascii_lowercase().to_string(),
                })
                .collect();
            format!("{snake} = {value}\n")
        }
    });
    lines.collect()
}
