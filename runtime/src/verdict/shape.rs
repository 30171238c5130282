//! The shapes of responses, which Lambda tells apart before it looks at the batch.

use serde_json::Value;

use super::duplicate_keys::has_duplicate_keys;

/// Why an answer for API Gateway is not a report.
pub(crate) const WRAPPED: &str = "the answer is wrapped for API Gateway (`statusCode`): Lambda ignores its `body`, and all records count as done";

/// The shapes that Lambda is known, or believed, to distinguish.
pub(super) enum Shape {
    NoBody,
    NotJson,
    DuplicateKey,
    Null,
    EmptyList,
    List,
    Text,
    NumberOrBoolean,
    EmptyObject,
    /// An answer for API Gateway: `statusCode`, often with a report as the text of its `body`.
    Wrapped,
    OtherObject,
    NullFailures,
    OtherFailures,
    Failures(Vec<Value>),
}

impl Shape {
    pub(super) fn of(response: &[u8]) -> Self {
        if response.is_empty() {
            return Shape::NoBody;
        }
        match serde_json::from_slice(response) {
            Err(_) => Shape::NotJson,
            // Parsers differ in which of the two values they take, and one of the two may say that all is done.
            Ok(_) if has_duplicate_keys(response) => Shape::DuplicateKey,
            Ok(Value::Null) => Shape::Null,
            Ok(Value::Array(list)) if list.is_empty() => Shape::EmptyList,
            Ok(Value::Array(_)) => Shape::List,
            Ok(Value::String(_)) => Shape::Text,
            Ok(Value::Bool(_) | Value::Number(_)) => Shape::NumberOrBoolean,
            Ok(Value::Object(object)) if object.is_empty() => Shape::EmptyObject,
            Ok(Value::Object(mut object)) => match object.remove("batchItemFailures") {
                None if object.contains_key("statusCode") => Shape::Wrapped,
                None => Shape::OtherObject,
                Some(Value::Null) => Shape::NullFailures,
                Some(Value::Array(failures)) => Shape::Failures(failures),
                Some(_) => Shape::OtherFailures,
            },
        }
    }

    /// The shape in words.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Shape::NoBody => "a response without a body is success",
            Shape::NotJson => "the response cannot be read as JSON",
            Shape::DuplicateKey => "the response has a duplicate key",
            Shape::Null => "`null` is success",
            Shape::EmptyList => "an empty list is success",
            Shape::List => "a list is not a report",
            Shape::Text => "a text is not a report",
            Shape::NumberOrBoolean => "a number or boolean is not a report",
            Shape::EmptyObject => "an empty object is success",
            Shape::Wrapped => WRAPPED,
            Shape::OtherObject => "an object without `batchItemFailures` is read like an empty one",
            Shape::NullFailures => "`batchItemFailures` is null, which is success",
            Shape::OtherFailures => "`batchItemFailures` is not a list",
            Shape::Failures(failures) if failures.is_empty() => "no record is reported",
            Shape::Failures(_) => "records are reported",
        }
    }
}
