import { expect, test } from "vitest";
import type { FetchedPage } from "../source/source-client.ts";
import { pageBodies } from "./page-bodies.ts";

test("records are spliced as they came", () => {
  const text = '{"n": 1.0, "name": "\\ud83d"}';
  const page = { records: [{ text }, { text }] } as FetchedPage;
  expect(pageBodies([page, page])).toBe(`[[${text},${text}],[${text},${text}]]`);
});
