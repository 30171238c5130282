//! The generated code. Nothing is judged in here.

mod call;
mod handler;
mod one_by_one;
mod one_record;
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
    call::Call,
    handler::handler,
    parameters::pass,
    user_function::{Placed, place},
    variable::variable,
};
use crate::{
    arguments::{Arguments, deadline_margin::DeadlineMargin},
    deployment::Deployed,
    parsed_function::ParsedFunction,
    spans::{ends, respan},
    validate::Takes,
};

/// The function that takes the event, with the user's function inside of it; or, for a method, beside it.
pub(crate) fn generate(
    arguments: &Arguments,
    function: &ParsedFunction,
    takes: &Takes,
    deployed: &Deployed,
) -> TokenStream {
    let runtime = &arguments.runtime;
    let private = &quote!(#runtime::__private);
    let Placed { inside, beside, callee } = place(function);
    let call = Call {
        private,
        options: options(private, arguments, function),
        dead_letters: arguments.dead_letters.as_ref().map(|(_, place)| place),
        callee,
        is_async: function.signature.asyncness.is_some(),
        passed: pass(private, arguments, function),
    };
    let (record, body) = match (takes, &arguments.concurrency) {
        (Takes::Record(record), None) => (record, one_by_one::body(&call, function, record)),
        (Takes::Record(record), Some((_, records))) => {
            let run_ahead = arguments.run_ahead.as_ref().map(|(_, run_ahead)| run_ahead);
            (record, side_by_side::body(&call, function, record, records, run_ahead))
        }
        (Takes::Items(item), _) => (item, whole_batch::body(&call, function, item)),
    };

    let record = quote!(#record);
    let event = variable("event");
    let event = quote!(#event: #private::LambdaEvent<#private::Batch<#record>>);
    let parameters: Vec<_> = [event].into_iter().chain(call.passed.parameters).collect();
    let panic_abort = panic_abort(arguments, function);
    let (watch, delivered) = (&deployed.watch, delivered(private, takes, deployed));
    let body = quote! {
        #panic_abort
        #watch
        #delivered
        #inside
        #body
    };
    let handler = handler(private, function, &function.signature.generics, &parameters, &body);
    quote!(#handler #beside)
}

/// Asks whether the records are of the source that the deployment file names.
fn delivered(private: &TokenStream, takes: &Takes, deployed: &Deployed) -> Option<TokenStream> {
    let source = Ident::new(deployed.source?, Span::call_site());
    let (taken, question) = match takes {
        Takes::Record(record) => (record, quote!(delivered_by)),
        Takes::Items(item) => (item, quote!(items_delivered_by)),
    };
    let (start, end) = ends(taken);
    let path = respan(quote!(#private::#question), start);
    let taken = turbofish::in_expression(taken);
    let call = quote_spanned!(end=> ::<#private::#source, #taken>());
    Some(quote!(#path #call;))
}

fn options(private: &TokenStream, arguments: &Arguments, function: &ParsedFunction) -> TokenStream {
    let mut changed = Vec::new();
    if arguments.no_progress_is_error {
        changed.push(quote!(no_progress: #private::NoProgress::Error));
    }
    match arguments.deadline_margin {
        Some(DeadlineMargin::Off) => changed.push(quote!(deadline_margin: #private::DeadlineMargin::Off)),
        Some(DeadlineMargin::Milliseconds(margin)) => changed.push(quote! {
            deadline_margin: #private::DeadlineMargin::Custom(#private::Duration::from_millis(#margin))
        }),
        None => {}
    }
    if function.is_exclusive() {
        changed.push(quote!(mutable_state: true));
    }
    if changed.is_empty() {
        quote!(#private::Options::DEFAULT)
    } else {
        quote!(#private::Options { #(#changed,)* ..#private::Options::DEFAULT })
    }
}

/// Seen by the crate that uses the attribute, with the profile that it is built in.
fn panic_abort(arguments: &Arguments, function: &ParsedFunction) -> Option<TokenStream> {
    // `cargo lambda build --release` asks for abort where the profile says nothing.
    const MESSAGE: &str = "this build has `panic = \"abort\"`, with which no panic can be caught: it would end the \
                           process and repeat the whole batch. Write `panic = \"unwind\"` in `[profile.release]` of \
                           the workspace's Cargo.toml (cargo-lambda builds with abort unless that is written), or accept \
                           it with `#[checkpointed_stream_handler(panic = \"abort\")]`";
    let span = function.signature.ident.span();
    (!arguments.accepts_panic_abort).then(|| {
        quote_spanned! {span=>
            #[cfg(panic = "abort")]
            ::core::compile_error!(#MESSAGE);
        }
    })
}
