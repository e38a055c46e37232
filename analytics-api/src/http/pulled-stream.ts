/**
 * A response body made of what `chunks` yields, each asked for only when the reader wants it: a HEAD request or a client
 * gone early costs nothing more. When the reader goes away, `chunks` is ended and then `release` called: a generator that was
 * never asked for anything runs none of its own code then.
 */
export const pulledStream = <Chunk>(
  chunks: AsyncGenerator<Chunk, void>,
  release: () => Promise<void>,
): ReadableStream<Chunk> =>
  new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return();
        await release();
      },
    },
    { highWaterMark: 0 },
  );
