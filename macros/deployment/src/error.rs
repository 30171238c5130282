//! Why a file could not be checked.

use std::{fmt, io, path::PathBuf};

/// The file could not be read, or it shows no mapping of the function.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileError {
    /// There is no such file.
    Missing {
        /// The absolute path where the file was expected.
        path: PathBuf,
    },
    /// The file exists but cannot be read.
    Unreadable {
        /// The absolute path of the file.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
    /// The file's extension isn't that of a known format.
    UnknownFormat {
        /// The absolute path of the file.
        path: PathBuf,
    },
    /// The file isn't in the format of its extension.
    Syntax {
        /// The file's name.
        file: String,
        /// The line of the mistake, from 1; 0 if the parser doesn't say.
        line: usize,
        /// The column of the mistake, from 1; 0 if the parser doesn't say.
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
    /// The file is of a known kind that the check doesn't read.
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
    /// Several functions of the file could be the handler's.
    AmbiguousFunction {
        /// The file's name.
        file: String,
        /// Those functions.
        candidates: Vec<String>,
    },
    /// The file has no event source mapping of the function.
    NoMapping {
        /// The file's name.
        file: String,
        /// The function, if it is known.
        function: Option<String>,
        /// Parts of the deployment that the file only names. The mapping may be in one of them.
        elsewhere: Vec<String>,
        /// Modules of Terraform that have mappings in their argument `event_source_mapping`.
        in_arguments: Vec<String>,
        /// Other files of the folder that declare a mapping.
        files_beside: Vec<String>,
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
                "`{}` has no known format; its name must end in `.yaml`, `.yml`, `.template` (SAM, CloudFormation), `.json` \
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
                    "{file}: several functions could be the handler's; {}; name one: `resource = \"{example}\"`",
                    listed(candidates)
                )
            }
            Self::NoMapping { file, function, elsewhere, in_arguments, files_beside } => {
                let missing = function.as_ref().map_or_else(
                    || "there is no event source mapping".to_owned(),
                    |function| format!("no event source mapping leads to the function `{function}`"),
                );
                write!(f, "{file}: {missing}; {}", where_it_may_be(elsewhere, in_arguments, files_beside))
            }
        }
    }
}

/// What to do about a mapping that isn't in the file.
fn where_it_may_be(elsewhere: &[String], in_arguments: &[String], files_beside: &[String]) -> String {
    match (in_arguments, files_beside, elsewhere) {
        ([first, rest @ ..], _, _) => arguments_not_read(first, rest),
        ([], [first, ..], _) => format!("`{first}` declares one: name that file"),
        ([], [], []) => "name the file that declares it, or add it".to_owned(),
        ([], [], elsewhere) => format!(
            "it may be in {}, which is not read; name the file that declares it, or add it",
            elsewhere.join(", ")
        ),
    }
}

/// What to do about modules that have mappings in an argument.
pub(crate) fn arguments_not_read(first: &str, rest: &[String]) -> String {
    let names: Vec<_> = std::iter::once(first)
        .chain(rest.iter().map(String::as_str))
        .map(|name| format!("`{name}`"))
        .collect();
    format!(
        "the argument `event_source_mapping` of {} has mappings in it and is not read: see that each entry sets \
         `function_response_types = [\"ReportBatchItemFailures\"]`, and that `terraform plan` shows it",
        names.join(", ")
    )
}

fn listed(candidates: &[String]) -> String {
    if candidates.is_empty() {
        return "the file declares no function".to_owned();
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
