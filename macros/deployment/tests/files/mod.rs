//! One deployment in every format. Tests remove one property at a time.

use checkpointed_deployment::{Expectation, Format, Rule, SourceKind};

pub(crate) const FORMATS: [Format; 3] = [Format::Yaml, Format::Json, Format::Terraform];

pub(crate) fn handler(source: SourceKind) -> Expectation {
    Expectation { source: Some(source), ..Expectation::default() }
}

#[derive(Clone)]
pub(crate) struct File {
    source: SourceKind,
    properties: Vec<(&'static str, String)>,
    pasted_mapping: String,
    pasted_queue: String,
}

impl File {
    pub(crate) fn good(source: SourceKind) -> Self {
        let names: &[(&str, &str)] = match source {
            SourceKind::Sqs => &[
                ("responses", ""),
                ("timeout", "60"),
                ("visibility", "360"),
                ("fifo", "true"),
                ("redrive", ""),
            ],
            SourceKind::Kafka => &[("responses", ""), ("pollers", "")],
            _ => &[("responses", ""), ("bisect", "true"), ("retries", "5"), ("destination", "")],
        };
        let properties = names.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { source, properties, pasted_mapping: String::new(), pasted_queue: String::new() }
    }

    pub(crate) fn without(&self, property: &str) -> Self {
        let mut file = self.clone();
        file.properties.retain(|(name, _)| *name != property);
        assert!(file.properties.len() < self.properties.len(), "{property}");
        file
    }

    pub(crate) fn with(mut self, property: &'static str, value: &str) -> Self {
        self.properties.retain(|(name, _)| *name != property);
        self.properties.push((property, value.to_owned()));
        self
    }

    /// What a finding says to add, at the place where it belongs.
    pub(crate) fn with_line(mut self, rule: Rule, add: &str) -> Self {
        match rule {
            Rule::VisibilityTimeout | Rule::DeadLetterQueue => self.pasted_queue = add.to_owned(),
            _ => self.pasted_mapping = add.to_owned(),
        }
        self
    }

    pub(crate) fn name(&self, format: Format) -> &'static str {
        match format {
            Format::Json => "cdk.out/Orders.template.json",
            Format::Terraform => "main.tf",
            _ => "template.yaml",
        }
    }

    pub(crate) fn text(&self, format: Format) -> String {
        match format {
            Format::Json => self.json(),
            Format::Terraform => self.terraform(),
            _ => self.yaml(),
        }
    }

    /// The lines of some properties, in the words of a format.
    fn lines(&self, names: &[&str], words: impl Fn(&str, &str) -> String, pasted: &str) -> Vec<String> {
        let chosen = self.properties.iter().filter(|(name, _)| names.contains(name));
        let mut lines: Vec<String> = chosen.map(|(name, value)| words(name, value)).collect();
        if !pasted.is_empty() {
            lines.push(pasted.to_owned());
        }
        lines
    }

    fn yaml(&self) -> String {
        let words = |name: &str, value: &str| match name {
            "responses" => "FunctionResponseTypes: [ReportBatchItemFailures]".to_owned(),
            "destination" => {
                "DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Lost.Arn } }".to_owned()
            }
            "pollers" => "ProvisionedPollerConfig: { MinimumPollers: 1 }".to_owned(),
            "redrive" => {
                "RedrivePolicy: { deadLetterTargetArn: !GetAtt Lost.Arn, maxReceiveCount: 3 }".to_owned()
            }
            name => format!("{}: {value}", cloudformation_name(name)),
        };
        let indented = |lines: Vec<String>, by: usize| -> String {
            lines
                .iter()
                .map(|line| {
                    format!("{}{}\n", " ".repeat(by), line.replace('\n', &format!("\n{}", " ".repeat(by))))
                })
                .collect()
        };
        let (event, source, resource) = match self.source {
            SourceKind::Kinesis => ("Kinesis", "Stream: !GetAtt Source.Arn", "AWS::Kinesis::Stream"),
            SourceKind::DynamoDb => ("DynamoDB", "Stream: !GetAtt Source.StreamArn", "AWS::DynamoDB::Table"),
            SourceKind::Sqs => ("SQS", "Queue: !GetAtt Source.Arn", "AWS::SQS::Queue"),
            _ => ("MSK", "Stream: !Ref Source", "AWS::MSK::Cluster"),
        };
        format!(
            "Resources:\n  Handler:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: provided.al2023\n{}      Events:\n        \
             Records:\n          Type: {event}\n          Properties:\n            {source}\n{}  Source:\n    Type: {resource}\n    Properties:\n      \
             Tags: []\n{}",
            indented(self.lines(&FUNCTION, words, ""), 6),
            indented(self.lines(&MAPPING, words, &self.pasted_mapping), 12),
            indented(self.lines(&QUEUE, words, &self.pasted_queue), 6),
        )
    }

