//! How reports write numbers of things, records, and shards.

/// A number of things, with the noun in the singular or the plural.
pub(super) fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// Records by their numbers, which count from 1, such as `r4–10`.
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

/// Records of several shards, such as `r4–10 of shard 0; r1 of shard 2`.
pub(super) fn shards(found: &[(usize, Vec<usize>)]) -> String {
    let shards: Vec<String> =
        found.iter().map(|(shard, records)| format!("{} of shard {shard}", positions(records))).collect();
    shards.join("; ")
}
