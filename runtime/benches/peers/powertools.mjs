// Handles an event with Powertools for AWS Lambda (TypeScript), again and again; prints the CPU time of one, in nanoseconds.
// The threads of the garbage collector and the compiler count.
//
// node powertools.mjs SOURCE FILE
import { readFileSync } from 'node:fs';

import { BatchProcessorSync, EventType, processPartialResponseSync } from '@aws-lambda-powertools/batch';
import { unmarshallDynamoDB } from '@aws-lambda-powertools/commons/utils/unmarshallDynamoDB';

const [source, file] = process.argv.slice(2);
let total = 0;

const add = (order) => {
  let items = 0;
  for (const { sku, qty, price } of order.items) items += price * qty + sku.length;
  total += items + order.amount + order.id + order.user.length;
};

const [eventType, handle] = {
  kinesis: [
    EventType.KinesisDataStreams,
    (record) => add(JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString('utf8'))),
  ],
  dynamodb: [EventType.DynamoDBStreams, (record) => add(unmarshallDynamoDB(record.dynamodb.NewImage))],
  sqs: [EventType.SQS, (record) => add(JSON.parse(record.body))],
}[source];
const processor = new BatchProcessorSync(eventType);

const invoke = (body) => {
  const event = JSON.parse(body.toString('utf8'));
  return JSON.stringify(processPartialResponseSync(event, handle, processor));
};

const body = readFileSync(file);

const cpuTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

// The CPU time of an invocation, on average.
const repeat = (seconds) => {
  const start = cpuTime();
  let count = 0;
  while (cpuTime() - start < seconds * 1e9 || count < 2) {
    const response = invoke(body);
    if (response !== '{"batchItemFailures":[]}') throw new Error(response);
    count += 1;
  }
  return (cpuTime() - start) / count;
};

repeat(0.6);
if (!(total > 0)) throw new Error(`the total is ${total}`);
console.log(Math.round(repeat(0.7)));
