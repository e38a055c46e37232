import { expect, test } from "vitest";
import { onsetHour } from "./onset.ts";

test.each([
  ["from the first hour", [2, 1, 3], 0],
  ["after quiet hours", [-1, -1, 0, 4, 5], 2],
  ["after a fall", [3, -5, 4, 4], 2],
  ["never", [-1, -1], 2],
])("a difference that grows %s", (_, differences, hour) => {
  expect(onsetHour(differences)).toBe(hour);
});
