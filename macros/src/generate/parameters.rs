//! The parameters after the record.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::variable::variable;
use crate::{
    arguments::Arguments,
    parsed_function::{ParsedFunction, name},
    passed_by::PassedBy,
    spans::{ends, respan},
};

/// The parameters after the record: as the batch function takes them, as they are lent to or cloned for each record, and
/// as they are passed on.
#[derive(Default)]
pub(super) struct Passed {
    pub(super) parameters: Vec<TokenStream>,
    pub(super) lend: Vec<TokenStream>,
    /// A name, and the clone that it stands for.
    pub(super) clones: Vec<(Ident, TokenStream)>,
    pub(super) arguments: Vec<Ident>,
}

pub(super) fn pass(private: &TokenStream, arguments: &Arguments, function: &ParsedFunction) -> Passed {
    let mut passed = Passed::default();
    if let Some(receiver) = function.receiver() {
        let (this, token) = (variable("this"), &receiver.self_token);
        match PassedBy::receiver(receiver) {
            PassedBy::Reference => passed.lend.push(quote!(let #this = #token;)),
            PassedBy::MutableReference => passed.lend.push(quote!(let #this = &mut *#token;)),
            PassedBy::Clone => {
                // At the user's place, but not the user's own: rustc would advise to borrow there, which is done.
                let place = Span::call_site().located_at(token.span);
                let clone = respan(quote!(#private::receiver_per_record), place);
                let of = quote_spanned!(place=> (&#token));
                passed.clones.push((this, quote!(#clone #of)));
            }
        }
    }
    for (position, parameter) in function.parameters().enumerate().skip(1) {
        let ty = &parameter.ty;
        // A name that says that it is not used would be used by us.
        let argument = name(parameter)
            .filter(|name| !name.to_string().starts_with('_') || arguments.mention(name))
            .cloned();
        let argument = argument.unwrap_or_else(|| variable(&format!("argument_{position}")));
        passed.parameters.push(quote!(#argument: #ty));
        match PassedBy::parameter(ty) {
            PassedBy::Reference => {}
            PassedBy::MutableReference => passed.lend.push(quote!(let #argument = &mut *#argument;)),
            PassedBy::Clone => {
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
