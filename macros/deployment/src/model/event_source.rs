//! Finds the kind of source that an ARN refers to.

use crate::{
    file::{
        declarations::{Declarations, Role},
        node::{Node, Setting},
    },
    source_kind::SourceKind,
};

/// The kind of source that an ARN refers to. `Known(None)` is a source for whose mapping Lambda reads no report.
pub(super) fn kind_of(declarations: &Declarations, arn: &Node) -> Setting<Option<SourceKind>> {
    if let Node::Reference(name) = arn.value() {
        return match declarations.role(name) {
            Some(Role::Source(kind)) => Setting::Known(Some(kind)),
            Some(Role::ForeignSource) => Setting::Known(None),
            _ => Setting::Unknown(format!("`{name}`")),
        };
    }
    arn.present().and_then(|arn| match arn.literal().split(':').nth(2) {
        Some("kinesis") => Setting::Known(Some(SourceKind::Kinesis)),
        Some("dynamodb") => Setting::Known(Some(SourceKind::DynamoDb)),
        Some("sqs") => Setting::Known(Some(SourceKind::Sqs)),
        Some("kafka") => Setting::Known(Some(SourceKind::Kafka)),
        Some("mq" | "rds") => Setting::Known(None),
        _ => Setting::Unknown("its ARN does not name the service".to_owned()),
    })
}
