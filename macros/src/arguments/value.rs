//! What an argument may be given.

use proc_macro2::Span;
use syn::{
    Error, Expr, ExprAsync, ExprAwait, ExprClosure, ExprLit, ExprReturn, ExprTry, Ident, Item, Lit, LitStr,
    Path, Result, Token, parse::ParseStream, parse_quote_spanned, visit_mut::VisitMut,
};

use super::mistake;
use crate::{errors::explained, spans::ends};

/// How long before Lambda's deadline to stop.
pub(crate) enum Margin {
    None,
    Milliseconds(u64),
}

pub(super) fn text_of(input: ParseStream<'_>, form: &str) -> Result<LitStr> {
    input.parse().map_err(|error| mistake(error.span(), format_args!("expected {form}")))
}

pub(super) fn expression(name: &Ident, input: ParseStream<'_>, form: &str) -> Result<Expr> {
    if input.is_empty() || input.peek(Token![,]) {
        // Behind the last argument there is nothing to point at.
        return Err(mistake(name.span(), format_args!("expected {form}")));
    }
    input.parse().map_err(|error| mistake(error.span(), format_args!("expected {form}: {error}")))
}

/// How many records at once: not none.
pub(super) fn number(name: &Ident, input: ParseStream<'_>, form: &str) -> Result<Expr> {
    let number = expression(name, input, form)?;
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

pub(super) fn margin(input: ParseStream<'_>, form: &str) -> Result<Margin> {
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
pub(super) fn place(name: &Ident, input: ParseStream<'_>, form: &str) -> Result<Expr> {
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
    let mut place = expression(name, input, form)?;
    let mut leaves = Leaves(None);
    leaves.visit_expr_mut(&mut place);
    match leaves.0 {
        Some(span) => Err(mistake(
            span,
            "`dead_letters` cannot use `?`, `.await` or `return`: make the place before, and pass it as a parameter",
        )),
        None => Ok(borrowed(place)),
    }
}

/// Whether this is a variable or a field of one, and not a constant.
fn is_variable(place: &Expr) -> bool {
    match place {
        Expr::Field(field) => is_variable(&field.base),
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            name.starts_with(|first: char| first == '_' || first.is_lowercase())
        }),
        _ => false,
    }
}

/// A variable or a field is not moved out of: the next record may need it too.
fn borrowed(place: Expr) -> Expr {
    match place {
        Expr::Group(group) => borrowed(*group.expr),
        Expr::Path(_) | Expr::Field(_) if is_variable(&place) => {
            let start = ends(&place).0;
            parse_quote_spanned!(start=> &#place)
        }
        _ => place,
    }
}

/// One of a few strings: its index.
pub(super) fn choice<const N: usize>(
    input: ParseStream<'_>,
    choices: [&str; N],
    form: &str,
) -> Result<usize> {
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
