//! The rule that AWS accepts the filters of a mapping, and notes about filters that are probably mistakes.

use super::{
    context::Context,
    draft_finding::{RuleResult, known},
};
use crate::{
    model::filter_criteria::Filter,
    pattern::{
        LONGEST_PATTERN, MOST_FILTERS,
        condition::Pattern,
        mending::{Mended, mended},
    },
    report::Rule,
    snippet,
    source_kind::SourceKind,
};

/// The most filters of a mapping that AWS accepts without a higher quota.
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>
const FILTERS_WITHOUT_A_HIGHER_QUOTA: usize = 5;

/// AWS refuses a mapping if it refuses one of its patterns.
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>
pub(super) fn are_accepted(context: &Context<'_>) -> RuleResult {
    let Some(filters) = known("FilterCriteria", &context.mapping.filters)? else { return Ok(None) };
    let numbered = filters.iter().zip(1..);
    let mut mistakes: Vec<String> = numbered
        .filter_map(|(filter, number)| Some(format!("filter {number}: {}", mistake(context, filter)?)))
        .collect();
    if filters.len() > MOST_FILTERS {
        mistakes.push(format!(
            "there are {} filters, and {MOST_FILTERS} are the most (`$or` joins several in one pattern)",
            filters.len()
        ));
    }
    if mistakes.is_empty() {
        return Ok(None);
    }
    let mistakes = mistakes.join("; ");
    let in_cdk = "filters: [FilterCriteria.filter({ .. })]";
    let Some(patterns) = all_mended(filters, context.kind) else {
        let message = format!(
            "AWS refuses the mapping because of its filters: {mistakes}; a pattern is written like `{}`",
            example(context.kind)
        );
        return Ok(Some(context.finding(Rule::FilterCriteria, message, Vec::new(), in_cdk)));
    };
    let message = format!("AWS refuses the mapping because of its filters: {mistakes}");
    let edit = context.set("FilterCriteria", snippet::filters(context.dialect(), &patterns));
    Ok(Some(context.finding(Rule::FilterCriteria, message, vec![edit], in_cdk)))
}

/// Why AWS refuses a filter.
fn mistake(context: &Context<'_>, filter: &Filter) -> Option<String> {
    let source = context.kind;
    match filter {
        Filter::Unknown(_) => None,
        Filter::Missing(_) => Some(format!("it has no `{}`", context.dialect().property("Pattern"))),
        Filter::Map(json) => {
            let also = Pattern::read(json, source).err().map(|why| format!(", and as a text {why}"));
            Some(format!("the pattern is a map and must be a text in JSON{}", also.unwrap_or_default()))
        }
        Filter::Pattern(text) => {
            let length = text.chars().count();
            if length > LONGEST_PATTERN {
                return Some(format!(
                    "the pattern has {length} characters, and {LONGEST_PATTERN} are the most"
                ));
            }
            Pattern::read(text, source).err()
        }
    }
}

/// All patterns, mended; `None` if only the author knows what one should be.
fn all_mended(filters: &[Filter], source: Option<SourceKind>) -> Option<Vec<Mended>> {
    let one = |filter: &Filter| match filter {
        Filter::Pattern(text) | Filter::Map(text) | Filter::Missing(Some(text)) => mended(text, source),
        Filter::Missing(None) | Filter::Unknown(_) => None,
    };
    let fits = |pattern: &Mended| pattern.json.chars().count() <= LONGEST_PATTERN;
    let patterns: Option<Vec<_>> = filters.iter().map(one).collect();
    patterns.filter(|patterns| patterns.len() <= MOST_FILTERS && patterns.iter().all(fits))
}

fn example(source: Option<SourceKind>) -> &'static str {
    match source {
        Some(SourceKind::Kinesis) => r#"{"data": {"kind": ["order"]}}"#,
        Some(SourceKind::DynamoDb) => r#"{"dynamodb": {"NewImage": {"kind": {"S": ["order"]}}}}"#,
        Some(SourceKind::Kafka) => r#"{"value": {"kind": ["order"]}}"#,
        Some(SourceKind::Sqs) | None => r#"{"body": {"kind": ["order"]}}"#,
    }
}

/// Notes about filters that AWS accepts, and about those that the file doesn't show.
pub(super) fn oversights(context: &Context<'_>) -> Vec<String> {
    let Ok(Some(filters)) = known("FilterCriteria", &context.mapping.filters) else { return Vec::new() };
    let name = context.mapping.name();
    let mut notes = Vec::new();
    for (filter, number) in filters.iter().zip(1..) {
        match (filter, context.kind) {
            (Filter::Unknown(why), _) => {
                notes.push(format!("filter {number} of `{name}` is not known here ({why}): not checked"));
            }
            (Filter::Pattern(text) | Filter::Map(text), Some(source)) => {
                let pattern = Pattern::read(text, Some(source)).ok();
                let oversights = pattern.map(|pattern| pattern.oversights(source)).unwrap_or_default();
                notes.extend(oversights.into_iter().map(|why| format!("filter {number} of `{name}`: {why}")));
            }
            _ => {}
        }
    }
    if (FILTERS_WITHOUT_A_HIGHER_QUOTA + 1..=MOST_FILTERS).contains(&filters.len()) {
        notes.push(format!(
            "`{name}` has {} filters: AWS accepts more than {FILTERS_WITHOUT_A_HIGHER_QUOTA} only with a higher quota",
            filters.len()
        ));
    }
    notes
}
