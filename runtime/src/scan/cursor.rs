//! A place in JSON that moves forward, and finds that the JSON isn't sound.

use memchr::memchr2;

/// A place in JSON. Its methods return `None` if the JSON isn't sound, or isn't what the method takes.
///
/// One thing it doesn't see: a control character in a string, or among white space.
pub(super) struct Cursor<'j> {
    json: &'j str,
    at: usize,
    /// The brackets that close the objects and lists around the place, while one is passed over.
    closing: Vec<u8>,
}

impl<'j> Cursor<'j> {
    pub(super) fn new(json: &'j str, at: usize) -> Self {
        Cursor { json, at, closing: Vec::new() }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Moves back to a place.
    pub(super) fn return_to(&mut self, place: usize) {
        self.at = place;
    }

    pub(super) fn json(&self) -> &'j [u8] {
        self.json.as_bytes()
    }

    /// Whether nothing but white space follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space().is_none()
    }

    fn byte(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// Moves to the next byte that isn't white space, and returns it.
    #[inline]
    pub(super) fn skip_space(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte()?;
            if byte > b' ' {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Moves after the next byte if it is this one, which white space may precede.
    #[inline]
    pub(super) fn take(&mut self, expected: u8) -> Option<()> {
        (self.skip_space()? == expected).then(|| self.at += 1)
    }

    /// Moves after this text if it is next, byte by byte.
    #[inline]
    pub(super) fn take_text(&mut self, text: &[u8]) -> Option<()> {
        let end = self.at + text.len();
        (self.json.as_bytes().get(self.at..end)? == text).then(|| self.at = end)
    }

    /// Moves to the value of an object's member. Returns the key as it is written; `Some(None)` if it has escapes.
    #[inline]
    pub(super) fn key(&mut self) -> Option<Option<&'j str>> {
        self.take(b'"')?;
        let start = self.at;
        let has_escapes = self.skip_rest_of_string()?;
        let text = self.json.get(start..self.at - 1)?;
        self.take(b':')?;
        self.skip_space()?;
        Some(Some(text).filter(|_| !has_escapes))
    }

    /// Moves to the value of an object's member.
    #[inline]
    fn skip_key(&mut self) -> Option<()> {
        self.take(b'"')?;
        self.skip_rest_of_string()?;
        self.take(b':')?;
        self.skip_space().map(drop)
    }

    /// Moves after the value that the cursor is at.
    #[inline]
    pub(super) fn skip_value(&mut self) -> Option<()> {
        match self.byte()? {
            b'{' | b'[' => self.skip_nested(),
            _ => self.skip_scalar(),
        }
    }

    /// Moves after an object or a list. It keeps a list of the brackets, so no nesting is too deep.
    fn skip_nested(&mut self) -> Option<()> {
        self.closing.clear();
        loop {
            match self.byte()? {
                b'{' => {
                    self.at += 1;
                    if self.take(b'}').is_none() {
                        self.closing.push(b'}');
                        self.skip_key()?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    if self.take(b']').is_none() {
                        self.closing.push(b']');
                        continue;
                    }
                }
                _ => self.skip_scalar()?,
            }
            // After a value.
            while let Some(closing) = self.closing.last().copied() {
                let byte = self.skip_space()?;
                self.at += 1;
                if byte == closing {
                    self.closing.pop();
                } else if byte == b',' {
                    if closing == b'}' {
                        self.skip_key()?;
                    } else {
                        self.skip_space()?;
                    }
                    break;
                } else {
                    return None;
                }
            }
            if self.closing.is_empty() {
                return Some(());
            }
        }
    }

    /// Moves after a string, a number, `true`, `false` or `null`.
    #[inline]
    fn skip_scalar(&mut self) -> Option<()> {
        match self.byte()? {
            b'"' => {
                self.at += 1;
                self.skip_rest_of_string().map(drop)
            }
            b't' => self.take_text(b"true"),
            b'f' => self.take_text(b"false"),
            b'n' => self.take_text(b"null"),
            _ => self.skip_number(),
        }
    }

    fn skip_number(&mut self) -> Option<()> {
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.skip_digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.skip_digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.skip_digits()?;
        }
        Some(())
    }

    /// Moves after one or more digits.
    fn skip_digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// Moves after a string whose opening quote was passed. Returns whether it has escapes.
    #[inline]
    fn skip_rest_of_string(&mut self) -> Option<bool> {
        let rest = self.json.as_bytes().get(self.at..)?;
        let found = quote_or_backslash(rest)?;
        self.at += found + 1;
        if rest.get(found) == Some(&b'"') {
            return Some(false);
        }
        self.skip_escapes().map(|()| true)
    }

    /// Moves after a string. The cursor is just after a backslash in it.
    #[inline(never)]
    fn skip_escapes(&mut self) -> Option<()> {
        loop {
            let escaped = self.byte()?;
            self.at += 1;
            match escaped {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                b'u' => {
                    let digits = self.json.as_bytes().get(self.at..self.at + 4)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return None;
                    }
                    self.at += 4;
                }
                _ => return None,
            }
            let rest = self.json.as_bytes().get(self.at..)?;
            let found = quote_or_backslash(rest)?;
            self.at += found + 1;
            if rest.get(found) == Some(&b'"') {
                return Some(());
            }
        }
    }
}

/// The place of the first quote or backslash. Most strings are keys and short, so the first eight bytes are looked at without the
/// start of a search.
#[inline]
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    if let Some(chunk) = bytes.first_chunk() {
        let chunk = u64::from_le_bytes(*chunk);
        let found = equal_bytes(chunk, b'"') | equal_bytes(chunk, b'\\');
        if found != 0 {
            return Some((found.trailing_zeros() / 8) as usize);
        }
    }
    memchr2(b'"', b'\\', bytes)
}

/// Marks the highest bit of the bytes that equal a byte. Above the first mark there may be wrong ones.
#[inline]
fn equal_bytes(chunk: u64, byte: u8) -> u64 {
    const LOWEST: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_le_bytes([128; 8]);
    let zero_if_equal = chunk ^ (LOWEST * u64::from(byte));
    zero_if_equal.wrapping_sub(LOWEST) & !zero_if_equal & HIGHEST
}
