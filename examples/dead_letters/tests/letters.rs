//! The letters as AWS gets them. A server on the loopback takes the place of AWS.

use std::{
    collections::HashSet,
    process::Command,
    sync::{Arc, Mutex},
};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_sqs::config::Credentials;
use checkpointed::{
    DeadLetter, DeadLetters,
    simulator::{EventSourceMapping, Executable, Record, Report, Stream},
};
use checkpointed_dead_letters::{Bucket, Queue};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// The requests: method and path, and body.
type Requests = Arc<Mutex<Vec<(String, String)>>>;

/// Starts a server that gives every request the same answer. Returns its address, and the requests that it will get.
async fn server(status: &'static str, answer: &'static str) -> (String, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let requests = Requests::default();
    let noted = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let request = read(connection, status, answer).await;
            noted.lock().unwrap().push(request);
        }
    });
    (address, requests)
}

async fn read(connection: TcpStream, status: &str, answer: &str) -> (String, String) {
    let mut connection = BufReader::new(connection);
    let (mut first, mut length) = (String::new(), 0);
    connection.read_line(&mut first).await.unwrap();
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).await.unwrap();
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.unwrap();
    let response =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}", answer.len());
    connection.write_all(response.as_bytes()).await.unwrap();
    let request = first.trim().trim_end_matches(" HTTP/1.1").to_owned();
    (request, String::from_utf8_lossy(&body).into_owned())
}

fn config(endpoint: &str) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(aws_sdk_sqs::config::SharedCredentialsProvider::new(Credentials::for_tests()))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::disabled())
        .build()
}

const RECORD: &str = r#"{"kinesis":{"sequenceNumber":"7"}}"#;
const SENT: &str = r#"{"MessageId":"00000000-0000-4000-8000-000000000000"}"#;

#[tokio::test]
async fn a_letter_is_a_message_of_the_queue() {
    let (address, requests) = server("200 OK", SENT).await;
    let queue =
        Queue::new(aws_sdk_sqs::Client::new(&config(&address)), format!("{address}/123456789012/letters"));
    queue.accept(DeadLetter::new(RECORD, "no such customer").unwrap()).await.unwrap();
    let requests = requests.lock().unwrap();
    let message: Value = serde_json::from_str(&requests[0].1).unwrap();
    let letter: Value = serde_json::from_str(message["MessageBody"].as_str().unwrap()).unwrap();
    assert_eq!(letter["record"]["kinesis"]["sequenceNumber"], "7");
    assert_eq!(letter["error"], "no such customer");
}

fn bucket(address: &str) -> Bucket {
    let config = aws_sdk_s3::config::Builder::from(&config(address)).force_path_style(true).build();
    Bucket::new(aws_sdk_s3::Client::from_conf(config), "letters")
}

/// A letter of this record with the sequence number 7, of the sixth shard of a stream.
fn letter_of<'r>(stream: &str, record: &'r str) -> DeadLetter<'r> {
    let mut letter = DeadLetter::new(record, "no such customer").unwrap();
    letter.event_source_arn = Some(format!("arn:aws:kinesis:eu-central-1:123456789012:stream/{stream}"));
    letter.shard = Some(String::from("shardId-000000000006"));
    letter.item_identifier = Some(checkpointed::ItemIdentifier::new("7").unwrap());
    letter
}

#[tokio::test]
async fn a_letter_is_an_object_named_by_its_record() {
    let (address, requests) = server("200 OK", "").await;
    bucket(&address).accept(letter_of("orders", RECORD)).await.unwrap();
    let requests = requests.lock().unwrap();
    let (request, body) = &requests[0];
    let place =
        "PUT /letters/arn/aws/kinesis/eu-central-1/123456789012/stream/orders/shardId-000000000006/7-";
    assert!(request.starts_with(place), "{request}");
    let letter: Value = serde_json::from_str(body).unwrap();
    assert_eq!(letter["record"]["kinesis"]["sequenceNumber"], "7");
    assert_eq!(letter["error"], "no such customer");
}

/// Otherwise one letter would overwrite another, though both records count as done.
#[tokio::test]
async fn only_the_same_letter_has_the_same_name() {
    let (address, requests) = server("200 OK", "").await;
    let bucket = bucket(&address);
    let of_an_aggregate = r#"{"kinesis":{"sequenceNumber":"7","data":"Mg=="}}"#;
    let letters = [("orders", RECORD), ("orders", of_an_aggregate), ("returns", RECORD), ("orders", RECORD)];
    for (position, (stream, record)) in letters.into_iter().enumerate() {
        let mut letter = letter_of(stream, record);
        letter.position = position; // another batch has it at another place
        bucket.accept(letter).await.unwrap();
    }
    let names: Vec<_> = requests.lock().unwrap().iter().map(|(request, _)| request.clone()).collect();
    assert_eq!(names[0], names[3]);
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), 3, "{names:?}");
}

