//! `crate = path`: where the runtime crate is. Both macros take it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Result, parse::ParseStream, parse_quote};

use crate::errors::Section;

/// The runtime crate where nothing else is said.
pub(crate) fn default_path() -> Path {
    parse_quote!(::checkpointed)
}

/// The path of the names that are there for generated code alone.
pub(crate) fn private_path(runtime: &Path) -> TokenStream {
    quote!(#runtime::__private)
}

/// Reads an absolute path. A relative one would mean something else inside of the function than beside it.
pub(crate) fn absolute_path(input: ParseStream<'_>, form: &str) -> Result<Path> {
    let path = input.call(Path::parse_mod_style).map_err(|error| {
        Section::Arguments.error_at(error.span(), format_args!("expected a path: {form}"))
    })?;
    let starts_at_a_crate =
        path.segments.first().is_some_and(|first| first.ident == "crate" || first.ident == "$crate");
    if path.leading_colon.is_none() && !starts_at_a_crate {
        let message = format!("expected an absolute path: {form}, or one that begins with `crate`");
        return Err(Section::Arguments.error_over(&path, message));
    }
    Ok(path)
}
