use checkpointed::stream_response;

fn main() {
    let _response = stream_response!({ "isBase64Encoded": false, "headers": {}, "statusCode": 200, "batchItemFailurs": [] });
}
