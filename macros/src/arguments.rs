//! The arguments of the attribute.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use syn::{
    Error, Ident, LitStr, Path, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    parse_quote,
};

use crate::{
    did_you_mean::did_you_mean,
    errors::{Errors, explained},
};

/// The arguments, checked.
pub(crate) struct Arguments {
    /// `batch`: the function takes all records at once.
    pub(crate) batch: bool,
    /// `event_source_mapping = "template.yaml"`: the deployment file to check.
    pub(crate) event_source_mapping: Option<LitStr>,
    /// `resource = "Name"`: the function in that file.
    pub(crate) resource: Option<LitStr>,
    /// `no_progress = "error"`: fail the invocation when nothing of the batch can be acknowledged.
    pub(crate) no_progress_is_error: bool,
    /// `panic = "abort"`: accept a build that cannot catch panics.
    pub(crate) accepts_panic_abort: bool,
    /// `crate = path`: where the runtime crate is.
    pub(crate) runtime: Path,
}

/// The known arguments, each with what it may be.
const KNOWN: [(&str, &str); 6] = [
    ("batch", "`batch`"),
    ("event_source_mapping", "`event_source_mapping = \"template.yaml\"`"),
    ("resource", "`resource = \"NameOfTheFunction\"`"),
    ("no_progress", "`no_progress = \"error\"` or `\"report\"`"),
    ("panic", "`panic = \"abort\"`"),
    ("crate", "`crate = ::path::to::checkpointed`"),
];

impl Arguments {
    /// Reads the arguments. What is wrong goes to `errors`, and the reading goes on behind the next comma.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Arguments {
            batch: false,
            event_source_mapping: None,
            resource: None,
            no_progress_is_error: false,
            accepts_panic_abort: false,
            runtime: parse_quote!(::checkpointed),
        };
        let mut seen: Vec<Ident> = Vec::new();
        let all = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = arguments.read_one(input, &mut seen) {
                    errors.push(error);
                    skip_to_comma(input)?;
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = all.parse2(tokens) {
            errors.push(error);
        }
        if let (Some(resource), None) = (&arguments.resource, &arguments.event_source_mapping) {
            let message =
                "`resource` names a function in the file of `event_source_mapping`, which is not given";
            errors.push(mistake(resource.span(), message));
        }
        arguments
    }

    fn read_one(&mut self, input: ParseStream<'_>, seen: &mut Vec<Ident>) -> Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            mistake(error.span(), format_args!("expected an argument: one of {}", known_names()))
        })?;
        let text = name.to_string();
        let Some((_, form)) = KNOWN.iter().find(|(known, _)| *known == text) else {
            return Err(unknown(&name));
        };
        if seen.contains(&name) {
            return Err(mistake(name.span(), format!("the argument `{name}` is given twice")));
        }
        seen.push(name.clone());
        if text == "batch" {
            self.batch = true;
            return end_of(&name, input, "`batch` takes no value");
        }
        if !input.peek(Token![=]) {
            return Err(mistake(name.span(), format!("the argument `{name}` needs a value: write {form}")));
        }
        input.parse::<Token![=]>()?;
        match text.as_str() {
            "event_source_mapping" => self.event_source_mapping = Some(text_of(input, form)?),
            "resource" => self.resource = Some(text_of(input, form)?),
            "no_progress" => self.no_progress_is_error = choice(input, ["report", "error"], form)? == 1,
            "panic" => self.accepts_panic_abort = choice(input, ["abort"], form)? == 0,
            _ => self.runtime = absolute_path(input, form)?,
        }
        end_of(&name, input, &format!("expected `,` behind the value of `{name}`"))
    }
}

fn end_of(name: &Ident, input: ParseStream<'_>, otherwise: &str) -> Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    // Where it goes on in a new argument, that is what to point at; else the argument itself is wrong.
    Err(if input.peek(Token![=]) {
        mistake(name.span(), otherwise)
    } else {
        mistake(input.span(), otherwise)
    })
}

fn text_of(input: ParseStream<'_>, form: &str) -> Result<LitStr> {
    input.parse().map_err(|error| mistake(error.span(), format_args!("expected {form}")))
}

/// One of a few strings: its index.
fn choice<const N: usize>(input: ParseStream<'_>, choices: [&str; N], form: &str) -> Result<usize> {
    let wrong = |span| mistake(span, format!("expected {form}"));
    let value: LitStr = input.parse().map_err(|error| wrong(error.span()))?;
    choices.iter().position(|choice| value.value() == *choice).ok_or_else(|| wrong(value.span()))
}

/// A relative path would mean something else inside of the function than beside it.
pub(crate) fn absolute_path(input: ParseStream<'_>, form: &str) -> Result<Path> {
    let path = input
        .call(Path::parse_mod_style)
        .map_err(|error| mistake(error.span(), format!("expected a path: {form}")))?;
    let starts_at_a_crate =
        path.segments.first().is_some_and(|first| first.ident == "crate" || first.ident == "$crate");
    if path.leading_colon.is_none() && !starts_at_a_crate {
        let message = format!("expected an absolute path: {form}, or one that begins with `crate`");
        return Err(Error::new_spanned(path, explained("arguments", message)));
    }
    Ok(path)
}

fn unknown(name: &Ident) -> Error {
    let hint = match did_you_mean(&name.to_string(), KNOWN.iter().map(|(known, _)| *known)) {
        Some(known) => format!(": did you mean `{known}`?"),
        None => String::from("."),
    };
    mistake(name.span(), format_args!("unknown argument `{name}`{hint} The arguments are {}", known_names()))
}

fn known_names() -> String {
    KNOWN.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn mistake(span: Span, message: impl Display) -> Error {
    Error::new(span, explained("arguments", message))
}

pub(crate) fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
