//! Writes SVG.

use std::fmt::{self, Write};

/// Lines of SVG.
#[derive(Default)]
pub(super) struct Svg(String);

impl Svg {
    pub(super) fn line(&mut self, arguments: fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(arguments); // writing to a `String` cannot fail
        self.0.push('\n');
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// Text, escaped for XML.
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            // XML does not allow control characters.
            letter if letter.is_control() => f.write_str(" "),
            letter => f.write_char(letter),
        })
    }
}
