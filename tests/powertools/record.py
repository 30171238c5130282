"""Records what Powertools for AWS Lambda (Python) answers to batches in which some records fail.

    python3 -m venv venv && venv/bin/pip install aws-lambda-powertools==3.37.0
    venv/bin/python tests/powertools/record.py > tests/powertools/answers.json

None of our code takes part. The batches are the same each time: the random ones come from a fixed seed.
"""

import base64
import json
import random
from importlib.metadata import version

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    SqsFifoPartialProcessor,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

QUEUE = "arn:aws:sqs:eu-central-1:123456789012:jobs"

# What becomes of a record: it is done, its function raises, or it cannot be decoded.
DONE, FAILS, BROKEN = "done", "fails", "broken"


def payload(fate):
    return "{" if fate == BROKEN else json.dumps({"fails": fate == FAILS})


def encoded(fate):
    return base64.b64encode(payload(fate).encode()).decode()


def kinesis(fates):
    # From 55 to 56 digits: compared as text they are out of order.
    numbers = [str(10**55 - 2 + n) for n in range(len(fates))]
    return {
        "Records": [
            {
                "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": f"key-{n % 3}",
                    "sequenceNumber": number,
                    "data": encoded(fate),
                    "approximateArrivalTimestamp": 1763110800.042,
                },
                "eventSource": "aws:kinesis",
                "eventVersion": "1.0",
                "eventID": f"shardId-000000000003:{number}",
                "eventName": "aws:kinesis:record",
                "invokeIdentityArn": "arn:aws:iam::123456789012:role/jobs",
                "awsRegion": "eu-central-1",
                "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/jobs",
            }
            for n, (number, fate) in enumerate(zip(numbers, fates))
        ]
    }


def dynamodb(fates):
    def image(n, fate):
        fails = {"?": True} if fate == BROKEN else {"BOOL": fate == FAILS}
        return {"Id": {"N": str(n)}, "Fails": fails}

    return {
        "Records": [
            {
                "eventID": f"{n:032x}",
                "eventName": "INSERT",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-central-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1763110800.0,
                    "Keys": {"Id": {"N": str(n)}},
                    "NewImage": image(n, fate),
                    # From 23 to 24 digits: compared as text they are out of order.
                    "SequenceNumber": str(99999999999999999999998 + n),
                    "SizeBytes": 26,
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
                "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/jobs/stream/2025-11-14T09:00:00.000",
            }
            for n, fate in enumerate(fates)
        ]
    }


def sqs(fates, groups=None, fifo=False):
    def attributes(n):
        known = {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1763110800042",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1763110800045",
        }
        if groups:
            known["MessageGroupId"] = groups[n]
        if fifo:
            known["MessageDeduplicationId"] = f"{n}"
            known["SequenceNumber"] = str(18849496460467696128 + n)
        return known

    return {
        "Records": [
            {
                "messageId": f"{n:08x}-0000-4000-8000-000000000000",
                "receiptHandle": f"handle-{n}",
                "body": payload(fate),
                "attributes": attributes(n),
                "messageAttributes": {},
                "md5OfBody": "00000000000000000000000000000000",
                "eventSource": "aws:sqs",
                "eventSourceARN": QUEUE + (".fifo" if fifo else ""),
                "awsRegion": "eu-central-1",
            }
            for n, fate in enumerate(fates)
        ]
    }


def kafka(fates, partitions):
    lists = {}
    for n, (fate, (topic, partition)) in enumerate(zip(fates, partitions)):
        of_partition = lists.setdefault(f"{topic}-{partition}", [])
        of_partition.append(
            {
                "topic": topic,
                "partition": partition,
                "offset": 15 + len(of_partition),
                "timestamp": 1763110800042 + n,
                "timestampType": "CREATE_TIME",
                "key": base64.b64encode(f"key-{n}".encode()).decode(),
                "value": encoded(fate),
                "headers": [{"trace": [104, -61, -87]}],
            }
        )
    return {
        "eventSource": "aws:kafka",
        "eventSourceArn": "arn:aws:kafka:eu-central-1:123456789012:cluster/jobs/00000000-0000-4000-8000-000000000000-1",
        "bootstrapServers": "b-1.jobs.kafka.eu-central-1.amazonaws.com:9092",
        "records": lists,
    }


def run(fails):
    if fails:
        raise RuntimeError("as planned")


HANDLERS = {
    "kinesis": lambda record: run(record.kinesis.data_as_json()["fails"]),
    "dynamodb": lambda record: run(record.dynamodb.new_image["Fails"]),
    "sqs": lambda record: run(record.json_body["fails"]),
    "fifo": lambda record: run(record.json_body["fails"]),
    "kafka": lambda record: run(record.json_value["fails"]),
}

PROCESSORS = {
    "kinesis": {"BatchProcessor": lambda: BatchProcessor(EventType.KinesisDataStreams)},
    "dynamodb": {"BatchProcessor": lambda: BatchProcessor(EventType.DynamoDBStreams)},
    "sqs": {"BatchProcessor": lambda: BatchProcessor(EventType.SQS)},
    "fifo": {
        "SqsFifoPartialProcessor": SqsFifoPartialProcessor,
        "skip_group_on_error": lambda: SqsFifoPartialProcessor(skip_group_on_error=True),
    },
    "kafka": {"BatchProcessor": lambda: BatchProcessor(EventType.Kafka)},
}


def answer(processor, source, event):
    return process_partial_response(event=event, record_handler=HANDLERS[source], processor=processor)


def case(source, event):
    answers, raises = {}, []
    for name, make in PROCESSORS[source].items():
        patient = make()
        patient.raise_on_entire_batch_failure = False
        answers[name] = answer(patient, source, event)
        # With its defaults it raises if nothing succeeded, and otherwise gives the same answer.
        try:
            assert answer(make(), source, event) == answers[name]
        except BatchProcessingError:
            raises.append(name)
    return {"source": source, "event": event, "answers": answers, "raises_by_default": raises}


def batches():
    chosen = [
        [DONE] * 4,
        [DONE, FAILS, DONE, DONE],
        [FAILS, DONE, DONE, DONE],
        [DONE, DONE, DONE, FAILS],
        [DONE, BROKEN, DONE, DONE],
        [DONE, FAILS, DONE, BROKEN],
        [FAILS, BROKEN, FAILS],
        [FAILS],
    ]
    dice = random.Random(20251114)
    rolled = [dice.choices([DONE, FAILS, BROKEN], [6, 2, 1], k=dice.randint(2, 10)) for _ in range(8)]
    return dice, chosen + rolled


def cases():
    dice, all_batches = batches()
    for fates in all_batches:
        groups = [dice.choice("abc") for _ in fates]
        partitions = [dice.choice([("orders", 1), ("orders", 0), ("audit", 7)]) for _ in fates]
        yield case("kinesis", kinesis(fates))
        yield case("dynamodb", dynamodb(fates))
        yield case("sqs", sqs(fates))
        yield case("sqs", sqs(fates, groups))  # a fair queue
        yield case("fifo", sqs(fates, groups, fifo=True))
        yield case("kafka", kafka(fates, partitions))


lines = ",\n".join(json.dumps(case) for case in cases())
name = f"aws-lambda-powertools {version('aws-lambda-powertools')}"
print(f'{{"implementation": "{name}", "cases": [\n{lines}\n]}}')
