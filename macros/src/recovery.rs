//! Where reading goes on after a mistake, so that one mistake does not hide the next.

use proc_macro2::TokenTree;
use syn::{Result, Token, parse::ParseStream};

/// Skips what is left before the next comma.
pub(crate) fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
