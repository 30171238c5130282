//! Types whose fields serde finds by position, by flattening, or by guessing a variant.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Deserializer};
use serde_bytes::ByteBuf;

use crate::{attribute, item, like_serde_dynamo};

#[derive(Debug, PartialEq, Deserialize)]
struct Point {
    x: i32,
    y: i32,
}

#[test]
fn fields_are_found_by_position_and_by_name() {
    for json in [
        r#"{"a":{"L":[{"N":"1"},{"N":"2"}]}}"#,
        r#"{"a":{"M":{"y":{"N":"2"},"x":{"N":"1"},"z":{"S":""}}}}"#,
        r#"{"a":{"L":[{"N":"1"},{"N":"2"},{"S":"more"}]}}"#,
    ] {
        let points: BTreeMap<String, Point> = like_serde_dynamo(json);
        assert_eq!(points["a"], Point { x: 1, y: 2 });
    }
    // The attributes of an item always have names.
    assert!(item::<Point>(r#"[{"N":"1"},{"N":"2"}]"#).is_err());
    assert!(item::<(i32, i32)>(r#"[{"N":"1"},{"N":"2"}]"#).is_err());
    assert_eq!(
        attribute::<Point>(r#"{"NS":["1","2"]}"#).unwrap_err(),
        "dynamodb.NewImage, at `a`: invalid type: attribute of type `NS`, expected `M`"
    );
    assert_eq!(
        attribute::<Point>(r#"{"L":[{"N":"1"}]}"#).unwrap_err(),
        "dynamodb.NewImage, at `a`: invalid length, expected struct Point"
    );
    assert_eq!(attribute(r#"{"L":[{"N":"1"},{"S":"x"},{"BOOL":true}]}"#), Ok((1_u8, "x".to_owned(), true)));
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Guessed {
    Integer(i64),
    Number(f64),
    Text(String),
    Point(Point),
    Bytes(ByteBuf),
    List(Vec<Guessed>),
    Map(BTreeMap<String, Guessed>),
    Nothing,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type")]
enum Tagged {
    Line { from: Point, to: Point },
    Blob { data: ByteBuf },
    Dot(Point),
    Nothing,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    A(u8),
    B { x: Vec<i8> },
}

#[test]
fn variants_that_serde_guesses_are_found() {
    let guessed = like_serde_dynamo::<BTreeMap<String, Guessed>>(
        r#"{"i":{"N":"-5"},"u":{"N":"18446744073709551615"},"f":{"N":"3.0"},"s":{"S":"x"},"p":{"M":{"x":{"N":"1"},
        "y":{"N":"2"}}},"b":{"B":"/w=="},"l":{"NS":["1","2.5"]},"m":{"M":{"a":{"NULL":true}}}}"#,
    );
    assert_eq!(guessed["f"], Guessed::Number(3.0));
    assert_eq!(guessed["b"], Guessed::Bytes(ByteBuf::from(vec![255])));

    let point = r#"{"M":{"x":{"N":"1"},"y":{"N":"2"}}}"#;
    like_serde_dynamo::<Tagged>(&format!(r#"{{"from":{point},"type":{{"S":"Line"}},"to":{point}}}"#));
    like_serde_dynamo::<Tagged>(r#"{"type":{"S":"Dot"},"x":{"N":"1"},"y":{"N":"2"}}"#);
    like_serde_dynamo::<Tagged>(r#"{"type":{"S":"Nothing"}}"#);
    like_serde_dynamo::<Tagged>(r#"{"type":{"S":"Blob"},"data":{"B":"/w=="}}"#);
    like_serde_dynamo::<Adjacent>(r#"{"c":{"N":"1"},"t":{"S":"A"}}"#);
    like_serde_dynamo::<Adjacent>(r#"{"t":{"S":"B"},"c":{"M":{"x":{"L":[{"N":"-1"}]}}}}"#);
}

/// A binary that serde buffers is a list for it, which can still become bytes.
#[test]
fn binaries_that_serde_buffers_become_lists_of_bytes() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Key([u8; 2]),
        Bytes(Vec<u8>),
    }
    assert_eq!(attribute(r#"{"B":"AAE="}"#), Ok(Either::Key([0, 1])));
    assert_eq!(attribute(r#"{"B":"AAEC"}"#), Ok(Either::Bytes(vec![0, 1, 2])));
    assert_eq!(attribute(r#"{"N":"1"}"#), Ok(Either::Number(1)));

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        id: u8,
        #[serde(flatten)]
        inner: Inner,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        data: Vec<u8>,
        sets: Vec<Vec<u8>>,
    }
    let inner = Inner { data: vec![0, 1], sets: vec![vec![0], vec![]] };
    assert_eq!(
        item(r#"{"data":{"B":"AAE="},"sets":{"BS":["AA==",""]},"id":{"N":"1"}}"#),
        Ok(Outer { id: 1, inner })
    );
}

#[test]
fn flattened_fields_are_found() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        id: String,
        #[serde(flatten)]
        point: Point,
        #[serde(flatten)]
        rest: HashMap<String, Guessed>,
    }
    like_serde_dynamo::<Outer>(r#"{"x":{"N":"1"},"id":{"S":"a"},"other":{"L":[{"S":"x"}]},"y":{"N":"2"}}"#);
}

#[test]
fn keys_of_maps_may_be_of_any_scalar_type() {
    like_serde_dynamo::<HashMap<u64, bool>>(r#"{"1":{"BOOL":true},"\u0032":{"BOOL":false}}"#);
    like_serde_dynamo::<HashMap<i128, u8>>(r#"{"-1":{"N":"1"}}"#);
    like_serde_dynamo::<HashMap<bool, u8>>(r#"{"true":{"N":"1"}}"#);
    like_serde_dynamo::<HashMap<char, u8>>(r#"{"x":{"N":"1"}}"#);
    assert!(item::<HashMap<u64, bool>>(r#"{"a":{"BOOL":true}}"#).is_err());
}

/// A type may refuse an attribute or read only a part of it, and go on. The attributes after it are read all the same.
#[test]
fn an_attribute_that_is_left_unread_does_no_harm() {
    fn lenient<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
        attribute: D,
    ) -> Result<T, D::Error> {
        Ok(T::deserialize(attribute).unwrap_or_default())
    }
    fn untouched<'de, D: Deserializer<'de>>(_: D) -> Result<(), D::Error> {
        Ok(())
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Lenient {
        #[serde(deserialize_with = "lenient")]
        a: Vec<BTreeMap<String, u8>>,
        #[serde(deserialize_with = "untouched")]
        b: (),
        #[serde(deserialize_with = "lenient")]
        c: u8,
        d: (u8, u8),
        e: String,
    }
    let expected = Lenient { a: Vec::new(), b: (), c: 0, d: (1, 2), e: "end".into() };
    for a in [
        r#"{"L":[{"M":{"x":{"N":"1"}}},{"M":{"e":{"S":"no"},"x":{"N":"1"}}}]}"#,
        r#"{"L":[{"M":{"x":{"L":[]}}},{"S":"e"}]}"#,
        r#"{"S":"e"}"#,
    ] {
        let image = format!(
            r#"{{"a":{a},"b":{{"M":{{"e":{{"S":"no"}}}}}},"c":{{"M":{{"e":{{"S":"no"}}}}}},
            "d":{{"L":[{{"N":"1"}},{{"N":"2"}},{{"M":{{"e":{{"S":"no"}}}}}}]}},"e":{{"S":"end"}}}}"#
        );
        assert_eq!(like_serde_dynamo::<Lenient>(&image), expected);
    }
}

#[test]
fn the_error_names_the_attribute() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Order {
        total: u64,
        #[serde(default)]
        items: Vec<Line>,
        #[serde(default)]
        prices: HashMap<String, u8>,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Line {
        price: f64,
    }
    for (image, error) in [
        (r#"{"total":{"S":"x"}}"#, "at `total`: invalid type: attribute of type `S`, expected `N`"),
        (
            r#"{"total":{"N":"1"},"items":{"L":[{"M":{"price":{"N":"1"}}},{"M":{"price":{"BOOL":true}}}]}}"#,
            "at `items[1].price`: invalid type: attribute of type `BOOL`, expected `N`",
        ),
        (r#"{"total":{"N":"1"},"items":{"L":[{"M":{}}]}}"#, "at `items[0]`: missing field `price`"),
        (
            r#"{"total":{"N":"1"},"items":{"M":{}}}"#,
            "at `items`: invalid type: attribute of type `M`, expected a list or set (`L`, `SS`, `NS`, `BS`)",
        ),
        (r#"{"total":{"N":"1"},"prices":{"M":{"secret":{"N":"x"}}}}"#, "at `prices.*`: not a number"),
        (r#"{}"#, "missing field `total`"),
    ] {
        let said = item::<Order>(image).unwrap_err();
        assert!(said.ends_with(error), "{said}");
    }
}

#[test]
fn an_attribute_twice_is_refused_wherever_it_is_read() {
    for image in [
        r#"{"a":{"S":"1"},"a":{"S":"2"}}"#,
        r#"{"a":{"S":"1"},"\u0061":{"S":"1"}}"#,
        r#"{"x":{"L":[{"M":{"a":{"S":"1"},"a":{"S":"2"}}}]}}"#,
    ] {
        let error = item::<serde_json::Value>(image).unwrap_err();
        assert!(error.contains("an attribute is there twice"), "{error}");
    }
    // The names of an item are always read. Names inside an attribute that the type skips are not.
    #[derive(Debug, PartialEq, Deserialize)]
    struct Id {
        id: String,
    }
    let error = item::<Id>(r#"{"id":{"S":"a"},"x":{"S":"1"},"x":{"S":"1"}}"#).unwrap_err();
    assert!(error.contains("an attribute is there twice"), "{error}");
    assert!(item::<serde::de::IgnoredAny>(r#"{"x":{"S":"1"},"x":{"S":"1"}}"#).is_err());
    let skipped = r#"{"id":{"S":"a"},"x":{"M":{"a":{"S":"1"},"a":{"S":"2"}}}}"#;
    assert_eq!(item(skipped), Ok(Id { id: "a".into() }));
}
