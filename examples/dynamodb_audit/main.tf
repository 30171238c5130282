# Writes one audit line for each change of a DynamoDB table.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

variable "region" {
  description = "Where to deploy, such as eu-central-1."
  type        = string
}

variable "name" {
  description = "What the names of all resources begin with."
  type        = string
  default     = "dynamodb-audit"
}

provider "aws" {
  region = var.region
}

locals {
  # Made by `cargo lambda build --release --arm64 --bin dynamodb_audit --output-format zip`.
  package = "${path.module}/../../target/lambda/dynamodb_audit/bootstrap.zip"
}

resource "aws_dynamodb_table" "accounts" {
  name         = "${var.name}-accounts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES" # `Change` needs the item before and after

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}

resource "aws_sqs_queue" "discarded_changes" {
  name                      = "${var.name}-discarded"
  message_retention_seconds = 1209600 # 14 days, the longest
}

resource "aws_cloudwatch_log_group" "audit_changes" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 365 # it holds the audit lines
}

resource "aws_lambda_function" "audit_changes" {
  function_name    = var.name
  role             = aws_iam_role.audit_changes.arn
  filename         = local.package
  source_code_hash = filebase64sha256(local.package)
  handler          = "bootstrap"
  runtime          = "provided.al2023"
  architectures    = ["arm64"]
  memory_size      = 256
  # A function that times out gives no response, so that the whole batch is delivered again.
  timeout = 60

  logging_config {
    log_format = "JSON" # so that a failed record can be found by its fields
    log_group  = aws_cloudwatch_log_group.audit_changes.name
  }
}

resource "aws_lambda_event_source_mapping" "changes" {
  event_source_arn = aws_dynamodb_table.accounts.stream_arn
  function_name    = aws_lambda_function.audit_changes.arn
  # LATEST can miss records while the event source mapping is created or updated.
  starting_position = "TRIM_HORIZON"
  batch_size        = 100
  # Without this Lambda ignores the response: records that failed count as done and are lost.
  function_response_types = ["ReportBatchItemFailures"]
  # Without this, when the retries run out, all records after the failed one in its batch are discarded with
  # it, though the function never saw them.
  bisect_batch_on_function_error = true
  # Without this (-1) a record that can never succeed blocks its shard until it expires.
  maximum_retry_attempts = 10
  # Without this (-1) records that wait after a failure can expire in the stream and are gone. The stream keeps them
  # for 24 hours: half of that is left to read a discarded one.
  maximum_record_age_in_seconds = 43200

  # Without this a discarded record leaves no trace but the function's log.
  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.discarded_changes.arn
    }
  }

  # Lambda checks the role's permissions when the mapping is created.
  depends_on = [aws_iam_role_policy.audit_changes]
}

resource "aws_iam_role" "audit_changes" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "audit_changes" {
  name   = var.name
  role   = aws_iam_role.audit_changes.id
  policy = data.aws_iam_policy_document.audit_changes.json
}

# What the event source mapping and the log need. The function itself needs nothing.
data "aws_iam_policy_document" "audit_changes" {
  statement {
    actions   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    resources = [aws_dynamodb_table.accounts.stream_arn]
  }
  statement {
    actions   = ["dynamodb:ListStreams"]
    resources = ["*"] # the only one that this action takes
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.discarded_changes.arn]
  }
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.audit_changes.arn}:*"]
  }
}

output "table" {
  value = aws_dynamodb_table.accounts.name
}

output "discarded_changes" {
  value = aws_sqs_queue.discarded_changes.url
}

output "log_group" {
  value = aws_cloudwatch_log_group.audit_changes.name
}
