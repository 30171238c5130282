//! Queues: redrive policies, windows, subscriptions, scaling.

use checkpointed_deployment::{Format, Rule, SourceKind, check_text};

use crate::{assert_found, assert_noted, assert_quiet, check, handler, names};

#[test]
fn a_batching_window_beyond_the_visibility_timeout_is_noted() {
    let file = include_str!("batching_window.yaml");
    let report = check(file, Format::Yaml, SourceKind::Sqs);
    assert_noted(
        &report,
        "gathers messages for up to 300 s (`MaximumBatchingWindowInSeconds`) and `Q` hides them for 30 s",
    );
    assert_noted(&report, "480 s");
    let just = file.replace("VisibilityTimeout: 30", "VisibilityTimeout: 329");
    assert_noted(&check(&just, Format::Yaml, SourceKind::Sqs), "hides them for 329 s");
    let enough = file.replace("VisibilityTimeout: 30", "VisibilityTimeout: 480");
    assert_quiet(&check(&enough, Format::Yaml, SourceKind::Sqs));
    let default = file.replace("VisibilityTimeout: 30, ", "").replace("300", "20");
    assert_noted(&check(&default, Format::Yaml, SourceKind::Sqs), "up to 20 s");
}

/// The messages after a failed one of their group are received as often as it, tried or not.
#[test]
fn a_fifo_queue_with_few_receives_gives_up_untried_messages() {
    let file = include_str!("fifo_receives.yaml");
    let report = check(file, Format::Yaml, SourceKind::Sqs);
    assert_found(&report, Rule::DeadLetterQueue, "after one failure all of them go to the dead-letter queue");
    assert_found(
        &report,
        Rule::DeadLetterQueue,
        "change in its `Properties`:\n    RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }",
    );
    let two = file.replace("maxReceiveCount: 1", "maxReceiveCount: 2");
    assert_found(&check(&two, Format::Yaml, SourceKind::Sqs), Rule::DeadLetterQueue, "after two failures");
    for good in [
        file.replace("maxReceiveCount: 1", "maxReceiveCount: 3"),
        file.replace("Queue: !GetAtt Q.Arn", "BatchSize: 1, Queue: !GetAtt Q.Arn"),
        file.replace("FifoQueue: true, Visi", "Visi").replace("FifoQueue: true", "DelaySeconds: 0"),
    ] {
        assert_quiet(&check(&good, Format::Yaml, SourceKind::Sqs));
    }
    // The target is of another stack, and cannot be written again.
    let imported = file.replace("!GetAtt Dlq.Arn", "!ImportValue Dlq");
    let report = check(&imported, Format::Yaml, SourceKind::Sqs);
    assert_found(&report, Rule::DeadLetterQueue, "add to `Properties` of the event `Q`:\n    BatchSize: 1");
}

#[test]
fn terraform_writes_a_redrive_policy_in_several_forms() {
    let forms = [include_str!("redrive_heredoc.tf"), include_str!("redrive_string.tf")];
    for file in forms {
        assert_quiet(&check(file, Format::Terraform, SourceKind::Sqs));
        let once = file
            .replace("maxReceiveCount\": 4", "maxReceiveCount\": 1")
            .replace("maxReceiveCount\\\":4", "maxReceiveCount\\\":1");
        assert_ne!(once, file);
        assert_found(
            &check(&once, Format::Terraform, SourceKind::Sqs),
            Rule::DeadLetterQueue,
            "redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dlq.arn, maxReceiveCount = 5 })",
        );
        let nowhere = file.replace("deadLetterTargetArn", "deadletterTargetArn");
        assert_found(
            &check(&nowhere, Format::Terraform, SourceKind::Sqs),
            Rule::DeadLetterQueue,
            "no dead-letter queue",
        );
    }
    // The count is a local, within the text and outside of any quotes.
    let local = forms[0].replace("\"maxReceiveCount\": 4", "\"maxReceiveCount\": ${local.count}")
        + "locals {\ncount = 2\n}\n";
    assert_found(
        &check(&local, Format::Terraform, SourceKind::Sqs),
        Rule::DeadLetterQueue,
        "`maxReceiveCount` is 2",
    );
    let unknown = local.replace("local.count", "var.count");
    assert_quiet(&check(&unknown, Format::Terraform, SourceKind::Sqs));
    let chosen = forms[0].replace(
        "redrive_policy = <<EOF\n",
        "redrive_policy = var.n > 0 ? jsonencode({ maxReceiveCount = var.n }) : null\ndescription = <<EOF\n",
    ) + "variable \"n\" {\ndefault = 3\n}\n";
    assert_found(
        &check(&chosen, Format::Terraform, SourceKind::Sqs),
        Rule::DeadLetterQueue,
        "`maxReceiveCount` is set",
    );
    // A template holds it as a text, too.
    let template = "Resources:
  Dlq: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true, RedrivePolicy: !Sub '{\"deadLetterTargetArn\":\"${Dlq.Arn}\",\"maxReceiveCount\":1}' } }
  F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } } } } }
