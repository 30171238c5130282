//! The call of the user's function.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::{parameters::Passed, user_function::Callee, variable::variable};

/// How the user's function is called.
pub(super) struct Call<'c> {
    /// The path of what generated code may name.
    pub(super) private: &'c TokenStream,
    pub(super) options: TokenStream,
    /// Where records go that can never succeed.
    pub(super) dead_letters: Option<&'c Expr>,
    pub(super) callee: Callee,
    pub(super) is_async: bool,
    pub(super) passed: Passed,
}

impl Call<'_> {
    /// The call with its first argument.
    pub(super) fn with(&self, first: &TokenStream) -> TokenStream {
        let arguments = &self.passed.arguments;
        let called = match &self.callee {
            Callee::Function(path) => quote!(#path(#first, #(#arguments),*)),
            Callee::Method(name) => {
                let this = variable("this");
                quote!(#this.#name(#first, #(#arguments),*))
            }
        };
        // Pinned in its place: `.await` moves what it is given, and has it on the stack twice in a debug build.
        if self.is_async { quote!(::core::pin::pin!(#called).await) } else { called }
    }
}
