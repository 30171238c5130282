//! The annotated function: its signature read, its body left as opaque tokens.

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

/// A function, as far as its signature tells. Whether it can handle records is not judged yet.
pub(crate) struct ParsedFunction {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// The braces and what is in them.
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

    /// The parameters that are not the receiver; the first is the record.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &PatType> {
        self.signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(parameter),
            FnArg::Receiver(_) => None,
        })
    }

    /// The type of what it returns.
    pub(crate) fn output(&self) -> Type {
        match &self.signature.output {
            // `()` is not written, so its errors go to the function's name.
            ReturnType::Default => parse_quote_spanned!(self.signature.ident.span()=> ()),
            ReturnType::Type(_, output) => (**output).clone(),
        }
    }

    /// The type parameter that a type is.
    pub(crate) fn type_parameter(&self, ty: &Type) -> Option<&Ident> {
        let Type::Path(path) = ungrouped_type(ty) else { return None };
        let name = path.path.get_ident()?;
        self.signature
            .generics
            .type_params()
            .map(|parameter| &parameter.ident)
            .find(|parameter| *parameter == name)
    }

    /// Whether it is what a program starts with. A method may be named as it likes.
    pub(crate) fn is_main(&self) -> bool {
        self.signature.ident == "main" && !self.is_associated()
    }

    /// Whether it needs the `impl` block that it stands in: it takes `self`, or says `Self`.
    pub(crate) fn is_associated(&self) -> bool {
        self.receiver().is_some()
            || mentions_self_type(self.signature.to_token_stream())
            || mentions_self_type(self.body.clone().into())
    }
}

/// Whether this is our attribute.
pub(crate) fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "checkpointed_stream_handler")
}

/// Whether this is a function with a `self` that is not its first parameter.
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
    let behind_the_first = parameters.into_iter().flatten().skip_while(|token| !is_comma(token));
    let mut tokens = behind_the_first.peekable();
    while let Some(token) = tokens.next() {
        let is_self = matches!(&token, TokenTree::Ident(ident) if ident == "self");
        // `self::name` is a path
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

/// The name that a parameter binds, if it is a plain one.
pub(crate) fn name(parameter: &PatType) -> Option<&Ident> {
    match &*parameter.pat {
        Pat::Ident(pattern) if pattern.subpat.is_none() => Some(&pattern.ident),
        _ => None,
    }
}
