//! The events of a SAM function: each of a stream, a queue or Kafka becomes an event source mapping.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html>

use crate::{
    declarations::{Declarations, Resource},
    deployment::queue_of,
    expectation::SourceKind,
    model::Mapping,
    node::{Node, Setting},
};

/// Adds the mappings of a function's events.
pub(crate) fn events(
    declarations: &Declarations,
    function: &Resource,
    mappings: &mut Vec<Mapping>,
    elsewhere: &mut Vec<String>,
) {
    match function.properties.get("Events") {
        Setting::Known(Node::Map(events)) => {
            for (name, event) in events {
                if name.starts_with("Fn::") {
                    // `Fn::ForEach::..` or `Fn::Transform` beside events that are spelt out.
                    elsewhere.push(format!("`{name}` in `Events` of `{}`", function.name));
                    continue;
                }
                match event.get("Type") {
                    Setting::Known(kind) => {
                        mappings.extend(mapping(declarations, function, name, kind, event));
                    }
                    Setting::Absent => {}
                    Setting::Unknown(why) => {
                        elsewhere.push(format!("the event `{name}` of `{}` ({why})", function.name));
                    }
                }
            }
        }
        Setting::Unknown(why) => elsewhere.push(format!("`Events` of `{}` ({why})", function.name)),
        _ => {}
    }
}

fn mapping(
    declarations: &Declarations,
    function: &Resource,
    name: &str,
    kind: &Node,
    event: &Node,
) -> Option<Mapping> {
    let source = match kind.text()? {
        "Kinesis" => SourceKind::Kinesis,
        "DynamoDB" => SourceKind::DynamoDb,
        "SQS" => SourceKind::Sqs,
        "MSK" | "SelfManagedKafka" => SourceKind::Kafka,
        _ => return None,
    };
    let properties = match event.get("Properties") {
        Setting::Known(properties) => properties.clone(),
        Setting::Absent => Node::Null,
        Setting::Unknown(why) => Node::Unknown(why),
    };
    let mut mapping = Mapping::read(declarations.dialect, &function.name, &properties);
    mapping.event = Some(name.to_owned());
    mapping.function = Setting::Known(function.name.clone());
    mapping.source = Setting::Known(source);
    mapping.queue = properties.get("Queue").then(|arn| queue_of(declarations, arn));
    Some(mapping)
}
