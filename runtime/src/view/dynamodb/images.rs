//! The item that a record is about: its keys, and how it looked before and after.

use std::{borrow::Cow, fmt};

use serde::Deserialize;

use super::{event_name::EventName, item::Item};
use crate::{decode::DecodeError, source::dynamodb::KEYS};

/// The keys and images of a record, decoded on demand. The decoded values may borrow from the record.
#[derive(Clone)]
pub struct Images<'r> {
    pub(super) event_name: EventName,
    pub(super) stream_view_type: Option<Cow<'r, str>>,
    pub(super) keys: Option<Item<'r>>,
    pub(super) new_image: Option<Item<'r>>,
    pub(super) old_image: Option<Item<'r>>,
}

impl<'r> Images<'r> {
    pub(super) fn new(event_name: EventName) -> Self {
        Images { event_name, stream_view_type: None, keys: None, new_image: None, old_image: None }
    }

    /// What happened to the item.
    pub fn event_name(&self) -> EventName {
        self.event_name
    }

    /// Which images the stream carries: `KEYS_ONLY`, `NEW_IMAGE`, `OLD_IMAGE` or `NEW_AND_OLD_IMAGES`.
    pub fn stream_view_type(&self) -> Option<&str> {
        self.stream_view_type.as_deref()
    }

    /// The item's key attributes.
    ///
    /// # Errors
    /// If they are missing, or are not what `T` expects.
    pub fn keys<T: Deserialize<'r>>(&self) -> Result<T, DecodeError> {
        let keys = self.keys.ok_or_else(|| DecodeError::new("missing").within(KEYS.dotted))?;
        keys.decode().map_err(|error| error.within(KEYS.dotted))
    }

    /// The item after the change; `None` if it was removed.
    ///
    /// # Errors
    /// If the image is missing, which it is where the stream's view type does not include it, or is not what `T`
    /// expects.
    pub fn new_image<T: Deserialize<'r>>(&self) -> Result<Option<T>, DecodeError> {
        self.new_image_of("NEW_IMAGE or NEW_AND_OLD_IMAGES")
    }

    /// The item before the change; `None` if it was inserted.
    ///
    /// # Errors
    /// If the image is missing, which it is where the stream's view type does not include it, or is not what `T`
    /// expects.
    pub fn old_image<T: Deserialize<'r>>(&self) -> Result<Option<T>, DecodeError> {
        self.old_image_of("OLD_IMAGE or NEW_AND_OLD_IMAGES")
    }

    fn new_image_of<T: Deserialize<'r>>(&self, needed: &str) -> Result<Option<T>, DecodeError> {
        let absent = self.event_name == EventName::Remove;
        self.image(self.new_image, absent, "dynamodb.NewImage", needed)
    }

    fn old_image_of<T: Deserialize<'r>>(&self, needed: &str) -> Result<Option<T>, DecodeError> {
        let absent = self.event_name == EventName::Insert;
        self.image(self.old_image, absent, "dynamodb.OldImage", needed)
    }

    /// One image. If it is missing and isn't `absent`, that is an error: as `None` it would make a function believe that an item is
    /// gone though it isn't.
    fn image<T: Deserialize<'r>>(
        &self,
        image: Option<Item<'r>>,
        absent: bool,
        field: &'static str,
        needed: &str,
    ) -> Result<Option<T>, DecodeError> {
        match image {
            Some(image) => image.decode().map(Some).map_err(|error| error.within(field)),
            None if absent => Ok(None),
            None => Err(self.missing(needed).within(field)),
        }
    }

    /// The error for a missing image. `needed` are the view types of streams that have it.
    fn missing(&self, needed: &str) -> DecodeError {
        match self.stream_view_type() {
            // The stream is set up right.
            Some("NEW_AND_OLD_IMAGES") => DecodeError::new("missing"),
            has => DecodeError::new(format!(
                "missing: the stream's StreamViewType is {}, and this function needs {needed}",
                has.unwrap_or("not given")
            )),
        }
    }
}

impl fmt::Debug for Images<'_> {
    /// Says which images there are, and nothing of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Images")
            .field("event_name", &self.event_name)
            .field("stream_view_type", &self.stream_view_type)
            .finish_non_exhaustive()
    }
}

/// What the images of a record can be decoded into: [`Change<T>`], [`NewImage<T>`], [`OldImage<T>`], [`Keys<T>`], a
/// pair of these, or a type of your own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a payload of a DynamoDB stream",
    label = "not a payload",
    note = "use `Change<T>`, `NewImage<T>`, `OldImage<T>` or `Keys<T>` with a `T` that implements `serde::Deserialize`, or a type that implements `checkpointed::dynamodb::Payload`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-payload"
)]
pub trait Payload<'r>: Sized {
    /// Decodes the images that this type needs.
    ///
    /// # Errors
    /// If one that is needed is missing, or is not what is expected. The record then counts as failed, alone, at its place.
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError>;
}

/// What happened to an item, with the item before and after. Needs a stream with the view type `NEW_AND_OLD_IMAGES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<T> {
    /// The item is new.
    Insert {
        /// The item as it is now.
        new: T,
    },
    /// The item's attributes changed.
    Modify {
        /// The item as it was.
        old: T,
        /// The item as it is now.
        new: T,
    },
    /// The item is gone.
    Remove {
        /// The item as it was.
        old: T,
    },
}

/// The item after the change; `None` inside if it was removed. Needs a stream with the view type `NEW_IMAGE` or
/// `NEW_AND_OLD_IMAGES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewImage<T>(pub Option<T>);

/// The item before the change; `None` inside if it was inserted. Needs a stream with the view type `OLD_IMAGE` or
/// `NEW_AND_OLD_IMAGES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldImage<T>(pub Option<T>);

/// The item's key attributes, which every stream carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys<T>(pub T);

impl<'r, T: Deserialize<'r>> Payload<'r> for Change<T> {
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError> {
        const NEEDED: &str = "NEW_AND_OLD_IMAGES";
        // `None` is an error here: below, no image is asked for that the event leaves out.
        let new = || images.new_image_of(NEEDED)?.ok_or_else(|| images.missing(NEEDED));
        let old = || images.old_image_of(NEEDED)?.ok_or_else(|| images.missing(NEEDED));
        Ok(match images.event_name {
            EventName::Insert => Change::Insert { new: new()? },
            EventName::Modify => Change::Modify { old: old()?, new: new()? },
            EventName::Remove => Change::Remove { old: old()? },
        })
    }
}

impl<'r, T: Deserialize<'r>> Payload<'r> for NewImage<T> {
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError> {
        images.new_image().map(NewImage)
    }
}

impl<'r, T: Deserialize<'r>> Payload<'r> for OldImage<T> {
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError> {
        images.old_image().map(OldImage)
    }
}

impl<'r, T: Deserialize<'r>> Payload<'r> for Keys<T> {
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError> {
        images.keys().map(Keys)
    }
}

impl<'r, A: Payload<'r>, B: Payload<'r>> Payload<'r> for (A, B) {
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError> {
        Ok((A::from_images(images)?, B::from_images(images)?))
    }
}
