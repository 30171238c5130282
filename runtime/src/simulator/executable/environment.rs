//! The environment variables that Lambda sets for a function.

use std::{env, ffi::OsString, net::SocketAddr};

/// The variables of every function
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)).
const LAMBDA_VARIABLES: [(&str, &str); 13] = [
    ("_HANDLER", "bootstrap"),
    ("AWS_REGION", "eu-central-1"),
    ("AWS_DEFAULT_REGION", "eu-central-1"),
    ("AWS_LAMBDA_FUNCTION_NAME", "simulated"),
    ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
    ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
    ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
    ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/simulated"),
    ("AWS_LAMBDA_LOG_STREAM_NAME", "2023/11/14/[$LATEST]00000000000040008000000000000000"),
    ("LAMBDA_TASK_ROOT", "/var/task"),
    ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
    ("LANG", "en_US.UTF-8"),
    ("TZ", ":UTC"),
];

/// The environment of a function's process, before the variables that the test sets.
pub(super) fn function_variables(runtime_api: SocketAddr) -> Vec<(OsString, OsString)> {
    let of_lambda =
        LAMBDA_VARIABLES.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let mut environment: Vec<_> = of_lambda.collect();
    environment.push((OsString::from("AWS_LAMBDA_RUNTIME_API"), OsString::from(runtime_api.to_string())));
    // With Lambda's own `PATH` this machine would not find the interpreters of scripts.
    environment.extend(env::var_os("PATH").map(|path| (OsString::from("PATH"), path)));
    environment
}
