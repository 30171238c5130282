//! The result of a rule: a finding that is yet to be put into words, or the property that it would have to know.

use crate::{edit::Edit, file::node::Setting, model::mapping::Mapping, report::Rule};

/// `Ok(None)` if the mapping follows the rule. An error if the file doesn't show a property that decides.
pub(super) type RuleResult = Result<Option<DraftFinding>, UnknownProperty>;

/// A finding whose edits are not snippets yet.
#[derive(Debug)]
pub(crate) struct DraftFinding {
    pub(crate) rule: Rule,
    pub(crate) resource: String,
    /// The index of the file that declares the resource.
    pub(crate) file: usize,
    pub(crate) event: Option<String>,
    pub(crate) message: String,
    /// The most important first. Empty if only the message can say what to do.
    pub(crate) edits: Vec<Edit>,
    pub(crate) in_cdk: String,
    /// The mapping that the edits make, if they replace it. Its own findings become part of this one.
    pub(crate) resulting_mapping: Option<Mapping>,
}

/// A property whose value the file doesn't show.
#[derive(Debug)]
pub(crate) struct UnknownProperty {
    pub(super) property: &'static str,
    pub(super) why: String,
}

/// The value of a setting; `None` if the file leaves it out.
pub(super) fn known<'a, T>(
    property: &'static str,
    setting: &'a Setting<T>,
) -> Result<Option<&'a T>, UnknownProperty> {
    match setting {
        Setting::Known(value) => Ok(Some(value)),
        Setting::Absent => Ok(None),
        Setting::Unknown(why) => Err(UnknownProperty { property, why: why.clone() }),
    }
}
