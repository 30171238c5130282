//! The Lambda Runtime API for one process, on loopback. Each HTTP request becomes a [`Request`]
//! ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html)).

mod body;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};

use http_body_util::Full;
use hyper::{
    Method, Response, StatusCode,
    body::{Bytes, Incoming},
    http,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use crate::simulator::invocation::{Answer, FUNCTION_ARN};

const VERSION: &str = "/2018-06-01/runtime/";

/// A request of a process.
#[derive(Debug)]
pub(super) enum Request {
    /// It asks for an event.
    Next(oneshot::Sender<Event>),
    /// It answers an invocation. Sending `accepted` accepts the answer, and dropping it refuses the answer.
    Answer { request_id: String, answer: Answer, accepted: oneshot::Sender<()> },
    /// Its initialization failed.
    InitError(String),
}

/// An event for a process.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) request_id: String,
    /// In milliseconds since the epoch.
    pub(super) deadline: u128,
    pub(super) body: String,
}

/// A Runtime API. Dropping it closes every connection.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    pub(super) address: SocketAddr,
    pub(super) requests: mpsc::Receiver<Request>,
    _server: JoinSet<()>,
}

impl RuntimeApi {
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (sender, requests) = mpsc::channel(1);
        let mut server = JoinSet::new();
        server.spawn(accept(listener, sender));
        Ok(RuntimeApi { address, requests, _server: server })
    }
}

async fn accept(listener: TcpListener, requests: mpsc::Sender<Request>) {
    let mut connections = JoinSet::new();
    while let Ok((connection, _)) = listener.accept().await {
        let requests = requests.clone();
        let answer = service_fn(move |request| answer(request, requests.clone()));
        // A client may close its side right after its request. The request still counts.
        let serving =
            http1::Builder::new().half_close(true).serve_connection(TokioIo::new(connection), answer);
        // A broken connection is not an error here, because the process may open another one.
        connections.spawn(async { drop(serving.await) });
        while connections.try_join_next().is_some() {}
    }
}

type Reply = Result<Response<Full<Bytes>>, http::Error>;

async fn answer(request: hyper::Request<Incoming>, requests: mpsc::Sender<Request>) -> Reply {
    let path = request.uri().path().to_owned();
    let path: Vec<&str> = path.strip_prefix(VERSION).unwrap_or_default().split('/').collect();
    match (request.method(), path.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(&requests).await,
        (&Method::POST, ["invocation", id, "response"]) => {
            let answer = body::response(request.into_body()).await;
            take((*id).to_owned(), answer, &requests).await
        }
        (&Method::POST, ["invocation", id, "error"]) => {
            let answer = Answer::FunctionError(body::error(request.into_body()).await);
            take((*id).to_owned(), answer, &requests).await
        }
        (&Method::POST, ["init", "error"]) => {
            let error = body::error(request.into_body()).await;
            // Fails only if nobody waits for the process any more.
            let _ = requests.send(Request::InitError(error)).await;
            reply(StatusCode::ACCEPTED, r#"{"status":"OK"}"#)
        }
        _ => reply(StatusCode::NOT_FOUND, r#"{"errorType":"UnknownPath"}"#),
    }
}

async fn next(requests: &mpsc::Sender<Request>) -> Reply {
    let (sender, event) = oneshot::channel();
    let _ = requests.send(Request::Next(sender)).await;
    let Ok(event) = event.await else {
        return reply(StatusCode::INTERNAL_SERVER_ERROR, r#"{"errorType":"Container.Ended"}"#);
    };
    Response::builder()
        .header("Content-Type", "application/json")
        .header("Lambda-Runtime-Aws-Request-Id", event.request_id)
        .header("Lambda-Runtime-Deadline-Ms", event.deadline.to_string())
        .header("Lambda-Runtime-Invoked-Function-Arn", FUNCTION_ARN)
        .header("Lambda-Runtime-Trace-Id", "Root=1-6553f100-000000000000000000000000;Sampled=0")
        .body(Full::from(event.body))
}

async fn take(request_id: String, answer: Answer, requests: &mpsc::Sender<Request>) -> Reply {
    let is_too_large = matches!(&answer, Answer::FunctionError(error) if error == body::TOO_LARGE);
    let (accepted, acceptance) = oneshot::channel();
    let _ = requests.send(Request::Answer { request_id, answer, accepted }).await;
    match acceptance.await {
        Ok(()) if is_too_large => {
            reply(StatusCode::PAYLOAD_TOO_LARGE, r#"{"errorType":"RequestEntityTooLarge"}"#)
        }
        Ok(()) => reply(StatusCode::ACCEPTED, r#"{"status":"OK"}"#),
        Err(_) => reply(StatusCode::BAD_REQUEST, r#"{"errorType":"InvalidRequestID"}"#),
    }
}

fn reply(status: StatusCode, body: &'static str) -> Reply {
    Response::builder().status(status).header("Content-Type", "application/json").body(Full::from(body))
}
