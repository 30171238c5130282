//! As much of HTTP/1.1 as the Runtime API needs: bodies with a `Content-Length`, and connections that are kept alive.

use std::io::{self, BufRead, Error, ErrorKind, Write};

/// A request, read to its end.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The next request on a connection; `None` if the client has closed it instead.
    pub(crate) fn read(connection: &mut impl BufRead) -> io::Result<Option<Self>> {
        let Some(request_line) = line(connection)? else {
            return Ok(None);
        };
        let mut words = request_line.split(' ');
        let (Some(method), Some(path), Some("HTTP/1.1")) = (words.next(), words.next(), words.next()) else {
            return Err(invalid(&request_line));
        };
        let length = content_length(connection)?;
        let mut body = vec![0; length];
        connection.read_exact(&mut body)?;
        Ok(Some(Request { method: method.to_owned(), path: path.to_owned(), body }))
    }
}

/// Reads the headers, of which only the length of the body matters.
fn content_length(connection: &mut impl BufRead) -> io::Result<usize> {
    let mut length = 0;
    while let Some(header) = line(connection)?.filter(|header| !header.is_empty()) {
        let (name, value) = header.split_once(':').ok_or_else(|| invalid(&header))?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(|_| invalid(&header))?;
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(invalid(&header)); // only a streamed answer has it
        }
    }
    Ok(length)
}

/// A line without its end; `None` at the end of the connection.
fn line(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = connection.read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}

fn invalid(line: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("cannot read `{line}`"))
}

/// A response, which leaves the connection open.
pub(crate) struct Response {
    pub(crate) status: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The response of the Runtime API to a post.
    pub(crate) fn json(status: &'static str, body: &str) -> Self {
        Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    pub(crate) fn write(&self, connection: &mut impl Write) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\nContent-Type: application/json\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.body.len()));
        connection.write_all(head.as_bytes())?;
        connection.write_all(&self.body)?;
        connection.flush()
    }
}
