//! The names of the variables in generated code.

use proc_macro2::{Ident, Span};

/// A variable of ours. Hygiene keeps the user's code from seeing or hiding it; the prefix keeps it apart from a constant or a
/// static, which no variable can hide. Without a prefix is the one that documentation shows: the handler's parameter.
pub(super) fn variable(name: &str) -> Ident {
    match name {
        "event" => Ident::new(name, Span::mixed_site()),
        name => Ident::new(&format!("__checkpointed_{name}"), Span::mixed_site()),
    }
}
