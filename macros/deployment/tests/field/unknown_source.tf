# the source is of another module; retries end, nothing bisects
resource "aws_lambda_function" "f" {
  function_name = "f"
}
resource "aws_sqs_queue" "lost" { name = "lost" }
resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn        = module.event_log.dynamodb_table_stream_arn
  function_name           = aws_lambda_function.f.arn
  starting_position       = "LATEST"
  maximum_retry_attempts  = 5
  function_response_types = ["ReportBatchItemFailures"]
  destination_config {
    on_failure { destination_arn = aws_sqs_queue.lost.arn }
  }
}
