//! Looks into invisible groups. `macro_rules!` puts one around each fragment that it passes on, such as a `$ty:ty`. The user
//! does not see them, so they must make no difference.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Type;

/// The type without invisible groups and parentheses around it.
pub(crate) fn ungrouped_type(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped_type(&group.elem),
        Type::Paren(paren) => ungrouped_type(&paren.elem),
        ty => ty,
    }
}

/// The token without invisible groups around it.
pub(crate) fn ungrouped_token(token: TokenTree) -> TokenTree {
    let TokenTree::Group(group) = &token else { return token };
    let mut inside = group.stream().into_iter();
    match (group.delimiter(), inside.next(), inside.next()) {
        (Delimiter::None, Some(only), None) => ungrouped_token(only),
        _ => token,
    }
}

/// The one group with this delimiter that the tokens consist of.
pub(crate) fn only_group(tokens: &TokenStream, delimiter: Delimiter) -> Option<Group> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()) {
        (TokenTree::Group(group), None) if group.delimiter() == delimiter => Some(group),
        (TokenTree::Group(group), None) if group.delimiter() == Delimiter::None => {
            only_group(&group.stream(), delimiter)
        }
        _ => None,
    }
}
