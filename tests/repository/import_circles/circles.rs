//! Circles in a graph.

use std::collections::{BTreeMap, BTreeSet};

/// The groups of nodes that can all reach each other. (From each node all that it reaches is looked up: the graphs are small.)
pub(crate) fn circles(edges: &[(String, String, String)]) -> BTreeSet<BTreeSet<String>> {
    let mut next = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (from, to, _) in edges {
        next.entry(from).or_default().insert(to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|from| (*from, all_reached(from, &next))).collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|reached| reached.contains(to));
    let on_circles = reached.keys().filter(|node| reaches(node, node));
    on_circles
        .map(|node| {
            let both_ways = reached[node].iter().filter(|other| reaches(other, node));
            both_ways.map(|other| (*other).to_owned()).collect()
        })
        .collect()
}

fn all_reached<'g>(from: &str, next: &BTreeMap<&'g str, BTreeSet<&'g str>>) -> BTreeSet<&'g str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = next.get(from).into_iter().flatten().copied().collect();
    while let Some(node) = open.pop() {
        if reached.insert(node) {
            open.extend(next.get(node).into_iter().flatten());
        }
    }
    reached
}
