//! Attributes of every type become the types that ask for them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;
use serde_bytes::{ByteArray, ByteBuf};
use serde_dynamo::AttributeValue;
use serde_json::{Value, json};

use crate::{attribute, decoded_by_serde_dynamo, item, like_serde_dynamo};

const LONG: &str = "110111111111111110000000000000000000000";

#[test]
fn numbers_of_all_sizes_are_decoded() {
    let n = |text: &str| format!(r#"{{"N":"{text}"}}"#);
    let long: u128 = LONG.parse().unwrap();
    assert_eq!(attribute(&n(LONG)), Ok(long));
    assert_eq!(attribute(&n(LONG)), Ok(i128::try_from(long).unwrap()));
    assert_eq!(attribute(&n(&format!("-{LONG}"))), Ok(-i128::try_from(long).unwrap()));
    assert_eq!(attribute(&n(LONG)), Ok(1.101_111_111_111_111e38_f64));
    assert_eq!(attribute(&n(&u128::MAX.to_string())), Ok(u128::MAX));
    assert_eq!(attribute(&n(&i128::MIN.to_string())), Ok(i128::MIN));
    assert_eq!(attribute(&n("18446744073709551615")), Ok(u64::MAX));
    assert_eq!(attribute(&n("-128")), Ok(i8::MIN));
    assert_eq!(attribute(&n("1.5E+3")), Ok(1500.0_f32));
    for (text, into) in [
        (LONG, attribute::<u64>(&n(LONG)).unwrap_err()),
        ("-1", attribute::<u64>(&n("-1")).unwrap_err()),
        ("3.5", attribute::<u64>(&n("3.5")).unwrap_err()),
        ("1E-1", attribute::<u64>(&n("1E-1")).unwrap_err()),
        ("1E30", attribute::<u64>(&n("1E30")).unwrap_err()),
    ] {
        assert_eq!(into, "dynamodb.NewImage, at `a`: the number doesn't fit into `u64`", "{text}");
    }
    for text in ["", " 1", "1 ", "one", "0x1", "1,5", "--1"] {
        for error in [attribute::<u8>(&n(text)).unwrap_err(), attribute::<f64>(&n(text)).unwrap_err()] {
            assert_eq!(error, "dynamodb.NewImage, at `a`: not a number", "{text}");
        }
    }
}

#[test]
fn integers_may_be_written_with_a_point_or_an_exponent() {
    for (text, number) in [("3.0", 3), ("1E2", 100), ("1.20e+1", 12), ("1200E-2", 12), ("0E-9", 0), ("+7", 7)]
    {
        assert_eq!(attribute::<u8>(&format!(r#"{{"N":"{text}"}}"#)), Ok(number));
        assert_eq!(attribute::<i128>(&format!(r#"{{"N":"{text}"}}"#)), Ok(number.into()));
        let set = attribute::<HashSet<u16>>(&format!(r#"{{"NS":["{text}"]}}"#));
        assert_eq!(set, Ok(HashSet::from([number.into()])));
    }
    assert_eq!(attribute::<i64>(r#"{"N":"-2.5E1"}"#), Ok(-25));
}

#[test]
fn binaries_become_bytes_in_any_form() {
    let bytes = vec![0, 1, 2, 255];
    assert_eq!(attribute(r#"{"B":"AAEC/w=="}"#), Ok(bytes.clone()));
    assert_eq!(attribute(r#"{"B":"AAEC/w=="}"#), Ok([0_u8, 1, 2, 255]));
    assert_eq!(attribute(r#"{"B":"AAEC/w=="}"#), Ok((0_u8, 1_u8, 2_u8, 255_u8)));
    assert_eq!(attribute(r#"{"B":"AAEC/w=="}"#), Ok(Some(bytes.clone().into_boxed_slice())));
    assert_eq!(attribute(r#"{"B":"AAEC/w=="}"#), Ok(ByteBuf::from(bytes.clone())));
    assert_eq!(attribute(r#"{"B":"AAEC/w=="}"#), Ok(ByteArray::new([0, 1, 2, 255])));
    assert_eq!(attribute(r#"{"B":""}"#), Ok(Vec::<u8>::new()));
    assert_eq!(attribute(r#"{"B":""}"#), Ok(ByteBuf::new()));
    assert_eq!(attribute(r#"{"BS":["eA==","eXo="]}"#), Ok(vec![b"x".to_vec(), b"yz".to_vec()]));
    assert_eq!(attribute(r#"{"BS":["eA==","eXo="]}"#), Ok(vec![ByteBuf::from("x"), ByteBuf::from("yz")]));
    assert_eq!(attribute(r#"{"BS":["eHk=","eXo="]}"#), Ok(HashSet::from([*b"xy", *b"yz"])));
    assert_eq!(attribute(r#"{"L":[{"B":"eA=="},{"NULL":true}]}"#), Ok(vec![Some(b"x".to_vec()), None]));

    // The length must be right.
    for error in [
        attribute::<[u8; 3]>(r#"{"B":"AAEC/w=="}"#).unwrap_err(),
        attribute::<[u8; 5]>(r#"{"B":"AAEC/w=="}"#).unwrap_err(),
    ] {
        assert!(error.starts_with("dynamodb.NewImage, at `a`: invalid length"), "{error}");
    }
    for text in ["not base64!", "AAEC/w", "%"] {
        for json in [format!(r#"{{"B":"{text}"}}"#), format!(r#"{{"BS":["eA==","{text}"]}}"#)] {
            let error = attribute::<Value>(&json).unwrap_err();
            assert!(error.contains(": not base64: "), "{error}");
        }
    }
    assert_eq!(
        attribute::<String>(r#"{"B":"eA=="}"#).unwrap_err(),
        "dynamodb.NewImage, at `a`: invalid type: attribute of type `B`, expected `S`"
    );
}

#[test]
fn sets_become_collections() {
    assert_eq!(
        attribute(&format!(r#"{{"NS":["{LONG}","1"]}}"#)),
        Ok(HashSet::from([LONG.parse::<u128>().unwrap(), 1]))
    );
    assert_eq!(attribute(r#"{"NS":["1","2"]}"#), Ok(BTreeSet::from([1_u8, 2])));
    assert_eq!(attribute(r#"{"NS":["1","2.5"]}"#), Ok(vec![Some(1.0), Some(2.5)]));
    assert_eq!(attribute(r#"{"SS":["a","b\n"]}"#), Ok(BTreeSet::from(["a".to_owned(), "b\n".to_owned()])));
    assert_eq!(attribute(r#"{"SS":["A","B"]}"#), Ok(vec![Variants::A, Variants::B]));
    #[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
    struct Tag(String);
    assert_eq!(attribute(r#"{"SS":["a"]}"#), Ok(HashSet::from([Tag("a".into())])));
    assert_eq!(
        attribute::<Vec<u8>>(r#"{"NS":["1","x"]}"#).unwrap_err(),
        "dynamodb.NewImage, at `a[1]`: not a number"
    );
}

#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
enum Variants {
    A,
    B,
    Newtype(u64),
    Tuple(u64, String),
    Struct { x: u64 },
}

#[test]
fn enums_are_named_by_a_text_or_a_map() {
    assert_eq!(attribute(r#"{"S":"B"}"#), Ok(Variants::B));
    assert_eq!(attribute(r#"{"M":{"A":{"NULL":true}}}"#), Ok(Variants::A));
    assert_eq!(attribute(r#"{"M":{"A":{}}}"#), Ok(Variants::A));
    assert_eq!(attribute(r#"{"M":{"Newtype":{"N":"1"}}}"#), Ok(Variants::Newtype(1)));
    assert_eq!(
        attribute(r#"{"M":{"Tuple":{"L":[{"N":"1"},{"S":"x"}]}}}"#),
        Ok(Variants::Tuple(1, "x".into()))
    );
    assert_eq!(attribute(r#"{"M":{"Struct":{"M":{"x":{"N":"1"}}}}}"#), Ok(Variants::Struct { x: 1 }));
    assert_eq!(item(r#"{"Newtype":{"N":"1"}}"#), Ok(Variants::Newtype(1)));
    for (json, error) in [
        (
            r#"{"M":{"Struct":{"M":{"x":{"S":"1"}}}}}"#,
            "at `a.Struct.x`: invalid type: attribute of type `S`, expected `N`",
        ),
        (
            r#"{"M":{"Newtype":{"N":"1"},"A":{"N":"1"}}}"#,
            "at `a`: not a variant: expected a map with one attribute, named after the variant",
        ),
        (r#"{"M":{}}"#, "at `a`: not a variant: expected a map with one attribute, named after the variant"),
        (r#"{"S":"C"}"#, "at `a`: unknown variant, expected one of `A`, `B`, `Newtype`, `Tuple`, `Struct`"),
        (r#"{"N":"1"}"#, "at `a`: invalid type: attribute of type `N`, expected a variant (`S` or `M`)"),
    ] {
        assert_eq!(attribute::<Variants>(json).unwrap_err(), format!("dynamodb.NewImage, {error}"));
    }
    let keyed = BTreeMap::from([(Variants::A, 1), (Variants::B, 2)]);
    assert_eq!(like_serde_dynamo::<BTreeMap<Variants, u8>>(r#"{"A":{"N":"1"},"B":{"N":"2"}}"#), keyed);
}

#[test]
fn every_attribute_can_be_read_as_json() {
    let image = format!(
        r#"{{"s":{{"S":"x"}},"n":{{"N":"1"}},"f":{{"N":"1.5"}},"big":{{"N":"{LONG}"}},"b":{{"B":"AAE="}},
        "bs":{{"BS":["AAE="]}},"m":{{"M":{{"b":{{"B":""}}}}}},"null":{{"NULL":true}},"yes":{{"BOOL":true}}}}"#
    );
    let expected = json!({
        "s": "x", "n": 1, "f": 1.5, "big": 1.101_111_111_111_111e38, "b": [0, 1], "bs": [[0, 1]], "m": {"b": []},
        "null": null, "yes": true
    });
    assert_eq!(item::<Value>(&image), Ok(expected.clone()));
    assert!(decoded_by_serde_dynamo::<Value>(&image).is_err());

    #[derive(Debug, PartialEq, Deserialize)]
    struct Rest {
        s: String,
        #[serde(flatten)]
        rest: HashMap<String, Value>,
    }
    let rest = item::<Rest>(&image).unwrap();
    assert_eq!((rest.s.as_str(), &rest.rest["b"], rest.rest.len()), ("x", &json!([0, 1]), 8));
}

#[test]
fn every_attribute_can_be_read_as_an_attribute_value() {
    // Some names of attributes look like types.
    let image = r#"{"s":{"S":"x\n"},"n":{"N":"1.50"},"b":{"B":"AAE="},"bs":{"BS":["AAE=",""]},"ns":{"NS":["1"]},
        "ss":{"SS":["\u0041"]},"m":{"M":{"S":{"S":"x"},"b":{"B":""}}},"one":{"M":{"S":{"S":"x"}}},"l":{"L":[{"M":{}}]},
        "null":{"NULL":true},"yes":{"BOOL":false}}"#;
    let expected: serde_dynamo::Item = serde_json::from_str(image).unwrap();
    assert_eq!(item::<serde_dynamo::Item>(image).as_ref(), Ok(&expected));
    assert_eq!(item::<HashMap<String, AttributeValue>>(image).as_ref(), Ok(expected.inner()));
    assert_eq!(attribute(r#"{"M":{"S":{"S":"x"}}}"#), Ok(expected["one"].clone()));
    assert_eq!(
        attribute(r#"{"B":"AAE="}"#),
        Ok(vec![AttributeValue::B(vec![0, 1])]).map(|mut one| one.remove(0))
    );
    assert_eq!(attribute::<Option<AttributeValue>>(r#"{"NULL":true}"#), Ok(None));

    for bad in [r#"{"M":{"x":{"S":"1"},"x":{"S":"2"}}}"#, r#"{"X":"1"}"#, "{}", r#"{"N":1}"#, r#"{"L":[{}]}"#]
    {
        assert!(attribute::<AttributeValue>(bad).is_err(), "{bad}");
    }
}

#[test]
fn empty_and_null_values_are_decoded() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct All {
        m: BTreeMap<String, u8>,
        l: Vec<u8>,
        s: String,
        none: Option<bool>,
        nested: Vec<Option<String>>,
        unit: (),
        deep: BTreeMap<String, Option<Option<u8>>>,
    }
    let image = r#"{"m":{"M":{}},"l":{"L":[]},"s":{"S":""},"none":{"NULL":true},"nested":{"L":[{"NULL":true},{"S":"x"}]},
        "unit":{"NULL":true},"deep":{"M":{"a":{"NULL":true}}}}"#;
    let all = like_serde_dynamo::<All>(image);
    assert_eq!((all.none, all.nested), (None, vec![None, Some("x".into())]));
    assert_eq!(attribute::<Vec<u8>>(r#"{"B":""}"#), Ok(Vec::new()));
    // `NULL` is never a boolean.
    assert!(attribute::<bool>(r#"{"NULL":true}"#).is_err());
    for no in [r#"{"NULL":false}"#, r#"{"NULL":"true"}"#] {
        assert!(attribute::<Option<bool>>(no).is_err(), "{no}");
    }
}

#[test]
fn characters_and_booleans_are_decoded() {
    assert_eq!(attribute(r#"{"S":"\u00e9"}"#), Ok('é'));
    assert_eq!(attribute(r#"{"BOOL":true}"#), Ok(true));
    for json in [r#"{"S":""}"#, r#"{"S":"ab"}"#] {
        let error = attribute::<char>(json).unwrap_err();
        assert_eq!(error, "dynamodb.NewImage, at `a`: invalid value: text, expected one character");
    }
    assert!(attribute::<bool>(r#"{"BOOL":"true"}"#).is_err());
}
