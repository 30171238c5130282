//! The call of the user's function.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::{parameters::Parameters, user_function::Callee, variable::variable};

/// How the user's function is called.
pub(super) struct Call<'c> {
    /// The path of the module for generated code.
    pub(super) private: &'c TokenStream,
    pub(super) callee: Callee,
    pub(super) is_async: bool,
    /// What the function returns.
    pub(super) output: Type,
    /// The parameters after the first one.
    pub(super) parameters: Parameters,
}

impl Call<'_> {
    /// The call with this as its first argument, awaited if the function is `async`.
    pub(super) fn with(&self, first: &TokenStream) -> TokenStream {
        let arguments = &self.parameters.arguments;
        let call = match &self.callee {
            Callee::Function(path) => quote!(#path(#first, #(#arguments),*)),
            Callee::Method(name) => {
                let this = variable("this");
                quote!(#this.#name(#first, #(#arguments),*))
            }
        };
        // `.await` moves the future that it is given, which then takes its size twice on the stack of a debug build.
        if self.is_async { quote!(::core::pin::pin!(#call).await) } else { call }
    }
}
