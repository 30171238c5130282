//! The call of the user's function.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::{parameters::Parameters, user_function::Callee, variable::variable};

/// How the user's function is called.
pub(super) struct Call<'c> {
    /// The path of what generated code may name.
    pub(super) private: &'c TokenStream,
    pub(super) callee: Callee,
    pub(super) is_async: bool,
    /// What the function returns.
    pub(super) output: Type,
    /// The parameters after the first one.
    pub(super) parameters: Parameters,
}

impl Call<'_> {
    /// The call with its first argument, awaited if need be.
    pub(super) fn with(&self, first: &TokenStream) -> TokenStream {
        let arguments = &self.parameters.arguments;
        let call = match &self.callee {
            Callee::Function(path) => quote!(#path(#first, #(#arguments),*)),
            Callee::Method(name) => {
                let this = variable("this");
                quote!(#this.#name(#first, #(#arguments),*))
            }
        };
        // Pinned in its place: `.await` moves what it is given, and has it on the stack twice in a debug build.
        if self.is_async { quote!(::core::pin::pin!(#call).await) } else { call }
    }
}
