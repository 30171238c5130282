//! What may be told of an error of `serde_dynamo`: nothing that could be a value of the record.
//!
//! serde's own messages have known forms, which are told without the value in them. Any other is a type's own, and is not.

/// The kinds of value that serde tells apart (`serde::de::Unexpected`).
const KINDS: [&str; 17] = [
    "boolean",
    "integer",
    "floating point",
    "character",
    "string",
    "byte array",
    "unit value",
    "null",
    "Option value",
    "newtype struct",
    "sequence",
    "map",
    "enum",
    "unit variant",
    "newtype variant",
    "tuple variant",
    "struct variant",
];

/// Messages that hold nothing of the record, or only a key, by how they begin.
const HARMLESS: [&str; 8] = [
    "missing field `",
    "duplicate field `",
    "duplicate entry in map",
    "the attribute `", // of ours
    "not base64: ",    // of ours
    "Expected ",       // of `serde_dynamo`
    "Not a ",          // of `serde_dynamo`
    "tuple variant",
];

/// What is said instead of a message that could hold a value.
const NOT_TOLD: &str = "refused by its type, which may say more than can be logged";

/// The message without the offending value: `invalid type: string "secret", expected u32` becomes
/// `invalid type: string, expected u32`.
pub(crate) fn without_value(message: &str) -> String {
    if HARMLESS.iter().any(|beginning| message.starts_with(beginning)) {
        return message.to_owned();
    }
    invalid(message)
        .or_else(|| unknown(message))
        .or_else(|| not_base64(message))
        .or_else(|| not_a_number(message))
        .unwrap_or_else(|| NOT_TOLD.to_owned())
}

fn invalid(message: &str) -> Option<String> {
    let prefix = ["invalid type: ", "invalid value: ", "invalid length "]
        .into_iter()
        .find(|prefix| message.starts_with(prefix))?;
    let (found, expected) = message.strip_prefix(prefix)?.rsplit_once(", expected ")?;
    if prefix == "invalid length " {
        let length: usize = found.parse().ok()?;
        return Some(format!("{prefix}{length}, expected {expected}"));
    }
    // The value stands in quotes or backticks behind its kind.
    let kind = found.split(['"', '`']).next()?.trim_end();
    let kind = if KINDS.contains(&kind) { kind } else { "another" };
    Some(format!("{prefix}{kind}, expected {expected}"))
}

fn unknown(message: &str) -> Option<String> {
    let what = ["unknown variant", "unknown field"].into_iter().find(|what| message.starts_with(what))?;
    // The sender may write anything in front of the last one.
    let (_, expected) = message.rsplit_once("`, expected ")?;
    Some(format!("{what}, expected {expected}"))
}

/// The `base64` crate tells a byte of the data: for the types of `aws_lambda_events`.
fn not_base64(message: &str) -> Option<String> {
    let base64 = [
        "Invalid symbol ",
        "Invalid byte ",
        "Invalid last symbol ",
        "Invalid input length: ",
        "Invalid padding",
    ];
    base64.iter().any(|text| message.contains(text)).then(|| String::from("not base64"))
}

/// `serde_dynamo` tells a number that does not fit.
fn not_a_number(message: &str) -> Option<String> {
    let (_, wanted) = message.strip_prefix("Failed to parse '")?.rsplit_once("' as ")?;
    Some(format!("failed to parse a number as {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_out_of_messages() {
        for (message, expected) in [
            (r#"invalid type: string "a, expected b", expected u8"#, "invalid type: string, expected u8"),
            ("invalid type: floating point `1.5`, expected u8", "invalid type: floating point, expected u8"),
            ("invalid type: null, expected u8", "invalid type: null, expected u8"),
            ("invalid value: integer `300`, expected u8", "invalid value: integer, expected u8"),
            ("invalid value: SECRET, expected else", "invalid value: another, expected else"),
            (
                "invalid length 3, expected an array of length 2",
                "invalid length 3, expected an array of length 2",
            ),
            ("unknown variant `secret`, expected `A` or `B`", "unknown variant, expected `A` or `B`"),
            (
                "unknown variant `a`, expected SECRET`, expected `A` or `B`",
                "unknown variant, expected `A` or `B`",
            ),
            ("unknown field `SECRET`, expected one of `a`, `b`", "unknown field, expected one of `a`, `b`"),
            ("missing field `id`", "missing field `id`"),
            ("Invalid symbol 63, offset 9.", "not base64"),
            ("Failed to decode base64: Invalid byte 63, offset 9.", "not base64"),
            (
                "Failed to parse 'SECRET' as an integer: bad digit",
                "failed to parse a number as an integer: bad digit",
            ),
            ("Expected num", "Expected num"),
        ] {
            assert_eq!(without_value(message), expected);
        }
    }

    #[test]
    fn what_a_type_says_itself_is_not_told() {
        for message in [
            "not an email address: SECRET",
            "invalid value: SECRET",
            "bad number 'SECRET'",
            "SECRET",
            "unknown variant `SECRET`",
        ] {
            assert_eq!(without_value(message), NOT_TOLD);
        }
    }
}
