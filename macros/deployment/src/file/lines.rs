//! Finds the line at which a resource begins, by its looks. Only the place in a message depends on it.

use std::collections::HashMap;

use super::dialect::Dialect;

/// The lines at which resources and SAM's events begin.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    at: HashMap<String, usize>,
}

impl Lines {
    /// Finds the lines in one pass over the text.
    pub(crate) fn of(text: &str, dialect: Dialect) -> Self {
        match dialect {
            Dialect::Terraform => Self::of_blocks(text),
            Dialect::Yaml | Dialect::Json => Self::of_keys(text),
        }
    }

    /// The line, from 1, of an event of a resource, or of the resource.
    pub(crate) fn line(&self, resource: &str, event: Option<&str>) -> Option<usize> {
        let of_event = event.and_then(|event| self.at.get(&event_key(resource, event)));
        of_event.or_else(|| self.at.get(resource)).copied()
    }

    fn set(&mut self, key: String, index: usize) {
        self.at.entry(key).or_insert(index + 1);
    }

    /// `resource "kind" "name" {` and `module "name" {`
    fn of_blocks(text: &str) -> Self {
        let mut lines = Self::default();
        for (index, line) in text.lines().enumerate() {
            let separators = |letter: char| letter.is_whitespace() || letter == '"';
            let mut words = line.split(separators).filter(|word| !word.is_empty());
            match (words.next(), words.next(), words.next()) {
                (Some("resource"), Some(kind), Some(name)) => lines.set(format!("{kind}.{name}"), index),
                (Some("module"), Some(name), _) => lines.set(format!("module.{name}"), index),
                _ => {}
            }
        }
        lines
    }

    /// The keys below `Resources`, and those below `Properties.Events` of each.
    fn of_keys(text: &str) -> Self {
        let mut lines = Self::default();
        // The keys around the current line, each with its indentation.
        let mut path: Vec<(usize, &str)> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let Some((indentation, key)) = key_of(line) else { continue };
            while path.last().is_some_and(|(outer, _)| *outer >= indentation) {
                path.pop();
            }
            path.push((indentation, key));
            match path.as_slice() {
                [(_, "Resources"), (_, resource)] => lines.set((*resource).to_owned(), index),
                [(_, "Resources"), (_, resource), (_, "Properties"), (_, "Events"), (_, event)] => {
                    lines.set(event_key(resource, event), index);
                }
                _ => {}
            }
        }
        lines
    }
}

fn event_key(resource: &str, event: &str) -> String {
    format!("{resource}\n{event}")
}

/// The indentation and the key of `Key:`, `"Key":` or `'Key':`.
fn key_of(line: &str) -> Option<(usize, &str)> {
    let content = line.trim_start();
    if content.starts_with('#') {
        return None;
    }
    let indentation = line.len() - content.len();
    let quote = content.chars().next().filter(|first| matches!(first, '"' | '\''));
    let (key, rest) = match quote {
        Some(quote) => content.get(1..)?.split_once(quote)?,
        None => content.split_at(content.find(':')?),
    };
    (rest.trim_start().starts_with(':') && !key.is_empty()).then(|| (indentation, key.trim_end()))
}
