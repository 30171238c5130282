impl App {
    #[allow(unused, reason = "an example")]
    #[must_use]
    pub(crate) async fn handle(
        &self,
        event: ::checkpointed::__private::LambdaEvent<
            ::checkpointed::__private::Batch<kinesis::Record<'_, &str>>,
        >,
    ) -> ::core::result::Result<
        ::checkpointed::__private::StreamsEventResponse,
        ::checkpointed::__private::Error,
    > {
        #[cfg(panic = "abort")]
        ::core::compile_error!(
            "this build has `panic = \"abort\"`, so a panic would end the process and repeat the whole batch. Write `panic = \"unwind\"` in `[profile.release]` of the workspace's Cargo.toml (cargo-lambda builds with abort unless that is written), or accept it with `#[checkpointed_stream_handler(panic = \"abort\")]`"
        );
        let mut __checkpointed_run = ::checkpointed::__private::BatchRun::open(
            event,
            ::checkpointed::__private::Options::DEFAULT,
        );
        while let ::core::option::Option::Some(__checkpointed_record) = __checkpointed_run
            .next()
            .await
        {
            let __checkpointed_outcome = {
                let __checkpointed_this = self;
                let __checkpointed_record = &__checkpointed_record;
                __checkpointed_run
                    .guard(
                        ::core::pin::pin!(::core::option::Option::None),
                        move || async move {
                            let __checkpointed_decoded = ::checkpointed::__private::record::<
                                kinesis::Record<'_, &str>,
                            >()
                                .decode(__checkpointed_record)?;
                            ::core::result::Result::Ok(
                                ::checkpointed::__private::outcome::<()>()
                                    .judge(
                                        ::core::pin::pin!(
                                            __checkpointed_this
                                            .__checkpointed_handle(__checkpointed_decoded,)
                                        )
                                            .await,
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
    #[allow(unused, reason = "an example")]
    async fn __checkpointed_handle(&self, record: kinesis::Record<'_, &str>) {
        self.count(record.data);
    }
}
