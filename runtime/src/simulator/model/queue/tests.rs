//! Visibility, receive counts, message groups.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn queue(groups: &[&str], policy: QueuePolicy) -> Queue {
    let message =
        |group: &&str| QueueMessage::new(policy.fifo.then(|| (*group).to_owned()), 9, Duration::ZERO);
    Queue::new(groups.iter().map(message).collect(), policy)
}

const STANDARD: QueuePolicy = QueuePolicy {
    fifo: false,
    same_message_group_first: false,
    batch_size: 10,
    payload_limit: 6_000_000,
    visibility_timeout: Duration::from_secs(30),
    max_receive_count: Some(2),
};

#[test]
fn a_message_comes_back_after_its_visibility_timeout_and_then_goes_to_the_dead_letters() {
    let mut queue = queue(&["", ""], STANDARD);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0, 1]);
    queue.delete(0, Duration::ZERO);
    assert_eq!(queue.next_visible(SECOND), Some(30 * SECOND));
    assert_eq!(queue.receive(29 * SECOND, &[]), [0; 0]);
    assert!(queue.redrive(30 * SECOND).is_empty());
    assert_eq!(queue.receive(30 * SECOND, &[]), [1]);
    assert_eq!((queue.receive_count(1), queue.next_visible(SECOND)), (2, Some(60 * SECOND)));
    assert!(queue.redrive(59 * SECOND).is_empty());
    assert_eq!(queue.redrive(60 * SECOND), [1]);
    assert_eq!(queue.next_visible(60 * SECOND), None);
}

#[test]
fn a_group_waits_for_its_first_message() {
    let policy = QueuePolicy { fifo: true, batch_size: 2, ..STANDARD };
    let mut queue = queue(&["a", "a", "b", "a"], policy);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0, 1]);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [2]);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0; 0]);
    queue.delete(0, Duration::ZERO);
    assert_eq!(queue.receive(SECOND, &[]), [0; 0]);
    queue.delete(1, 5 * SECOND);
    // The invocation still runs.
    assert_eq!((queue.receive(4 * SECOND, &[]), queue.next_visible(SECOND)), (vec![], Some(5 * SECOND)));
    assert_eq!(queue.receive(5 * SECOND, &[]), [3]);
}

/// SQS tries to return all messages of one group before those of another.
#[test]
fn a_group_is_received_before_another() {
    let policy = QueuePolicy { fifo: true, batch_size: 2, same_message_group_first: true, ..STANDARD };
    let mut two = queue(&["a", "b", "a", "b"], policy);
    assert_eq!(
        (two.receive(Duration::ZERO, &[]), two.receive(Duration::ZERO, &[])),
        (vec![0, 2], vec![1, 3])
    );
    // The next group fills up the batch.
    let mut three = queue(&["a", "b", "a", "c", "b"], QueuePolicy { batch_size: 4, ..policy });
    assert_eq!(three.receive(Duration::ZERO, &[]), [0, 2, 1, 4]);
    assert_eq!(three.receive(Duration::ZERO, &[]), [3]);
}

/// Messages that were received for a batch already take room in it.
#[test]
fn a_batch_is_filled_up() {
    let mut queue = queue(&[""; 5], QueuePolicy { batch_size: 3, ..STANDARD });
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0, 1, 2]);
    assert_eq!(queue.receive(Duration::ZERO, &[0, 2]), [3]);
    assert_eq!(queue.receive(Duration::ZERO, &[0, 2, 3]), [0; 0]);
}

/// A message of the batch brings those that follow it in its group, in the order of the queue.
#[test]
fn groups_are_received_side_by_side() {
    let policy = QueuePolicy { fifo: true, batch_size: 4, ..STANDARD };
    let mut queue = queue(&["a", "b", "a", "c", "b"], policy);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0, 1, 2, 3]);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0; 0]);
    queue.delete(1, SECOND);
    assert_eq!(queue.next_visible(Duration::ZERO), Some(SECOND));
    assert_eq!(queue.receive(SECOND, &[]), [4]);
    assert_eq!(queue.receive(30 * SECOND, &[]), [0, 2, 3]);
}

#[test]
fn a_batch_is_full_by_number_or_by_size() {
    let sent = |second| QueueMessage::new(None, 9, second * SECOND);
    let queue = |policy| Queue::new([0, 1, 2, 3].map(sent).to_vec(), policy);
    let full = |policy| queue(policy).full_at(Duration::ZERO, 3 * SECOND);
    assert_eq!(full(QueuePolicy { batch_size: 2, ..STANDARD }), SECOND);
    assert_eq!(full(QueuePolicy { payload_limit: 20, ..STANDARD }), 2 * SECOND);
    assert_eq!(full(STANDARD), 3 * SECOND);
}

/// The message after a dead letter is received after that one has left the queue.
#[test]
fn a_group_goes_on_after_a_dead_letter() {
    let policy = QueuePolicy { fifo: true, batch_size: 1, max_receive_count: Some(1), ..STANDARD };
    let mut queue = queue(&["a", "a", "b"], policy);
    assert_eq!(queue.receive(Duration::ZERO, &[]), [0]);
    assert_eq!(queue.receive(SECOND, &[]), [2]);
    assert_eq!(queue.redrive(30 * SECOND), [0]);
    assert_eq!(queue.next_visible(SECOND), Some(30 * SECOND));
    assert_eq!((queue.receive(30 * SECOND, &[]), queue.redrive(31 * SECOND)), (vec![1], vec![2]));
}
