//! Base64, as AWS writes bytes in an event: the standard alphabet, with padding.

use base64::{
    DecodeError::{InvalidByte, InvalidLastSymbol},
    Engine,
};

use crate::DecodeError;

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

/// Three times as fast as the portable one, on the processors that Lambda has.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
fn engine() -> &'static impl Engine {
    use std::sync::LazyLock;

    use base64::engine::{Simd, general_purpose::PAD};

    static ENGINE: LazyLock<Simd> = LazyLock::new(|| Simd::standard(PAD));
    &*ENGINE
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
fn engine() -> &'static impl Engine {
    &base64::engine::general_purpose::STANDARD
}
