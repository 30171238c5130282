//! The bytes that a payload borrows from.

use std::{
    fmt,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

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

/// Buffers that are added through a shared reference and stay until the record is done. Nearly every record keeps one buffer at
/// most, so the first one needs no chunk.
#[derive(Default)]
pub(crate) struct KeptBuffers {
    first: OnceLock<Vec<u8>>,
    more: OnceLock<Box<Chunks>>,
}

impl KeptBuffers {
    pub(crate) fn push(&self, bytes: Vec<u8>) -> &[u8] {
        let mut bytes = Some(bytes);
        let first = self.first.get_or_init(|| bytes.take().unwrap_or_default());
        match bytes {
            None => first,
            Some(bytes) => self.more.get_or_init(Box::default).push(bytes),
        }
    }
}

/// The length of the first chunk. Each further chunk is four times as long, so that the way to a free place is short however many
/// buffers there are.
const FIRST_CHUNK: usize = 4;

/// Further buffers: a list of chunks. Each chunk is four times as long as the one before. A place in a chunk is written once.
#[derive(Default)]
struct Chunks {
    /// How many buffers there are.
    count: AtomicUsize,
    first: Chunk,
}

#[derive(Default)]
struct Chunk {
    places: OnceLock<Box<[OnceLock<Vec<u8>>]>>,
    next: OnceLock<Box<Chunk>>,
}

impl Chunks {
    fn push(&self, bytes: Vec<u8>) -> &[u8] {
        // No other call gets the same place.
        let mut place = self.count.fetch_add(1, Relaxed);
        let (mut chunk, mut length) = (&self.first, FIRST_CHUNK);
        loop {
            let places = chunk.places.get_or_init(|| (0..length).map(|_| OnceLock::new()).collect());
            if let Some(free) = places.get(place) {
                return free.get_or_init(|| bytes);
            }
            place -= length;
            length *= 4;
            chunk = chunk.next.get_or_init(Box::default);
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
    fn very_many_buffers_are_kept_in_linear_time() {
        let kept = KeptBuffers::default();
        let numbers = 0..300_000_u32;
        let buffers: Vec<&[u8]> =
            numbers.clone().map(|number| kept.push(number.to_le_bytes().to_vec())).collect();
        assert!(numbers.zip(buffers).all(|(number, buffer)| number.to_le_bytes() == buffer));
    }

    #[test]
    fn buffers_are_added_by_several_threads() {
        let kept = KeptBuffers::default();
        std::thread::scope(|scope| {
            for thread in 0..4_u8 {
                let kept = &kept;
                scope.spawn(move || {
                    let buffers: Vec<&[u8]> = (0..1_000).map(|_| kept.push(vec![thread; 3])).collect();
                    assert!(buffers.iter().all(|buffer| *buffer == [thread; 3]));
                });
            }
        });
    }
}
