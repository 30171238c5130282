/// Handles an order.
#[inline]
pub async fn handle(
    event: ::checkpointed::__private::LambdaEvent<
        ::checkpointed::__private::Batch<kinesis::Record<'_, Json<Order<'_>>>>,
    >,
    db: &Db,
) -> ::core::result::Result<
    ::checkpointed::__private::StreamsEventResponse,
    ::checkpointed::__private::Error,
> {
    #[cfg(panic = "abort")]
    ::core::compile_error!(
        "this build has `panic = \"abort\"`, so a panic would end the process and repeat the whole batch. Write `panic = \"unwind\"` in `[profile.release]` of the workspace's Cargo.toml (cargo-lambda builds with abort unless that is written), or accept it with `#[checkpointed_stream_handler(panic = \"abort\")]`"
    );
    async fn handle(
        order: kinesis::Record<'_, Json<Order<'_>>>,
        db: &Db,
    ) -> Result<(), DbError> {
        db.insert(order.data.id, order.data.customer).await
    }
    let mut __checkpointed_run = ::checkpointed::__private::BatchRun::open(
        event,
        ::checkpointed::__private::Options::DEFAULT,
    );
    while let ::core::option::Option::Some(__checkpointed_record) = __checkpointed_run
        .next()
        .await
    {
        let __checkpointed_outcome = {
            let __checkpointed_record = &__checkpointed_record;
            __checkpointed_run
                .guard(
                    ::core::pin::pin!(::core::option::Option::None),
                    move || async move {
                        let __checkpointed_decoded = ::checkpointed::__private::record::<
                            kinesis::Record<'_, Json<Order<'_>>>,
                        >()
                            .decode(__checkpointed_record)?;
                        ::core::result::Result::Ok(
                            ::checkpointed::__private::outcome::<Result<(), DbError>>()
                                .judge(
                                    ::core::pin::pin!(handle(__checkpointed_decoded, db)).await,
                                ),
                        )
                    },
                )
                .await
        };
        __checkpointed_run.settle(&__checkpointed_record, &__checkpointed_outcome);
    }
    __checkpointed_run.finish()
}
