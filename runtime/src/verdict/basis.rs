//! How the facts about Lambda are known.

/// How a fact about Lambda is known, from the best basis to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// It was recorded on AWS.
    Recorded,
    /// AWS documents it.
    Documented,
    /// Somebody saw it on AWS and wrote about it. It isn't verified.
    Observed,
    /// It follows from recordings and documentation.
    Inferred,
    /// It is a guess: no source says so.
    Unknown,
}
