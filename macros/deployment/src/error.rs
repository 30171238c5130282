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
            Self::NoMapping { file, function, elsewhere } => {
                no_mapping(f, file, function.as_deref(), elsewhere)
            }
        }
    }
}

fn no_mapping(
    f: &mut fmt::Formatter<'_>,
    file: &str,
    function: Option<&str>,
    elsewhere: &[String],
) -> fmt::Result {
    match function {
        Some(function) => write!(f, "{file}: no event source mapping leads to the function `{function}`")?,
        None => write!(f, "{file}: there is no event source mapping")?,
    }
    if !elsewhere.is_empty() {
        write!(f, "; it may be in {}, which is not read", elsewhere.join(", "))?;
    }
    f.write_str("; name the file that declares it, or add it")
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
