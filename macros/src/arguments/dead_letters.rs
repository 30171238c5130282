//! `dead_letters = queue`: the expression that says where dead letters go.

use proc_macro2::Span;
use syn::{
    Expr, ExprAsync, ExprAwait, ExprClosure, ExprReturn, ExprTry, Item, Result, parse::ParseStream,
    parse_quote_spanned, visit_mut::VisitMut,
};

use super::argument::Argument;
use crate::{errors::Section, spans::ends};

/// Reads the expression. It is evaluated in a closure, once for each record that needs it.
pub(super) fn destination(argument: &Argument, input: ParseStream<'_>) -> Result<Expr> {
    let destination = argument.expression(input)?;
    match first_exit(&destination) {
        Some(span) => Err(Section::Arguments.error_at(
            span,
            "`dead_letters` cannot contain `?`, `.await` or `return`: create the destination in `main`, and pass it to the \
             function as a parameter",
        )),
        None => Ok(borrowed(destination)),
    }
}

/// The first place at which the expression would leave the closure that it is put into, or wait in it.
fn first_exit(expression: &Expr) -> Option<Span> {
    struct FirstExit(Option<Span>);
    impl VisitMut for FirstExit {
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
    let mut search = FirstExit(None);
    search.visit_expr_mut(&mut expression.clone());
    search.0
}

/// Borrows a variable or a field instead of moving out of it: the next record may need it too.
fn borrowed(destination: Expr) -> Expr {
    match destination {
        Expr::Group(group) => borrowed(*group.expr),
        Expr::Path(_) | Expr::Field(_) if is_variable(&destination) => {
            let start = ends(&destination).0;
            parse_quote_spanned!(start=> &#destination)
        }
        _ => destination,
    }
}

/// Whether this is a variable or a field of one, and not a constant.
fn is_variable(destination: &Expr) -> bool {
    match destination {
        Expr::Field(field) => is_variable(&field.base),
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            name.starts_with(|first: char| first == '_' || first.is_lowercase())
        }),
        _ => false,
    }
}
