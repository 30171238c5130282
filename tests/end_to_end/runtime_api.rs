//! The Lambda Runtime API, on loopback, for one function
//! ([its documentation](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html)).

use std::{
    io::{self, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    exchange::{Answer, Exchange, Invocation},
    http::{Request, Response},
};

const VERSION: &str = "/2018-06-01/runtime/";
/// The time of an invocation, counted from when the function takes it.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running Runtime API. Dropping it ends it.
pub(crate) struct RuntimeApi {
    address: SocketAddr,
    exchange: Arc<Exchange>,
}

impl RuntimeApi {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let exchange = Arc::new(Exchange::default());
        let accepting = Arc::clone(&exchange);
        thread::spawn(move || accept(&listener, &accepting));
        RuntimeApi { address, exchange }
    }

    /// The value of `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn exchange(&self) -> &Exchange {
        &self.exchange
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.exchange.close();
        // A connection wakes `accept`, which then sees that it is closed.
        drop(TcpStream::connect(self.address));
    }
}

fn accept(listener: &TcpListener, exchange: &Arc<Exchange>) {
    while let Ok((connection, _)) = listener.accept() {
        if exchange.is_closed() {
            return;
        }
        let exchange = Arc::clone(exchange);
        thread::spawn(move || {
            if let Err(error) = serve(&connection, &exchange) {
                exchange.refuse(format!("a connection broke: {error}"));
            }
        });
    }
}

/// Answers one request after the other, because the client keeps its connections.
fn serve(connection: &TcpStream, exchange: &Exchange) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut requests = BufReader::new(connection);
    while let Some(request) = Request::read(&mut requests)? {
        let Some(response) = respond(&request, exchange) else {
            return Ok(());
        };
        response.write(&mut &*connection)?;
    }
    Ok(())
}

/// The response to a request; `None` if the API was closed meanwhile.
fn respond(request: &Request, exchange: &Exchange) -> Option<Response> {
    let path = request.path.strip_prefix(VERSION).unwrap_or_default();
    let path: Vec<&str> = path.split('/').collect();
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let accepted = match (request.method.as_str(), path.as_slice()) {
        ("GET", ["invocation", "next"]) => return exchange.next().map(next),
        ("POST", ["invocation", id, "response"]) => exchange.take(id, Answer::Response(body)),
        ("POST", ["invocation", id, "error"]) => exchange.take(id, Answer::Error(body)),
        ("POST", ["init", "error"]) => {
            exchange.refuse(format!("the function could not start: {body}"));
            true
        }
        _ => {
            exchange.refuse(format!("unknown request: {} {}", request.method, request.path));
            false
        }
    };
    Some(match accepted {
        true => Response::json("202 Accepted", r#"{"status":"OK"}"#),
        false => Response::json("400 Bad Request", r#"{"errorType":"InvalidRequestID"}"#),
    })
}

fn next(invocation: Invocation) -> Response {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let deadline = (since_1970 + TIMEOUT).as_millis();
    let arn = "arn:aws:lambda:eu-central-1:123456789012:function:end-to-end";
    Response {
        status: "200 OK",
        headers: vec![
            ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
            ("Lambda-Runtime-Deadline-Ms", deadline.to_string()),
            ("Lambda-Runtime-Invoked-Function-Arn", arn.to_owned()),
            ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0".to_owned()),
        ],
        body: invocation.event,
    }
}