    fn json(&self) -> String {
        let words = |name: &str, value: &str| {
            match name {
            "responses" => r#""FunctionResponseTypes": ["ReportBatchItemFailures"]"#.to_owned(),
            "destination" => r#""DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["Lost0A1B2C3D", "Arn"]}}}"#.to_owned(),
            "pollers" => r#""ProvisionedPollerConfig": {"MinimumPollers": 1}"#.to_owned(),
            "redrive" => r#""RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Lost0A1B2C3D", "Arn"]}, "maxReceiveCount": 3}"#.to_owned(),
            name => format!("\"{}\": {value}", cloudformation_name(name)),
        }
        };
        let more =
            |lines: Vec<String>| -> String { lines.iter().map(|line| format!(",\n    {line}")).collect() };
        let (attribute, resource) = match self.source {
            SourceKind::Kinesis => ("Arn", "AWS::Kinesis::Stream"),
            SourceKind::DynamoDb => ("StreamArn", "AWS::DynamoDB::Table"),
            SourceKind::Sqs => ("Arn", "AWS::SQS::Queue"),
            _ => ("Arn", "AWS::MSK::Cluster"),
        };
        format!(
            r#"{{
 "Resources": {{
  "HandlerF1A2B3C4": {{
   "Type": "AWS::Lambda::Function",
   "Properties": {{
    "Runtime": "provided.al2023"{}
   }},
   "Metadata": {{ "aws:cdk:path": "Orders/Handler/Resource" }}
  }},
  "HandlerRecords0A1B2C3D": {{
   "Type": "AWS::Lambda::EventSourceMapping",
   "Properties": {{
    "EventSourceArn": {{ "Fn::GetAtt": ["Source5E6F7A8B", "{attribute}"] }},
    "FunctionName": {{ "Ref": "HandlerF1A2B3C4" }}{}
   }}
  }},
  "Source5E6F7A8B": {{
   "Type": "{resource}",
   "Properties": {{
    "Tags": []{}
   }}
  }}
 }}
}}"#,
            more(self.lines(&FUNCTION, words, "")),
            more(self.lines(&MAPPING, words, &self.pasted_mapping)),
            more(self.lines(&QUEUE, words, &self.pasted_queue)),
        )
    }

    fn terraform(&self) -> String {
        let words = |name: &str, value: &str| {
            match name {
            "responses" => r#"function_response_types = ["ReportBatchItemFailures"]"#.to_owned(),
            "destination" => "destination_config {\n on_failure {\n destination_arn = aws_sqs_queue.lost.arn\n }\n}".to_owned(),
            "pollers" => "provisioned_poller_config {\n minimum_pollers = 1\n}".to_owned(),
            "redrive" => {
                "redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.lost.arn, maxReceiveCount = 3 })".to_owned()
            }
            name => format!("{} = {value}", terraform_name(name)),
        }
        };
        let (kind, arn) = match self.source {
            SourceKind::Kinesis => ("aws_kinesis_stream", "arn"),
            SourceKind::DynamoDb => ("aws_dynamodb_table", "stream_arn"),
            SourceKind::Sqs => ("aws_sqs_queue", "arn"),
            _ => ("aws_msk_cluster", "arn"),
        };
        format!(
            "resource \"aws_lambda_function\" \"handler\" {{\nruntime = \"provided.al2023\"\n{}\n}}\nresource \
             \"aws_lambda_event_source_mapping\" \"records\" {{\nevent_source_arn = {kind}.source.{arn}\nfunction_name = \
             aws_lambda_function.handler.arn\n{}\n}}\nresource \"{kind}\" \"source\" {{\n{}\n}}\n",
            self.lines(&FUNCTION, words, "").join("\n"),
            self.lines(&MAPPING, words, &self.pasted_mapping).join("\n"),
            self.lines(&QUEUE, words, &self.pasted_queue).join("\n"),
        )
    }
}

const FUNCTION: [&str; 1] = ["timeout"];
const MAPPING: [&str; 7] = ["responses", "bisect", "retries", "age", "window", "destination", "pollers"];
const QUEUE: [&str; 3] = ["visibility", "fifo", "redrive"];

/// The resource that the finding of a broken rule names.
pub(crate) fn resource_of(rule: Rule, format: Format) -> &'static str {
    match (format, rule) {
        (Format::Json, Rule::VisibilityTimeout | Rule::DeadLetterQueue) => "`Source5E6F7A8B`",
        (Format::Terraform, Rule::VisibilityTimeout | Rule::DeadLetterQueue) => "`aws_sqs_queue.source`",
        (_, Rule::VisibilityTimeout | Rule::DeadLetterQueue) => "`Source`",
        (Format::Json, _) => "`HandlerRecords0A1B2C3D`",
        (Format::Terraform, _) => "`aws_lambda_event_source_mapping.records`",
        (_, _) => "`Handler`",
    }
}

fn cloudformation_name(name: &str) -> &'static str {
    match name {
        "bisect" => "BisectBatchOnFunctionError",
        "retries" => "MaximumRetryAttempts",
        "age" => "MaximumRecordAgeInSeconds",
        "window" => "TumblingWindowInSeconds",
        "timeout" => "Timeout",
        "visibility" => "VisibilityTimeout",
        "fifo" => "FifoQueue",
        name => panic!("{name}"),
    }
}

fn terraform_name(name: &str) -> &'static str {
    match name {
        "bisect" => "bisect_batch_on_function_error",
        "retries" => "maximum_retry_attempts",
        "age" => "maximum_record_age_in_seconds",
        "window" => "tumbling_window_in_seconds",
        "timeout" => "timeout",
        "visibility" => "visibility_timeout_seconds",
        "fifo" => "fifo_queue",
        name => panic!("{name}"),
    }
}
