//! The generated code. Nothing is judged in here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Attribute, BoundLifetimes, GenericParam, Lifetime, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

use crate::{
    arguments::Arguments,
    signature::{Passing, RecordFn, name},
    spans::ends,
    validate::Validated,
};

/// The function that takes the event, with the user's function inside of it; or, for a method, beside it.
pub(crate) fn generate(arguments: &Arguments, Validated { function, record }: &Validated) -> TokenStream {
    let runtime = &arguments.runtime;
    let private = &quote!(#runtime::__private);
    let [event, run, taken, outcome] = ["event", "run", "record", "outcome"].map(own);
    // The span of the record's type: a borrow that lives too long is then reported there, and not at the attribute.
    let (start, end) = ends(record);
    let raw = Ident::new("__checkpointed_raw", end);
    let lend_raw = quote_spanned!(start=> &);

    let Placed {
        inside,
        beside,
        callee,
    } = place(function);
    let Passed {
        parameters,
        rebind,
        arguments: passed,
    } = pass(private, function);
    let decode = evidence(private, "record", record);
    let judge = evidence(private, "outcome", &function.output());
    let dot_await = function.signature.asyncness.map(|_| quote!(.await));
    let options = options(private, arguments);
    let panic_abort = panic_abort(arguments, function);

    let RecordFn {
        attributes,
        visibility,
        signature,
        ..
    } = function;
    let receiver = function.receiver().map(|receiver| quote!(#receiver,));
    let this = function
        .receiver()
        .map(|_| own("this"))
        .map(|this| quote!(#this,));
    let (ident, generics, where_clause) = (
        &signature.ident,
        &signature.generics,
        &signature.generics.where_clause,
    );
    quote! {
        #(#attributes)*
        #visibility async fn #ident #generics (
            #receiver #event: #private::LambdaEvent<#private::Batch<#record>>, #(#parameters),*
        ) -> ::core::result::Result<#private::StreamsEventResponse, #private::Error> #where_clause {
            #panic_abort
            #inside
            let mut #run = #private::Run::open(#event, #options);
            while let ::core::option::Option::Some(#raw) = #run.next() {
                let #outcome = {
                    #(#rebind)*
                    let #raw = #lend_raw #raw;
                    #private::guard(async move {
                        match #decode.decode(#raw) {
                            ::core::result::Result::Ok(#taken) => {
                                #judge.judge(#callee(#this #taken, #(#passed),*) #dot_await)
                            }
                            ::core::result::Result::Err(#outcome) => #outcome,
                        }
                    })
                    .await
                };
                #run.settle(&#raw, &#outcome);
            }
            #run.finish()
        }
        #beside
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
    callee: TokenStream,
}

fn place(function: &RecordFn) -> Placed {
    let RecordFn {
        attributes,
        signature,
        body,
        ..
    } = function;
    let mut signature = signature.clone();
    let type_arguments = type_arguments(&signature);
    if !function.is_associated() {
        let ident = &signature.ident;
        return Placed {
            callee: quote!(#ident #type_arguments),
            inside: Some(quote!(#signature #body)),
            beside: None,
        };
    }
    signature.ident = format_ident!("__checkpointed_{}", signature.ident);
    let ident = &signature.ident;
    let attributes = attributes.iter().filter(|attribute| concerns_the_body(attribute));
    Placed {
        callee: quote!(Self::#ident #type_arguments),
        inside: None,
        beside: Some(quote!(#(#attributes)* #signature #body)),
    }
}

/// A function inside of the batch function is under its lint levels and conditions; one beside it needs them again.
fn concerns_the_body(attribute: &Attribute) -> bool {
    ["allow", "expect", "warn", "deny", "forbid", "cfg", "cfg_attr"]
        .iter()
        .any(|name| attribute.path().is_ident(name))
}

/// `::<T, N>`: what the call could not infer where a parameter's type does not name it.
fn type_arguments(signature: &syn::Signature) -> Option<TokenStream> {
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

/// The parameters behind the record: as the batch function takes them, as each record gets its own, and as they are
/// passed on.
struct Passed {
    parameters: Vec<TokenStream>,
    rebind: Vec<TokenStream>,
    arguments: Vec<Ident>,
}

fn pass(private: &TokenStream, function: &RecordFn) -> Passed {
    let mut passed = Passed {
        parameters: Vec::new(),
        rebind: Vec::new(),
        arguments: Vec::new(),
    };
    if let Some(receiver) = function.receiver() {
        let (this, token) = (own("this"), &receiver.self_token);
        passed.rebind.push(match Passing::of_receiver(receiver) {
            Passing::Shared => quote!(let #this = #token;),
            Passing::Exclusive => quote!(let #this = &mut *#token;),
            Passing::Cloned => quote!(let #this = #private::per_record(&#token);),
        });
    }
    for (position, parameter) in function.parameters().enumerate().skip(1) {
        let (attributes, ty) = (&parameter.attrs, &parameter.ty);
        let argument = name(parameter)
            .cloned()
            .unwrap_or_else(|| own(&format!("argument_{position}")));
        passed.parameters.push(quote!(#(#attributes)* #argument: #ty));
        match Passing::of(ty) {
            Passing::Shared => {}
            Passing::Exclusive => passed.rebind.push(quote!(let #argument = &mut *#argument;)),
            Passing::Cloned => {
                let (start, end) = ends(ty);
                let clone = quote_spanned!(start=> #private::per_record);
                let of = quote_spanned!(end=> (&#argument));
                passed.rebind.push(quote!(let #argument = #clone #of;));
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
    let path = quote_spanned!(start=> #private::#question);
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
    const MESSAGE: &str = "this build has `panic = \"abort\"`, so a panic in a record's function ends the process and \
                           repeats the whole batch: remove it from the profile in Cargo.toml, or accept that with \
                           `#[checkpointed_stream_handler(panic = \"abort\")]`";
    let span = function.signature.ident.span();
    (!arguments.accepts_panic_abort).then(|| {
        quote_spanned! {span=>
            #[cfg(panic = "abort")]
            ::core::compile_error!(#MESSAGE);
        }
    })
}
