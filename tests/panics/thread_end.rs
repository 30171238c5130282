//! A thread that ends drops its thread-locals, and with them what handlers have left there.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Waker},
};

use checkpointed::{checkpointed_stream_handler, kinesis};

use crate::batch;

/// What it does when it is dropped.
#[derive(Clone, Copy, PartialEq)]
enum Dropped {
    Quietly,
    Panics,
    CatchesAPanic,
}

struct Guest(Dropped);

impl Drop for Guest {
    fn drop(&mut self) {
        match self.0 {
            Dropped::Quietly => {}
            Dropped::Panics => panic!("while the thread ends"),
            Dropped::CatchesAPanic => {
                assert!(std::panic::catch_unwind(|| panic!("caught while the thread ends")).is_err());
            }
        }
    }
}

async fn waits(dropped: Dropped) {
    let _guest = Guest(dropped);
    std::future::pending::<()>().await;
}

type Record<'r> = kinesis::Record<'r, &'r str>;

#[checkpointed_stream_handler]
async fn one(_record: Record<'_>, dropped: Dropped) {
    waits(dropped).await;
}

#[checkpointed_stream_handler(concurrency = 3)]
async fn several(_record: Record<'_>, dropped: Dropped) {
    waits(dropped).await;
}

thread_local! {
    static LEFT: RefCell<Vec<Pin<Box<dyn Future<Output = ()>>>>> = const { RefCell::new(Vec::new()) };
}

/// Polls a handler once and leaves it to the end of the thread.
fn leave(handler: impl Future + 'static) {
    let mut handler: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async { drop(handler.await) });
    assert!(handler.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    LEFT.with(|left| left.borrow_mut().push(handler));
}

/// If it is not caught, it ends the process.
#[test]
fn an_unfinished_handler_is_dropped() {
    for dropped in [Dropped::Quietly, Dropped::CatchesAPanic] {
        let thread = std::thread::spawn(move || {
            LEFT.with(|_| ()); // before any of the crate's own: it is then dropped after them
            leave(one(batch().into(), dropped));
            leave(several(batch().into(), dropped));
        });
        thread.join().expect("the thread ends in peace");
    }
}

/// Of records that run one at a time no panic is caught there, as none is by hand.
#[test]
fn a_record_that_panics_then_is_caught() {
    let thread = std::thread::spawn(|| {
        LEFT.with(|_| ());
        leave(several(batch().into(), Dropped::Panics));
    });
    thread.join().expect("the thread ends in peace");
}
