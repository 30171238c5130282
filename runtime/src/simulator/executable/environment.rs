//! The environment that Lambda gives to a function.

use std::{env, ffi::OsString, net::SocketAddr};

/// What is set for every function
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)).
const OF_LAMBDA: [(&str, &str); 13] = [
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

/// All that a process finds before what the test sets.
pub(super) fn of_function(runtime_api: SocketAddr) -> Vec<(OsString, OsString)> {
    let of_lambda = OF_LAMBDA.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let mut environment: Vec<_> = of_lambda.collect();
    environment.push((OsString::from("AWS_LAMBDA_RUNTIME_API"), OsString::from(runtime_api.to_string())));
    // Scripts are found by it, and where they are on this machine Lambda's own would not tell.
    environment.extend(env::var_os("PATH").map(|path| (OsString::from("PATH"), path)));
    environment
}
