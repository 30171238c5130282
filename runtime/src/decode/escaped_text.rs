//! Text that a JSON string holds with escapes.

use super::plain_text::{ends_of_plain_text, first_end};

/// Whether there is a backslash. Without an early exit the compiler looks at many bytes at once.
pub(crate) fn has_escapes(json: &[u8]) -> bool {
    json.iter().fold(false, |found, byte| found | (*byte == b'\\'))
}

/// How many bytes are copied at once.
const WORD: usize = size_of::<u64>();

/// The text without its escapes; `None` if it isn't what a sound JSON string holds between its quotes.
///
/// `serde_json` gathers such text in a buffer that grows, and copies it then. Here it has its own buffer from the start.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    // No escape is shorter than what it stands for. Whole words are written, and the last one may reach over the end.
    let mut unescaped = vec![0; text.len() + WORD];
    let mut length = 0;
    let mut rest = text.as_bytes();
    while let Some((word, after)) = rest.split_first_chunk::<WORD>() {
        *unescaped.get_mut(length..)?.first_chunk_mut()? = *word;
        let ends = ends_of_plain_text(u64::from_le_bytes(*word));
        if ends == 0 {
            length += WORD;
            rest = after;
        } else {
            let plain = first_end(ends);
            length += plain;
            rest = after_escape(rest.get(plain..)?, &mut unescaped, &mut length)?;
        }
    }
    while let [byte, after @ ..] = rest {
        if matches!(byte, b'"' | b'\\' | ..b' ') {
            rest = after_escape(rest, &mut unescaped, &mut length)?;
        } else {
            *unescaped.get_mut(length)? = *byte;
            length += 1;
            rest = after;
        }
    }
    unescaped.truncate(length);
    String::from_utf8(unescaped).ok()
}

/// Writes what an escape stands for, and returns what follows the escape.
#[inline(always)]
fn after_escape<'t>(text: &'t [u8], unescaped: &mut [u8], length: &mut usize) -> Option<&'t [u8]> {
    match text {
        [b'\\', b'u', digits @ ..] => {
            let (character, rest) = character(digits)?;
            let end = *length + character.len_utf8();
            character.encode_utf8(unescaped.get_mut(*length..end)?);
            *length = end;
            Some(rest)
        }
        [b'\\', letter, rest @ ..] => {
            *unescaped.get_mut(*length)? = of_letter(*letter)?;
            *length += 1;
            Some(rest)
        }
        _ => None,
    }
}

/// What a backslash and a letter stand for.
#[inline(always)]
fn of_letter(letter: u8) -> Option<u8> {
    Some(match letter {
        b'"' | b'\\' | b'/' => letter,
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 0x08,
        b'f' => 0x0c,
        _ => return None,
    })
}

/// The character that begins after `\u`, which may have two escapes, and what follows.
fn character(digits: &[u8]) -> Option<(char, &[u8])> {
    let (first, rest) = unit(digits)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, rest));
    }
    let [b'\\', b'u', digits @ ..] = rest else { return None };
    let (second, rest) = unit(digits)?;
    let mut characters = char::decode_utf16([first, second]);
    match (characters.next(), characters.next()) {
        (Some(Ok(character)), None) => Some((character, rest)),
        _ => None,
    }
}

/// The four hexadecimal digits of an escape, and what follows.
fn unit(digits: &[u8]) -> Option<(u16, &[u8])> {
    let (digits, rest) = digits.split_first_chunk::<4>()?;
    let unit = digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))?;
    Some((u16::try_from(unit).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_serde_json(text: &str) -> Option<String> {
        serde_json::from_str(&format!("\"{text}\"")).ok()
    }

    #[test]
    fn each_escape_is_read_as_serde_json_reads_it() {
        for text in [
            "",
            "plain",
            r#"\""#,
            r"\\",
            r"\/",
            r"\b\f\n\r\t",
            r"\u0041",
            r"\u00e9",
            r"\u20AC",
            r"\ud83d\ude00 and more",
            r#"{\"id\":1,\"name\":\"Zo\u00eb\"}"#,
            r"a text that is longer\n than eight bytes, é",
            r"\u0000",
            r"\uFFFF",
        ] {
            assert_eq!(unescaped(text), by_serde_json(text), "{text}");
            assert!(unescaped(text).is_some(), "{text}");
        }
    }

    #[test]
    fn text_that_is_not_sound_is_refused() {
        for text in [
            "\"",
            r"\",
            r"\x",
            r"\u",
            r"\u12",
            r"\u12g4",
            r"\u+123",
            r"\ud800",
            r"\ud800x",
            r"\ud800\n",
            r"\ud800\u0041",
            r"\udc00",
            r"\udc00\ud800",
            r"\ud800\ud800\udc00",
            "\n",
            "\0",
            r"\U0041",
        ] {
            assert_eq!(unescaped(text), None, "{text}");
            assert_eq!(by_serde_json(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_serde_json_reads_it(
            text in r#"(\\["\\/bfnrtux]|\\u(d8|DC|d9|00|20)[0-9a-fA-F]{2}|[a-z é€😀]{0,9}|["\n])*"#,
        ) {
            prop_assert_eq!(unescaped(&text), by_serde_json(&text));
        }
    }
}
