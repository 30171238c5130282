//! A message of a FIFO queue that can never succeed, and those after it in its group.

use std::{iter, panic::catch_unwind};

use checkpointed::{
    DeadLetter, DeadLetters, Error, Failure, checkpointed_stream_handler,
    simulator::{EventSourceMapping, Record, Report, Stream},
    sqs,
};

/// Takes every dead letter.
struct Accepted;

impl DeadLetters for Accepted {
    async fn accept(&self, _: DeadLetter<'_>) -> Result<(), Error> {
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Plan {
    AsItIs,
    OneAtATime,
    DeadLetters,
}

/// The number of times that each body was handled, if the first of a group can never succeed.
async fn poisoned(bodies: &[&str], max_receive_count: u32, plan: Plan) -> (Report, Vec<String>) {
    #[checkpointed_stream_handler]
    async fn plain(message: sqs::Message<'_, &str>, handled: &mut Vec<String>) -> Result<(), String> {
        handled.push(message.body.to_owned());
        if message.body == "bad" { Err(String::from("cannot be booked")) } else { Ok(()) }
    }

    #[checkpointed_stream_handler(dead_letters = Accepted)]
    async fn gives_up(message: sqs::Message<'_, &str>, handled: &mut Vec<String>) -> Result<(), Failure> {
        handled.push(message.body.to_owned());
        if message.body == "bad" { Err(Failure::permanent("cannot be booked")) } else { Ok(()) }
    }

    let queue = Stream::queue(bodies.iter().map(|body| Record::sqs_in_group("group", *body)));
    let mapping =
        EventSourceMapping::sqs_fifo().report_batch_item_failures(true).max_receive_count(max_receive_count);
    let mapping = if plan == Plan::OneAtATime { mapping.batch_size(1) } else { mapping };
    let mut handled = Vec::new();
    let report = match plan {
        Plan::DeadLetters => mapping.run(&queue, async |event| gives_up(event, &mut handled).await).await,
        _ => mapping.run(&queue, async |event| plain(event, &mut handled).await).await,
    };
    (report, handled)
}

/// Of two messages in a group the first fails three times, and the second becomes a dead letter without being tried.
#[tokio::test]
async fn a_poison_message_takes_its_neighbours_along() {
    let (report, handled) = poisoned(&["bad", "good"], 3, Plan::AsItIs).await;
    assert_eq!((report.dead_lettered(), handled.len()), (vec![0, 1], 3), "{report}");
    assert_eq!(report.discarded_untried(), [(0, vec![1])]);
    let message = catch_unwind(|| report.assert_nothing_discarded_untried()).unwrap_err();
    let message = message.downcast_ref::<String>().unwrap();
    assert!(message.contains("`dead_letters`") && message.contains("batch_size(1)"), "{message}");

    let (report, handled) = poisoned(&["bad", "good"], 3, Plan::OneAtATime).await;
    assert_eq!(
        (report.dead_lettered(), handled),
        (vec![0], ["bad", "bad", "bad", "good"].map(String::from).to_vec())
    );
    report.assert_nothing_discarded_untried();

    let (report, handled) = poisoned(&["bad", "good"], 3, Plan::DeadLetters).await;
    assert_eq!(
        (report.batch_sizes(), handled),
        (vec![2], ["bad", "good"].map(String::from).to_vec()),
        "{report}"
    );
    report.assert_nothing_discarded();
}

/// Messages that share the first batch have the receive count of the poison.
#[tokio::test]
async fn no_receive_count_saves_the_neighbours_of_a_poison_message() {
    let bodies: Vec<&str> = iter::once("bad").chain(iter::repeat_n("good", 12)).collect();
    for max_receive_count in [1, 2, 4, 20, 100] {
        let (report, _) = poisoned(&bodies, max_receive_count, Plan::AsItIs).await;
        assert_eq!(report.dead_lettered(), (0..10).collect::<Vec<_>>(), "{report}");
        for plan in [Plan::OneAtATime, Plan::DeadLetters] {
            let (report, handled) = poisoned(&bodies, max_receive_count, plan).await;
            assert_eq!(handled.iter().filter(|body| *body == "good").count(), 12, "{report}");
            report.assert_nothing_discarded_untried();
            report.assert_in_order();
        }
    }
}
