//! What a rule says about a mapping.

use crate::{edit::Edit, file::node::Setting, model::mapping::Mapping, report::Rule};

/// What a rule says: nothing, a finding, or that the file does not tell enough.
pub(super) type RuleResult = Result<Option<DraftFinding>, UnknownProperty>;

/// A finding whose places are not in words yet.
#[derive(Debug)]
pub(crate) struct DraftFinding {
    pub(crate) rule: Rule,
    pub(crate) resource: String,
    /// Which of the files declares the resource.
    pub(crate) file: usize,
    pub(crate) event: Option<String>,
    pub(crate) message: String,
    /// What is to be done, the most important first.
    pub(crate) edits: Vec<Edit>,
    pub(crate) in_cdk: String,
    /// The mapping that the edits make, where it is another one. What is not right about that one is part of this finding.
    pub(crate) resulting_mapping: Option<Mapping>,
}

/// A property that the file does not tell.
#[derive(Debug)]
pub(crate) struct UnknownProperty {
    pub(super) property: &'static str,
    pub(super) why: String,
}

/// A setting's value, `None` where it is plainly absent.
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
