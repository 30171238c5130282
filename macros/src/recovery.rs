//! Recovery from a mistake: reading goes on after the next comma, so that one mistake does not hide the next.

use proc_macro2::TokenTree;
use syn::{Result, Token, parse::ParseStream};

/// Skips to the next comma, or to the end.
pub(crate) fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
