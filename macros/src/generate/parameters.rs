//! The receiver and the parameters after the first one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{PatType, Receiver};

use super::variable::variable;
use crate::{
    parsed_function::parameter_name,
    passed_by::PassedBy,
    spans::{ends, respan},
    validated_function::ValidatedFunction,
};

#[derive(Default)]
pub(super) struct Parameters {
    /// As the handler takes them.
    pub(super) declared: Vec<TokenStream>,
    /// Statements that lend some of them to one record.
    pub(super) lend: Vec<TokenStream>,
    /// The names of those that each record gets a clone of, each with the expression for the clone.
    pub(super) clones: Vec<(Ident, TokenStream)>,
    /// As they are passed to the user's function.
    pub(super) arguments: Vec<Ident>,
}

impl Parameters {
    pub(super) fn new(private: &TokenStream, function: &ValidatedFunction<'_>) -> Self {
        let mut parameters = Parameters::default();
        if let Some(receiver) = function.parsed().receiver() {
            parameters.add_receiver(private, receiver);
        }
        for (position, parameter) in function.parsed().parameters().enumerate().skip(1) {
            // The generated code uses every parameter, and clippy objects to the use of a name that begins with `_`.
            let argument = parameter_name(parameter)
                .filter(|name| !name.to_string().starts_with('_') || function.is_used_by_an_argument(name))
                .cloned();
            let argument = argument.unwrap_or_else(|| variable(&format!("argument_{position}")));
            parameters.add(private, parameter, argument);
        }
        parameters
    }

    fn add_receiver(&mut self, private: &TokenStream, receiver: &Receiver) {
        let (this, token) = (variable("this"), &receiver.self_token);
        match PassedBy::receiver(receiver) {
            PassedBy::Reference => self.lend.push(quote!(let #this = #token;)),
            PassedBy::MutableReference => self.lend.push(quote!(let #this = &mut *#token;)),
            PassedBy::Clone => {
                // Located at the user's token, but not resolved there: rustc would advise to borrow, which the code does already.
                let place = Span::call_site().located_at(token.span);
                let clone = respan(quote!(#private::receiver_per_record), place);
                let of = quote_spanned!(place=> (&#token));
                self.clones.push((this, quote!(#clone #of)));
            }
        }
    }

    fn add(&mut self, private: &TokenStream, parameter: &PatType, argument: Ident) {
        let ty = &parameter.ty;
        self.declared.push(quote!(#argument: #ty));
        match PassedBy::parameter(ty) {
            PassedBy::Reference => {}
            PassedBy::MutableReference => self.lend.push(quote!(let #argument = &mut *#argument;)),
            PassedBy::Clone => {
                let (start, end) = ends(ty);
                let clone = respan(quote!(#private::per_record), start);
                let of = quote_spanned!(end=> (&#argument));
                self.clones.push((argument.clone(), quote!(#clone #of)));
            }
        }
        self.arguments.push(argument);
    }
}
