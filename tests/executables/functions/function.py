"""A function that needs only Python, and behaves as `FUNCTION` says."""

import http.client
import json
import os
import socket
import sys
import time

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
RUNTIME = "/2018-06-01/runtime"
FUNCTION = os.environ["FUNCTION"]
# Their second invocation is an error, which shows that the process survived the first one.
ONLY_FIRST = ["too_large", "stranger"]


def call(method, path, body=None, **options):
    connection = http.client.HTTPConnection(API)
    connection.request(method, RUNTIME + path, body, **options)
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def post(path, body):
    status, _, _ = call("POST", path, json.dumps(body))
    return status


def raw(path, bytes, wait=True):
    """Sends bytes that no library would send, and closes the connection."""
    host, port = API.split(":")
    with socket.create_connection((host, int(port))) as connection:
        head = f"POST {RUNTIME}{path} HTTP/1.1\r\nHost: {API}\r\n"
        connection.sendall(head.encode() + bytes)
        connection.shutdown(socket.SHUT_WR)
        if wait:
            connection.recv(1000)


def fourth_fails(event):
    numbers = [record["kinesis"]["sequenceNumber"] for record in event["Records"]]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in numbers[3:4]]}


def look_around(headers):
    left = int(headers["Lambda-Runtime-Deadline-Ms"]) / 1000 - time.time()
    assert 0 < left <= 3.1, left
    assert headers["Lambda-Runtime-Invoked-Function-Arn"].endswith(":function:simulated")
    assert headers["Lambda-Runtime-Trace-Id"].startswith("Root=1-")
    assert os.environ["AWS_LAMBDA_FUNCTION_NAME"] == "simulated"
    assert os.environ["AWS_REGION"] == "eu-central-1"
    assert os.environ["_HANDLER"] == "bootstrap"
    assert "HOME" not in os.environ and "CARGO" not in os.environ


def invocation(number):
    _, headers, event = call("GET", "/invocation/next")
    path = "/invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
    answer = fourth_fails(json.loads(event))
    body = json.dumps(answer).encode()
    if FUNCTION == "looks_around":
        look_around(headers)
        assert post(path + "/response", {}) == 202
    elif FUNCTION == "error" or (FUNCTION in ONLY_FIRST and number == 2):
        error = {"errorType": "ValueError", "errorMessage": "as ever", "stackTrace": []}
        assert post(path + "/error", error) == 202
    elif FUNCTION == "chunks":
        chunks = (body[at : at + 7] for at in range(0, len(body), 7))
        call("POST", path + "/response", chunks, encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    elif FUNCTION == "chunks_and_error":
        trailer = b"Lambda-Runtime-Function-Error-Type: Function.Broken\r\n\r\n"
        head = b"Transfer-Encoding: chunked\r\nTrailer: Lambda-Runtime-Function-Error-Type\r\n\r\n"
        raw(path + "/response", head + b"2\r\n{}\r\n0\r\n" + trailer)
    elif FUNCTION == "cut":
        raw(path + "/response", b"Content-Length: 100\r\n\r\n" + body[:20])
    elif FUNCTION == "last_words":
        raw(path + "/response", b"Content-Length: %d\r\n\r\n" % len(body) + body, wait=False)
        os._exit(1)
    elif FUNCTION == "too_large":
        assert post(path + "/response", "x" * 6_300_000) == 413
    elif FUNCTION == "stranger":
        assert post("/invocation/another/response", answer) == 400
        assert post(path + "/response", {}) == 202
        assert post(path + "/response", answer) == 400
        assert post("/elsewhere", {}) == 404
    else:
        assert post(path + "/response", answer) == 202


if FUNCTION == "init_error":
    post("/init/error", {"errorType": "Runtime.NoSuchModule", "errorMessage": "no module named `orders`"})
    sys.exit(1)
for number in range(1, 2 if FUNCTION == "once" else 1000):
    invocation(number)
