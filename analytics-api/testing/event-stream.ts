import type { StreamEvent } from "../src/schemas/event.ts";

/** The events of a stream without heartbeats. Ending the iteration closes the stream. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, void> {
  if (response.status !== 200 || !response.body)
    throw new Error(`${response.status} ${await response.text()}`);
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body) {
    const blocks = (text + decoder.decode(bytes, { stream: true })).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) if (!block.startsWith(":")) yield parse(block);
  }
}

function parse(block: string): StreamEvent {
  const fields = block.split("\n").map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) ?? []);
  const { data, ...event } = Object.fromEntries(fields);
  return { ...event, data: JSON.parse(data) };
}
