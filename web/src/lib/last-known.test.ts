import { beforeEach, expect, it } from "vitest";
import { ApiFailure } from "./api.ts";
import { createLastKnown } from "./last-known.ts";

const failure = { part: "api", status: 502, detail: "The API is down.", requestId: undefined } as const;
const fail = (status: number = failure.status) => Promise.reject(new ApiFailure({ ...failure, status }));

let time = 0;
const now = () => time;

beforeEach(() => {
  time = 1_000;
});

it("returns what was read, and when", async () => {
  const known = createLastKnown(1, now);
  expect(await known.read("a", async () => 1)).toEqual({
    content: 1,
    readAt: 1_000,
    failure: undefined,
    failingSince: undefined,
  });
});

it("after failures returns the last content, and when the failures began", async () => {
  const known = createLastKnown(1, now);
  await known.read("a", async () => 1);
  time = 2_000;
  await known.read("a", () => fail());
  time = 3_000;
  expect(await known.read("a", () => fail())).toEqual({
    content: 1,
    readAt: 1_000,
    failure,
    failingSince: 2_000,
  });
  time = 4_000;
  expect(await known.read("a", async () => 2)).toMatchObject({ content: 2, failingSince: undefined });
});

it("without content returns the failure alone", async () => {
  const known = createLastKnown(1, now);
  await known.read("a", async () => 1);
  expect(await known.read("b", () => fail())).toEqual({
    content: undefined,
    readAt: undefined,
    failure,
    failingSince: 1_000,
  });
});

it("keeps only the newest keys, and nothing on the server", async () => {
  const known = createLastKnown(2, now);
  for (const key of ["a", "b", "a", "c"]) await known.read(key, async () => key);
  const after = async (key: string) => (await known.read(key, () => fail())).content;
  expect([await after("a"), await after("b"), await after("c")]).toEqual(["a", undefined, "c"]);

  const none = createLastKnown(0, now);
  await none.read("a", async () => 1);
  expect((await none.read("a", () => fail())).content).toBeUndefined();
});

it("throws what is not found, and what is no failure of the API", async () => {
  const known = createLastKnown(1, now);
  await expect(known.read("a", () => fail(404))).rejects.toThrow(ApiFailure);
  await expect(known.read("a", () => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
});
