//! The generated code. It is made from a validated function, so nothing can go wrong here.

mod attribute_target;
mod call;
mod handler;
mod one_by_one;
mod one_record;
mod options;
mod parameters;
pub(crate) mod placeholder;
mod side_by_side;
mod turbofish;
mod user_function;
mod variable;
mod whole_batch;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use self::{
    call::Call, handler::handler, options::options, parameters::Parameters, turbofish::in_expression,
    user_function::UserFunction, variable::variable,
};
use crate::{
    runtime_path::private_path,
    spans::{ends, respan},
    validated_function::{Mode, OneRecord, ValidatedFunction},
};

/// The handler, with the user's function inside of it or, for a method, beside it.
pub(crate) fn generate(function: &ValidatedFunction<'_>) -> TokenStream {
    let private = private_path(function.runtime());
    let UserFunction { inside, beside, callee } = UserFunction::new(function.parsed());
    let call = Call {
        private: &private,
        callee,
        is_async: function.parsed().signature.asyncness.is_some(),
        output: function.parsed().output(),
        parameters: Parameters::new(&private, function),
    };
    let options = options(&private, function);
    let (taken, body) = match function.mode() {
        Mode::OneByOne(record) => (record.ty, one_by_one::body(&call, &options, record)),
        Mode::SideBySide { record, limit, run_ahead } => {
            (record.ty, side_by_side::body(&call, &options, record, limit, *run_ahead))
        }
        Mode::WholeBatch { item } => {
            (*item, whole_batch::body(&call, &options, function.parsed().receiver(), item))
        }
    };

    let event = variable("event");
    let event = quote!(#event: #private::LambdaEvent<#private::Batch<#taken>>);
    let parameters: Vec<_> = [event].into_iter().chain(call.parameters.declared).collect();
    let (panic_abort, source) = (panic_abort(function), source_check(&private, function));
    let watch = &function.deployed().watch;
    let body = quote! {
        #panic_abort
        #watch
        #source
        #inside
        #body
    };
    let generics = &function.parsed().signature.generics;
    let handler = handler(&private, function.parsed(), generics, &parameters, &body);
    quote!(#handler #beside)
}

/// Lets the compiler check that the records are of the source that the deployment file names.
fn source_check(private: &TokenStream, function: &ValidatedFunction<'_>) -> Option<TokenStream> {
    let source = Ident::new(function.deployed().source?, Span::call_site());
    let (taken, check) = match function.mode() {
        Mode::OneByOne(OneRecord { ty, .. }) | Mode::SideBySide { record: OneRecord { ty, .. }, .. } => {
            (ty, quote!(delivered_by))
        }
        Mode::WholeBatch { item } => (item, quote!(items_delivered_by)),
    };
    let (start, end) = ends(taken);
    let path = respan(quote!(#private::#check), start);
    let taken = in_expression(taken);
    let call = quote_spanned!(end=> ::<#private::#source, #taken>());
    Some(quote!(#path #call;))
}

/// An error in a build that cannot catch panics. Only the crate that uses the attribute knows the profile that it is built with.
fn panic_abort(function: &ValidatedFunction<'_>) -> Option<TokenStream> {
    const MESSAGE: &str = "this build has `panic = \"abort\"`, so a panic would end the process and repeat the whole batch. Write \
                           `panic = \"unwind\"` in `[profile.release]` of the workspace's Cargo.toml (cargo-lambda builds with \
                           abort unless that is written), or accept it with `#[checkpointed_stream_handler(panic = \"abort\")]`";
    let span = function.parsed().signature.ident.span();
    (!function.accepts_panic_abort()).then(|| {
        quote_spanned! {span=>
            #[cfg(panic = "abort")]
            ::core::compile_error!(#MESSAGE);
        }
    })
}
