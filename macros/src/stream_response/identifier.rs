//! The identifier of a record: text or, for Kafka, an object.

use proc_macro2::{Delimiter, Group, TokenStream};
use syn::{Expr, Lit};

use super::{json::is_null, object::Object};
use crate::{
    errors::{Errors, Section},
    invisible_groups::only_group,
};

/// The value of `itemIdentifier` after validation.
pub(super) struct Identifier {
    pub(super) written: TokenStream,
    pub(super) form: Form,
}

pub(super) enum Form {
    /// A string literal.
    Text(Expr),
    /// An expression, whose type the compiler checks.
    Computed(Expr),
    Kafka {
        partition: Expr,
        offset: Expr,
    },
}

impl Identifier {
    pub(super) fn read(value: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let form = match only_group(value, Delimiter::Brace) {
            Some(braces) => read_kafka(&braces, errors)?,
            None => read_text(value, errors)?,
        };
        Some(Identifier { written: value.clone(), form })
    }
}

fn read_text(value: &TokenStream, errors: &mut Errors) -> Option<Form> {
    let literal = syn::parse2(value.clone()).ok();
    if let Some(message) = refusal(value, literal.as_ref()) {
        errors.push(Section::AnswersByHand.error_over(value, message));
        return None;
    }
    let expression = errors.keep(syn::parse2(value.clone()))?;
    Some(if literal.is_some() { Form::Text(expression) } else { Form::Computed(expression) })
}

/// The error for a value that can be seen not to be an identifier.
fn refusal(value: &TokenStream, literal: Option<&Lit>) -> Option<String> {
    const REPEATS: &str = "because Lambda would then repeat the whole batch: write the sequence number or message id of the record, \
                           or return an error if there is none";
    const TEXT: &str = "an identifier is text: write the sequence number or message id of the record";
    if is_null(value) {
        return Some(format!("an identifier cannot be `null`, {REPEATS}"));
    }
    if only_group(value, Delimiter::Bracket).is_some() {
        return Some(String::from(
            "an identifier is text, not a list: write one `{ \"itemIdentifier\": identifier }` for each record",
        ));
    }
    match literal? {
        Lit::Str(text) if text.value().is_empty() => {
            Some(format!("an identifier cannot be empty, {REPEATS}"))
        }
        Lit::Str(_) => None,
        Lit::Int(number) if !number.base10_digits().starts_with('-') => {
            Some(format!("an identifier is text, not a number: write `\"{}\"`", number.base10_digits()))
        }
        _ => Some(String::from(TEXT)),
    }
}

/// Reads `{ "partition": "topic-0", "offset": 15 }`.
fn read_kafka(braces: &Group, errors: &mut Errors) -> Option<Form> {
    let object = Object::read(braces, errors);
    let partition = object.member("partition", errors);
    let offset = object.member("offset", errors);
    object.refuse_others(&["partition", "offset"], errors);
    let partition = partition.and_then(|value| read_partition(value, errors));
    let offset = offset.and_then(|value| read_offset(value, errors));
    Some(Form::Kafka { partition: partition?, offset: offset? })
}

fn read_partition(value: &TokenStream, errors: &mut Errors) -> Option<Expr> {
    let is_right = match syn::parse2(value.clone()) {
        Ok(Lit::Str(name)) => is_partition(&name.value()),
        Ok(_) => false,
        Err(_) => is_expression(value),
    };
    if !is_right {
        let message = "a partition is the name of the topic, `-` and the partition's number: write text such as `\"topic-0\"`";
        errors.push(Section::AnswersByHand.error_over(value, message));
        return None;
    }
    errors.keep(syn::parse2(value.clone()))
}

/// Whether the name has the form `<topic>-<number>`.
fn is_partition(name: &str) -> bool {
    let is_number =
        |text: &str| text.parse::<u32>().is_ok() && text.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit_once('-').is_some_and(|(topic, number)| !topic.is_empty() && is_number(number))
}

fn read_offset(value: &TokenStream, errors: &mut Errors) -> Option<Expr> {
    let is_right = match syn::parse2(value.clone()) {
        Ok(Lit::Int(number)) => !number.base10_digits().starts_with('-'),
        Ok(_) => false,
        Err(_) => is_expression(value),
    };
    if !is_right {
        let message = "an offset is a whole number, 0 or more, without quotes: write one such as `15`";
        errors.push(Section::AnswersByHand.error_over(value, message));
        return None;
    }
    errors.keep(syn::parse2(value.clone()))
}

/// Whether this is Rust: neither `null` nor an object or a list of JSON.
fn is_expression(value: &TokenStream) -> bool {
    let is_group = |delimiter| only_group(value, delimiter).is_some();
    !is_null(value) && !is_group(Delimiter::Brace) && !is_group(Delimiter::Bracket)
}
