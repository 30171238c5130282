//! What only the compiler knows is asked by generated code.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{
    BoundLifetimes, GenericParam, Lifetime, Type, parse_quote_spanned,
    visit_mut::{self, VisitMut},
};

use crate::spans::{ends, respan};

/// `path::<T>()`, which asks the compiler about `T` and is reported at all of `T`: its path carries the span of the
/// type's first token, its parentheses that of the last.
pub(super) fn turbofish(private: &TokenStream, question: &str, ty: &Type) -> TokenStream {
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
pub(super) fn in_expression(ty: &Type) -> Type {
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
                *ty = parse_quote_spanned!(ends(ty).0=> _);
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    Inferred { declared: Vec::new() }.visit_type_mut(&mut ty);
    ty
}
