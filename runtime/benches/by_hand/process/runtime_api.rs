//! The Lambda Runtime API on loopback, for one function that handles one event again and again.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
};

/// Which event the function gets, and how often in all.
pub(crate) struct Invocations<'e> {
    pub(crate) event: &'e [u8],
    pub(crate) last: usize,
}

/// The function's connection. `lambda_runtime` keeps it, because its requests come one after the other.
pub(crate) struct Connections {
    listener: TcpListener,
    open: Option<BufReader<TcpStream>>,
    delivered: usize,
    /// Whether the function waits for an event.
    awaited: bool,
}

impl Connections {
    pub(crate) fn new(listener: TcpListener) -> Self {
        Connections { listener, open: None, delivered: 0, awaited: false }
    }

    /// Serves the function until it asks for an event after the last.
    pub(crate) fn serve(&mut self, invocations: &Invocations<'_>) {
        loop {
            if self.awaited {
                if self.delivered == invocations.last {
                    return;
                }
                self.deliver(invocations.event);
            }
            self.take_request();
        }
    }

    fn deliver(&mut self, event: &[u8]) {
        let head = format!(
            concat!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: {}\r\n",
                "Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:measured\r\n",
                "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0\r\nContent-Length: {}\r\n\r\n",
            ),
            self.delivered,
            event.len()
        );
        self.write(&[head.as_bytes(), event].concat());
        self.delivered += 1;
        self.awaited = false;
    }

    fn write(&mut self, bytes: &[u8]) {
        let connection = self.open.as_mut().expect("there was a request");
        connection.get_mut().write_all(bytes).expect("the function reads");
    }

    fn take_request(&mut self) {
        let listener = &self.listener;
        let connection = self.open.get_or_insert_with(|| {
            let (connection, _) = listener.accept().expect("the function connects");
            connection.set_nodelay(true).expect("a connection of TCP");
            BufReader::new(connection)
        });
        let mut line = String::new();
        let read = connection.read_line(&mut line).expect("the function writes");
        if read == 0 {
            self.open = None;
            return;
        }
        let body = body(connection);
        if line.starts_with("GET") {
            self.awaited = true;
        } else {
            assert_eq!(String::from_utf8_lossy(&body), r#"{"batchItemFailures":[]}"#, "{line}");
            self.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        }
    }
}

/// Reads the rest of a request.
fn body(connection: &mut BufReader<TcpStream>) -> Vec<u8> {
    let mut length = 0;
    loop {
        let mut header = String::new();
        connection.read_line(&mut header).expect("the function writes headers");
        let Some((name, value)) = header.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).expect("the body is complete");
    body
}
