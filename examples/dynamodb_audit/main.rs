//! Writes one audit line for each change of the table of accounts.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use checkpointed::{
    checkpointed_stream_handler,
    dynamodb::{self, Change},
};
use serde::{Deserialize, Serialize};

/// An item of the table, as far as the audit needs it.
#[derive(Debug, Deserialize)]
struct Account {
    id: String,
    balance: i64,
}

/// Writes the lines. On Lambda they go to standard output, and so to CloudWatch Logs.
#[derive(Debug)]
struct Audit<W> {
    lines: Mutex<W>,
}

impl<W: Write> Audit<W> {
    #[checkpointed_stream_handler]
    async fn record(&self, change: dynamodb::Record<'_, Change<Account>>) -> io::Result<()> {
        let is_ttl_deletion = change.is_ttl_deletion();
        let (what, account, before, after) = match &change.data {
            Change::Insert { new } => ("opened", &new.id, None, Some(new.balance)),
            Change::Modify { old, new } => ("changed", &new.id, Some(old.balance), Some(new.balance)),
            // Nobody closed this account. DynamoDB removed the item because its time to live was over.
            Change::Remove { old } if is_ttl_deletion => ("expired", &old.id, Some(old.balance), None),
            Change::Remove { old } => ("closed", &old.id, Some(old.balance), None),
        };
        // Delivery is at least once, and a line cannot be taken back. So a change that is delivered again is written again, and a
        // reader counts it once by its sequence number.
        self.write(&Line { audit: what, sequence_number: &change.sequence_number, account, before, after })
    }

    /// Writes a line in one piece, so that two lines never mix.
    fn write(&self, line: &Line<'_>) -> io::Result<()> {
        let mut json = serde_json::to_vec(line)?;
        json.push(b'\n');
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.write_all(&json)?;
        lines.flush()
    }
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    audit: &'a str,
    sequence_number: &'a str,
    account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<i64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let audit = Audit { lines: Mutex::new(io::stdout()) };
    checkpointed::run(|event| audit.record(event)).await
}

#[cfg(test)]
mod tests {
    use checkpointed::{Batch, StreamsEventResponse};

    use super::*;

    /// An account is opened, changed and closed, and another one expires.
    const EVENT: &[u8] = include_bytes!("event.json");

    async fn response(audit: &Audit<impl Write>) -> Result<StreamsEventResponse, checkpointed::Error> {
        audit.record(Batch::from_json(EVENT)?.into()).await
    }

    #[tokio::test]
    async fn each_change_has_its_line() -> Result<(), checkpointed::Error> {
        let audit = Audit { lines: Mutex::new(Vec::new()) };
        assert!(response(&audit).await?.is_success());
        let lines = String::from_utf8(audit.lines.into_inner()?)?;
        let expected = [
            r#"{"audit":"opened","sequence_number":"4421584500000000017450439091","account":"a-1","after":0}"#,
            r#"{"audit":"changed","sequence_number":"4421584500000000017450439092","account":"a-1","before":0,"after":2500}"#,
            r#"{"audit":"closed","sequence_number":"4421584500000000017450439093","account":"a-1","before":2500}"#,
            r#"{"audit":"expired","sequence_number":"4421584500000000017450439094","account":"a-2","before":10}"#,
        ];
        assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
        Ok(())
    }

    #[tokio::test]
    async fn a_line_that_cannot_be_written_is_reported() -> Result<(), checkpointed::Error> {
        // There is room for the first line and a part of the second.
        let mut room = [0; 120];
        let audit = Audit { lines: Mutex::new(&mut room[..]) };
        let response = serde_json::to_string(&response(&audit).await?)?;
        let second_failed = r#"{"batchItemFailures":[{"itemIdentifier":"4421584500000000017450439092"}]}"#;
        assert_eq!(response, second_failed);
        Ok(())
    }
}
