//! The path of the runtime crate, which the argument `crate = path` of both macros changes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Result, parse::ParseStream, parse_quote};

use crate::errors::Section;

/// The path of the runtime crate without the argument.
pub(crate) fn default_path() -> Path {
    parse_quote!(::checkpointed)
}

/// The path of the module for generated code.
pub(crate) fn private_path(runtime: &Path) -> TokenStream {
    quote!(#runtime::__private)
}

/// Reads an absolute path. A relative one would mean something else inside of the function than beside it.
pub(crate) fn absolute_path(input: ParseStream<'_>, section: Section, form: &str) -> Result<Path> {
    let path = input.call(Path::parse_mod_style).map_err(|error| {
        section.error_at(
            error.span(),
            format_args!("expected the path of the crate `checkpointed`: write {form}"),
        )
    })?;
    let starts_at_a_crate =
        path.segments.first().is_some_and(|first| first.ident == "crate" || first.ident == "$crate");
    if path.leading_colon.is_none() && !starts_at_a_crate {
        let message =
            format!("the path of the crate must be absolute: write {form}, or one that begins with `crate`");
        return Err(section.error_over(&path, message));
    }
    Ok(path)
}
