//! The bytes that a payload borrows from.

use std::{fmt, sync::OnceLock};

/// The bytes of a payload. A decoded payload may borrow from them.
#[derive(Clone, Copy)]
pub struct Data<'r> {
    bytes: &'r [u8],
    kept: &'r KeptBuffers,
}

impl<'r> Data<'r> {
    pub(crate) fn new(bytes: &'r [u8], kept: &'r KeptBuffers) -> Self {
        Data { bytes, kept }
    }

    /// The bytes.
    pub fn bytes(self) -> &'r [u8] {
        self.bytes
    }

    /// The buffers that live as long as these bytes.
    pub(crate) fn kept(self) -> &'r KeptBuffers {
        self.kept
    }

    /// A part of these bytes that is a payload of its own.
    #[cfg(feature = "sqs")]
    pub(crate) fn part(self, bytes: &'r [u8]) -> Data<'r> {
        Data::new(bytes, self.kept)
    }

    /// Bytes that were decoded from these, such as unzipped or decrypted ones. They are kept as long as these, and a payload
    /// may borrow from them too.
    #[must_use]
    pub fn decoded(self, bytes: Vec<u8>) -> Data<'r> {
        Data::new(self.kept.push(bytes), self.kept)
    }
}

impl fmt::Debug for Data<'_> {
    /// Shows the number of bytes, and none of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data").field("bytes", &self.bytes.len()).finish()
    }
}

/// Buffers that are added through a shared reference and stay until the record is done. It is a list whose nodes are written
/// once. Nearly every record keeps one buffer, so the first one needs no node of its own.
#[derive(Default)]
pub(crate) struct KeptBuffers {
    bytes: OnceLock<Vec<u8>>,
    next: OnceLock<Box<KeptBuffers>>,
}

impl KeptBuffers {
    pub(crate) fn push(&self, bytes: Vec<u8>) -> &[u8] {
        KeptBuffers::push_at(&mut { self }, bytes)
    }

    /// Adds a buffer after the last one. The search for that begins at `end`, which is moved there, so that the next search is
    /// short.
    pub(crate) fn push_at<'k>(end: &mut &'k KeptBuffers, bytes: Vec<u8>) -> &'k [u8] {
        let mut bytes = Some(bytes);
        loop {
            let node: &'k KeptBuffers = end;
            let stored = node.bytes.get_or_init(|| bytes.take().unwrap_or_default());
            if bytes.is_none() {
                return stored;
            }
            *end = node.next.get_or_init(Box::default);
        }
    }
}

impl Drop for KeptBuffers {
    /// Drops one node after the other. Nested drops would overflow the stack, since a payload may keep any number of buffers.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut node) = next {
            next = node.next.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_buffers_live_side_by_side() {
        let kept = KeptBuffers::default();
        let first = kept.push(b"first".to_vec());
        let second = kept.push(b"second".to_vec());
        let empty = kept.push(Vec::new());
        assert_eq!((first, second, empty), (&b"first"[..], &b"second"[..], &b""[..]));
    }

    #[test]
    fn a_long_list_can_be_dropped() {
        let mut kept = KeptBuffers::default();
        for _ in 0..200_000 {
            let next = OnceLock::from(Box::new(kept));
            kept = KeptBuffers { bytes: OnceLock::from(Vec::new()), next };
        }
    }
}
