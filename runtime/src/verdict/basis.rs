//! How the facts about the platform are known.

/// How a platform fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Recorded on AWS.
    Recorded,
    /// In AWS's documentation.
    Documented,
    /// Somebody saw it on AWS and wrote about it; not verified.
    Observed,
    /// Follows from recordings and documentation.
    Inferred,
    /// No source says so: a guess.
    Unknown,
}
