//! The rule that a mapping of Kafka is in provisioned mode.

use super::{
    context::Context,
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet};

/// Lambda reads reports of Kafka records only in provisioned mode.
/// <https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html>
pub(super) fn is_provisioned(context: &Context<'_>) -> RuleResult {
    if known("ProvisionedPollerConfig", &context.mapping.pollers)?.is_some() {
        return Ok(None);
    }
    let message = "the mapping is not in provisioned mode: Lambda then ignores reports of Kafka records, and does not deliver \
                   failed records again"
        .to_owned();
    let edit = context.set("ProvisionedPollerConfig", snippet::pollers(context.dialect()));
    let in_cdk = "provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 }";
    Ok(Some(context.finding(Rule::ProvisionedMode, message, vec![edit], in_cdk)))
}
