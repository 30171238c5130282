//! A thread that ends drops its thread-locals, and with them any unfinished handler that they hold.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Waker},
};

use checkpointed::{checkpointed_stream_handler, kinesis};

use crate::batch;

/// What happens when a guest is dropped.
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

/// Polls a handler once, and leaves it to be dropped at the end of the thread.
fn leave(handler: impl Future + 'static) {
    let mut handler: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async { drop(handler.await) });
    assert!(handler.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    LEFT.with(|left| left.borrow_mut().push(handler));
}

/// A panic that is not caught there ends the process.
#[test]
fn a_thread_can_drop_an_unfinished_handler() {
    for dropped in [Dropped::Quietly, Dropped::CatchesAPanic] {
        let thread = std::thread::spawn(move || {
            LEFT.with(|_| ()); // first of all, so that it is dropped after the thread-locals of the crate
            leave(one(batch().into(), dropped));
            leave(several(batch().into(), dropped));
        });
        thread.join().expect("the thread ends in peace");
    }
}

/// With records one at a time such a panic is not caught, just as in a loop written by hand.
#[test]
fn side_by_side_a_panic_of_a_record_is_caught_there() {
    let thread = std::thread::spawn(|| {
        LEFT.with(|_| ());
        leave(several(batch().into(), Dropped::Panics));
    });
    thread.join().expect("the thread ends in peace");
}
