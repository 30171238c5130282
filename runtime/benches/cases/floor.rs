//! The least that has to be done: find each payload by the text before it, decode it with `serde_json`, use it. No field is
//! checked, and nothing can fail. It is what would be left if everything but the payload cost almost nothing.

mod item;

use memchr::{memchr, memmem::Finder};

use self::item::OrderItem;
use super::{Total, order::BorrowedOrder};

const SUCCESS: &[u8] = br#"{"batchItemFailures":[]}"#;

pub(crate) fn kinesis(event: &[u8], total: &Total) -> Vec<u8> {
    base64_after(br#""data":""#, event, total)
}

pub(crate) fn kafka(event: &[u8], total: &Total) -> Vec<u8> {
    base64_after(br#""value":""#, event, total)
}

/// Every text in base64 that follows `before` is an order.
fn base64_after(before: &[u8], event: &[u8], total: &Total) -> Vec<u8> {
    let before = Finder::new(before);
    let mut scratch = Vec::new();
    let mut rest = event;
    while let Some(start) = before.find(rest) {
        rest = &rest[start + before.needle().len()..];
        let length = memchr(b'"', rest).expect("a string ends");
        scratch.resize(length, 0);
        let (text, out) = (&rest[..length], base64_simd::Out::from_slice(&mut scratch));
        let data = base64_simd::STANDARD.decode(text, out).expect("base64");
        total.add(serde_json::from_slice::<BorrowedOrder<'_>>(data).expect("an order").value());
        rest = &rest[length..];
    }
    SUCCESS.to_vec()
}

pub(crate) fn sqs(event: &[u8], total: &Total) -> Vec<u8> {
    let before = Finder::new(br#""body":""#);
    let mut scratch = Vec::new();
    let mut rest = event;
    while let Some(start) = before.find(rest) {
        rest = &rest[start + before.needle().len()..];
        rest = unescape(rest, &mut scratch);
        total.add(serde_json::from_slice::<BorrowedOrder<'_>>(&scratch).expect("an order").value());
    }
    SUCCESS.to_vec()
}

/// Unescapes the string at the beginning of a text, in which only quotes and backslashes are escaped. Returns what follows.
fn unescape<'t>(mut text: &'t [u8], unescaped: &mut Vec<u8>) -> &'t [u8] {
    unescaped.clear();
    loop {
        let end = memchr::memchr2(b'"', b'\\', text).expect("a string ends");
        unescaped.extend_from_slice(&text[..end]);
        if text[end] == b'"' {
            return &text[end + 1..];
        }
        unescaped.push(text[end + 1]);
        text = &text[end + 2..];
    }
}

pub(crate) fn dynamodb_one_image(event: &[u8], total: &Total) -> Vec<u8> {
    let (new, old) = (Finder::new(br#""NewImage":"#), Finder::new(br#","OldImage":"#));
    let mut rest = event;
    while let Some(start) = new.find(rest) {
        rest = &rest[start + new.needle().len()..];
        let end = old.find(rest).expect("both images");
        add_item(&rest[..end], total);
        rest = &rest[end..];
    }
    SUCCESS.to_vec()
}

pub(crate) fn dynamodb_both_images(event: &[u8], total: &Total) -> Vec<u8> {
    let (new, old) = (Finder::new(br#""NewImage":"#), Finder::new(br#","OldImage":"#));
    let after = Finder::new(br#","SequenceNumber":"#);
    let mut rest = event;
    while let Some(start) = new.find(rest) {
        rest = &rest[start + new.needle().len()..];
        let end = old.find(rest).expect("both images");
        add_item(&rest[..end], total);
        rest = &rest[end + old.needle().len()..];
        let end = after.find(rest).expect("a sequence number");
        add_item(&rest[..end], total);
        rest = &rest[end..];
    }
    SUCCESS.to_vec()
}

fn add_item(image: &[u8], total: &Total) {
    total.add(serde_json::from_slice::<OrderItem<'_>>(image).expect("an order").value());
}
