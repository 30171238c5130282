//! The generated code. Nothing is judged in here.

mod evidence;
mod one_by_one;
mod one_record;
mod side_by_side;
mod whole_batch;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Expr, GenericParam, Receiver, Signature};

use crate::{
    arguments::{Arguments, Margin},
    deployment::Deployed,
    signature::{Passing, RecordFn, name},
    spans::{ends, respan},
    validate::Takes,
};

/// The function that takes the event, with the user's function inside of it; or, for a method, beside it.
pub(crate) fn generate(
    arguments: &Arguments,
    function: &RecordFn,
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

    let RecordFn { attributes, visibility, signature, .. } = function;
    let attributes =
        attributes.iter().filter(|attribute| !matches!(Concern::of(attribute), Concern::Function));
    let Signature { ident, generics, .. } = signature;
    let where_clause = &generics.where_clause;
    let receiver = function.receiver().cloned().map(|receiver| {
        let receiver = Receiver { mutability: None, ..receiver }; // `mut self` is for the user's function only
        quote!(#receiver,)
    });
    let (event, Passed { parameters, .. }) = (own("event"), call.passed);
    let panic_abort = panic_abort(arguments, function);
    let (watch, delivered) = (&deployed.watch, delivered(private, takes, deployed));
    // What rustc says of the function as a whole belongs to the user's.
    let async_fn = quote_spanned!(signature.fn_token.span=> async fn);
    quote! {
        #(#attributes)*
        #visibility #async_fn #ident #generics (
            #receiver #event: #private::LambdaEvent<#private::Batch<#record>>, #(#parameters),*
        ) -> ::core::result::Result<#private::StreamsEventResponse, #private::Error> #where_clause {
            #panic_abort
            #watch
            #delivered
            #inside
            #body
        }
        #beside
    }
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
    let taken = evidence::in_expression(taken);
    let call = quote_spanned!(end=> ::<#private::#source, #taken>());
    Some(quote!(#path #call;))
}

/// How the user's function is called.
struct Call<'c> {
    /// The path of what generated code may name.
    private: &'c TokenStream,
    options: TokenStream,
    /// Where records go that can never succeed.
    dead_letters: Option<&'c Expr>,
    callee: Callee,
    is_async: bool,
    passed: Passed,
}

impl Call<'_> {
    /// The call with its first argument.
    fn with(&self, first: &TokenStream) -> TokenStream {
        let arguments = &self.passed.arguments;
        let dot_await = self.is_async.then(|| quote!(.await));
        match &self.callee {
            Callee::Function(path) => quote!(#path(#first, #(#arguments),*) #dot_await),
            Callee::Method(name) => {
                let this = own("this");
                quote!(#this.#name(#first, #(#arguments),*) #dot_await)
            }
        }
    }
}

/// A name of ours, which the user's code can neither see nor hide.
fn own(name: &str) -> Ident {
    Ident::new(&format!("__checkpointed_{name}"), Span::mixed_site())
}

/// Where the user's function goes, and how it is called.
struct Placed {
    inside: Option<TokenStream>,
    beside: Option<TokenStream>,
    callee: Callee,
}

/// What is called: a path, or a method of the receiver.
enum Callee {
    Function(TokenStream),
    Method(TokenStream),
}

fn place(function: &RecordFn) -> Placed {
    let RecordFn { attributes, signature, body, .. } = function;
    let mut signature = signature.clone();
    let type_arguments = type_arguments(&signature);
    let by_value = signature.asyncness.is_none().then(
        || quote!(#[allow(clippy::needless_pass_by_value, reason = "a record is always taken by value")]),
    );
    if !function.is_associated() {
        let ident = &signature.ident;
        let attributes =
            attributes.iter().filter(|attribute| matches!(Concern::of(attribute), Concern::Function));
        return Placed {
            callee: Callee::Function(quote!(#ident #type_arguments)),
            inside: Some(quote!(#(#attributes)* #by_value #signature #body)),
            beside: None,
        };
    }
    signature.ident = format_ident!("__checkpointed_{}", signature.ident);
    let ident = &signature.ident;
    let callee = match function.receiver() {
        // Not `Self::`, which rustc would complain of as well where a `self` has no `impl` around it.
        Some(_) => Callee::Method(quote!(#ident #type_arguments)),
        None => Callee::Function(quote!(Self::#ident #type_arguments)),
    };
    let attributes =
        attributes.iter().filter(|attribute| !matches!(Concern::of(attribute), Concern::Handler));
    Placed { callee, inside: None, beside: Some(quote!(#(#attributes)* #by_value #signature #body)) }
}

/// What the attributes of a function are about.
enum Concern {
    /// The function that others see.
    Handler,
    /// What is in the body too: lint levels and conditions. A function inside of the handler is under the handler's.
    Both,
    /// The function for one record: what another macro makes of it, and lints that are expected of it.
    Function,
}

impl Concern {
    fn of(attribute: &Attribute) -> Self {
        const HANDLER: [&str; 9] = [
            "doc",
            "deprecated",
            "must_use",
            "inline",
            "cold",
            "track_caller",
            "cfg_attr",
            "automatically_derived",
            "rustfmt",
        ];
        const BOTH: [&str; 5] = ["allow", "warn", "deny", "forbid", "cfg"];
        let is_one_of = |names: &[&str]| names.iter().any(|name| attribute.path().is_ident(name));
        if is_one_of(&BOTH) {
            Concern::Both
        } else if is_one_of(&HANDLER) {
            Concern::Handler
        } else {
            Concern::Function
        }
    }
}

/// `::<T, N>`: what the call could not infer where a parameter's type does not name it.
fn type_arguments(signature: &Signature) -> Option<TokenStream> {
    let arguments: Vec<&Ident> = signature
        .generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        })
        .collect();
    (!arguments.is_empty()).then(|| quote!(::<#(#arguments),*>))
}

/// The parameters behind the record: as the batch function takes them, as they are lent to or cloned for each record, and
/// as they are passed on.
#[derive(Default)]
struct Passed {
    parameters: Vec<TokenStream>,
    lend: Vec<TokenStream>,
    /// A name, and the clone that it stands for.
    clones: Vec<(Ident, TokenStream)>,
    arguments: Vec<Ident>,
}

fn pass(private: &TokenStream, arguments: &Arguments, function: &RecordFn) -> Passed {
    let mut passed = Passed::default();
    if let Some(receiver) = function.receiver() {
        let (this, token) = (own("this"), &receiver.self_token);
        match Passing::of_receiver(receiver) {
            Passing::Shared => passed.lend.push(quote!(let #this = #token;)),
            Passing::Exclusive => passed.lend.push(quote!(let #this = &mut *#token;)),
            Passing::Cloned => passed.clones.push((this, quote!(#private::per_record(&#token)))),
        }
    }
    for (position, parameter) in function.parameters().enumerate().skip(1) {
        let ty = &parameter.ty;
        // A name that says that it is not used would be used by us.
        let argument = name(parameter)
            .filter(|name| !name.to_string().starts_with('_') || arguments.mention(name))
            .cloned();
        let argument = argument.unwrap_or_else(|| own(&format!("argument_{position}")));
        passed.parameters.push(quote!(#argument: #ty));
        match Passing::of(ty) {
            Passing::Shared => {}
            Passing::Exclusive => passed.lend.push(quote!(let #argument = &mut *#argument;)),
            Passing::Cloned => {
                let (start, end) = ends(ty);
                let clone = respan(quote!(#private::per_record), start);
                let of = quote_spanned!(end=> (&#argument));
                passed.clones.push((argument.clone(), quote!(#clone #of)));
            }
        }
        passed.arguments.push(argument);
    }
    passed
}

fn options(private: &TokenStream, arguments: &Arguments, function: &RecordFn) -> TokenStream {
    let mut changed = Vec::new();
    if arguments.no_progress_is_error {
        changed.push(quote!(no_progress: #private::NoProgress::Error));
    }
    match arguments.deadline_margin {
        Some(Margin::None) => changed.push(quote!(deadline_margin: #private::DeadlineMargin::Off)),
        Some(Margin::Milliseconds(margin)) => changed.push(quote! {
            deadline_margin: #private::DeadlineMargin::Of(#private::Duration::from_millis(#margin))
        }),
        None => {}
    }
    if function.is_exclusive() {
        changed.push(quote!(exclusive: true));
    }
    if changed.is_empty() {
        quote!(#private::Options::DEFAULT)
    } else {
        quote!(#private::Options { #(#changed,)* ..#private::Options::DEFAULT })
    }
}

/// Seen by the crate that uses the attribute, with the profile that it is built in.
fn panic_abort(arguments: &Arguments, function: &RecordFn) -> Option<TokenStream> {
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
