//! Base64, as AWS writes bytes in an event: the standard alphabet, with padding.

use base64::{
    DecodeError::{InvalidByte, InvalidLastSymbol},
    Engine,
    engine::general_purpose::{GeneralPurposeConfig, PAD},
};

use crate::decode::DecodeError;

/// Decodes base64.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    engine().decode(text).map_err(|error| {
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
    engine().encode(bytes)
}

/// With the padding that AWS writes. Bits after the last byte may be anything, as in Java and Python: the key of the
/// [documented event of Kafka](https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html) has some.
const CONFIGURATION: GeneralPurposeConfig = PAD.with_decode_allow_trailing_bits(true);

/// The engine for the processors that Lambda has, three times as fast as the portable one.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
fn engine() -> &'static impl Engine {
    use std::sync::LazyLock;

    use base64::engine::Simd;

    static ENGINE: LazyLock<Simd> = LazyLock::new(|| Simd::standard(CONFIGURATION));
    &*ENGINE
}

/// The portable engine.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
fn engine() -> &'static impl Engine {
    use base64::{alphabet::STANDARD, engine::GeneralPurpose};

    const ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIGURATION);
    &ENGINE
}
