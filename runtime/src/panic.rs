//! Panics of the user's code: catches them, and finds out what they say and where they happened.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use crate::failure::{BoundedText, RecordFailure};

/// Calls `f` and turns a panic into a failure that says what the panic said, and where it was.
pub(crate) fn caught<T>(f: impl FnOnce() -> T) -> Result<T, RecordFailure> {
    let outer = set_guarded(true);
    take_place(); // of a panic that was caught by the user's own code
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    set_guarded(outer);
    result.map_err(|payload| {
        let said = message(&*payload);
        // A panic that was caught and raised again may be another than the latest one.
        let failed = match take_place().filter(|place| place.said == BoundedText::of(format_args!("{said}")))
        {
            Some(Place { at, .. }) => RecordFailure::panic(format_args!("panicked at {at}: {said}")),
            None => RecordFailure::panic(format_args!("panicked: {said}")),
        };
        discard(payload);
        failed
    })
}

fn message(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "the panic's payload is no text"
    }
}

/// Drops what a panic carried. That is the user's code too and can panic again; what that panic carries is leaked
/// rather than tried any further.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}

// A thread that ends may still drop a record, from the destructor of a thread-local of the user's. Ours can be gone then, and
// the place of a panic is missing: hence `try_with` throughout.
thread_local! {
    /// Whether this thread is inside a guarded poll.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// The latest panic in a guarded poll of this thread.
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
}

struct Place {
    /// `file:line:column`
    at: String,
    /// As much of it as the log shows.
    said: String,
}

/// Returns what it was before.
fn set_guarded(guarded: bool) -> bool {
    GUARDED.try_with(|cell| cell.replace(guarded)).unwrap_or(false)
}

fn take_place() -> Option<Place> {
    PLACE.try_with(|place| place.try_borrow_mut().ok()?.take()).ok().flatten()
}

/// Only a panic hook learns the place of a panic: this installs ours once, in front of the one that stands, which is
/// still called. Where somebody replaces it later the place is missing from our messages, and nothing else.
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
    // A hook must not panic: if the cell is in use or gone, do without the place.
    let _ = PLACE.try_with(|place| {
        if let (Ok(mut place), Some(location)) = (place.try_borrow_mut(), info.location()) {
            let said = BoundedText::of(format_args!("{}", message(info.payload())));
            *place = Some(Place { at: location.to_string(), said });
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
        assert!(said.ends_with("the panic's payload is no text"), "{said}");
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
