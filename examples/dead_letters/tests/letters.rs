//! The letters as AWS gets them: a server on the loopback stands in for it.

use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_sqs::config::Credentials;
use checkpointed::{
    DeadLetter, DeadLetters,
    simulator::{EventSourceMapping, Executable, Record, Stream},
};
use checkpointed_dead_letters::{Bucket, Queue};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What was asked for: method and path, and the body.
type Requests = Arc<Mutex<Vec<(String, String)>>>;

/// Answers every request alike. Returns its address.
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

#[tokio::test]
async fn a_letter_is_an_object_named_by_its_record() {
    let (address, requests) = server("200 OK", "").await;
    let config = aws_sdk_s3::config::Builder::from(&config(&address)).force_path_style(true).build();
    let bucket = Bucket::new(aws_sdk_s3::Client::from_conf(config), "letters");
    let mut letter = DeadLetter::new(RECORD, "no such customer").unwrap();
    letter.item_identifier = Some(checkpointed::ItemIdentifier::new("7").unwrap());
    letter.shard = Some(String::from("shardId-000000000006"));
    bucket.accept(letter).await.unwrap();
    let requests = requests.lock().unwrap();
    assert!(
        requests[0].0.starts_with("PUT /letters/Kinesis/shardId-000000000006/7.json"),
        "{}",
        requests[0].0
    );
    assert!(requests[0].1.contains("no such customer"), "{}", requests[0].1);
}

#[tokio::test]
async fn what_is_not_accepted_is_an_error() {
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

/// The whole function, as it is deployed: what is accepted counts as done, what is refused stays.
#[tokio::test]
async fn the_function_itself() {
    let orders =
        [r#"{"id":1,"quantity":5}"#, r#"{"id":2,"quantity":0}"#, "no order", r#"{"id":4,"quantity":1}"#];
    let stream = Stream::new().shard(orders.map(|order| Record::kinesis("key", order)));
    let mapping =
        EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(1).timeout(10);
    for (status, answer, expected) in [("200 OK", SENT, vec![4]), ("400 Bad Request", "{}", vec![4, 3, 3])] {
        let (address, requests) = server(status, answer).await;
        let function = Executable::new(env!("CARGO_BIN_EXE_to_queue"))
            .env("QUEUE_URL", format!("{address}/123456789012/letters"))
            .env("AWS_ENDPOINT_URL", &address)
            .env("AWS_REGION", "eu-central-1")
            .env("AWS_ACCESS_KEY_ID", "ANOTREAL")
            .env("AWS_SECRET_ACCESS_KEY", "notrealrnrELgWzOk3IfjzDKtFBhDby")
            .env("AWS_MAX_ATTEMPTS", "1");
        let mut function = function.start().await.unwrap();
        let report = mapping.run_executable(&stream, &mut function).await;
        assert_eq!(report.sizes(), expected, "{report}");
        report.assert_nothing_lost();
        assert_eq!(report.discarded().is_empty(), status == "200 OK", "{report}");
        assert!(requests.lock().unwrap().len() >= 2);
    }
}
