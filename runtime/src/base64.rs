//! Base64, as AWS writes bytes in an event: the standard alphabet, with padding.

use base64::{
    DecodeError::{InvalidByte, InvalidLastSymbol},
    Engine,
    alphabet::STANDARD,
    engine::{
        GeneralPurpose,
        general_purpose::{GeneralPurposeConfig, PAD},
    },
};

use crate::decode::DecodeError;

/// Decodes base64.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    // Many bytes at once.
    base64_simd::STANDARD.decode_to_vec(text).or_else(|_| decode_carefully(text))
}

/// Decodes base64 that the fast decoder refuses, which is stricter than AWS and doesn't say what is wrong.
#[cold]
fn decode_carefully(text: &str) -> Result<Vec<u8>, DecodeError> {
    ENGINE.decode(text).map_err(|error| {
        // The error's own text can show a byte of the data.
        DecodeError::new(match error {
            InvalidByte(at, _) | InvalidLastSymbol { offset: at, .. } => {
                format!("not base64: invalid symbol at offset {at}")
            }
            error => format!("not base64: {error}"),
        })
    })
}

/// Encodes bytes.
#[cfg(all(feature = "simulator", feature = "kinesis"))]
pub(crate) fn encode(bytes: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(bytes)
}

/// With the padding that AWS writes. Bits after the last byte may be anything, as in Java and Python: the key of the
/// [documented event of Kafka](https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html) has some.
const CONFIGURATION: GeneralPurposeConfig = PAD.with_decode_allow_trailing_bits(true);

const ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIGURATION);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bits_after_the_last_byte_may_be_anything() {
        for (text, bytes) in [("aGk=", &b"hi"[..]), ("aGl=", b"hi"), ("aR==", b"i"), ("", b"")] {
            assert_eq!(decode(text).unwrap(), bytes, "{text}");
        }
    }

    #[test]
    fn an_error_says_where_and_not_what() {
        for (text, expected) in [
            ("aGk", "not base64: Invalid padding"),
            ("aG=k", "not base64: invalid symbol at offset 2"),
            ("\u{e9}Gk=", "not base64: invalid symbol at offset 0"),
            ("aGkh aGkhaGkhaGkhaGkhaGkhaGkhaGkhaGkhaGkh", "not base64: invalid symbol at offset 4"),
        ] {
            assert_eq!(decode(text).unwrap_err().to_string(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn bytes_that_were_encoded_are_decoded(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(&ENGINE.encode(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn the_fast_decoder_takes_nothing_that_the_careful_one_refuses(
            text in r"[A-Za-z0-9+/]{0,70}([ =\-_\né]|[A-Za-z0-9+/]){0,3}={0,2}",
        ) {
            let careful = decode_carefully(&text);
            let both = decode(&text);
            prop_assert_eq!(both.map_err(|error| error.to_string()), careful.map_err(|error| error.to_string()));
        }
    }
}
