//! At which line a resource begins: good enough to jump to, and nothing else depends on it.

use crate::declarations::Dialect;

/// The line, from 1, of a resource or of an event in it.
pub(crate) fn line_of(text: &str, dialect: Dialect, resource: &str, event: Option<&str>) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    if dialect == Dialect::Terraform {
        let (kind, name) = resource.split_once('.')?;
        return lines.iter().position(|line| is_block(line, kind, name)).map(|index| index + 1);
    }
    let resources = lines.iter().position(|line| is_key(line, "Resources"))?;
    let at_resource = child(&lines, resources, resource)?;
    let Some(event) = event else { return Some(at_resource + 1) };
    let events = |at: usize| child(&lines, at, "Properties").and_then(|at| child(&lines, at, "Events"));
    Some(events(at_resource).and_then(|at| child(&lines, at, event)).unwrap_or(at_resource) + 1)
}

/// `resource "kind" "name" {`
fn is_block(line: &str, kind: &str, name: &str) -> bool {
    let mut words =
        line.split(|letter: char| letter.is_whitespace() || letter == '"').filter(|word| !word.is_empty());
    words.next() == Some("resource") && words.next() == Some(kind) && words.next() == Some(name)
}

/// The line of a key one level below the key of another line.
fn child(lines: &[&str], parent: usize, key: &str) -> Option<usize> {
    let outer = lines.get(parent).map(|line| indentation(line))?;
    let below = lines.iter().enumerate().skip(parent + 1).filter(|(_, line)| is_content(line));
    let below: Vec<_> = below.take_while(|(_, line)| indentation(line) > outer).collect();
    let inner = below.first().map(|(_, line)| indentation(line))?;
    below
        .into_iter()
        .find(|(_, line)| indentation(line) == inner && is_key(line, key))
        .map(|(index, _)| index)
}

fn is_content(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// `Key:`, `"Key":` or `'Key':`
fn is_key(line: &str, key: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['"', '\'']);
    line.strip_prefix(key)
        .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
}
