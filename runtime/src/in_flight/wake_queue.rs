//! Which records in flight to poll: those whose wakers were woken.

use std::{
    collections::VecDeque,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
};

/// The numbers of the slots whose wakers were woken, each once, in order.
#[derive(Debug, Default)]
pub(super) struct WakeQueue(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    numbers: VecDeque<usize>,
    /// Whether each slot is in the queue.
    is_queued: Vec<bool>,
    /// The task that polls them, while it waits.
    task: Option<Waker>,
}

impl WakeQueue {
    /// The waker of a slot.
    pub(super) fn waker(woken: &Arc<Self>, number: usize) -> Waker {
        let mut queue = woken.queue();
        let slots = queue.is_queued.len().max(number + 1);
        queue.is_queued.resize(slots, false);
        Waker::from(Arc::new(Signal { number, woken: Arc::clone(woken) }))
    }

    /// How many slots are woken.
    pub(super) fn len(&self) -> usize {
        self.queue().numbers.len()
    }

    /// The next one to poll.
    pub(super) fn next(&self) -> Option<usize> {
        let mut queue = self.queue();
        let number = queue.numbers.pop_front()?;
        if let Some(is_queued) = queue.is_queued.get_mut(number) {
            *is_queued = false;
        }
        Some(number)
    }

    /// Ready if a slot is woken; otherwise the task is woken when one is.
    pub(super) fn poll(&self, context: &Context<'_>) -> Poll<()> {
        let mut queue = self.queue();
        if !queue.numbers.is_empty() {
            return Poll::Ready(());
        }
        let is_known = queue.task.as_ref().is_some_and(|task| task.will_wake(context.waker()));
        // Dropping a waker runs code that may wake others, so the queue must not be locked then.
        let former = if is_known { None } else { queue.task.replace(context.waker().clone()) };
        drop(queue);
        drop(former);
        Poll::Pending
    }

    fn wake(&self, number: usize) {
        let mut queue = self.queue();
        let is_queued = queue.is_queued.get_mut(number).map(|is_queued| mem::replace(is_queued, true));
        if is_queued != Some(false) {
            return;
        }
        queue.numbers.push_back(number);
        let task = queue.task.take();
        drop(queue);
        if let Some(task) = task {
            task.wake();
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes one slot.
struct Signal {
    number: usize,
    woken: Arc<WakeQueue>,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.woken.wake(self.number);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.wake(self.number);
    }
}
