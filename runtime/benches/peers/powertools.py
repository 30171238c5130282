"""Handles an event with Powertools for AWS Lambda (Python), again and again; prints the CPU time of one, in nanoseconds.

python powertools.py SOURCE FILE
"""

import json
import sys
import time

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

source, file = sys.argv[1:]
total = 0.0


def add(order):
    global total
    items = sum(float(item["price"]) * int(item["qty"]) + len(item["sku"]) for item in order["items"])
    total += items + float(order["amount"]) + int(order["id"]) + len(order["user"])


def kinesis(record):
    add(record.kinesis.data_as_json())


def dynamodb(record):
    add(record.dynamodb.new_image)


def sqs(record):
    add(record.json_body)


event_type, handle = {
    "kinesis": (EventType.KinesisDataStreams, kinesis),
    "dynamodb": (EventType.DynamoDBStreams, dynamodb),
    "sqs": (EventType.SQS, sqs),
}[source]
processor = BatchProcessor(event_type=event_type)


def invoke(body):
    event = json.loads(body)
    response = process_partial_response(event=event, record_handler=handle, processor=processor)
    return json.dumps(response)


with open(file, "rb") as opened:
    body = opened.read()


def repeat(seconds):
    """The CPU time of an invocation, on average."""
    start = time.process_time_ns()
    count = 0
    while time.process_time_ns() - start < seconds * 1e9 or count < 2:
        assert invoke(body) == '{"batchItemFailures": []}'
        count += 1
    return (time.process_time_ns() - start) / count


repeat(0.3)
assert total > 0
print(round(repeat(0.7)))
