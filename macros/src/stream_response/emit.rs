//! The code that the macro expands to.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Path};

use super::{
    answer::Failures,
    identifier::{Form, Identifier},
};
use crate::{
    runtime_path::private_path,
    spans::{ends, respan},
};

/// `respond([identifier(..), ..])`, or `respond_with(..)`
pub(super) fn response(runtime: &Path, failures: &Failures) -> TokenStream {
    let private = private_path(runtime);
    match failures {
        Failures::Listed(identifiers) => {
            let identifiers = identifiers.iter().map(|each| identifier(&private, each));
            quote!(#private::respond([#(#identifiers),*]))
        }
        Failures::Computed(expression) => {
            let listed = call(quote!(#private::Listed), expression);
            let (start, end) = ends(expression);
            let respond = respan(quote!(#private::respond_with), Span::call_site().located_at(start));
            // The inherent method, which refuses `Option` and `Result`, is chosen before the trait's.
            let list = quote_spanned!(end=> ((#listed).checkpointed_list()));
            quote!({
                use #private::AnyList as _;
                #respond #list
            })
        }
    }
}

/// The errors, in an expression with the type of a response, so that rustc reports nothing else.
pub(super) fn no_response(runtime: &Path, errors: Option<&TokenStream>) -> TokenStream {
    let private = private_path(runtime);
    // Among statements, rustc would warn that the code after a `compile_error!` is unreachable.
    quote!({
        mod mistakes { #errors }
        #private::no_response()
    })
}

fn identifier(private: &TokenStream, identifier: &Identifier) -> TokenStream {
    match &identifier.form {
        Form::Text(text) => call(quote!(#private::identifier), text),
        Form::Computed(expression) => call(quote!(#private::identifier), expression),
        Form::Kafka { partition, offset } => quote!(#private::kafka_identifier(#partition, #offset)),
    }
}

/// A call. If its argument has a wrong type, rustc underlines all of the user's expression.
fn call(function: TokenStream, argument: &Expr) -> TokenStream {
    let (start, end) = ends(argument);
    // Located at the user's tokens, but not resolved there, so that lints for handwritten paths do not apply.
    let function = respan(function, Span::call_site().located_at(start));
    // The user puts a block of Rust in parentheses, because braces are an object of JSON. Those of the call are enough.
    let argument = match argument {
        Expr::Paren(parentheses) => &*parentheses.expr,
        argument => argument,
    };
    let argument = quote_spanned!(end=> (#argument));
    quote!(#function #argument)
}
