import { expect, it } from "vitest";
import { sharedBuffersMb } from "./shared-buffers.ts";

const GB = 2 ** 30;

it.each([
  { memory: 24 * GB, megabytes: 2_048 },
  { memory: 4 * GB, megabytes: 1_024 },
  { memory: GB / 4, megabytes: 128 },
])("takes $megabytes MB of $memory bytes", ({ memory, megabytes }) => {
  expect(sharedBuffersMb(memory)).toBe(megabytes);
});
