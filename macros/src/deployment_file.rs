//! `event_source_mapping = "template.yaml"`: checks the deployment file while compiling.

use proc_macro2::TokenStream;

use crate::{arguments::Arguments, errors::Errors};

/// What the deployment file shows about the function.
#[derive(Default)]
pub(crate) struct Deployed {
    /// The source of the function's mapping: the name of a type in `__private`.
    pub(crate) source: Option<&'static str>,
    /// Code that makes the compiler depend on the file, so that a change of it compiles the crate again.
    pub(crate) watch: Option<TokenStream>,
}

#[cfg(not(feature = "template"))]
pub(crate) fn check(arguments: &Arguments, errors: &mut Errors) -> Deployed {
    if let Some(path) = &arguments.event_source_mapping {
        let message = crate::errors::explained(
            "the-deployment",
            "`event_source_mapping` reads a file while compiling: switch on the feature `template` of `checkpointed` for it",
        );
        errors.push(syn::Error::new(path.span(), message));
    }
    Deployed::default()
}

#[cfg(feature = "template")]
pub(crate) use with_template::check;

#[cfg(feature = "template")]
mod with_template {
    use std::{
        env,
        path::{Path, PathBuf},
    };

    use checkpointed_deployment::{Expectation, FileError, Report, SourceKind, check_file};
    use proc_macro2::{Span, TokenStream};
    use quote::quote;
    use syn::LitStr;

    use super::{Arguments, Deployed, Errors};
    use crate::errors::explained;

    const SOURCES: [(SourceKind, &str); 4] = [
        (SourceKind::Kinesis, "Kinesis"),
        (SourceKind::DynamoDb, "DynamoDb"),
        (SourceKind::Sqs, "Sqs"),
        (SourceKind::Kafka, "Kafka"),
    ];

    /// Checks the file. The errors about it are at the argument that names it.
    pub(crate) fn check(arguments: &Arguments, errors: &mut Errors) -> Deployed {
        let Some(argument) = &arguments.event_source_mapping else { return Deployed::default() };
        // The path is relative to the crate that uses the attribute.
        let path =
            PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(argument.value());
        let resource = arguments.resource.as_ref().map(LitStr::value);
        let result = check_file(&path, &Expectation { resource, ..Expectation::default() });
        let deployed = Deployed { source: mapped_source(&result), watch: watch(&path, &result) };
        let place = arguments.resource.as_ref().unwrap_or(argument).span();
        report(result, argument.span(), place, errors);
        deployed
    }

    /// Makes the compiler depend on the file and on the others that the check read.
    fn watch(path: &Path, result: &Result<Report, FileError>) -> Option<TokenStream> {
        let beside = result.as_ref().ok().into_iter().flat_map(|report| &report.files_beside);
        let files = std::iter::once(path).chain(beside.map(PathBuf::as_path)).filter(|file| file.is_file());
        let names: Vec<_> = files.map(|file| file.to_string_lossy().into_owned()).collect();
        (!names.is_empty()).then(|| quote!(#(const _: &[u8] = ::core::include_bytes!(#names);)*))
    }

    fn report(result: Result<Report, FileError>, file: Span, function: Span, errors: &mut Errors) {
        let mut mistake = |span, message: &dyn std::fmt::Display| {
            errors.push(syn::Error::new(span, explained("the-deployment", message)));
        };
        match result {
            Err(error @ (FileError::UnknownFunction { .. } | FileError::AmbiguousFunction { .. })) => {
                mistake(function, &error);
            }
            Err(error) => mistake(file, &error),
            Ok(report) => {
                if report.checked.is_empty() {
                    let notes = report.notes.join("; ");
                    mistake(file, &format_args!("no event source mapping could be checked: {notes}"));
                }
                for finding in &report.findings {
                    mistake(file, finding);
                }
                for note in &report.notes {
                    // In stable Rust a macro has no other way to print something that isn't an error.
                    eprintln!("note: {note}");
                }
            }
        }
    }

    /// The source of the function's mappings, if the file shows it and they have the same one.
    fn mapped_source(result: &Result<Report, FileError>) -> Option<&'static str> {
        let checked = &result.as_ref().ok()?.checked;
        let sources: Option<Vec<SourceKind>> = checked.iter().map(|mapping| mapping.source).collect();
        let (first, others) = sources.as_deref()?.split_first()?;
        if others.iter().any(|other| other != first) {
            eprintln!(
                "note: the function has mappings of several sources, and the macro doesn't check which of them this handler is for"
            );
            return None;
        }
        SOURCES.iter().find(|(source, _)| source == first).map(|(_, name)| *name)
    }
}
