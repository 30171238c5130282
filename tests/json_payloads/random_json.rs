//! Random JSON, as text, because a value can be written in many ways.

use proptest::{collection::vec, prelude::*, sample::select};

/// A text in quotes, with some characters escaped.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => prop::char::range('a', 'c'),
        1 => select(vec!['"', '\\', '/', '\n', '\u{0}', 'é', '\u{2028}', '😀', '\u{ffff}']),
    ];
    vec((character, any::<u8>()), 0..5).prop_map(|characters| quoted(&characters))
}

/// One of these texts, with some characters escaped.
pub(crate) fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    (select(texts), vec(any::<u8>(), 16)).prop_map(|(text, styles)| {
        let characters: Vec<(char, u8)> = text.chars().zip(styles.into_iter().cycle()).collect();
        quoted(&characters)
    })
}

fn quoted(characters: &[(char, u8)]) -> String {
    let mut text = String::from("\"");
    for &(character, style) in characters {
        match (character, style % 8) {
            ('"' | '\\' | '\0'..='\x1f', 0..7) | (_, 0) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    text.push_str(&format!("\\u{unit:04x}"));
                }
            }
            ('"' | '\\', _) => text.extend(['\\', character]),
            ('\n', _) => text.push_str("\\n"),
            ('\0'..='\x1f', _) => text.push_str("\\u0000"),
            ('/', 1) => text.push_str("\\/"),
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}

/// Any JSON. Most objects have keys that the types of these tests know.
pub(crate) fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => text(),
        2 => one_of(&["A", "B", "Unit", "Text", "Pair"]),
        1 => select(vec!["null", "true", "0", "-1", "7", "1.5", "1e3", "340282366920938463463374607431768211455"])
            .prop_map(String::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = prop_oneof![
            6 => one_of(&["text", "name", "t", "c", "inner", "more", "list", "number"]),
            1 => text(),
        ];
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(|elements| format!(" [{}]", elements.join(" ,"))),
            3 => vec((key, inner), 0..4).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.into_iter().map(|(key, value)| format!("{key} :{value}")).collect();
                format!("{{{}}}", entries.join(", "))
            }),
        ]
    })
}
