# Books the orders of a Kinesis data stream.

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
  default     = "kinesis-orders"
}

variable "shard_count" {
  type    = number
  default = 1
}

provider "aws" {
  region = var.region
}

locals {
  # Made by `cargo lambda build --release --arm64 --bin kinesis_orders --output-format zip`.
  package = "${path.module}/../../target/lambda/kinesis_orders/bootstrap.zip"
}

resource "aws_kinesis_stream" "orders" {
  name        = var.name
  shard_count = var.shard_count
  # A message in the queue of discarded orders says where the records are, and does not hold them: they must still be
  # in the stream when somebody looks. The default is 24 hours.
  retention_period = 168
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"
}

resource "aws_sqs_queue" "discarded_orders" {
  name                      = "${var.name}-discarded"
  message_retention_seconds = 604800 # 7 days, as long as the stream keeps the records
}

resource "aws_cloudwatch_log_group" "book_orders" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 30
}

resource "aws_lambda_function" "book_orders" {
  function_name    = var.name
  role             = aws_iam_role.book_orders.arn
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
    log_group  = aws_cloudwatch_log_group.book_orders.name
  }
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_kinesis_stream.orders.arn
  function_name    = aws_lambda_function.book_orders.arn
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
  # Without this (-1) records that wait after a failure can expire in the stream and are gone. This is shorter than
  # the stream's retention period, so that discarded records can still be read.
  maximum_record_age_in_seconds = 86400

  # Without this a discarded record leaves no trace but the function's log.
  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.discarded_orders.arn
    }
  }

  # Lambda checks the role's permissions when the mapping is created.
  depends_on = [aws_iam_role_policy.book_orders]
}

resource "aws_iam_role" "book_orders" {
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

resource "aws_iam_role_policy" "book_orders" {
  name   = var.name
  role   = aws_iam_role.book_orders.id
  policy = data.aws_iam_policy_document.book_orders.json
}

# What the event source mapping and the log need. The function itself needs nothing.
data "aws_iam_policy_document" "book_orders" {
  statement {
    actions = [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ]
    resources = [aws_kinesis_stream.orders.arn]
  }
  statement {
    actions   = ["kinesis:ListStreams"]
    resources = ["*"] # the only one that this action takes
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.discarded_orders.arn]
  }
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.book_orders.arn}:*"]
  }
}

output "stream" {
  value = aws_kinesis_stream.orders.name
}

output "discarded_orders" {
  value = aws_sqs_queue.discarded_orders.url
}

output "log_group" {
  value = aws_cloudwatch_log_group.book_orders.name
}
