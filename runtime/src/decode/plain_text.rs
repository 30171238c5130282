//! Plain text inside a JSON string: it needs no unescaping, and doesn't end the string. Eight bytes are looked at at once.

/// A byte in each place of a word.
const fn everywhere(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of the first byte that ends plain text, and perhaps some bits after it.
#[inline(always)]
pub(super) fn ends_of_plain_text(word: u64) -> u64 {
    let zero_bytes = |word: u64| word.wrapping_sub(everywhere(1)) & !word;
    let quotes = zero_bytes(word ^ everywhere(b'"'));
    let backslashes = zero_bytes(word ^ everywhere(b'\\'));
    let control_characters = word.wrapping_sub(everywhere(b' ')) & !word;
    (quotes | backslashes | control_characters) & everywhere(0x80)
}

/// How many bytes come before the first quote, backslash or control character. It is all of them if there is none.
#[cfg(feature = "dynamodb")]
#[inline(always)]
pub(crate) fn plain_length(text: &[u8]) -> usize {
    // Most names and many values are that short.
    match text.first_chunk().map(|word| ends_of_plain_text(u64::from_le_bytes(*word))) {
        None | Some(0) => plain_length_of_words(text),
        Some(ends) => first_end(ends),
    }
}

#[cfg(feature = "dynamodb")]
#[inline(never)]
fn plain_length_of_words(text: &[u8]) -> usize {
    let mut rest = text;
    while let Some((word, after)) = rest.split_first_chunk() {
        let ends = ends_of_plain_text(u64::from_le_bytes(*word));
        if ends != 0 {
            return text.len() - rest.len() + first_end(ends);
        }
        rest = after;
    }
    let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..b' ')).count();
    text.len() - rest.len() + plain
}

/// How many bytes come before the first end in a word.
#[inline(always)]
pub(super) fn first_end(ends: u64) -> usize {
    (ends.trailing_zeros() / u8::BITS) as usize
}

#[cfg(all(test, feature = "dynamodb"))]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_before_a_quote_a_backslash_or_a_control_character() {
        for end in ['"', '\\', '\0', '\n', '\u{1f}'] {
            for before in [
                "",
                "a",
                "é",
                "\u{7f}",
                "seven b",
                "eight by",
                "nine byte",
                "sixteen bytes ab",
                "一二三四五六七",
            ] {
                for after in ["", "\"", "\\", "b", "eight by", "\u{80}\u{ff}"] {
                    assert_eq!(plain_length(format!("{before}{end}{after}").as_bytes()), before.len());
                }
                assert_eq!(plain_length(before.as_bytes()), before.len());
            }
        }
    }
}
