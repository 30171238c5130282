//! The bodies of a process's requests: responses and errors.

use http_body_util::BodyExt;
use hyper::{HeaderMap, body::Incoming};
use serde::Deserialize;

use crate::simulator::invocation::{Answer, function_error};

/// The most bytes of a response, from AWS's own error message. AWS documents 6 MB
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
const RESPONSE_LIMIT: usize = 6_291_556;
pub(super) const TOO_LARGE: &str =
    "Function.ResponseSizeTooLarge: the response is larger than 6291556 bytes, the most that Lambda accepts";

/// The trailer of a response that failed while it was streamed
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html)).
const ERROR_TYPE: &str = "Lambda-Runtime-Function-Error-Type";

/// Reads a response as bytes.
pub(super) async fn response(body: Incoming) -> Answer {
    let (bytes, trailers) = read(body).await;
    if let Some(error) = trailers.get(ERROR_TYPE) {
        let error = String::from_utf8_lossy(error.as_bytes());
        return function_error(&format!("{error}: the function failed while it streamed its response"));
    }
    if bytes.len() > RESPONSE_LIMIT {
        return function_error(TOO_LARGE);
    }
    Answer::Response(bytes)
}

/// An error in the format that AWS documents.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostic {
    error_type: String,
    error_message: String,
}

/// Reads an error as text: its type and message, or the whole body if it has another format.
pub(super) async fn error(body: Incoming) -> String {
    let (bytes, _) = read(body).await;
    match serde_json::from_slice(&bytes) {
        Ok(Diagnostic { error_type, error_message }) => format!("{error_type}: {error_message}"),
        Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Reads all bytes that arrive, even if the connection breaks before the end.
async fn read(mut body: Incoming) -> (Vec<u8>, HeaderMap) {
    let (mut bytes, mut trailers) = (Vec::new(), HeaderMap::new());
    while let Some(Ok(frame)) = body.frame().await {
        match frame.into_data() {
            Ok(data) => bytes.extend_from_slice(&data),
            Err(frame) => trailers.extend(frame.into_trailers().unwrap_or_default()),
        }
    }
    (bytes, trailers)
}
