//! The arguments of the attribute.

mod value;

use std::fmt::Display;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Error, Expr, Ident, LitStr, Path, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    parse_quote,
};

use crate::{
    did_you_mean::did_you_mean,
    errors::{Errors, explained},
    signature::mentions,
};

pub(crate) use self::value::{Margin, absolute_path};
use self::value::{choice, expression, margin, number, place, text_of};

/// The arguments, checked.
pub(crate) struct Arguments {
    /// `batch`: the function takes all records at once.
    pub(crate) batch: bool,
    /// `event_source_mapping = "template.yaml"`: the deployment file to check.
    pub(crate) event_source_mapping: Option<LitStr>,
    /// `resource = "Name"`: the function in that file.
    pub(crate) resource: Option<LitStr>,
    /// `concurrency = 16`: how many records may be in flight. With the argument's name, to point at.
    pub(crate) concurrency: Option<(Ident, Expr)>,
    /// `run_ahead = 64`: how far above the lowest record that is not done one may start.
    pub(crate) run_ahead: Option<(Ident, Expr)>,
    /// `deadline_margin = "500ms"`: how long before Lambda's deadline to stop.
    pub(crate) deadline_margin: Option<Margin>,
    /// `dead_letters = queue`: where records go that can never succeed.
    pub(crate) dead_letters: Option<(Ident, Expr)>,
    /// `no_progress = "error"`: fail the invocation when nothing of the batch can be acknowledged.
    pub(crate) no_progress_is_error: bool,
    /// `panic = "abort"`: accept a build that cannot catch panics.
    pub(crate) accepts_panic_abort: bool,
    /// `crate = path`: where the runtime crate is.
    pub(crate) runtime: Path,
}

/// The known arguments, each with what it may be.
const KNOWN: [(&str, &str); 10] = [
    ("concurrency", "`concurrency = 16`"),
    ("run_ahead", "`run_ahead = 64`"),
    ("deadline_margin", "`deadline_margin = \"500ms\"`, `\"2s\"` or `\"none\"`"),
    ("dead_letters", "`dead_letters = queue`"),
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
            concurrency: None,
            run_ahead: None,
            deadline_margin: None,
            dead_letters: None,
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
        arguments.exclusions(errors);
        arguments
    }

    /// Whether an expression names this parameter.
    pub(crate) fn mention(&self, parameter: &Ident) -> bool {
        let given = [&self.concurrency, &self.run_ahead, &self.dead_letters];
        given.into_iter().flatten().any(|(_, expression)| mentions(expression.to_token_stream(), parameter))
    }

    /// What does not go together.
    fn exclusions(&self, errors: &mut Errors) {
        if let (Some(resource), None) = (&self.resource, &self.event_source_mapping) {
            let message =
                "`resource` names a function in the file of `event_source_mapping`, which is not given";
            errors.push(mistake(resource.span(), message));
        }
        if let (Some((name, _)), None) = (&self.run_ahead, &self.concurrency) {
            let message = "`run_ahead` is about records side by side: give `concurrency` too";
            errors.push(mistake(name.span(), message));
        }
        if self.batch {
            for (name, _) in [&self.concurrency, &self.dead_letters].into_iter().flatten() {
                let message = format!(
                    "`{name}` and `batch` exclude each other: a function for a whole batch decides itself what runs \
                     beside what and where a record goes"
                );
                errors.push(mistake(name.span(), message));
            }
        }
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
            "concurrency" => self.concurrency = Some((name.clone(), number(&name, input, form)?)),
            "run_ahead" => self.run_ahead = Some((name.clone(), expression(&name, input, form)?)),
            "deadline_margin" => self.deadline_margin = Some(margin(input, form)?),
            "dead_letters" => self.dead_letters = Some((name.clone(), place(&name, input, form)?)),
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

/// Arguments that the type of the record makes needless.
const SOURCE: [&str; 8] =
    ["source", "event_source", "event_source_arn", "source_type", "event_type", "stream", "queue", "topic"];

fn unknown(name: &Ident) -> Error {
    if SOURCE.iter().any(|source| name == source) {
        return mistake(
            name.span(),
            format_args!(
                "leave `{name}` out: the type of the record, such as `kinesis::Record<'_, P>` or `sqs::Message<'_, P>`, \
                 says which event source this is a handler for"
            ),
        );
    }
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
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
