async fn handle(
    &self,
    event: ::checkpointed::__private::LambdaEvent<
        ::checkpointed::__private::Batch<Record<'_>>,
    >,
    limits: &Limits,
    _queue: Arc<Queue>,
) -> ::core::result::Result<
    ::checkpointed::__private::StreamsEventResponse,
    ::checkpointed::__private::Error,
> {
    #[cfg(panic = "abort")]
    ::core::compile_error!(
        "this build has `panic = \"abort\"`, so a panic would end the process and repeat the whole batch. Write `panic = \"unwind\"` in `[profile.release]` of the workspace's Cargo.toml (cargo-lambda builds with abort unless that is written), or accept it with `#[checkpointed_stream_handler(panic = \"abort\")]`"
    );
    ::checkpointed::__private::side_by_side(
            event,
            ::checkpointed::__private::Options {
                deadline_margin: ::checkpointed::__private::DeadlineMargin::Custom(
                    ::checkpointed::__private::Duration::from_millis(2000u64),
                ),
                ..::checkpointed::__private::Options::DEFAULT
            },
            ::checkpointed::__private::Concurrency {
                records: limits.records,
                run_ahead: ::core::option::Option::Some(100),
            },
            |__checkpointed_record| {
                let __checkpointed_dead_letters = || &*_queue;
                let __checkpointed_this = self;
                let __checkpointed_prepared = ::checkpointed::__private::prepare(|| (
                    ::checkpointed::__private::per_record(&_queue),
                ));
                async move {
                    let __checkpointed_record = &__checkpointed_record;
                    let __checkpointed_outcome = match __checkpointed_prepared {
                        ::core::result::Result::Ok((_queue,)) => {
                            match ::checkpointed::__private::record::<Record<'_>>()
                                .decode(__checkpointed_record)
                            {
                                ::core::result::Result::Ok(__checkpointed_decoded) => {
                                    ::checkpointed::__private::outcome_or_dead_letter::<
                                        Result<(), Failure>,
                                    >()
                                        .judge(
                                            ::core::pin::pin!(
                                                __checkpointed_this
                                                .__checkpointed_handle(__checkpointed_decoded, limits,
                                                _queue)
                                            )
                                                .await,
                                        )
                                }
                                ::core::result::Result::Err(__checkpointed_outcome) => {
                                    __checkpointed_outcome
                                }
                            }
                        }
                        ::core::result::Result::Err(__checkpointed_outcome) => {
                            __checkpointed_outcome
                        }
                    };
                    let __checkpointed_outcome = ::checkpointed::__private::dead_letters(
                            __checkpointed_dead_letters,
                        )
                        .send_if_permanent(
                            __checkpointed_record,
                            __checkpointed_outcome,
                            ::core::option::Option::None,
                        )
                        .await;
                    __checkpointed_outcome
                }
            },
        )
        .await
}
async fn __checkpointed_handle(
    &self,
    record: Record<'_>,
    limits: &Limits,
    _queue: Arc<Queue>,
) -> Result<(), Failure> {
    self.handle_one(record).await
}
