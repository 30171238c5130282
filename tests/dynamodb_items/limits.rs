//! Items of hostile depth or size.

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::{attribute, item};

fn nested(levels: usize) -> String {
    format!("{}{{\"S\":\"\"}}{}", r#"{"L":["#.repeat(levels), "]}".repeat(levels))
}

#[derive(Debug, serde::Deserialize)]
struct Tree(#[expect(dead_code, reason = "only decoded")] Vec<Tree>);

/// DynamoDB nests 32 levels at most.
#[test]
fn nesting_that_would_overflow_the_stack_is_refused() {
    assert!(attribute::<Value>(&nested(32)).is_ok());
    assert!(attribute::<Value>(&nested(62)).is_ok());
    for levels in [64, 1_000, 100_000] {
        let error = attribute::<Value>(&nested(levels)).unwrap_err();
        assert!(error.contains("nested too deep"), "{error}");
        assert!(attribute::<Tree>(&nested(levels)).is_err());
        assert!(attribute::<serde_dynamo::AttributeValue>(&nested(levels)).is_err());
        assert!(attribute::<IgnoredAny>(&nested(levels)).is_ok());
    }
}

#[test]
fn very_many_attributes_take_linear_time() {
    let names: Vec<String> = (0..200_000).map(|number| format!(r#""{number}":{{"N":"{number}"}}"#)).collect();
    let image = format!("{{{}}}", names.join(","));
    assert_eq!(item::<Value>(&image).unwrap().as_object().unwrap().len(), 200_000);
    let twice = format!("{{{},{}}}", names.join(","), names[77_777]);
    assert!(item::<IgnoredAny>(&twice).unwrap_err().contains("is there twice"));
}
