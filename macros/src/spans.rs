//! Spans: where tokens begin and end, and tokens at another place.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The spans of the first and the last token.
///
/// Stable Rust cannot join spans. But rustc underlines everything from the span of a path to that of the parentheses after it,
/// if both are in one file. So it reports a call whose two parts carry these spans at the user's whole type. The span of an
/// invisible group is of no use, so this looks inside of it.
pub(crate) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = Vec::new();
    flatten(tokens.to_token_stream(), &mut spans);
    match (spans.first(), spans.last()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => (Span::call_site(), Span::call_site()),
    }
}

fn flatten(tokens: TokenStream, spans: &mut Vec<Span>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => flatten(group.stream(), spans),
            TokenTree::Group(group) => spans.extend([group.span_open(), group.span_close()]),
            token => spans.push(token.span()),
        }
    }
}

/// The same tokens with another span. `$crate` keeps its own, which says which crate is meant.
pub(crate) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if !matches!(&token, TokenTree::Ident(ident) if ident == "$crate") {
                token.set_span(span);
            }
            token
        })
        .collect()
}