";
    assert_found(
        &check(template, Format::Yaml, SourceKind::Sqs),
        Rule::DeadLetterQueue,
        "`maxReceiveCount` is 1",
    );
}

#[test]
fn sqs_subscription_loses_failed_messages() {
    let file = include_str!("subscription.yaml");
    let check = |text: &str, resource| {
        check_text(text, Format::Yaml, "file", &handler(Some(SourceKind::Sqs), Some(resource))).unwrap()
    };
    let report = check(file, "Letters");
    assert_eq!(names(&report), ["Letters.Events.FromNews"]);
    assert_found(&report, Rule::ReportBatchItemFailures, "`SqsSubscription` of the event `FromNews`");
    assert_found(&report, Rule::ReportBatchItemFailures, "Endpoint: !GetAtt LettersFromNewsQueue.Arn");
    let report = check(file, "Parcels");
    assert_eq!(names(&report), ["Parcels.Events.FromInbox", "Parcels.Events.FromNews"]);
    assert_found(&report, Rule::ReportBatchItemFailures, "remove from `Events` of `Parcels`:\n    FromNews");
    // The same at compile time, where the source is not known.
    let compiled = check_text(file, Format::Yaml, "file", &handler(None, Some("Letters"))).unwrap();
    assert_found(&compiled, Rule::ReportBatchItemFailures, "`SqsSubscription`");
    // SAM's queue hides messages for 30 s.
    let slow = file.replacen("Timeout: 20", "Timeout: 40", 1);
    assert_found(&check(&slow, "Letters"), Rule::ReportBatchItemFailures, "Lambda refuses it");
    // A queue of the user's own that nothing else reads.
    let alone = file.replace("        FromInbox: {", "        # {");
    assert_found(
        &check(&alone, "Parcels"),
        Rule::ReportBatchItemFailures,
        "change in the event `FromNews`:\n    Type: SQS",
    );
    let off = file.replace("SqsSubscription: true", "SqsSubscription: false");
    let error =
        check_text(&off, Format::Yaml, "file", &handler(Some(SourceKind::Sqs), Some("Letters"))).unwrap_err();
    assert!(error.to_string().contains("no event source mapping leads to the function `Letters`"), "{error}");
    let unknown = file.replace("SqsSubscription: true", "SqsSubscription: !ImportValue Yes");
    let error = check_text(&unknown, Format::Yaml, "file", &handler(Some(SourceKind::Sqs), Some("Letters")))
        .unwrap_err();
    assert!(error.to_string().contains("`SqsSubscription` of the event `FromNews` of `Letters`"), "{error}");
    let json = r#"{"Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"N": {"Type": "SNS",
        "Properties": {"Topic": "arn:aws:sns:eu-west-1:1:t", "SqsSubscription": {"BatchSize": 5}}}}}}}}"#;
    let report = check_text(json, Format::Json, "file", &handler(Some(SourceKind::Sqs), None)).unwrap();
    assert_found(&report, Rule::ReportBatchItemFailures, r#""TopicArn": "arn:aws:sns:eu-west-1:1:t""#);
}

#[test]
fn two_ways_to_scale_a_queue_are_noted() {
    let file = include_str!("two_scalings.yaml");
    let report = check(file, Format::Yaml, SourceKind::Sqs);
    assert_noted(&report, "AWS refuses a queue's mapping with both");
    assert_noted(&report, "AWS refuses fewer than 2 for a queue");
    let one = file
        .replace("            ScalingConfig: { MaximumConcurrency: 5 }\n", "")
        .replace("MinimumPollers: 1", "MinimumPollers: 2");
    assert_quiet(&check(&one, Format::Yaml, SourceKind::Sqs));
    let other =
        file.replace("            ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 20 }\n", "");
    assert_quiet(&check(&other, Format::Yaml, SourceKind::Sqs));
}

#[test]
fn a_dead_letter_queue_of_another_kind_is_noted() {
    let file = include_str!("fifo_dead_letters.yaml");
    let five = file.replace("maxReceiveCount: 1", "maxReceiveCount: 5");
    assert_noted(
        &check(&five, Format::Yaml, SourceKind::Sqs),
        "`Cards` is a FIFO queue and its dead-letter queue `Dead` is a standard queue",
    );
    assert_found(
        &check(file, Format::Yaml, SourceKind::Sqs),
        Rule::DeadLetterQueue,
        "note: `Cards` is a FIFO queue and its",
    );
    let both = five.replace("QueueName: cards-dead", "QueueName: cards-dead.fifo");
    assert_quiet(&check(&both, Format::Yaml, SourceKind::Sqs));
    let reverse = both.replace("QueueName: cards.fifo, FifoQueue: true", "QueueName: cards");
    assert_noted(&check(&reverse, Format::Yaml, SourceKind::Sqs), "`Cards` is a standard queue");
}
