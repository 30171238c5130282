//! Panics of the user's code: catches them, and finds out their messages and places.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use crate::failure::{BoundedText, RecordFailure};

/// Calls `f` and turns a panic into a failure with the panic's message and place.
pub(crate) fn caught<T>(f: impl FnOnce() -> T) -> Result<T, RecordFailure> {
    let outer = set_guarded(true);
    if IS_PLACE_NOTED.try_with(Cell::get).unwrap_or(true) {
        take_place(); // of a panic that the user's own code caught
    }
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    set_guarded(outer);
    match result {
        Ok(value) => Ok(value),
        Err(payload) => Err(failure(payload)),
    }
}

/// The failure that a panic is.
#[cold]
#[inline(never)]
fn failure(payload: Box<dyn Any + Send>) -> RecordFailure {
    let said = message(&*payload);
    // A panic that was caught and raised again isn't necessarily the latest one.
    let failed = match take_place().filter(|place| place.said == BoundedText::of(format_args!("{said}"))) {
        Some(Place { at, .. }) => RecordFailure::panic(format_args!("panicked at {at}: {said}")),
        None => RecordFailure::panic(format_args!("panicked: {said}")),
    };
    discard(payload);
    failed
}

fn message(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "the panic's payload is not text"
    }
}

/// Drops a panic's payload. Its destructor is the user's code and can panic again; the payload of that panic is leaked rather
/// than dropped.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}

// When a thread ends, the destructor of a thread-local of the user's may still drop a record. The variables below may be gone
// by then, so `try_with` is used throughout, and the place of a panic is missing.
thread_local! {
    /// Whether this thread runs guarded code.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// The latest panic in this thread's guarded code.
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
    /// Whether there is one. This is looked at for each record: unlike the place itself it needs no destructor, so a look at it
    /// costs nearly nothing.
    static IS_PLACE_NOTED: Cell<bool> = const { Cell::new(false) };
}

struct Place {
    /// `file:line:column`
    at: String,
    /// The panic's message, as long as the log shows it.
    said: String,
}

/// Returns the former value.
fn set_guarded(guarded: bool) -> bool {
    GUARDED.try_with(|cell| cell.replace(guarded)).unwrap_or(false)
}

#[cold]
fn take_place() -> Option<Place> {
    let place = PLACE.try_with(|place| place.try_borrow_mut().ok()?.take()).ok().flatten();
    let _ = IS_PLACE_NOTED.try_with(|noted| noted.set(false));
    place
}

/// Only a panic hook learns the place of a panic. This installs one, once; it calls the hook that was there before. If somebody
/// replaces it later, only the places are missing from the messages.
pub(crate) fn install_hook() {
    static INSTALLED: Once = Once::new();
    if std::thread::panicking() {
        return; // `set_hook` would panic
    }
    INSTALLED.call_once(|| {
        let standing = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if GUARDED.try_with(Cell::get).unwrap_or(false) {
                note_place(info);
            }
            standing(info);
        }));
    });
}

fn note_place(info: &panic::PanicHookInfo<'_>) {
    // A hook must not panic. If the cell is in use or gone, the place is missing.
    let _ = PLACE.try_with(|place| {
        if let (Ok(mut place), Some(location)) = (place.try_borrow_mut(), info.location()) {
            let said = BoundedText::of(format_args!("{}", message(info.payload())));
            *place = Some(Place { at: location.to_string(), said });
            let _ = IS_PLACE_NOTED.try_with(|noted| noted.set(true));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure_of(f: impl FnOnce()) -> String {
        install_hook();
        caught(f).unwrap_err().message().to_owned()
    }

    #[test]
    fn says_what_and_where() {
        let line = line!() + 1;
        let said = failure_of(|| panic!("boom {}", 7));
        assert!(said.starts_with(&format!("panicked at {}:{line}:", file!())), "{said}");
        assert!(said.ends_with(": boom 7"), "{said}");
    }

    #[test]
    fn a_payload_may_be_no_text_and_may_panic_when_dropped() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                if !std::thread::panicking() {
                    panic::panic_any(Bomb);
                }
            }
        }
        let said = failure_of(|| panic::panic_any(Bomb));
        assert!(said.ends_with("the panic's payload is not text"), "{said}");
    }

    #[test]
    fn the_place_of_another_panic_is_not_told() {
        let raised = failure_of(|| {
            let elsewhere = std::thread::spawn(|| panic!("elsewhere")).join().unwrap_err();
            assert!(panic::catch_unwind(|| panic!("here")).is_err());
            panic::resume_unwind(elsewhere);
        });
        assert_eq!(raised, "panicked: elsewhere");
    }

    #[test]
    fn a_place_is_told_once() {
        failure_of(|| panic!("first"));
        assert!(PLACE.take().is_none());
    }
}
