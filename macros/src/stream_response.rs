//! `stream_response!`: an answer to Lambda as a JSON literal, checked key by key.

mod generate;
mod identifier;
mod object;
mod value;

use std::fmt::Display;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{
    Expr, Lit, LitStr, Path, Result, Token,
    parse::{ParseStream, Parser},
    parse_quote,
};

use self::{
    identifier::{Form, Identifier},
    object::Object,
    value::{comma_separated, is_null},
};
use crate::{
    arguments::absolute_path,
    errors::{Errors, explained},
    spans::ends,
};

/// `batchItemFailures`, checked.
enum Failures {
    Listed(Vec<Identifier>),
    /// An expression that iterates over identifiers.
    Computed(Expr),
}

/// What the literal expands to: an expression that is the response, or the errors.
pub(crate) fn expand(input: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let (runtime, answer) = errors.keep(split.parse2(input.clone())).unzip();
    let failures = answer.and_then(|answer| read(&answer, &mut errors));
    let runtime = runtime.unwrap_or_else(|| parse_quote!(::checkpointed));
    match (failures, errors.to_compile_error()) {
        (Some(failures), None) => generate::response(&runtime, &failures),
        (_, errors) => generate::no_response(&runtime, errors.as_ref()),
    }
}

/// Where the runtime crate is, which `crate = path;` in front of the answer may say, and the answer.
fn split(input: ParseStream<'_>) -> Result<(Path, TokenStream)> {
    if !(input.peek(Token![crate]) && input.peek2(Token![=])) {
        return Ok((parse_quote!(::checkpointed), input.parse()?));
    }
    input.parse::<Token![crate]>()?;
    input.parse::<Token![=]>()?;
    let runtime = absolute_path(input, "`crate = ::path::to::checkpointed;`")?;
    input.parse::<Token![;]>().map_err(|error| mistake(error.span(), "expected `;` behind the path"))?;
    Ok((runtime, input.parse()?))
}

/// A mistake at a place.
fn mistake(span: Span, message: impl Display) -> syn::Error {
    syn::Error::new(span, explained("answers-by-hand", message))
}

/// The same at all of some tokens.
fn mistake_at(tokens: &TokenStream, message: impl Display) -> syn::Error {
    let (start, end) = ends(tokens);
    // `new_spanned` looks at the first and the last token only.
    let place: TokenStream =
        [start, end].map(|span| TokenTree::from(Ident::new("_place", span))).into_iter().collect();
    syn::Error::new_spanned(place, explained("answers-by-hand", message))
}

fn read(answer: &TokenStream, errors: &mut Errors) -> Option<Failures> {
    let Some(braces) = only_group(answer, Delimiter::Brace) else {
        errors.push(no_object(answer));
        return None;
    };
    let object = Object::read(&braces, errors);
    if let Some(key) = object.key_of_http() {
        errors.push(wrapped(key)); // one mistake, however many such keys there are
        return None;
    }
    let failures = object.member("batchItemFailures", errors);
    object.refuse_others(&["batchItemFailures"], errors);
    read_failures(failures?, errors)
}

const WHOLE: &str = "`{ \"batchItemFailures\": [ { \"itemIdentifier\": identifier } ] }`";

/// The answer is that of a function for HTTP requests.
fn wrapped(key: &LitStr) -> syn::Error {
    let name = key.value();
    mistake(
        key.span(),
        format_args!(
            "`{name}` belongs to an answer for API Gateway, and a stream or a queue takes it for success, whatever is in it: \
             return the answer itself, {WHOLE}"
        ),
    )
}

/// The answer is not one pair of braces.
fn no_object(answer: &TokenStream) -> syn::Error {
    let mut tokens = answer.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (None, _) => mistake(
            Span::call_site(),
            "the answer is missing: write `{ \"batchItemFailures\": [] }` where every record is done",
        ),
        _ if is_null(answer) => mistake_at(
            answer,
            "an answer cannot be `null`: write `{ \"batchItemFailures\": [] }` where every record is done",
        ),
        (Some(TokenTree::Group(group)), Some(behind)) if group.delimiter() == Delimiter::Brace => {
            mistake(behind.span(), "nothing can stand behind the answer")
        }
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => {
            mistake_at(answer, format_args!("an answer is an object and no list: write {WHOLE}"))
        }
        _ => mistake_at(answer, format_args!("an answer is an object: write {WHOLE}")),
    }
}

/// The value of `batchItemFailures`.
fn read_failures(value: &TokenStream, errors: &mut Errors) -> Option<Failures> {
    if let Some(brackets) = only_group(value, Delimiter::Bracket) {
        return Some(read_list(brackets.stream(), errors));
    }
    let wrong = if only_group(value, Delimiter::Brace).is_some() {
        "`batchItemFailures` is a list of objects: write `[ { \"itemIdentifier\": identifier } ]`"
    } else if is_null(value) || matches!(syn::parse2(value.clone()), Ok(Lit::Bool(_))) {
        "`batchItemFailures` is a list: write `[]` where every record is done"
    } else if syn::parse2::<Lit>(value.clone()).is_ok() {
        "`batchItemFailures` is a list: write `[ { \"itemIdentifier\": identifier } ]`"
    } else {
        return errors.keep(syn::parse2(value.clone())).map(Failures::Computed);
    };
    errors.push(mistake_at(value, wrong));
    None
}

fn read_list(list: TokenStream, errors: &mut Errors) -> Failures {
    let failures = comma_separated(list, errors, value::read);
    let identifiers: Vec<_> =
        failures.iter().flatten().filter_map(|failure| read_failure(failure, errors)).collect();
    refuse_mixture(&identifiers, errors);
    Failures::Listed(identifiers)
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

/// An answer is for one source, whose identifiers all have one form. What is computed is looked at when it runs.
fn refuse_mixture(identifiers: &[Identifier], errors: &mut Errors) {
    let shown = || identifiers.iter().filter(|identifier| !matches!(identifier.form, Form::Computed(_)));
    let is_kafka = |identifier: &Identifier| matches!(identifier.form, Form::Kafka { .. });
    let Some(first) = shown().next() else { return };
    if let Some(other) = shown().find(|identifier| is_kafka(identifier) != is_kafka(first)) {
        let message = "identifiers of Kafka, which are objects, and of other sources, which are text, cannot be in one answer";
        errors.push(mistake_at(&other.written, message));
    }
}

/// The one group that these tokens are, looking into the invisible ones of `macro_rules!`.
fn only_group(tokens: &TokenStream, delimiter: Delimiter) -> Option<Group> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()) {
        (TokenTree::Group(group), None) if group.delimiter() == delimiter => Some(group),
        (TokenTree::Group(group), None) if group.delimiter() == Delimiter::None => {
            only_group(&group.stream(), delimiter)
        }
        _ => None,
    }
}
