/**
 * A response body made of what `chunks` yields, each asked for only when the reader wants it: a HEAD request or a client
 * gone early costs nothing more. `chunks` is ended when the reader goes away.
 */
export const pulledStream = <Chunk>(chunks: AsyncGenerator<Chunk, void>): ReadableStream<Chunk> =>
  new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
