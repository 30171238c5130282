//! Methods and associated functions.

use std::{collections::BTreeSet, sync::Arc};

use checkpointed::{Error, Json, checkpointed_stream_handler, kinesis};
use lambda_runtime::{run, run_concurrent, service_fn};

use crate::orders::{Database, DatabaseError, Memory, Order, orders, reported};

#[derive(Clone)]
struct App<D> {
    db: D,
    handled: u64,
}

impl<D: Database> App<D> {
    #[checkpointed_stream_handler]
    pub(crate) async fn shared(
        &self,
        record: kinesis::Record<'_, Json<Order<'_>>>,
    ) -> Result<(), DatabaseError> {
        self.db.insert(record.data.customer).await
    }

    #[checkpointed_stream_handler]
    async fn with_state(
        &self,
        record: kinesis::Record<'_, Json<Order<'_>>>,
        handled: &mut u64,
    ) -> Result<(), DatabaseError> {
        *handled += 1;
        self.db.insert(record.data.customer).await
    }

    #[checkpointed_stream_handler]
    async fn exclusive(&mut self, record: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), DatabaseError> {
        self.handled += 1;
        self.db.insert(record.data.customer).await
    }

    #[checkpointed_stream_handler]
    async fn in_an_arc(
        self: Arc<Self>,
        record: kinesis::Record<'_, Json<Order<'_>>>,
    ) -> Result<(), DatabaseError> {
        self.db.insert(record.data.customer).await
    }

    #[checkpointed_stream_handler]
    fn plain<T: Into<u64> + Clone>(&self, record: kinesis::Record<'_, Json<Order<'_>>>, limit: T) {
        assert!(record.data.id < limit.into());
    }
}

impl App<Memory> {
    const LIMIT: u64 = 1;

    #[checkpointed_stream_handler]
    async fn owned(mut self, record: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), DatabaseError> {
        self.handled += 1;
        assert_eq!(self.handled, 1, "each record gets its own clone");
        self.db.insert(record.data.customer).await
    }

    /// It has no receiver, but its body says `Self`.
    #[checkpointed_stream_handler]
    async fn associated(record: kinesis::Record<'_, Json<Order<'_>>>) {
        assert!(record.data.id < Self::LIMIT);
    }

    /// The macro must find `Self` inside the arguments of a call, too.
    #[checkpointed_stream_handler]
    async fn self_in_a_call(record: kinesis::Record<'_, &[u8]>, other: &BTreeSet<u8>) {
        let union: BTreeSet<u8> = BTreeSet::from_iter(record.data.iter().copied());
        union.union(other).for_each(|byte| Self::see(*byte));
    }

    #[checkpointed_stream_handler]
    async fn self_after_impl_trait(
        _record: kinesis::Record<'_, &[u8]>,
        see: impl Fn(u8) + Clone,
        _app: &Self,
    ) {
        see(1);
    }

    #[checkpointed_stream_handler]
    async fn self_in_impl_trait(_record: kinesis::Record<'_, &[u8]>, app: impl Into<Self> + Clone) {
        let _: App<Memory> = app.into();
    }

    fn see(_byte: u8) {}

    /// It has neither, and could be outside of the `impl` block.
    #[checkpointed_stream_handler]
    async fn independent(record: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), DatabaseError> {
        Memory.insert(record.data.customer).await
    }
}

#[expect(dead_code, reason = "only has to compile")]
async fn handlers_are_services(app: Arc<App<Memory>>) -> Result<(), Error> {
    run(service_fn(|event| app.shared(event))).await?;
    checkpointed::run(|event| app.shared(event)).await?;
    checkpointed::run(|event| app.clone().in_an_arc(event)).await?;
    checkpointed::run(App::<Memory>::associated).await?;
    checkpointed::run(App::independent).await?;
    let shared = app.clone();
    run_concurrent(service_fn(move |event| {
        let app = shared.clone();
        async move { app.shared(event).await }
    }))
    .await?;
    let shared = app.clone();
    run_concurrent(service_fn(move |event| {
        let app = shared.clone();
        async move { app.with_state(event, &mut 0).await }
    }))
    .await?;
    run_concurrent(service_fn(move |event| {
        let mut app = App::clone(&app);
        async move { app.exclusive(event).await }
    }))
    .await
}

#[tokio::test]
async fn each_shape_reports_the_first_record_that_fails() {
    const CUSTOMERS: &[&str] = &["ann", "bad", "bob"];
    let mut app = App { db: Memory, handled: 0 };
    assert_eq!(reported(app.shared(orders(CUSTOMERS)).await), ["2"]);
    assert_eq!(reported(app.exclusive(orders(CUSTOMERS)).await), ["2"]);
    assert_eq!(app.handled, 2);
    app.handled = 0;
    let mut handled = 0;
    assert_eq!(reported(app.with_state(orders(&["ann", "panic", "bob"]), &mut handled).await), ["2"]);
    assert_eq!(handled, 2);
    assert_eq!(reported(app.plain(orders(CUSTOMERS), 2_u32).await), ["3"]);
    assert_eq!(reported(app.clone().owned(orders(CUSTOMERS)).await), ["2"]);
    assert_eq!(reported(Arc::new(app).in_an_arc(orders(CUSTOMERS)).await), ["2"]);
    assert_eq!(reported(App::associated(orders(CUSTOMERS)).await), ["2"]);
    assert_eq!(reported(App::independent(orders(CUSTOMERS)).await), ["2"]);
    let app = App { db: Memory, handled: 0 };
    assert!(reported(App::self_in_a_call(orders(CUSTOMERS), &BTreeSet::new()).await).is_empty());
    assert!(reported(App::self_after_impl_trait(orders(CUSTOMERS), App::see, &app).await).is_empty());
    assert!(reported(App::self_in_impl_trait(orders(CUSTOMERS), app).await).is_empty());
}
