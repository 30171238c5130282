# functions are modules, mappings are resources
module "lambda_a" { source = "terraform-aws-modules/lambda/aws" }
module "lambda_b" { source = "terraform-aws-modules/lambda/aws" }
resource "aws_kinesis_stream" "s" { name = "s" }
resource "aws_lambda_event_source_mapping" "a" {
  event_source_arn = aws_kinesis_stream.s.arn
  function_name    = module.lambda_a.lambda_function_arn
}
resource "aws_lambda_event_source_mapping" "b" {
  event_source_arn = aws_kinesis_stream.s.arn
  function_name    = module.lambda_b.lambda_function_arn
}
