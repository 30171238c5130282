//! The generated code. Nothing is judged in here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Attribute, BoundLifetimes, GenericParam, Lifetime, Receiver, Signature, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

use crate::{
    arguments::Arguments,
    signature::{Passing, RecordFn, name},
    spans::{ends, respan},
};

/// The function that takes the event, with the user's function inside of it; or, for a method, beside it.
pub(crate) fn generate(arguments: &Arguments, function: &RecordFn, record: &Type) -> TokenStream {
    let runtime = &arguments.runtime;
    let private = &quote!(#runtime::__private);
    let Placed { inside, beside, callee } = place(function);
    let passed = pass(private, function);
    let options = options(private, arguments);
    let panic_abort = panic_abort(arguments, function);
    let [event, run, settled] = ["event", "run", "outcome"].map(own);
    let raw = raw(record);
    let outcome = outcome(private, function, record, &passed, &callee);

    let RecordFn { attributes, visibility, signature, .. } = function;
    let Signature { ident, generics, .. } = signature;
    let where_clause = &generics.where_clause;
    let receiver = function.receiver().cloned().map(|receiver| {
        let receiver = Receiver { mutability: None, ..receiver }; // `mut self` is for the user's function only
        quote!(#receiver,)
    });
    let Passed { parameters, .. } = passed;
    quote! {
        #(#attributes)*
        #visibility async fn #ident #generics (
            #receiver #event: #private::LambdaEvent<#private::Batch<#record>>, #(#parameters),*
        ) -> ::core::result::Result<#private::StreamsEventResponse, #private::Error> #where_clause {
            #panic_abort
            #inside
            let mut #run = #private::Run::open(#event, #options);
            while let ::core::option::Option::Some(#raw) = #run.next() {
                let #settled = { #outcome };
                #run.settle(&#raw, &#settled);
            }
            #run.finish()
        }
        #beside
    }
}

/// What becomes of one record: decode it, call the user's function, judge what it returns, all under the guard.
fn outcome(
    private: &TokenStream,
    function: &RecordFn,
    record: &Type,
    passed: &Passed,
    callee: &TokenStream,
) -> TokenStream {
    let (raw, [decoded, outcome]) = (raw(record), ["decoded", "outcome"].map(own));
    let lend_raw = quote_spanned!(ends(record).0=> &);
    let decode = evidence(private, "record", record);
    let judge = evidence(private, "outcome", &function.output());
    let this = function.receiver().map(|_| own("this")).map(|this| quote!(#this,));
    let dot_await = function.signature.asyncness.map(|_| quote!(.await));
    let Passed { lend, clones, arguments, .. } = passed;

    let guarded = quote! {
        #private::guard(async move {
            match #decode.decode(#raw) {
                ::core::result::Result::Ok(#decoded) => {
                    #judge.judge(#callee(#this #decoded, #(#arguments),*) #dot_await)
                }
                ::core::result::Result::Err(#outcome) => #outcome,
            }
        })
        .await
    };
    let guarded = if clones.is_empty() {
        guarded
    } else {
        // `Clone` is the user's code and can panic too.
        let (names, values): (Vec<_>, Vec<_>) = clones.iter().cloned().unzip();
        quote! {
            match #private::prepare(|| (#(#values,)*)) {
                ::core::result::Result::Ok((#(#names,)*)) => #guarded,
                ::core::result::Result::Err(#outcome) => #outcome,
            }
        }
    };
    quote! {
        #(#lend)*
        let #raw = #lend_raw #raw;
        #guarded
    }
}

/// The raw record. It carries the span of the record's type, as does its borrow: one that lives too long is then
/// reported there, and not at the attribute.
fn raw(record: &Type) -> Ident {
    Ident::new("__checkpointed_record", ends(record).1)
}

/// A name of ours, which the user's code can neither see nor hide.
fn own(name: &str) -> Ident {
    Ident::new(&format!("__checkpointed_{name}"), Span::mixed_site())
}

/// Where the user's function goes, and how it is called.
struct Placed {
    inside: Option<TokenStream>,
    beside: Option<TokenStream>,
    callee: TokenStream,
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
        return Placed {
            callee: quote!(#ident #type_arguments),
            inside: Some(quote!(#by_value #signature #body)),
            beside: None,
        };
    }
    signature.ident = format_ident!("__checkpointed_{}", signature.ident);
    let ident = &signature.ident;
    let attributes = attributes.iter().filter(|attribute| concerns_the_body(attribute));
    Placed {
        callee: quote!(Self::#ident #type_arguments),
        inside: None,
        beside: Some(quote!(#(#attributes)* #by_value #signature #body)),
    }
}

/// A function inside of the batch function is under its lint levels and conditions; one beside it needs them again.
fn concerns_the_body(attribute: &Attribute) -> bool {
    ["allow", "expect", "warn", "deny", "forbid", "cfg", "cfg_attr"]
        .iter()
        .any(|name| attribute.path().is_ident(name))
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

fn pass(private: &TokenStream, function: &RecordFn) -> Passed {
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
        let (attributes, ty) = (&parameter.attrs, &parameter.ty);
        let argument = name(parameter).cloned().unwrap_or_else(|| own(&format!("argument_{position}")));
        passed.parameters.push(quote!(#(#attributes)* #argument: #ty));
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

/// `path::<T>()`, which asks the compiler about `T` and is reported at all of `T`: its path carries the span of the
/// type's first token, its parentheses that of the last.
fn evidence(private: &TokenStream, question: &str, ty: &Type) -> TokenStream {
    let (start, end) = ends(ty);
    let question = Ident::new(question, start);
    let ty = in_expression(ty);
    // All of the path: rustc reports a broken bound there once more, and drops that only if the place is the same.
    let path = respan(quote!(#private::#question), start);
    let call = quote_spanned!(end=> ::<#ty>());
    quote!(#path #call)
}

/// The type as it is written in an expression: lifetimes of the signature are inferred there, and so is what
/// `impl Trait` stands for.
fn in_expression(ty: &Type) -> Type {
    struct Inferred {
        /// Lifetimes that the type itself declares, with `for<'a>`.
        declared: Vec<Ident>,
    }
    impl VisitMut for Inferred {
        fn visit_bound_lifetimes_mut(&mut self, lifetimes: &mut BoundLifetimes) {
            for parameter in &lifetimes.lifetimes {
                if let GenericParam::Lifetime(parameter) = parameter {
                    self.declared.push(parameter.lifetime.ident.clone());
                }
            }
        }

        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident != "static" && !self.declared.contains(&lifetime.ident) {
                lifetime.ident = Ident::new("_", lifetime.ident.span());
            }
        }

        fn visit_type_mut(&mut self, ty: &mut Type) {
            if matches!(ty, Type::ImplTrait(_)) {
                *ty = parse_quote!(_);
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    Inferred { declared: Vec::new() }.visit_type_mut(&mut ty);
    ty
}

fn options(private: &TokenStream, arguments: &Arguments) -> TokenStream {
    if arguments.no_progress_is_error {
        quote!(#private::Options { no_progress: #private::NoProgress::Error })
    } else {
        quote!(#private::Options::DEFAULT)
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
