//! The choice of the function, and files in which the check can read no mapping.

use checkpointed_deployment::{Expectation, Format, Rule, SourceKind, check_text};

use crate::{assert_found, assert_noted, check, handler, names, rules};

/// One function with two handlers: each is checked against the mapping of its own source.
#[test]
fn a_function_with_two_sources_is_judged_by_the_handlers() {
    let file = include_str!("two_sources.yaml");
    let report = check(file, Format::Yaml, SourceKind::Kinesis);
    assert_eq!(names(&report), ["Router.Events.Stream"]);
    assert_noted(&report, "`Router.Events.Queue` is an SQS queue, for another handler");
    let report = check(file, Format::Yaml, SourceKind::Sqs);
    assert_eq!(names(&report), ["Router.Events.Queue"]);
    assert_noted(&report, "the source of `Router.Events.Stream` is a Kinesis data stream");
    // The fault of one is not the other's.
    let flag = ", FunctionResponseTypes: [ReportBatchItemFailures]";
    let (before, after) = file.rsplit_once(flag).unwrap();
    let unreported = format!("{before}{after}");
    assert!(check(&unreported, Format::Yaml, SourceKind::Kinesis).is_clean());
    assert_found(
        &check(&unreported, Format::Yaml, SourceKind::Sqs),
        Rule::ReportBatchItemFailures,
        "event `Queue`",
    );
    assert_found(&check(&unreported, Format::Yaml, None), Rule::ReportBatchItemFailures, "event `Queue`");
    // None of them is the handler's.
    let report = check(file, Format::Yaml, SourceKind::DynamoDb);
    assert_eq!(rules(&report), [Rule::SourceKind, Rule::SourceKind], "{report}");
}

#[test]
fn functions_that_are_modules_can_be_chosen() {
    let files = [include_str!("two_module_functions.tf"), include_str!("two_good_module_functions.tf")];
    for text in files {
        let error =
            check_text(text, Format::Terraform, "file", &handler(None, None)).unwrap_err().to_string();
        assert!(error.contains("the file has `module.lambda_a`, `module.lambda_b`; name one"), "{error}");
    }
    let chosen =
        |text, name| check_text(text, Format::Terraform, "file", &handler(None, Some(name))).unwrap();
    for name in ["lambda_a", "module.lambda_b"] {
        assert_eq!(rules(&chosen(files[0], name)), [Rule::ReportBatchItemFailures]);
        assert!(chosen(files[1], name).is_clean());
        assert_eq!(chosen(files[1], name).checked.len(), 1);
    }
    // One module alone is taken, one of several instances too.
    let one = files[1].replace("module.lambda_b.", "module.lambda_a[0].");
    assert_eq!(check(&one, Format::Terraform, SourceKind::Kinesis).checked.len(), 2);
}

#[test]
fn mappings_in_arguments_of_a_module_are_named() {
    let two = include_str!("module_arguments.tf");
    for (text, resource, names) in [
        (include_str!("module_argument.tf"), None, "`module.consumer`"),
        (two, None, "`module.parcels`, `module.letters`"),
        (two, Some("parcels"), "`module.parcels`"),
    ] {
        let error = check_text(text, Format::Terraform, "main.tf", &handler(Some(SourceKind::Sqs), resource));
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains(&format!("the argument `event_source_mapping` of {names} has mappings in it")),
            "{error}"
        );
        assert!(error.contains("terraform plan"), "{error}");
    }
    // If the file also has a mapping that the check reads, it is a note.
    let mixed = format!("{two}{}", include_str!("unknown_source.tf").replace("= 5", "= -1"));
    assert_noted(
        &check(&mixed, Format::Terraform, None),
        "`module.parcels`, `module.letters` has mappings in it",
    );
}

#[test]
fn the_error_for_another_kind_of_file_says_what_to_name_instead() {
    for (text, name, said) in [
        (
            include_str!("serverless.yml"),
            "serverless.yml",
            ".serverless/cloudformation-template-update-stack.json",
        ),
        (
            include_str!("serverless_queue.yml"),
            "serverless.yml",
            "`functionResponseType: ReportBatchItemFailures`",
        ),
        (r#"{"service": "s", "provider": {}, "functions": {}}"#, "serverless.json", "`serverless package`"),
        (include_str!("main.tf.json"), "main.tf.json", "name a `.tf` file"),
        (r#"{"terraform": {}, "//": {}}"#, "cdk.tf.json", "`cdktf synth --hcl`"),
        (r#"{"module": {"m": {}}}"#, "main.json", "this is Terraform in JSON"),
        (include_str!("listed_mappings.json"), "out.json", "`FunctionResponseTypes` must hold"),
        (
            r#"{"UUID": "0", "FunctionArn": "arn", "State": "Enabled"}"#,
            "out.json",
            "or `get-event-source-mapping`",
        ),
        (
            r#"{"format_version": "1.2", "terraform_version": "1.9", "planned_values": {}}"#,
            "plan.json",
            "a plan or a state of Terraform",
        ),
        (
            r#"{"version": 4, "terraform_version": "1.9", "serial": 1, "lineage": "x", "resources": []}"#,
            "state.json",
            "a plan or a state of Terraform",
        ),
        ("name: orders\nruntime: yaml\nresources: {}\n", "Pulumi.yaml", "a file of Pulumi"),
        (
            r#"{"version": 3, "deployment": {"resources": []}}"#,
            "stack.json",
            "`functionResponseTypes: [\"ReportBatchItemFailures\"]`",
        ),
        (r#"{"TemplateBody": {"Resources": {}}}"#, "out.json", "--query TemplateBody"),
        (r#"{"version": "36.0.0", "artifacts": {}}"#, "manifest.json", "`cdk.out/<Stack>.template.json`"),
        (r#"{"app": "cargo run", "context": {}}"#, "cdk.json", "`cdk synth`"),
    ] {
        let format = Format::of(name.as_ref()).unwrap();
        let error = check_text(text, format, name, &Expectation::default()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{name}: this is ")), "{error}");
        assert!(error.contains(said), "{said} is not in:\n{error}");
    }
}
