//! Reads JSON strictly: every key must be known.

use serde_json::{Map, Value};

/// Fails for a key that is not known.
pub(crate) fn all_known(what: &str, object: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown key `{key}` under `{what}`")),
        None => Ok(()),
    }
}

/// An object. `null` and a missing value give an empty one.
pub(crate) fn object(what: &str, json: &Value) -> Result<Map<String, Value>, String> {
    match json {
        Value::Null => Ok(Map::new()),
        Value::Object(object) => Ok(object.clone()),
        _ => Err(format!("`{what}` is not an object")),
    }
}

/// A list of texts.
pub(crate) fn texts(what: &str, json: &Value) -> Result<Vec<String>, String> {
    let list = json.as_array().ok_or_else(|| format!("`{what}` is not a list"))?;
    let text =
        |item: &Value| item.as_str().map(str::to_owned).ok_or_else(|| format!("`{what}` holds {item}"));
    list.iter().map(text).collect()
}

/// A list of lists of texts.
pub(crate) fn lists(what: &str, json: &Value) -> Result<Vec<Vec<String>>, String> {
    let list = json.as_array().ok_or_else(|| format!("`{what}` is not a list"))?;
    list.iter().map(|item| texts(what, item)).collect()
}

/// A number that fits.
pub(crate) fn number<N: TryFrom<i64>>(what: &str, json: &Value) -> Result<N, String> {
    let number = json.as_i64().and_then(|number| N::try_from(number).ok());
    number.ok_or_else(|| format!("`{what}` is {json}, which is not a number of this type"))
}

pub(crate) fn boolean(what: &str, json: &Value) -> Result<bool, String> {
    json.as_bool().ok_or_else(|| format!("`{what}` is {json}, which is not a boolean"))
}

pub(crate) fn text<'j>(what: &str, json: &'j Value) -> Result<&'j str, String> {
    json.as_str().ok_or_else(|| format!("`{what}` is {json}, which is not a text"))
}
