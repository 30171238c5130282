//! The events of a SAM function. SAM makes an event source mapping for each event of a stream, a queue or Kafka.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html>

use super::{
    mapping::{Mapping, Subscription},
    queue,
};
use crate::{
    file::{
        declarations::{Declarations, Resource},
        node::{Node, Setting},
    },
    source_kind::SourceKind,
};

/// Adds the mappings of a function's events.
pub(super) fn read(
    declarations: &Declarations,
    function: &Resource,
    mappings: &mut Vec<Mapping>,
    elsewhere: &mut Vec<String>,
) {
    match function.properties.get("Events") {
        Setting::Known(Node::Map(events)) => {
            for (name, event) in events {
                if name.starts_with("Fn::") {
                    // `Fn::ForEach::..` or `Fn::Transform`, which add further events.
                    elsewhere.push(format!("`{name}` in `Events` of `{}`", function.name));
                    continue;
                }
                match event.get("Type") {
                    Setting::Known(kind) if kind.text() == Some("SNS") => {
                        match subscription(declarations, function, name, event) {
                            Setting::Known(mapping) => mappings.push(mapping),
                            Setting::Absent => {}
                            Setting::Unknown(why) => elsewhere.push(format!(
                                "`SqsSubscription` of the event `{name}` of `{}` ({why})",
                                function.name
                            )),
                        }
                    }
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
    let mut mapping = Mapping::read(declarations.dialect, function, &properties);
    mapping.event = Some(name.to_owned());
    mapping.function = Setting::Known(function.name.clone());
    mapping.source = Setting::Known(source);
    mapping.queue = properties.get("Queue").and_then(|arn| queue::named_by(declarations, arn));
    mapping.written.has_properties |= matches!(event.get("Properties"), Setting::Known(_));
    Some(mapping)
}

/// The mapping that SAM makes for an SNS event with `SqsSubscription`, which delivers through a queue. No property of the event
/// sets the `FunctionResponseTypes` of that mapping.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqssubscriptionobject.html>
fn subscription(
    declarations: &Declarations,
    function: &Resource,
    name: &str,
    event: &Node,
) -> Setting<Mapping> {
    let properties = event.get("Properties");
    properties.clone().and_then(|properties| properties.get("SqsSubscription")).and_then(|subscription| {
        if matches!(subscription, Node::Map(_)) || subscription.boolean() == Setting::Known(true) {
            let topic = properties.and_then(|properties| properties.get("Topic"));
            let topic = if let Setting::Known(topic) = topic { topic.clone() } else { Node::Null };
            let queue = match subscription.get("QueueArn") {
                Setting::Known(arn) => Some(arn.clone()),
                Setting::Absent => None,
                Setting::Unknown(why) => Some(Node::Unknown(why)),
            };
            let mut mapping = Mapping::read(declarations.dialect, function, subscription);
            mapping.event = Some(name.to_owned());
            mapping.function = Setting::Known(function.name.clone());
            mapping.source = Setting::Known(SourceKind::Sqs);
            mapping.queue = queue.as_ref().map_or(Setting::Absent, |arn| queue::named_by(declarations, arn));
            mapping.subscription = Some(Subscription { topic, queue });
            return Setting::Known(mapping);
        }
        subscription.boolean().and_then(|_| Setting::Absent)
    })
}
