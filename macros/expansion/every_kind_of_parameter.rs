async fn handle<'a, D: Database, const N: usize>(
    event: ::checkpointed::__private::LambdaEvent<
        ::checkpointed::__private::Batch<kinesis::Record<'a, Json<Order<'a>>>>,
    >,
    db: &'a D,
    seen: &mut Vec<u64>,
    copied: u8,
    __checkpointed_argument_4: (u8, impl Clone),
) -> ::core::result::Result<
    ::checkpointed::__private::StreamsEventResponse,
    ::checkpointed::__private::Error,
>
where
    D: 'static,
{
    #[cfg(panic = "abort")]
    ::core::compile_error!(
        "this build has `panic = \"abort\"`, so a panic would end the process and repeat the whole batch. Write `panic = \"unwind\"` in `[profile.release]` of the workspace's Cargo.toml (cargo-lambda builds with abort unless that is written), or accept it with `#[checkpointed_stream_handler(panic = \"abort\")]`"
    );
    async fn handle<'a, D: Database, const N: usize>(
        record: kinesis::Record<'a, Json<Order<'a>>>,
        db: &'a D,
        seen: &mut Vec<u64>,
        mut copied: u8,
        (one, two): (u8, impl Clone),
    ) -> Result<(), impl Error>
    where
        D: 'static,
    {
        Ok(())
    }
    let mut __checkpointed_run = ::checkpointed::__private::BatchRun::open(
        event,
        ::checkpointed::__private::Options {
            mutable_state: true,
            ..::checkpointed::__private::Options::DEFAULT
        },
    );
    while let ::core::option::Option::Some(__checkpointed_record) = __checkpointed_run
        .next()
        .await
    {
        let __checkpointed_outcome = {
            let seen = &mut *seen;
            let __checkpointed_record = &__checkpointed_record;
            match ::checkpointed::__private::prepare(|| (
                ::checkpointed::__private::per_record(&copied),
                ::checkpointed::__private::per_record(&__checkpointed_argument_4),
            )) {
                ::core::result::Result::Ok((copied, __checkpointed_argument_4)) => {
                    __checkpointed_run
                        .guard(
                            ::core::pin::pin!(::core::option::Option::None),
                            move || async move {
                                let __checkpointed_decoded = ::checkpointed::__private::record::<
                                    kinesis::Record<'_, Json<Order<'_>>>,
                                >()
                                    .decode(__checkpointed_record)?;
                                ::core::result::Result::Ok(
                                    ::checkpointed::__private::outcome::<Result<(), _>>()
                                        .judge(
                                            ::core::pin::pin!(
                                                handle:: < D, N > (__checkpointed_decoded, db, seen, copied,
                                                __checkpointed_argument_4)
                                            )
                                                .await,
                                        ),
                                )
                            },
                        )
                        .await
                }
                ::core::result::Result::Err(__checkpointed_outcome) => {
                    __checkpointed_outcome
                }
            }
        };
        __checkpointed_run.settle(&__checkpointed_record, &__checkpointed_outcome);
    }
    __checkpointed_run.finish()
}
