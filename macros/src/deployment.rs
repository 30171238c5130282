//! `event_source_mapping = "template.yaml"`: the deployment checked while compiling.

use proc_macro2::TokenStream;

use crate::{arguments::Arguments, errors::Errors};

/// What the deployment file says of the function.
#[derive(Default)]
pub(crate) struct Deployed {
    /// The source of its mapping, as the name of a type of `__private`.
    pub(crate) source: Option<&'static str>,
    /// Code that makes the compiler look at the file again when it changes.
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
    use std::{env, path::PathBuf};

    use checkpointed_deployment::{Expectation, FileError, Report, Rule, SourceKind, check_file};
    use proc_macro2::Span;
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

    /// Checks the file; what is wrong with it goes to `errors`, at the argument that names it.
    pub(crate) fn check(arguments: &Arguments, errors: &mut Errors) -> Deployed {
        let Some(argument) = &arguments.event_source_mapping else { return Deployed::default() };
        // Relative to the crate that uses the attribute.
        let path =
            PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(argument.value());
        let with_source = |source| {
            let resource = arguments.resource.as_ref().map(LitStr::value);
            check_file(&path, &Expectation { source, resource, ..Expectation::default() })
        };
        let place = arguments.resource.as_ref().unwrap_or(argument).span();
        report(with_source(None), argument.span(), place, errors);
        let watched = path.to_string_lossy();
        Deployed {
            source: mapped_source(with_source),
            watch: path.is_file().then(|| {
                quote!(
                    const _: &[u8] = ::core::include_bytes!(#watched);
                )
            }),
        }
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
                    // Stable Rust has no other way for a macro to say something that is no error.
                    eprintln!("note: {note}");
                }
            }
        }
    }

    /// The one source that the mapping can be of, if the file says it.
    fn mapped_source(
        with_source: impl Fn(Option<SourceKind>) -> Result<Report, FileError>,
    ) -> Option<&'static str> {
        let fits = |(source, name): &(SourceKind, &'static str)| {
            let report = with_source(Some(*source)).ok()?;
            report.findings.iter().all(|finding| finding.rule != Rule::SourceKind).then_some(*name)
        };
        let mut fitting = SOURCES.iter().filter_map(fits);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            (None, _) => {
                eprintln!(
                    "note: the function has mappings of several sources: which of them this handler is for is not checked"
                );
                None
            }
            _ => None,
        }
    }
}
