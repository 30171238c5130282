# the condition and the collection rest on defaults of variables
variable "partial" { default = false }
variable "topics" { default = [] }
resource "aws_lambda_function" "f" { function_name = "f" }
resource "aws_kinesis_stream" "s" { name = "s" }
resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn        = aws_kinesis_stream.s.arn
  function_name           = aws_lambda_function.f.arn
  maximum_retry_attempts  = 0
  bisect_batch_on_function_error = true
  function_response_types = var.partial ? ["ReportBatchItemFailures"] : []
  dynamic "destination_config" {
    for_each = length(var.topics) > 0 ? [1] : []
    content {
      on_failure { destination_arn = var.topics[0] }
    }
  }
}
