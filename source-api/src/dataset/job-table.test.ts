import fc from "fast-check";
import { expect, it } from "vitest";
import { FLAWS } from "./flaws.ts";
import { CONTACT_TYPES, STATUSES } from "./job.ts";
import { createJobTable } from "./job-table.ts";

const uint32 = fc.nat({ max: 2 ** 32 - 1 });
const newJob = fc.record({
  created: uint32,
  workspace: fc.nat({ max: 399 }),
  contacts: uint32,
  contactType: fc.constantFrom(...CONTACT_TYPES),
});
const state = fc.record({
  status: fc.constantFrom(...STATUSES),
  updated: uint32,
  contacts: uint32,
  flaw: fc.constantFrom(undefined, ...FLAWS),
});

it("reads back what was written, however many jobs it grows to", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(newJob, state), { minLength: 1, maxLength: 20 }), (jobs) => {
      const table = createJobTable(1);
      for (const [job, state] of jobs) table.write(table.add(job), state);
      expect(jobs.map((_, number) => table.read(number))).toEqual(
        jobs.map(([job, state]) => ({ ...job, ...state })),
      );
      expect(table.size).toBe(jobs.length);
    }),
  );
});

it("shows a job only between its first state and its removal", () => {
  const table = createJobTable(1);
  const number = table.add({ created: 5, workspace: 0, contacts: 1, contactType: "PERSON" });
  expect([table.isPresent(number), table.isGone(number)]).toEqual([false, false]);
  table.write(number, { status: "PROCESSING", updated: 5, contacts: 1, flaw: undefined });
  expect([table.isPresent(number), table.isGone(number)]).toEqual([true, false]);
  table.remove(number);
  expect([table.isPresent(number), table.isGone(number)]).toEqual([false, true]);
  expect(table.isPresent(number + 1)).toBe(false);
});
