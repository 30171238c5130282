//! The arguments of the attribute.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use syn::{
    Error, Ident, LitStr, Path, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    parse_quote,
};

use crate::errors::{Errors, explained};

/// The arguments, checked.
pub(crate) struct Arguments {
    /// `batch`: the function takes all records at once.
    pub(crate) batch: bool,
    /// `no_progress = "error"`: fail the invocation when nothing of the batch can be acknowledged.
    pub(crate) no_progress_is_error: bool,
    /// `panic = "abort"`: accept a build that cannot catch panics.
    pub(crate) accepts_panic_abort: bool,
    /// `crate = path`: where the runtime crate is.
    pub(crate) runtime: Path,
}

/// The known arguments, each with what it may be.
const KNOWN: [(&str, &str); 4] = [
    ("batch", "`batch`"),
    ("no_progress", "`no_progress = \"error\"` or `\"report\"`"),
    ("panic", "`panic = \"abort\"`"),
    ("crate", "`crate = ::path::to::checkpointed`"),
];

impl Arguments {
    /// Reads the arguments. What is wrong goes to `errors`, and the reading goes on behind the next comma.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Arguments {
            batch: false,
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

/// One of a few strings: its index.
fn choice<const N: usize>(input: ParseStream<'_>, choices: [&str; N], form: &str) -> Result<usize> {
    let wrong = |span| mistake(span, format!("expected {form}"));
    let value: LitStr = input.parse().map_err(|error| wrong(error.span()))?;
    choices.iter().position(|choice| value.value() == *choice).ok_or_else(|| wrong(value.span()))
}

/// A relative path would mean something else inside of the function than beside it.
fn absolute_path(input: ParseStream<'_>, form: &str) -> Result<Path> {
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
    let text = name.to_string();
    let nearest = KNOWN.iter().map(|(known, _)| *known).min_by_key(|known| distance(known, &text));
    let hint = match nearest {
        Some(known) if distance(known, &text) <= 3 => format!(": did you mean `{known}`?"),
        _ => String::from("."),
    };
    mistake(name.span(), format_args!("unknown argument `{name}`{hint} The arguments are {}", known_names()))
}

fn known_names() -> String {
    KNOWN.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// How many letters must be added, removed or changed to make one of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let changed = diagonal + usize::from(a != b);
            diagonal = *cell;
            left = changed.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

fn mistake(span: Span, message: impl Display) -> Error {
    Error::new(span, explained("arguments", message))
}

fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("panic", "panic"), 0);
        assert_eq!(distance("no_progres", "no_progress"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
