//! Searches tokens for a name.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree, token_stream};

/// Whether the tokens contain the name, also inside of a string literal.
pub(crate) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        // `format!("{_name}")`
        TokenTree::Literal(literal) => literal.to_string().contains(&name.to_string()),
        TokenTree::Punct(_) => false,
    })
}

/// Whether the tokens contain `Self`. An item inside of them, such as an `impl`, has a `Self` of its own, which does not count.
pub(crate) fn mentions_self_type(tokens: TokenStream) -> bool {
    search_self_type(tokens, false)
}

fn search_self_type(tokens: TokenStream, mut starts_statement: bool) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => return true,
            TokenTree::Ident(ident) if starts_statement && opens_an_item(&ident, tokens.peek()) => {
                skip_item(&mut tokens);
            }
            // The item comes after `pub` or `unsafe`.
            TokenTree::Ident(ident) => starts_statement &= ident == "pub" || ident == "unsafe",
            TokenTree::Group(group) => {
                let is_block = group.delimiter() == Delimiter::Brace;
                if search_self_type(group.stream(), is_block || group.delimiter() == Delimiter::None) {
                    return true;
                }
                // A statement can begin after a block, an attribute or `pub(..)`.
                starts_statement |= is_block || group.delimiter() == Delimiter::Bracket;
            }
            TokenTree::Punct(punct) => starts_statement = matches!(punct.as_char(), ';' | '#'),
            TokenTree::Literal(_) => starts_statement = false,
        }
    }
    false
}

fn opens_an_item(ident: &Ident, next: Option<&TokenTree>) -> bool {
    // `union` is an ordinary name too.
    ["impl", "trait", "struct", "enum"].iter().any(|keyword| ident == keyword)
        || (ident == "union" && matches!(next, Some(TokenTree::Ident(_))))
}

/// Skips to the end of an item: a semicolon, or braces that are not those of a const argument (`impl Of<{ 1 + 1 }>`).
fn skip_item(tokens: &mut Peekable<token_stream::IntoIter>) {
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let goes_on = |next: &TokenTree| matches!(next, TokenTree::Punct(punct) if ">,".contains(punct.as_char()));
                if !tokens.peek().is_some_and(goes_on) {
                    return;
                }
            }
            _ => {}
        }
    }
}
