//! A JSON object whose keys are literals.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::mistake;
use crate::{did_you_mean::did_you_mean, errors::Errors};

/// Keys, each with the tokens of its value.
pub(super) struct Object {
    braces: Span,
    members: Vec<(LitStr, TokenStream)>,
    /// Whether something in it could not be read, so that a missing key may be what that was.
    broken: bool,
}

impl Object {
    /// Reads what is between braces.
    pub(super) fn read(braces: &Group, errors: &mut Errors) -> Self {
        let mut object = Object { braces: braces.span_open(), members: Vec::new(), broken: false };
        for member in comma_separated(braces.stream(), errors) {
            match read_member(member) {
                Ok(member) => object.members.push(member),
                Err(error) => {
                    object.broken = true;
                    errors.push(error);
                }
            }
        }
        object
    }

    /// The value of a key that must be there once.
    pub(super) fn member(&self, key: &str, errors: &mut Errors) -> Option<&TokenStream> {
        let mut found = self.members.iter().filter(|(name, _)| name.value() == key);
        let first = found.next();
        for (again, _) in found {
            errors.push(mistake(again.span(), format_args!("the key `{key}` is there twice")));
        }
        // A key that is nearly this one is complained of as such.
        let is_misspelt = || self.members.iter().any(|(name, _)| means(&name.value(), key));
        if first.is_none() && !self.broken && !is_misspelt() {
            errors.push(mistake(self.braces, format_args!("the key `{key}` is missing")));
        }
        first.map(|(_, value)| value)
    }

    /// Complains of all keys but these.
    pub(super) fn refuse_others(&self, known: &[&str], errors: &mut Errors) {
        for (name, _) in self.members.iter().filter(|(name, _)| !known.contains(&name.value().as_str())) {
            let key = name.value();
            let hint = match known.iter().find(|known| means(&key, known)) {
                Some(meant) => format!(": did you mean `{meant}`?"),
                None if ["statusCode", "body", "headers", "isBase64Encoded"].contains(&key.as_str()) => {
                    String::from(
                        ": it belongs to an answer to HTTP requests, and an answer to a stream has none",
                    )
                }
                None => format!(": the key here is `{}`", known.join("`, `")),
            };
            errors.push(mistake(name.span(), format_args!("unknown key `{key}`{hint}")));
        }
    }
}

/// Whether somebody who wrote one key may have meant the other.
fn means(written: &str, known: &str) -> bool {
    // What AWS's first revision of the documentation said, and what people shorten it to.
    let also = match known {
        "partition" => &["topic-partition", "topicPartition", "topic"][..],
        "itemIdentifier" => &["id", "identifier", "sequenceNumber", "messageId"],
        "batchItemFailures" => &["failures", "itemFailures"],
        _ => &[],
    };
    also.contains(&written) || did_you_mean(written, [known].into_iter()).is_some()
}

/// `"key": value`
fn read_member(member: TokenStream) -> syn::Result<(LitStr, TokenStream)> {
    let mut tokens = member.into_iter();
    let key = tokens.next().unwrap_or_else(|| TokenTree::from(proc_macro2::Literal::string("")));
    let key: LitStr = syn::parse2(key.to_token_stream()).map_err(|_| {
        let written = key.to_string();
        mistake(key.span(), format_args!("a key stands in quotes: write `\"{written}\"`"))
    })?;
    let missing = |what| mistake(key.span(), format_args!("the key `{}` needs {what}", key.value()));
    match tokens.next() {
        Some(TokenTree::Punct(colon)) if colon.as_char() == ':' => {}
        Some(other) => {
            return Err(mistake(other.span(), format_args!("expected `:` behind the key `{}`", key.value())));
        }
        None => return Err(missing("a value: write `:` and the value behind it")),
    }
    let value: TokenStream = tokens.collect();
    if value.is_empty() { Err(missing("a value behind its `:`")) } else { Ok((key, value)) }
}

/// The parts between commas; one behind the last is fine.
pub(super) fn comma_separated(tokens: TokenStream, errors: &mut Errors) -> Vec<TokenStream> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(comma), Some(part)) if comma.as_char() == ',' => {
                if part.is_empty() {
                    errors.push(mistake(comma.span(), "there is nothing in front of this comma"));
                }
                parts.push(Vec::new());
            }
            (_, Some(part)) => part.push(token),
            (_, None) => {}
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).map(TokenStream::from_iter).collect()
}
