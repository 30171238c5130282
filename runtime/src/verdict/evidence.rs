//! How the facts behind a verdict are known.

/// How a platform fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Recorded on AWS.
    Recorded,
    /// In AWS's documentation.
    Documented,
    /// Somebody saw it on AWS and wrote it down; not verified.
    Observed,
    /// Worked out from what is recorded and documented.
    Inferred,
    /// Nobody says.
    Unknown,
}
