//! The resources that a file declares, in one shape for all formats.

use std::collections::HashMap;

use super::{dialect::Dialect, lines::Lines, node::Node};
use crate::source_kind::SourceKind;

/// Everything that a file declares.
#[derive(Debug)]
pub(crate) struct Declarations {
    pub(crate) dialect: Dialect,
    pub(crate) resources: Vec<Resource>,
    by_name: HashMap<String, usize>,
    /// `Globals.Function` of a SAM template.
    pub(crate) globals: Node,
    /// Parts of the deployment that the file only names. What isn't found may be in them.
    pub(crate) elsewhere: Vec<String>,
    /// The modules that a Terraform file calls.
    pub(crate) modules: Vec<Module>,
    /// The named file first, then the files beside it.
    pub(crate) files: Vec<SourceFile>,
}

impl Declarations {
    /// The declarations of one file, without modules.
    pub(crate) fn new(dialect: Dialect, resources: Vec<Resource>, file: SourceFile) -> Self {
        let mut by_name = HashMap::new();
        for (index, resource) in resources.iter().enumerate() {
            by_name.entry(resource.name.clone()).or_insert(index);
        }
        Self {
            dialect,
            by_name,
            resources,
            globals: Node::Null,
            elsewhere: Vec::new(),
            modules: Vec::new(),
            files: vec![file],
        }
    }

    /// A resource by its name.
    pub(crate) fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.get(*self.by_name.get(name)?)
    }

    /// What a name refers to. In Terraform the name shows it, also for a resource that another file declares.
    pub(crate) fn role(&self, name: &str) -> Option<Role> {
        match (self.resource(name), self.dialect) {
            (Some(resource), _) => Some(resource.role),
            (None, Dialect::Terraform) => name.trim_start_matches("data.").split('.').next().map(Role::of),
            (None, _) => None,
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Its name in messages.
    pub(crate) name: String,
    pub(crate) lines: Lines,
}

/// A module that a Terraform file calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Module {
    /// `module.name`
    pub(crate) name: String,
    /// Whether its argument `event_source_mapping` holds mappings, as that of `terraform-aws-modules/lambda/aws` does.
    pub(crate) holds_mappings: bool,
}

/// A resource with all its properties.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The logical id, or `type.name` in Terraform.
    pub(crate) name: String,
    /// What the resource is to a mapping.
    pub(crate) role: Role,
    /// Its properties, or the body of the block.
    pub(crate) properties: Node,
    /// The index of the file that declares it.
    pub(crate) file: usize,
}

/// What a resource is to an event source mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Function,
    /// An alias or a version of a function. A mapping to it is a mapping to the function.
    FunctionAlias,
    Mapping,
    /// Terraform's redrive policy as a resource of its own.
    RedrivePolicy,
    Source(SourceKind),
    /// A module of Terraform, whose outputs can be a function.
    Module,
    /// A source for whose mapping Lambda reads no report, such as a message broker.
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
            "module" => Self::Module,
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
