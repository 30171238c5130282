//! The resources a file declares, whatever its format.

use crate::{expectation::SourceKind, node::Node};

/// In whose words a file names its properties and what is to be pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Yaml,
    Json,
    Terraform,
}

impl Dialect {
    /// A property in the words of the dialect: Terraform writes CloudFormation's names in snake case, but for three.
    pub(crate) fn property(self, name: &str) -> String {
        match (self, name) {
            (Self::Yaml | Self::Json, _) => name.to_owned(),
            (Self::Terraform, "Destination") => "destination_arn".to_owned(),
            (Self::Terraform, "VisibilityTimeout") => "visibility_timeout_seconds".to_owned(),
            (Self::Terraform, "QueueName") => "name".to_owned(),
            (Self::Terraform, _) => snake_case(name),
        }
    }

    /// Several properties in the words of the dialect.
    pub(crate) fn properties(self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.property(name)).collect()
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// All that a file declares.
#[derive(Debug)]
pub(crate) struct Declarations {
    pub(crate) dialect: Dialect,
    pub(crate) resources: Vec<Resource>,
    /// `Globals.Function` of a SAM template.
    pub(crate) globals: Node,
    /// Parts that are only named, such as modules: what is not found may be there.
    pub(crate) elsewhere: Vec<String>,
}

impl Declarations {
    /// A resource by its name.
    pub(crate) fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// What a name stands for. Terraform's names tell it even of a resource that another file declares.
    pub(crate) fn role(&self, name: &str) -> Option<Role> {
        match (self.resource(name), self.dialect) {
            (Some(resource), _) => Some(resource.role),
            (None, Dialect::Terraform) => name.trim_start_matches("data.").split('.').next().map(Role::of),
            (None, _) => None,
        }
    }
}

/// A resource with all its properties.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The logical id, or `type.name` in Terraform.
    pub(crate) name: String,
    /// What the resource is here.
    pub(crate) role: Role,
    /// Its properties, or the body of the block.
    pub(crate) properties: Node,
}

/// What a resource is to an event source mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Function,
    /// An alias or a version: stands for its function.
    FunctionAlias,
    Mapping,
    /// Terraform's redrive policy beside the queue.
    RedrivePolicy,
    Source(SourceKind),
    /// A source whose mapping takes no report, such as a message broker.
    ForeignSource,
    Other,
}

impl Role {
    /// The role of a resource type, of CloudFormation or Terraform.
    pub(crate) fn of(resource_type: &str) -> Self {
        match resource_type {
            "AWS::Serverless::Function" | "AWS::Lambda::Function" | "aws_lambda_function" => Self::Function,
            "AWS::Lambda::Alias" | "AWS::Lambda::Version" | "aws_lambda_alias" => Self::FunctionAlias,
            "AWS::Lambda::EventSourceMapping" | "aws_lambda_event_source_mapping" => Self::Mapping,
            "aws_sqs_queue_redrive_policy" => Self::RedrivePolicy,
            "AWS::SQS::Queue" | "aws_sqs_queue" => Self::Source(SourceKind::Sqs),
            "AWS::Kinesis::Stream"
            | "AWS::Kinesis::StreamConsumer"
            | "aws_kinesis_stream"
            | "aws_kinesis_stream_consumer" => Self::Source(SourceKind::Kinesis),
            "AWS::DynamoDB::Table"
            | "AWS::DynamoDB::GlobalTable"
            | "AWS::Serverless::SimpleTable"
            | "aws_dynamodb_table"
            | "aws_dynamodb_table_replica" => Self::Source(SourceKind::DynamoDb),
            "AWS::MSK::Cluster"
            | "AWS::MSK::ServerlessCluster"
            | "aws_msk_cluster"
            | "aws_msk_serverless_cluster" => Self::Source(SourceKind::Kafka),
            "AWS::AmazonMQ::Broker" | "AWS::DocDB::DBCluster" | "aws_mq_broker" | "aws_docdb_cluster" => {
                Self::ForeignSource
            }
            _ => Self::Other,
        }
    }
}
