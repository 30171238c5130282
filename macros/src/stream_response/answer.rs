//! The answer: an object with the list `batchItemFailures`.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Expr, Lit, LitStr};

use super::{
    identifier::{Form, Identifier},
    json::{self, comma_separated, is_null},
    object::Object,
};
use crate::{
    errors::{Errors, Section},
    invisible_groups::only_group,
};

/// `batchItemFailures`, checked.
pub(super) enum Failures {
    Listed(Vec<Identifier>),
    /// An expression that iterates over identifiers.
    Computed(Expr),
}

/// Reads the answer; what is wrong with it goes to `errors`.
pub(super) fn read(answer: &TokenStream, errors: &mut Errors) -> Option<Failures> {
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
    Section::AnswersByHand.error_at(
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
        (None, _) => Section::AnswersByHand.error_at(
            Span::call_site(),
            "the answer is missing: write `{ \"batchItemFailures\": [] }` where every record is done",
        ),
        _ if is_null(answer) => Section::AnswersByHand.error_over(
            answer,
            "an answer cannot be `null`: write `{ \"batchItemFailures\": [] }` where every record is done",
        ),
        (Some(TokenTree::Group(group)), Some(behind)) if group.delimiter() == Delimiter::Brace => {
            Section::AnswersByHand.error_at(behind.span(), "nothing can stand behind the answer")
        }
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => {
            Section::AnswersByHand
                .error_over(answer, format_args!("an answer is an object and no list: write {WHOLE}"))
        }
        _ => Section::AnswersByHand.error_over(answer, format_args!("an answer is an object: write {WHOLE}")),
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

/// `{ "itemIdentifier": .. }`
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

/// An answer is for one source, whose identifiers all have one form. What is computed is looked at when it runs.
fn refuse_mixture(identifiers: &[Identifier], errors: &mut Errors) {
    let shown = || identifiers.iter().filter(|identifier| !matches!(identifier.form, Form::Computed(_)));
    let is_kafka = |identifier: &Identifier| matches!(identifier.form, Form::Kafka { .. });
    let Some(first) = shown().next() else { return };
    if let Some(other) = shown().find(|identifier| is_kafka(identifier) != is_kafka(first)) {
        let message = "identifiers of Kafka, which are objects, and of other sources, which are text, cannot be in one answer";
        errors.push(Section::AnswersByHand.error_over(&other.written, message));
    }
}
