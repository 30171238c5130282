//! What names a record: text, or an object of Kafka.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, Lit};

use super::{mistake, mistake_at, object::Object, only_group};
use crate::{
    errors::Errors,
    spans::{ends, respan},
};

/// An identifier, as code that makes it.
pub(super) struct Identifier {
    pub(super) expression: TokenStream,
    pub(super) span: Span,
    /// Its form, where the literal shows it.
    pub(super) kind: Option<Kind>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Kafka,
}

impl Identifier {
    /// Reads the value of `itemIdentifier`.
    pub(super) fn read(value: &TokenStream, errors: &mut Errors) -> Option<Self> {
        if let Some(braces) = only_group(value, Delimiter::Brace) {
            return read_kafka(&braces, errors);
        }
        let (start, end) = ends(value);
        if let Some(message) = refused(value) {
            errors.push(mistake_at(value, message));
            return None;
        }
        let expression: Expr = errors.keep(syn::parse2(value.clone()).map_err(|error| {
            mistake(error.span(), format_args!("the identifier cannot be read: {error}"))
        }))?;
        let is_text = matches!(&expression, Expr::Lit(ExprLit { lit: Lit::Str(_), .. }));
        // What is no identifier is reported at the user's expression, all of it.
        let path = respan(quote!(::checkpointed::__private::identifier), start);
        let call = quote_spanned!(end=> (#expression));
        Some(Identifier { expression: quote!(#path #call), span: start, kind: is_text.then_some(Kind::Text) })
    }
}

/// What is wrong with a value that can be seen not to be an identifier.
fn refused(value: &TokenStream) -> Option<String> {
    const REPEATS: &str =
        "Lambda would repeat the whole batch; where there is no identifier, return an error";
    let mut tokens = value.clone().into_iter();
    let token = match (tokens.next()?, tokens.next()) {
        (token, None) => token,
        // a negative number
        (TokenTree::Punct(minus), Some(TokenTree::Literal(_))) if minus.as_char() == '-' => {
            return Some(format!("an identifier is text: write \"{}\"", value.to_string().replace(' ', "")));
        }
        _ => return None,
    };
    match token {
        TokenTree::Ident(ident) if ident == "null" => {
            Some(format!("an identifier cannot be `null`: {REPEATS}"))
        }
        TokenTree::Ident(ident) if ident == "true" || ident == "false" => {
            Some(String::from("an identifier is text: the sequence number or message id of the record"))
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            Some(String::from("an identifier is text; write one failure for each record"))
        }
        TokenTree::Literal(literal) => match syn::parse2(quote!(#literal)) {
            Ok(Lit::Str(text)) if text.value().is_empty() => {
                Some(format!("an identifier cannot be empty: {REPEATS}"))
            }
            Ok(Lit::Str(_)) => None,
            _ => Some(format!("an identifier is text: write \"{literal}\"")),
        },
        _ => None,
    }
}

/// `{ "partition": "topic-0", "offset": 15 }`
fn read_kafka(braces: &proc_macro2::Group, errors: &mut Errors) -> Option<Identifier> {
    let object = Object::read(braces, errors);
    let partition = object.member("partition", errors).cloned();
    let offset = object.member("offset", errors).cloned();
    object.refuse_others(&["partition", "offset"], errors);
    let (partition, offset) = (partition?, offset?);
    let (partition, offset) = (read_partition(&partition, errors), read_offset(&offset, errors));
    let (partition, offset) = (partition?, offset?);
    let expression = quote!(::checkpointed::__private::kafka_identifier(#partition, #offset));
    Some(Identifier { expression, span: braces.span_open(), kind: Some(Kind::Kafka) })
}

fn read_partition(value: &TokenStream, errors: &mut Errors) -> Option<Expr> {
    let expression: Expr = errors.keep(syn::parse2(value.clone()))?;
    if let Expr::Lit(ExprLit { lit, .. }) = &expression {
        let has_number = |text: &str| {
            text.rsplit_once('-')
                .is_some_and(|(topic, number)| !topic.is_empty() && number.parse::<u32>().is_ok())
        };
        if !matches!(lit, Lit::Str(text) if has_number(&text.value())) {
            let message = "a partition is the topic and its number: write \"topic-0\"";
            errors.push(mistake_at(value, message));
            return None;
        }
    }
    Some(expression)
}

fn read_offset(value: &TokenStream, errors: &mut Errors) -> Option<Expr> {
    let expression: Expr = errors.keep(syn::parse2(value.clone()))?;
    if let Expr::Lit(ExprLit { lit, .. }) = &expression
        && !matches!(lit, Lit::Int(_))
    {
        errors.push(mistake_at(value, "an offset is a number, without quotes"));
        return None;
    }
    Some(expression)
}
