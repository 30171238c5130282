//! Attributes by name, each decoded on demand.

use crate::{
    decode::DecodeError,
    lookup::{UniqueMembers, find},
    view::objects_only,
};

/// The JSON of attributes, and the field of the message that it is in.
#[derive(Clone, Copy)]
pub(super) struct AttributeMap<'r> {
    /// `None` if there are no attributes.
    pub(super) json: Option<&'r str>,
    pub(super) field: &'static str,
}

impl<'r> AttributeMap<'r> {
    /// The attribute of this name, read by `read`; `None` if there is none.
    ///
    /// # Errors
    /// If the attributes cannot be read, this one is there twice, or `read` refuses it.
    pub(super) fn get<A>(
        self,
        name: &str,
        read: fn(&'r str) -> Result<A, DecodeError>,
    ) -> Result<Option<A>, DecodeError> {
        let Some(json) = self.json else { return Ok(None) };
        let found = find(json, name).map_err(DecodeError::from);
        found.and_then(|found| found.map(read).transpose()).map_err(|error| error.within(self.field))
    }

    /// All attributes, in the order of their names.
    ///
    /// # Errors
    /// If they cannot be read, one is there twice, or `read` refuses one.
    pub(super) fn all<A>(
        self,
        read: fn(&'r str) -> Result<A, DecodeError>,
    ) -> Result<Vec<(String, A)>, DecodeError> {
        let Some(json) = self.json else { return Ok(Vec::new()) };
        let all = objects_only::decode(json).and_then(|UniqueMembers(members)| {
            members.into_iter().map(|(name, json)| Ok((name, read(json.get())?))).collect()
        });
        all.map_err(|error| error.within(self.field))
    }
}
