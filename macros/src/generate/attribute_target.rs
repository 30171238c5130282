//! Decides which of the user's attributes go to the handler and which to the user's function.

use syn::Attribute;

/// The function that an attribute is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The function that callers see.
    Handler,
    /// Both functions: lint levels and conditions. A function inside of the handler inherits them from it.
    Both,
    /// The user's function: attribute macros of other crates, and lints that are expected of its body.
    UserFunction,
}

impl Target {
    pub(super) fn of(attribute: &Attribute) -> Self {
        const HANDLER: [&str; 9] = [
            "doc",
            "deprecated",
            "must_use",
            "inline",
            "cold",
            "track_caller",
            "cfg_attr",
            "automatically_derived",
            "rustfmt",
        ];
        const BOTH: [&str; 5] = ["allow", "warn", "deny", "forbid", "cfg"];
        let is_one_of = |names: &[&str]| names.iter().any(|name| attribute.path().is_ident(name));
        if is_one_of(&BOTH) {
            Target::Both
        } else if is_one_of(&HANDLER) {
            Target::Handler
        } else {
            Target::UserFunction
        }
    }
}
