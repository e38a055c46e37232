import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import journal from "../migrations/meta/_journal.json" with { type: "json" };
import { migrationsFolder } from "./migrate.ts";

const { entries } = journal;

test("migrations are numbered without gaps and have a name", () => {
  for (const [index, { idx, tag }] of entries.entries()) {
    expect(idx).toBe(index);
    expect(tag).toMatch(/^\d{4}(_[a-z]+)+$/);
    expect(Number(tag.slice(0, 4))).toBe(index);
  }
});

test("every file is in the journal and every entry has a file", () => {
  const files = readdirSync(migrationsFolder).filter((name) => name !== "meta");
  expect(files.toSorted()).toEqual(entries.map(({ tag }) => `${tag}.sql`));
});

test("each migration is newer than the previous one, because drizzle skips older ones", () => {
  const times = entries.map(({ when }) => when);
  expect(new Set(times).size).toBe(times.length);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("each schema snapshot follows the previous one", () => {
  const snapshots = entries.map(({ idx }): { id: string; prevId: string } =>
    JSON.parse(
      readFileSync(`${migrationsFolder}/meta/${String(idx).padStart(4, "0")}_snapshot.json`, "utf8"),
    ),
  );
  expect(snapshots.slice(1).map(({ prevId }) => prevId)).toEqual(snapshots.slice(0, -1).map(({ id }) => id));
});
