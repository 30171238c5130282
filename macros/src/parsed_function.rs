//! The function with the attribute after parsing: its signature is parsed, its body stays opaque tokens.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, FnArg, Pat, PatType, Receiver, Result, ReturnType, Signature, Type, Visibility,
    parse::{ParseStream, Parser},
    parse_quote_spanned,
};

use crate::{
    errors::Section,
    invisible_groups::{ungrouped_token, ungrouped_type},
    mentions::mentions_self_type,
};

/// A function, which may or may not be able to handle records: no rule has been applied yet.
pub(crate) struct ParsedFunction {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// A group in braces.
    pub(crate) body: TokenTree,
}

impl ParsedFunction {
    /// Reads a function.
    pub(crate) fn read(item: TokenStream) -> Result<Self> {
        read_fn.parse2(item)
    }

    /// The parameter before the record: `&self`.
    pub(crate) fn receiver(&self) -> Option<&Receiver> {
        self.signature.receiver()
    }

    /// The parameters without the receiver. The first should be the record.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &PatType> {
        self.signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(parameter),
            FnArg::Receiver(_) => None,
        })
    }

    /// The return type.
    pub(crate) fn output(&self) -> Type {
        match &self.signature.output {
            // Nobody wrote this `()`, so errors about it go to the function's name.
            ReturnType::Default => parse_quote_spanned!(self.signature.ident.span()=> ()),
            ReturnType::Type(_, output) => (**output).clone(),
        }
    }

    /// The type parameter of the function that the type consists of.
    pub(crate) fn type_parameter(&self, ty: &Type) -> Option<&Ident> {
        let Type::Path(path) = ungrouped_type(ty) else { return None };
        let name = path.path.get_ident()?;
        self.signature
            .generics
            .type_params()
            .map(|parameter| &parameter.ident)
            .find(|parameter| *parameter == name)
    }

    /// Whether it is the program's `main`. A method may have that name too.
    pub(crate) fn is_main(&self) -> bool {
        self.signature.ident == "main" && !self.is_associated()
    }

    /// Whether it depends on the `impl` block around it, because it takes `self` or mentions `Self`.
    pub(crate) fn is_associated(&self) -> bool {
        self.receiver().is_some()
            || mentions_self_type(self.signature.to_token_stream())
            || mentions_self_type(self.body.clone().into())
    }
}

/// Whether this is our attribute.
pub(crate) fn is_our_attribute(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "checkpointed_stream_handler")
}

/// Whether the item is a function with a `self` that isn't its first parameter.
pub(crate) fn has_misplaced_receiver(item: &TokenStream) -> bool {
    let mut tokens = item
        .clone()
        .into_iter()
        .skip_while(|token| !matches!(token, TokenTree::Ident(ident) if ident == "fn"));
    let parameters = tokens.find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group.stream()),
        _ => None,
    });
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let after_the_first = parameters.into_iter().flatten().skip_while(|token| !is_comma(token));
    let mut tokens = after_the_first.peekable();
    while let Some(token) = tokens.next() {
        let is_self = matches!(&token, TokenTree::Ident(ident) if ident == "self");
        // `self::name` is a path.
        let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        if is_self && !is_path {
            return true;
        }
    }
    false
}

fn read_fn(input: ParseStream<'_>) -> Result<ParsedFunction> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    let signature: Signature = input.parse().map_err(|error| {
        let message = "expected a function: `#[checkpointed_stream_handler]` goes on one that handles a record, such as \
                       `async fn handle(record: kinesis::Record<'_, Json<T>>) -> Result<(), E>`";
        Section::Function.error_at(error.span(), message)
    })?;
    let body = ungrouped_token(input.parse()?);
    if !matches!(&body, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace) {
        let message = "the function has no body: write the code that handles a record in braces";
        return Err(Section::Function.error_at(body.span(), message));
    }
    Ok(ParsedFunction { attributes, visibility, signature, body })
}

/// The name of a parameter that has no other pattern.
pub(crate) fn parameter_name(parameter: &PatType) -> Option<&Ident> {
    match &*parameter.pat {
        Pat::Ident(pattern) if pattern.subpat.is_none() => Some(&pattern.ident),
        _ => None,
    }
}
