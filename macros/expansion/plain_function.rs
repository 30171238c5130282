async fn handle(
    event: crate::runtime::__private::LambdaEvent<
        crate::runtime::__private::Batch<Record<'_>>,
    >,
) -> ::core::result::Result<
    crate::runtime::__private::StreamsEventResponse,
    crate::runtime::__private::Error,
> {
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a record is always taken by value"
    )]
    fn handle(record: Record<'_>) {}
    let mut __checkpointed_run = crate::runtime::__private::BatchRun::open(
        event,
        crate::runtime::__private::Options {
            no_progress: crate::runtime::__private::NoProgress::Error,
            ..crate::runtime::__private::Options::DEFAULT
        },
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
                        let __checkpointed_decoded = crate::runtime::__private::record::<
                            Record<'_>,
                        >()
                            .decode(__checkpointed_record)?;
                        ::core::result::Result::Ok(
                            crate::runtime::__private::outcome::<()>()
                                .judge(handle(__checkpointed_decoded)),
                        )
                    },
                )
                .await
        };
        __checkpointed_run.settle(&__checkpointed_record, &__checkpointed_outcome);
    }
    __checkpointed_run.finish()
}
