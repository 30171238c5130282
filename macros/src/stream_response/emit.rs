//! The code of an answer.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Path};

use super::{
    answer::Failures,
    identifier::{Form, Identifier},
};
use crate::spans::{ends, respan};

/// `respond([identifier(..), ..])`, or `respond_with(..)`
pub(super) fn response(runtime: &Path, failures: &Failures) -> TokenStream {
    let private = quote!(#runtime::__private);
    match failures {
        Failures::Listed(identifiers) => {
            let identifiers = identifiers.iter().map(|each| identifier(&private, each));
            quote!(#private::respond([#(#identifiers),*]))
        }
        Failures::Computed(expression) => {
            let listed = call(quote!(#private::Listed), expression);
            let (start, end) = ends(expression);
            let respond = respan(quote!(#private::respond_with), Span::call_site().located_at(start));
            // The method of `Option` and `Result`, which are no lists, goes before the trait's.
            let list = quote_spanned!(end=> ((#listed).checkpointed_list()));
            quote!({
                use #private::AnyList as _;
                #respond #list
            })
        }
    }
}

/// The errors, in an expression of the type of a response, so that nothing else is complained of.
pub(super) fn no_response(runtime: &Path, errors: Option<&TokenStream>) -> TokenStream {
    // Among statements, rustc would warn that the code behind a `compile_error!` is not reached.
    quote!({
        mod mistakes { #errors }
        #runtime::__private::no_response()
    })
}

fn identifier(private: &TokenStream, identifier: &Identifier) -> TokenStream {
    match &identifier.form {
        Form::Text(text) => call(quote!(#private::identifier), text),
        Form::Computed(expression) => call(quote!(#private::identifier), expression),
        Form::Kafka { partition, offset } => quote!(#private::kafka_identifier(#partition, #offset)),
    }
}

/// A call whose wrong argument is reported at all of the user's expression.
fn call(function: TokenStream, argument: &Expr) -> TokenStream {
    let (start, end) = ends(argument);
    // At the user's place, but not the user's own: lints for paths that people write do not fit here.
    let function = respan(function, Span::call_site().located_at(start));
    // A block in parentheses is no object of JSON; those of the call are enough.
    let argument = match argument {
        Expr::Paren(parentheses) => &*parentheses.expr,
        argument => argument,
    };
    let argument = quote_spanned!(end=> (#argument));
    quote!(#function #argument)
}
