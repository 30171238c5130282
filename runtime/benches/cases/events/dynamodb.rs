//! DynamoDB Streams: changes with both images, each of another item.

use std::fmt::Write;

use super::{Numbers, OrderData, event_of};

/// Changes of orders of about 300 bytes each.
pub(crate) fn dynamodb(records: usize) -> Vec<u8> {
    let mut numbers = Numbers::new();
    let records: Vec<String> = (0..records)
        .map(|id| {
            let order = OrderData::new(id, 300, &mut numbers);
            let keys = format!(r#""pk":{{"S":"ORDER#{id:08}"}},"sk":{{"S":"META#v1"}}"#);
            let new = image(&keys, "PAID", &order);
            let old = image(&keys, "PENDING", &OrderData { amount: order.amount + 1.0, ..order });
            format!(
                concat!(
                    r#"{{"eventID":"{}","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","#,
                    r#""awsRegion":"us-east-2","dynamodb":{{"ApproximateCreationDateTime":{},"Keys":{{{}}},"#,
                    r#""NewImage":{},"OldImage":{},"SequenceNumber":"{}","SizeBytes":{},"#,
                    r#""StreamViewType":"NEW_AND_OLD_IMAGES"}},"#,
                    r#""eventSourceARN":"arn:aws:dynamodb:us-east-2:123456789012:table/Orders/stream/2026-01-01T00:00:00.000"}}"#,
                ),
                numbers.hexadecimal(32),
                1_764_862_150 + id,
                keys,
                new,
                old,
                4_421_584_500_000_000_017_450_439_091_u128 + id as u128 * 7_919,
                900
            )
        })
        .collect();
    event_of(&records)
}

/// An order as the attributes of an item.
fn image(keys: &str, status: &str, order: &OrderData) -> String {
    let OrderData { id, user, amount, items } = order;
    let mut image = format!(
        concat!(
            r#"{{{},"status":{{"S":"{}"}},"createdAt":{{"S":"2026-01-04T12:{:02}:{:02}.123Z"}},"#,
            r#""active":{{"BOOL":true}},"id":{{"N":"{}"}},"user":{{"S":{}}},"amount":{{"N":"{}"}},"items":{{"L":["#,
        ),
        keys,
        status,
        id / 60 % 60,
        id % 60,
        id,
        user,
        amount
    );
    for (number, (sku, qty, price)) in items.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        write!(
            image,
            r#"{comma}{{"M":{{"sku":{{"S":"{sku}"}},"qty":{{"N":"{qty}"}},"price":{{"N":"{price}"}}}}}}"#
        )
        .expect("a string grows");
    }
    image.push_str("]}}");
    image
}
