//! The arguments of the attribute.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Error, Expr, ExprAsync, ExprAwait, ExprClosure, ExprLit, ExprReturn, ExprTry, Ident, Item, Lit, LitStr,
    Path, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    parse_quote,
    visit_mut::VisitMut,
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

/// How long before Lambda's deadline to stop.
pub(crate) enum Margin {
    None,
    Milliseconds(u64),
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
        given.into_iter().flatten().any(|(_, expression)| names(expression.to_token_stream(), parameter))
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
            "concurrency" => self.concurrency = Some((name.clone(), number(input, form)?)),
            "run_ahead" => self.run_ahead = Some((name.clone(), expression(input, form)?)),
            "deadline_margin" => self.deadline_margin = Some(margin(input, form)?),
            "dead_letters" => self.dead_letters = Some((name.clone(), place(input, form)?)),
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

fn names(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => names(group.stream(), name),
        _ => false,
    })
}

fn expression(input: ParseStream<'_>, form: &str) -> Result<Expr> {
    if input.is_empty() || input.peek(Token![,]) {
        return Err(mistake(input.span(), format_args!("expected {form}")));
    }
    input.parse().map_err(|error| mistake(error.span(), format_args!("expected {form}: {error}")))
}

/// How many records at once: not none.
fn number(input: ParseStream<'_>, form: &str) -> Result<Expr> {
    let number = expression(input, form)?;
    if let Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) = &number
        && literal.base10_parse::<usize>().is_ok_and(|records| records == 0)
    {
        return Err(mistake(
            literal.span(),
            "`concurrency = 0` would handle nothing: 1 is one record at a time",
        ));
    }
    Ok(number)
}

fn margin(input: ParseStream<'_>, form: &str) -> Result<Margin> {
    let text = text_of(input, form)?;
    let value = text.value();
    let milliseconds = match (value.as_str(), value.strip_suffix("ms"), value.strip_suffix('s')) {
        ("none", ..) => return Ok(Margin::None),
        (_, Some(milliseconds), _) => milliseconds.parse().ok(),
        (_, _, Some(seconds)) => seconds.parse::<u64>().ok().and_then(|seconds| seconds.checked_mul(1_000)),
        _ => None,
    };
    match milliseconds {
        Some(0) => Err(mistake(
            text.span(),
            "without a margin no answer goes out in time: `\"none\"` switches the guard off",
        )),
        Some(milliseconds) => Ok(Margin::Milliseconds(milliseconds)),
        None => Err(mistake(text.span(), format_args!("expected {form}"))),
    }
}

/// Where dead letters go. It is evaluated for a record that needs it, in a closure.
fn place(input: ParseStream<'_>, form: &str) -> Result<Expr> {
    struct Leaves(Option<Span>);
    impl VisitMut for Leaves {
        fn visit_expr_try_mut(&mut self, expression: &mut ExprTry) {
            self.0.get_or_insert(expression.question_token.span);
        }
        fn visit_expr_await_mut(&mut self, expression: &mut ExprAwait) {
            self.0.get_or_insert(expression.await_token.span);
        }
        fn visit_expr_return_mut(&mut self, expression: &mut ExprReturn) {
            self.0.get_or_insert(expression.return_token.span);
        }
        fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
        fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
        fn visit_item_mut(&mut self, _: &mut Item) {}
    }
    let mut place = expression(input, form)?;
    let mut leaves = Leaves(None);
    leaves.visit_expr_mut(&mut place);
    match leaves.0 {
        Some(span) => Err(mistake(
            span,
            "`dead_letters` cannot use `?`, `.await` or `return`: make the place before, and pass it as a parameter",
        )),
        None => Ok(place),
    }
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
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
