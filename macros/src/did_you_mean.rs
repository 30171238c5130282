//! Suggests a known name for one that is misspelt.

/// The known name that is nearest to the written one, if it is near enough that somebody may have meant it.
pub(crate) fn did_you_mean<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let written = written.to_lowercase();
    let from_written = |name: &str| distance(&name.to_lowercase(), &written);
    let nearest = known.min_by_key(|name| from_written(name))?;
    (from_written(nearest) <= nearest.len() / 3).then_some(nearest)
}

/// The number of letters to add, remove or change to turn one name into the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let changed = diagonal + usize::from(a != b);
            diagonal = *cell;
            left = changed.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("panic", "panic"), 0);
        assert_eq!(distance("no_progres", "no_progress"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn what_is_too_far_was_not_meant() {
        let known = ["panic", "batchItemFailures"];
        assert_eq!(did_you_mean("BatchItemFailure", known.into_iter()), Some("batchItemFailures"));
        assert_eq!(did_you_mean("retries", known.into_iter()), None);
    }
}
