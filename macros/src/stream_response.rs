//! `stream_response!`: an answer to Lambda as a JSON literal, checked key by key.

mod identifier;
mod object;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use self::{
    identifier::{Identifier, Kind},
    object::{Object, comma_separated},
};
use crate::{
    errors::{Errors, explained},
    spans::{ends, respan},
};

const FAILURES: &str = "batchItemFailures";

/// What the literal expands to: an expression that is the response, or the errors.
pub(crate) fn expand(answer: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let identifiers = read(answer, &mut errors);
    match (identifiers, errors.to_compile_error()) {
        (Some(identifiers), None) => quote!(::checkpointed::__private::respond(#identifiers)),
        // Still of the type of a response, so that nothing else is complained of.
        (_, errors) => quote!({ #errors ::checkpointed::__private::no_response() }),
    }
}

/// A mistake at a place.
fn mistake(span: Span, message: impl std::fmt::Display) -> syn::Error {
    syn::Error::new(span, explained("answers-by-hand", message))
}

/// The same at all of some tokens.
fn mistake_at(tokens: &TokenStream, message: impl std::fmt::Display) -> syn::Error {
    let (start, end) = ends(tokens);
    let mut all = TokenStream::new();
    // `new_spanned` looks at the first and the last token only.
    for span in [start, end] {
        let mut token = TokenTree::from(proc_macro2::Ident::new("_place", span));
        token.set_span(span);
        all.extend([token]);
    }
    syn::Error::new_spanned(all, explained("answers-by-hand", message))
}

/// Reads the answer: an expression for its identifiers.
fn read(answer: &TokenStream, errors: &mut Errors) -> Option<TokenStream> {
    let whole = "write `{ \"batchItemFailures\": [ { \"itemIdentifier\": identifier } ] }`, or with an empty list where \
                 every record is done";
    let Some(braces) = only_group(answer, Delimiter::Brace) else {
        let error =
            if answer.is_empty() { mistake(Span::call_site(), whole) } else { mistake_at(answer, whole) };
        errors.push(error);
        return None;
    };
    let object = Object::read(&braces, errors);
    let failures = object.member(FAILURES, errors);
    object.refuse_others(&[FAILURES], errors);
    read_failures(failures?, errors)
}

/// The list of failures, or an expression for the identifiers in it.
fn read_failures(value: &TokenStream, errors: &mut Errors) -> Option<TokenStream> {
    if let Some(list) = only_group(value, Delimiter::Bracket) {
        return read_list(list.stream(), errors);
    }
    let mut tokens = value.clone().into_iter();
    let wrong = match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
            Some("`batchItemFailures` is a list of objects: write `[ { \"itemIdentifier\": identifier } ]`")
        }
        (Some(TokenTree::Ident(ident)), None) if ident == "null" || ident == "true" || ident == "false" => {
            Some("`batchItemFailures` is a list: write `[]` where every record is done")
        }
        (Some(TokenTree::Literal(_)), None) => {
            Some("`batchItemFailures` is a list: write `[ { \"itemIdentifier\": identifier } ]`")
        }
        _ => None,
    };
    if let Some(message) = wrong {
        errors.push(mistake_at(value, message));
        return None;
    }
    let expression: syn::Expr = errors.keep(syn::parse2(value.clone()))?;
    // What iterates over no identifiers is reported at the user's expression, all of it.
    let (start, end) = ends(value);
    let path = respan(quote!(::checkpointed::__private::identifiers), start);
    let call = quote_spanned!(end=> (#expression));
    Some(quote!(#path #call))
}

fn read_list(list: TokenStream, errors: &mut Errors) -> Option<TokenStream> {
    let mut identifiers = Vec::new();
    let mut kind = None;
    for failure in comma_separated(list, errors) {
        let Some(identifier) = read_failure(&failure, errors) else { continue };
        refuse_mixture(&identifier, &mut kind, errors);
        identifiers.push(identifier.expression);
    }
    Some(quote!([#(#identifiers),*]))
}

/// `{ "itemIdentifier": .. }`
fn read_failure(failure: &TokenStream, errors: &mut Errors) -> Option<Identifier> {
    let Some(braces) = only_group(failure, Delimiter::Brace) else {
        let message = "each failure is an object: write `{ \"itemIdentifier\": identifier }`";
        errors.push(mistake_at(failure, message));
        return None;
    };
    let object = Object::read(&braces, errors);
    let identifier = object.member("itemIdentifier", errors);
    object.refuse_others(&["itemIdentifier"], errors);
    Identifier::read(identifier?, errors)
}

/// An answer is for one source, whose identifiers all have one form.
fn refuse_mixture(identifier: &Identifier, first: &mut Option<Kind>, errors: &mut Errors) {
    let Some(kind) = identifier.kind else { return };
    match first {
        None => *first = Some(kind),
        Some(first) if *first != kind => errors.push(mistake(
            identifier.span,
            "identifiers of Kafka, which are objects, and of other sources, which are text, cannot be in one answer",
        )),
        Some(_) => {}
    }
}

/// The one group that these tokens are, looking into the invisible ones of `macro_rules!`.
fn only_group(tokens: &TokenStream, delimiter: Delimiter) -> Option<proc_macro2::Group> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()) {
        (TokenTree::Group(group), None) if group.delimiter() == delimiter => Some(group),
        (TokenTree::Group(group), None) if group.delimiter() == Delimiter::None => {
            only_group(&group.stream(), delimiter)
        }
        _ => None,
    }
}
