//! The answer: an object with the list `batchItemFailures`.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Error, Expr, Lit, LitStr};

use super::{
    identifier::{Form, Identifier},
    json::{self, comma_separated, is_null},
    object::Object,
};
use crate::{
    errors::{Errors, Section},
    invisible_groups::only_group,
};

/// The value of `batchItemFailures` after validation.
pub(super) enum Failures {
    Listed(Vec<Identifier>),
    /// An expression that iterates over identifiers.
    Computed(Expr),
}

/// Reads the answer. Mistakes go to `errors`.
pub(super) fn read(answer: &TokenStream, errors: &mut Errors) -> Option<Failures> {
    let Some(braces) = only_group(answer, Delimiter::Brace) else {
        errors.push(not_an_object(answer));
        return None;
    };
    let object = Object::read(&braces, errors);
    if let Some(key) = object.http_key() {
        errors.push(for_api_gateway(key)); // one mistake, however many such keys there are
        return None;
    }
    let failures = object.member("batchItemFailures", errors);
    object.refuse_others(&["batchItemFailures"], errors);
    read_failures(failures?, errors)
}

/// The shape of an answer, for errors.
const SHAPE: &str = "`{ \"batchItemFailures\": [ { \"itemIdentifier\": identifier } ] }`";

/// The error for an answer to an HTTP request.
fn for_api_gateway(key: &LitStr) -> Error {
    let name = key.value();
    let message = format!(
        "`{name}` is a key of answers for API Gateway, which Lambda takes for success from the handler of a stream or queue, \
         whatever they hold: return the answer itself, {SHAPE}"
    );
    Section::AnswersByHand.error_at(key.span(), message)
}

/// The error for an answer that is not one pair of braces.
fn not_an_object(answer: &TokenStream) -> Error {
    let section = Section::AnswersByHand;
    let mut tokens = answer.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (None, _) => section.error_at(
            Span::call_site(),
            "the answer is missing: write `{ \"batchItemFailures\": [] }` if every record is done",
        ),
        _ if is_null(answer) => section.error_over(
            answer,
            "an answer cannot be `null`: write `{ \"batchItemFailures\": [] }` if every record is done",
        ),
        (Some(TokenTree::Group(group)), Some(next)) if group.delimiter() == Delimiter::Brace => {
            section.error_at(next.span(), "nothing can follow the answer: remove this")
        }
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => {
            section.error_over(answer, format_args!("an answer is an object, not a list: write {SHAPE}"))
        }
        _ => section.error_over(answer, format_args!("an answer is an object: write {SHAPE}")),
    }
}

/// Reads the value of `batchItemFailures`.
fn read_failures(value: &TokenStream, errors: &mut Errors) -> Option<Failures> {
    if let Some(brackets) = only_group(value, Delimiter::Bracket) {
        return Some(read_list(brackets.stream(), errors));
    }
    let wrong = if only_group(value, Delimiter::Brace).is_some() {
        "`batchItemFailures` is a list of objects: write `[ { \"itemIdentifier\": identifier } ]`"
    } else if is_null(value) || matches!(syn::parse2(value.clone()), Ok(Lit::Bool(_))) {
        "`batchItemFailures` is a list: write `[]` if every record is done"
    } else if syn::parse2::<Lit>(value.clone()).is_ok() {
        "`batchItemFailures` is a list: write `[ { \"itemIdentifier\": identifier } ]`"
    } else {
        return errors.keep(syn::parse2(value.clone())).map(Failures::Computed);
    };
    errors.push(Section::AnswersByHand.error_over(value, wrong));
    None
}

fn read_list(list: TokenStream, errors: &mut Errors) -> Failures {
    let failures = comma_separated(list, errors, json::value);
    let identifiers: Vec<_> =
        failures.iter().flatten().filter_map(|failure| read_failure(failure, errors)).collect();
    refuse_mixture(&identifiers, errors);
    Failures::Listed(identifiers)
}

/// Reads `{ "itemIdentifier": .. }`.
fn read_failure(failure: &TokenStream, errors: &mut Errors) -> Option<Identifier> {
    let Some(braces) = only_group(failure, Delimiter::Brace) else {
        let message = "each failure is an object: write `{ \"itemIdentifier\": identifier }`";
        errors.push(Section::AnswersByHand.error_over(failure, message));
        return None;
    };
    let object = Object::read(&braces, errors);
    let identifier = object.member("itemIdentifier", errors);
    object.refuse_others(&["itemIdentifier"], errors);
    Identifier::read(identifier?, errors)
}

/// An answer is for one source, whose identifiers all have one form. The runtime checks those that are computed.
fn refuse_mixture(identifiers: &[Identifier], errors: &mut Errors) {
    let shown = || identifiers.iter().filter(|identifier| !matches!(identifier.form, Form::Computed(_)));
    let is_kafka = |identifier: &Identifier| matches!(identifier.form, Form::Kafka { .. });
    let Some(first) = shown().next() else { return };
    if let Some(other) = shown().find(|identifier| is_kafka(identifier) != is_kafka(first)) {
        let message = "this answer mixes identifiers that are text with those of Kafka, which are objects: write those of one \
                       event source";
        errors.push(Section::AnswersByHand.error_over(&other.written, message));
    }
}
