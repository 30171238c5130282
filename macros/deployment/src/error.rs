//! Why a file could not be checked at all.

use std::{fmt, io, path::PathBuf};

/// The file could not be read, or says nothing about the function.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileError {
    /// There is no such file.
    Missing {
        /// The absolute path at which the file was looked for.
        path: PathBuf,
    },
    /// The file is there but cannot be read.
    Unreadable {
        /// The absolute path of the file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The extension tells no format.
    UnknownFormat {
        /// The absolute path of the file.
        path: PathBuf,
    },
    /// The file is not what its extension says.
    Syntax {
        /// The file's name.
        file: String,
        /// The line of the mistake, from 1; 0 if the parser does not tell.
        line: usize,
        /// The column of the mistake, from 1; 0 if the parser does not tell.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// The file declares no resources: it is empty, truncated or something else.
    NoResources {
        /// The file's name.
        file: String,
        /// What is missing.
        message: String,
    },
    /// The file is of a kind that is known and not read.
    AnotherKind {
        /// The file's name.
        file: String,
        /// What it is.
        kind: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// No function of the file has the name that was given.
    UnknownFunction {
        /// The file's name.
        file: String,
        /// The name that was given.
        resource: String,
        /// The functions of the file.
        candidates: Vec<String>,
    },
    /// Several functions of the file could be meant.
    AmbiguousFunction {
        /// The file's name.
        file: String,
        /// The functions that could be meant.
        candidates: Vec<String>,
    },
    /// No event source mapping of the file leads to the function.
    NoMapping {
        /// The file's name.
        file: String,
        /// The function, if it is known.
        function: Option<String>,
        /// Parts of the deployment that the file only names, where the mapping may be.
        elsewhere: Vec<String>,
        /// Modules of Terraform that hold mappings in their argument `event_source_mapping`.
        in_arguments: Vec<String>,
        /// Files beside it that declare a mapping.
        beside: Vec<String>,
    },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(
                f,
                "there is no file `{}`; the path is relative to the package's `Cargo.toml`, and where the file is generated, \
                 generate it first: `cdk synth` writes `cdk.out/<Stack>.template.json`",
                path.display()
            ),
            Self::Unreadable { path, error } => write!(f, "`{}` cannot be read: {error}", path.display()),
            Self::UnknownFormat { path } => write!(
                f,
                "`{}` is of no format that is known; it must end in `.yaml`, `.yml`, `.template` (SAM, CloudFormation), `.json` \
                 (CDK's `cdk.out/<Stack>.template.json`) or `.tf` (Terraform)",
                path.display()
            ),
            Self::Syntax { file, line: 0, message, .. } => write!(f, "{file}: {message}"),
            Self::Syntax { file, line, column, message } => write!(f, "{file}:{line}:{column}: {message}"),
            Self::NoResources { file, message } => write!(f, "{file}: {message}"),
            Self::AnotherKind { file, kind, instead } => {
                write!(f, "{file}: this is {kind}, which is not read; {instead}")
            }
            Self::UnknownFunction { file, resource, candidates } => {
                write!(f, "{file}: no function is named `{resource}`; {}", listed(candidates))
            }
            Self::AmbiguousFunction { file, candidates } => {
                let example = candidates.first().map_or("Name", String::as_str);
                write!(
                    f,
                    "{file}: several functions could be meant; {}; name one: `resource = \"{example}\"`",
                    listed(candidates)
                )
            }
            Self::NoMapping { file, function, elsewhere, in_arguments, beside } => {
                match function {
                    Some(function) => {
                        write!(f, "{file}: no event source mapping leads to the function `{function}`; ")?;
                    }
                    None => write!(f, "{file}: there is no event source mapping; ")?,
                }
                f.write_str(&where_it_may_be(elsewhere, in_arguments, beside))
            }
        }
    }
}

/// What to do about a mapping that is not in the file.
fn where_it_may_be(elsewhere: &[String], in_arguments: &[String], beside: &[String]) -> String {
    match (in_arguments, beside, elsewhere) {
        ([first, rest @ ..], _, _) => arguments_not_read(first, rest),
        ([], [first, ..], _) => format!("`{first}` declares one: name that file"),
        ([], [], []) => "name the file that declares it, or add it".to_owned(),
        ([], [], elsewhere) => format!(
            "it may be in {}, which is not read; name the file that declares it, or add it",
            elsewhere.join(", ")
        ),
    }
}

/// Modules whose argument holds mappings: which they are, and where to look instead.
pub(crate) fn arguments_not_read(first: &str, rest: &[String]) -> String {
    let names: Vec<_> = std::iter::once(first)
        .chain(rest.iter().map(String::as_str))
        .map(|name| format!("`{name}`"))
        .collect();
    format!(
        "the argument `event_source_mapping` of {} holds mappings and is not read: see that each entry sets \
         `function_response_types = [\"ReportBatchItemFailures\"]`, and that `terraform plan` shows it",
        names.join(", ")
    )
}

fn listed(candidates: &[String]) -> String {
    if candidates.is_empty() {
        return "the file declares none".to_owned();
    }
    let names: Vec<_> = candidates.iter().map(|name| format!("`{name}`")).collect();
    format!("the file has {}", names.join(", "))
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }
}
