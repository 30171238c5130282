//! The error of an executable that does not start.

use std::{error::Error, fmt, io, path::PathBuf};

/// The process of an executable could not be started.
#[derive(Debug)]
pub struct StartError {
    pub(super) program: PathBuf,
    pub(super) source: io::Error,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the executable `{}` cannot be started: {}", self.program.display(), self.source)
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}
