//! The names of the variables in generated code.

use proc_macro2::{Ident, Span};

/// A variable of the generated code. Hygiene keeps it apart from the user's variables, and the prefix from the user's constants
/// and statics, which no variable can shadow. The handler's parameter `event` has no prefix, because documentation shows it.
pub(super) fn variable(name: &str) -> Ident {
    match name {
        "event" => Ident::new(name, Span::mixed_site()),
        name => Ident::new(&format!("__checkpointed_{name}"), Span::mixed_site()),
    }
}
