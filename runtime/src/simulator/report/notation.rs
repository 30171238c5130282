//! Numbers and positions in words.

/// A number of things, in words.
pub(super) fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// Positions as people count them, such as `r4–10`.
pub(super) fn positions(positions: &[usize]) -> String {
    if positions.is_empty() {
        return String::from("none");
    }
    let ranges = positions.chunk_by(|one, next| one + 1 == *next).filter_map(|range| {
        let (first, last) = (range.first()? + 1, range.last()? + 1);
        Some(if first == last { format!("r{first}") } else { format!("r{first}–{last}") })
    });
    ranges.collect::<Vec<_>>().join(", ")
}

/// Positions of several shards.
pub(super) fn shards(found: &[(usize, Vec<usize>)]) -> String {
    let shards: Vec<String> =
        found.iter().map(|(shard, records)| format!("{} of shard {shard}", positions(records))).collect();
    shards.join("; ")
}
