//! Filters in Terraform: each is a block, with its pattern in `jsonencode` or as a text.

use checkpointed_deployment::{Format, SourceKind};

use crate::{assert_found, assert_noted, assert_quiet, check};

fn terraform(resource: &str, criteria: &str) -> String {
    format!(
        "variable \"kind\" {{\n  default = \"order\"\n}}\nresource \"aws_lambda_event_source_mapping\" \"m\" {{\n  \
         event_source_arn = {resource}.source.arn\n  function_name = aws_lambda_function.f.arn\n  function_response_types = \
         [\"ReportBatchItemFailures\"]\n{criteria}\n}}\nresource \"aws_lambda_function\" \"f\" {{\n}}\nresource \"{}\" \"source\" {{\n}}\n",
        resource.replace('.', "\" \"")
    )
}

fn pattern_in_terraform(pattern: &str) -> String {
    terraform(
        "aws_kinesis_stream",
        &format!("  filter_criteria {{\n    filter {{\n      pattern = {pattern}\n    }}\n  }}"),
    )
}

#[test]
fn patterns_are_encoded_or_texts() {
    for good in [
        r#"jsonencode({ data = { kind = ["order"], price = [{ numeric = [">", 1.5, "<=", 2] }], ok = [true, null] } })"#,
        r#"jsonencode({ "data" : { "kind" : ["order"] } })"#,
        r#""{\"data\": {\"kind\": [\"order\"]}}""#,
        "<<EOF\n{\"data\": {\"kind\": [\"order\"]}}\nEOF\n",
    ] {
        assert_quiet(&check(&pattern_in_terraform(good), Format::Terraform, SourceKind::Kinesis));
    }
    let variable = check(
        &pattern_in_terraform("jsonencode({ data = { kind = [var.kind] } })"),
        Format::Terraform,
        SourceKind::Kinesis,
    );
    assert_noted(&variable, "`var.kind` is assumed to have its default");
    for bad in [
        r#"jsonencode({ data = { kind = "order" } })"#,
        r#""{\"data\": {\"kind\": \"order\"}}""#,
        "<<EOF\n{\"data\": {\"kind\": \"order\"}}\nEOF\n",
    ] {
        let report = check(&pattern_in_terraform(bad), Format::Terraform, SourceKind::Kinesis);
        assert_found(&report, "filter 1: at `data.kind`: a list of rules is needed");
        assert!(
            report.findings[0].snippets[0]
                .text
                .contains(r#"pattern = jsonencode({"data": {"kind": ["order"]}})"#),
            "{report}"
        );
    }
    for unknown in [
        "jsonencode({ data = { (local.key) = [\"order\"] } })",
        "jsonencode({ data = { kind = local.kinds } })",
        "file(\"pattern.json\")",
        "\"{\\\"data\\\": {\\\"kind\\\": [\\\"${local.kind}\\\"]}}\"",
    ] {
        let report = check(&pattern_in_terraform(unknown), Format::Terraform, SourceKind::Kinesis);
        assert_noted(&report, "filter 1 of `aws_lambda_event_source_mapping.m` is not known here");
    }
}

#[test]
fn every_block_of_terraform_is_a_filter() {
    let blocks = "  filter_criteria {\n    filter {\n      pattern = jsonencode({ body = [\"a\"] })\n    }\n    filter {\n      \
                  pattern = jsonencode({ body = \"b\" })\n    }\n  }";
    let report = check(&terraform("aws_sqs_queue", blocks), Format::Terraform, SourceKind::Sqs);
    assert_found(&report, "filter 2: at `body`");
    let empty = check(
        &terraform("aws_sqs_queue", "  filter_criteria {\n    filter {\n    }\n  }"),
        Format::Terraform,
        SourceKind::Sqs,
    );
    assert_found(&empty, "filter 1: it has no `pattern`");
    let dynamic = "  dynamic \"filter_criteria\" {\n    for_each = [1]\n    content {\n      dynamic \"filter\" {\n        for_each = \
                   [\"a\"]\n        content {\n          pattern = filter.value\n        }\n      }\n    }\n  }";
    let report = check(&terraform("aws_sqs_queue", dynamic), Format::Terraform, SourceKind::Sqs);
    assert_noted(&report, "is not known here");
}

#[test]
fn a_field_that_no_record_has_is_noted() {
    let report = check(
        &pattern_in_terraform(r#"jsonencode({ kinesis = { data = { a = ["x"] } } })"#),
        Format::Terraform,
        SourceKind::Kinesis,
    );
    assert_noted(
        &report,
        "at `kinesis`: no record of a Kinesis data stream has this field; its data is under `data`",
    );
}

/// Written like the mappings of public projects.
#[test]
fn patterns_as_projects_write_them_are_quiet() {
    for pattern in [
        r#"{ eventName = ["REMOVE"], userIdentity = { type = ["Service"], principalId = ["dynamodb.amazonaws.com"] } }"#,
        r#"{ eventName = ["INSERT", "MODIFY"], dynamodb = { NewImage = { TaskStatus = { S = ["Upload-Completed"] } } } }"#,
        r#"{ "$or" : [{ "eventName" : ["INSERT"] }, { "dynamodb" : { "OldImage" : { "status" : { "S" : ["open"] } } } }] }"#,
        r#"{ dynamodb = { Keys = { pk = { S = [{ prefix = "user#" }] } }, NewImage = { at = { N = [{ exists = true }] } } } }"#,
    ] {
        let criteria = format!(
            "  filter_criteria {{\n    filter {{\n      pattern = jsonencode({pattern})\n    }}\n  }}"
        );
        let file = terraform("aws_dynamodb_table", &criteria);
        assert_quiet(&check(&file, Format::Terraform, SourceKind::DynamoDb));
    }
}
