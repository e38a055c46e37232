const COMMENT = ": heartbeat\n\n";
const EVENT = "event: heartbeat\ndata: {}\n\n";

/**
 * Turns the comments of an event stream that show that it is alive into events: scripts do not see comments, and a browser does not
 * notice a connection that died without being closed.
 */
export function showHeartbeats(stream: Response): Response {
  const body = stream.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(
      new TransformStream<string, string>({
        // The API writes a comment at once, so it is not divided between two chunks.
        transform: (chunk, controller) => controller.enqueue(chunk.replaceAll(COMMENT, EVENT)),
      }),
    )
    .pipeThrough(new TextEncoderStream());
  return new Response(body ?? null, { status: stream.status, headers: stream.headers });
}