#[tokio::test]
async fn a_letter_that_is_not_accepted_is_an_error() {
    let (address, _requests) = server("400 Bad Request", r#"{"__type":"com.amazonaws.sqs#OverLimit"}"#).await;
    let queue =
        Queue::new(aws_sdk_sqs::Client::new(&config(&address)), format!("{address}/123456789012/letters"));
    let refused = queue.accept(DeadLetter::new(RECORD, "").unwrap()).await.unwrap_err();
    let causes = std::iter::successors(Some(&*refused as &dyn std::error::Error), |error| error.source());
    let refused = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
    assert!(refused.contains("OverLimit"), "{refused}");
    let large = format!(r#""{}""#, "x".repeat(1_100_000));
    let refused = queue.accept(DeadLetter::new(&large, "").unwrap()).await.unwrap_err().to_string();
    assert!(refused.contains("S3 bucket"), "{refused}");
}

const TO_QUEUE: &str = env!("CARGO_BIN_EXE_to_queue");
const TO_BUCKET: &str = env!("CARGO_BIN_EXE_to_bucket");

/// Runs a whole function as it is deployed.
async fn run(binary: &str, status: &'static str, answer: &'static str) -> (Report, Vec<(String, String)>) {
    let orders =
        [r#"{"id":1,"quantity":5}"#, r#"{"id":2,"quantity":0}"#, "no order", r#"{"id":4,"quantity":1}"#];
    let stream = Stream::new().shard(orders.map(|order| Record::kinesis("key", order)));
    let mapping =
        EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(1).timeout(10);
    let (address, requests) = server(status, answer).await;
    let function = Executable::new(binary)
        .env("QUEUE_URL", format!("{address}/123456789012/letters"))
        .env("BUCKET", "letters")
        .env("AWS_ENDPOINT_URL", &address)
        .env("AWS_REGION", "eu-central-1")
        .env("AWS_ACCESS_KEY_ID", "ANOTREAL")
        .env("AWS_SECRET_ACCESS_KEY", "notrealrnrELgWzOk3IfjzDKtFBhDby")
        .env("AWS_MAX_ATTEMPTS", "1");
    let mut function = function.start().await.unwrap();
    let report = mapping.run_executable(&stream, &mut function).await;
    let requests = requests.lock().unwrap().clone();
    (report, requests)
}

#[tokio::test]
async fn a_record_whose_letter_is_accepted_counts_as_done() {
    for (binary, answer) in [(TO_QUEUE, SENT), (TO_BUCKET, "")] {
        let (report, requests) = run(binary, "200 OK", answer).await;
        assert_eq!(report.batch_sizes(), [4], "{report}");
        report.assert_nothing_lost();
        report.assert_nothing_discarded();
        assert_eq!(requests.len(), 2, "{requests:?}");
        assert!(requests[0].1.contains("order 2 is for 0 pieces"), "{requests:?}");
    }
}

#[tokio::test]
async fn a_record_whose_letter_is_refused_stays() {
    for binary in [TO_QUEUE, TO_BUCKET] {
        let (report, requests) = run(binary, "400 Bad Request", "").await;
        // The first order is done. The others come again until the retries are used up.
        assert_eq!(report.batch_sizes(), [4, 3, 3], "{report}");
        report.assert_nothing_lost();
        assert_eq!(report.discarded().len(), 1, "{report}");
        assert_eq!(requests.len(), 3, "{requests:?}");
        // A letter that comes again is the same object.
        assert!(binary == TO_QUEUE || requests.iter().all(|(request, _)| *request == requests[0].0));
    }
}

#[test]
fn the_error_names_a_missing_setting() {
    for (binary, setting) in [(TO_QUEUE, "QUEUE_URL"), (TO_BUCKET, "BUCKET")] {
        for command in [Command::new(binary).env_remove(setting), Command::new(binary).env(setting, "")] {
            let output = command.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success());
            assert!(
                said.contains(&format!("environment variable {setting} of the function is not set")),
                "{said}"
            );
        }
    }
}
