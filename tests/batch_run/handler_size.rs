//! A handler is about as large as its function, and needs about as much stack as one written by hand.

use std::hint::black_box;

use checkpointed::{
    Batch, DeadLetter, DeadLetters, DecodeError, Error, Failure, LambdaEvent, Outcome,
    checkpointed_stream_handler, kinesis,
};

use crate::events::{kinesis_of_one_key, reported};

type Record<'r> = kinesis::Record<'r, &'r str>;

async fn work<const N: usize>(text: &str) -> usize {
    let buffer = [1_u8; N];
    tokio::task::yield_now().await;
    black_box(&buffer).iter().filter(|byte| **byte == 1).count() + text.len()
}

#[checkpointed_stream_handler]
async fn one<const N: usize>(record: Record<'_>) {
    black_box(work::<N>(record.data).await);
}

#[checkpointed_stream_handler]
async fn counts<const N: usize>(record: Record<'_>, sum: &mut usize, more: Vec<u8>) -> Result<(), Error> {
    *sum += more.len() + work::<N>(record.data).await;
    Ok(())
}

#[checkpointed_stream_handler(dead_letters = Nowhere)]
async fn with_letters<const N: usize>(record: Record<'_>) -> Result<(), Failure> {
    black_box(work::<N>(record.data).await);
    Ok(())
}

#[checkpointed_stream_handler(batch)]
async fn whole<const N: usize>(records: &[Result<Record<'_>, DecodeError>]) -> Vec<Outcome> {
    black_box(work::<N>("").await);
    records.iter().map(|_| Outcome::Done).collect()
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn several<const N: usize>(record: Record<'_>) {
    black_box(work::<N>(record.data).await);
}

struct Nowhere;

impl DeadLetters for Nowhere {
    async fn accept(&self, _letter: DeadLetter<'_>) -> Result<(), Error> {
        Ok(())
    }
}

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle<const N: usize>(&self, record: Record<'_>) {
        black_box(work::<N>(record.data).await);
    }
}

fn event<R>() -> LambdaEvent<Batch<R>> {
    kinesis_of_one_key(&["a", "b"])
}

#[test]
fn a_handler_is_about_as_large_as_its_function() {
    const N: usize = 65_536;
    let function = size_of_val(&work::<N>(""));
    let mut sum = 0;
    let handlers = [
        ("one", size_of_val(&one::<N>(event()))),
        ("counts", size_of_val(&counts::<N>(event(), &mut sum, Vec::new()))),
        ("with_letters", size_of_val(&with_letters::<N>(event()))),
        ("whole", size_of_val(&whole::<N>(event()))),
        ("App::handle", size_of_val(&App.handle::<N>(event()))),
        // It keeps its records on the heap.
        ("several", size_of_val(&several::<N>(event()))),
    ];
    for (name, handler) in handlers {
        assert!(handler <= function / 10 * 11, "{name}: {handler} bytes for {function}");
    }
}

/// A loop written by hand manages 768 KiB in a debug build.
#[test]
fn a_worker_thread_is_enough_for_half_a_megabyte() {
    const N: usize = 524_288;
    // The stack of a worker thread is 2 MiB. This thread has more, because it moves the handlers before they are spawned.
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async {
            let one = tokio::spawn(one::<N>(event())).await.unwrap();
            let with_letters = tokio::spawn(with_letters::<N>(event())).await.unwrap();
            let whole = tokio::spawn(whole::<N>(event())).await.unwrap();
            let several = tokio::spawn(several::<N>(event())).await.unwrap();
            [one, with_letters, whole, several].map(reported)
        })
    });
    assert_eq!(thread.unwrap().join().unwrap().concat(), [""; 0]);
}
