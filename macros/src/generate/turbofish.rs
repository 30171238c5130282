//! Calls with a type argument, whose bounds check what only the compiler knows of a type.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{
    BoundLifetimes, GenericParam, Lifetime, Type, parse_quote_spanned,
    visit_mut::{self, VisitMut},
};

use crate::spans::{ends, respan};

/// `function::<T>()`. If `T` breaks a bound of the function, rustc underlines all of `T`: the path carries the span of the
/// type's first token, and the parentheses carry that of its last.
pub(super) fn turbofish(private: &TokenStream, function: &str, ty: &Type) -> TokenStream {
    let (start, end) = ends(ty);
    let function = Ident::new(function, start);
    let ty = in_expression(ty);
    // All of the path gets one span: rustc reports a broken bound there a second time, and drops that only in the same place.
    let path = respan(quote!(#private::#function), start);
    let call = quote_spanned!(end=> ::<#ty>());
    quote!(#path #call)
}

/// The type as it can be written in an expression, where lifetimes of the signature and `impl Trait` must be left to inference.
pub(super) fn in_expression(ty: &Type) -> Type {
    struct Inferred {
        /// Lifetimes that the type itself declares with `for<'a>`.
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
