import { expect, test } from "vitest";
import type { FetchedPage } from "../source/source-client.ts";
import { pageBodies } from "./page-bodies.ts";

const page = (body: string) => ({ body, page: JSON.parse(body) }) as FetchedPage;

test("bodies are spliced as they came", () => {
  const body = '{"data": [ {"n": 1.0, "name": "\\ud83d\\ude00"} ]}';
  expect(pageBodies([page(body), page(body)])).toBe(`[${body},${body}]`);
});

test.each(["\\u0000", "\\ud83d", "\\ude00"])("a body with %s becomes its records", (sequence) => {
  const body = `{"data": [ {"name": "${sequence}"} ]}`;
  expect(pageBodies([page(body)])).toBe(`[[{"name":"${sequence}"}]]`);
});
