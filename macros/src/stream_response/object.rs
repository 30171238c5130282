//! A JSON object whose keys are string literals.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::{LitStr, Result, Token, parse::ParseStream};

use super::json::{self, comma_separated};
use crate::{
    did_you_mean::did_you_mean,
    errors::{Errors, Section},
};

/// The keys of an object, each with the tokens of its value.
pub(super) struct Object {
    span: Span,
    members: Vec<(LitStr, TokenStream)>,
    /// Whether a part of it could not be read. That part may have been a key that seems to be missing.
    broken: bool,
}

impl Object {
    /// Reads what is between braces.
    pub(super) fn read(braces: &Group, errors: &mut Errors) -> Self {
        let members = comma_separated(braces.stream(), errors, read_member);
        let broken = members.iter().any(Option::is_none);
        Object { span: braces.span(), members: members.into_iter().flatten().collect(), broken }
    }

    /// The value of a key that must be there exactly once.
    pub(super) fn member(&self, key: &str, errors: &mut Errors) -> Option<&TokenStream> {
        let mut found = self.members.iter().filter(|(name, _)| name.value() == key);
        let first = found.next();
        for (again, _) in found {
            errors.push(
                Section::AnswersByHand
                    .error_at(again.span(), format_args!("the key `{key}` is written twice: keep one")),
            );
        }
        // `refuse_others` reports a misspelt key. Its value is read all the same, to report the mistakes inside of it too.
        let member = first.or_else(|| self.members.iter().find(|(name, _)| may_mean(&name.value(), key)));
        if member.is_none() && !self.broken {
            errors.push(
                Section::AnswersByHand.error_at(
                    self.span,
                    format_args!("the key `{key}` is missing{}", instead_of_missing(key)),
                ),
            );
        }
        member.map(|(_, value)| value)
    }

    /// The first key that belongs to an answer to an HTTP request.
    pub(super) fn http_key(&self) -> Option<&LitStr> {
        const KEYS: [&str; 7] = [
            "statusCode",
            "statusDescription",
            "body",
            "headers",
            "multiValueHeaders",
            "cookies",
            "isBase64Encoded",
        ];
        self.members.iter().map(|(name, _)| name).find(|name| KEYS.contains(&name.value().as_str()))
    }

    /// Refuses all keys but these.
    pub(super) fn refuse_others(&self, known: &[&str], errors: &mut Errors) {
        let is_there = |key: &str| self.members.iter().any(|(name, _)| name.value() == key);
        for (name, _) in self.members.iter().filter(|(name, _)| !known.contains(&name.value().as_str())) {
            let key = name.value();
            let hint = match known.iter().find(|known| !is_there(known) && may_mean(&key, known)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => belongs_elsewhere(&key).map_or_else(|| known_keys(known), String::from),
            };
            errors.push(
                Section::AnswersByHand.error_at(name.span(), format_args!("unknown key `{key}`: {hint}")),
            );
        }
    }
}

/// What to say of a key that is missing.
fn instead_of_missing(key: &str) -> &'static str {
    match key {
        "batchItemFailures" => ": write `{ \"batchItemFailures\": [] }` if every record is done",
        "itemIdentifier" => {
            ", and Lambda would repeat the whole batch: write `{ \"itemIdentifier\": identifier }`"
        }
        "partition" => {
            ": write `\"partition\": \"topic-0\"` with the name of the topic and the partition's number"
        }
        "offset" => ": write `\"offset\": 15` with the offset of the record",
        _ => "",
    }
}

/// The advice for a key that belongs to another kind of answer.
fn belongs_elsewhere(key: &str) -> Option<&'static str> {
    (key == "state")
        .then_some("only an answer for a tumbling window has it, and `stream_response!` does not write those")
}

fn known_keys(known: &[&str]) -> String {
    let plural = if known.len() == 1 { "only key here is" } else { "keys here are" };
    format!("the {plural} `{}`", known.join("` and `"))
}

/// Whether somebody who wrote one key may have meant the other one.
fn may_mean(written: &str, known: &str) -> bool {
    // The first revision of AWS's documentation had some of these names, and people shorten others.
    let also = match known {
        "partition" => &["topic-partition", "topicPartition", "topic"][..],
        "itemIdentifier" => &["id", "identifier", "sequenceNumber", "messageId"],
        "batchItemFailures" => &["failures", "itemFailures"],
        _ => &[],
    };
    also.contains(&written) || did_you_mean(written, [known].into_iter()).is_some()
}

/// Reads `"key": value`.
fn read_member(input: ParseStream<'_>) -> Result<(LitStr, TokenStream)> {
    let key: LitStr = input.parse().map_err(|error| not_a_key(input, &error))?;
    let name = key.value();
    let nothing_comes = || input.is_empty() || input.peek(Token![,]);
    if nothing_comes() {
        return Err(Section::AnswersByHand
            .error_at(key.span(), format_args!("the key `{name}` has no value: write `\"{name}\": value`")));
    }
    input.parse::<Token![:]>().map_err(|error| {
        Section::AnswersByHand.error_at(error.span(), format_args!("expected `:` after the key `{name}`"))
    })?;
    if nothing_comes() {
        return Err(Section::AnswersByHand
            .error_at(key.span(), format_args!("the key `{name}` has no value: write one after the `:`")));
    }
    Ok((key, json::value(input)?))
}

fn not_a_key(input: ParseStream<'_>, error: &syn::Error) -> syn::Error {
    match input.cursor().token_tree() {
        Some((TokenTree::Ident(key), _)) => Section::AnswersByHand
            .error_at(key.span(), format_args!("a key must be in quotes: write `\"{key}\"`")),
        _ => Section::AnswersByHand.error_at(error.span(), "expected a key in quotes"),
    }
}
