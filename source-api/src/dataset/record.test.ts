import { describe, expect, it } from "vitest";
import { FLAWS, FUTURE_SECONDS } from "./flaws.ts";
import type { Job } from "./job-table.ts";
import { recordSchema, toRecord } from "./record.ts";

const now = Date.parse("2026-11-24T12:00:00Z") / 1000;
const uuid = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
const workspace = { id: "e6bb64bf-46e4-410d-8406-c61e267ea607", name: 'Dias "&" Filhos', failureRate: 0 };
const job: Job = {
  created: now - 322,
  updated: now,
  contacts: 1500,
  workspace: 0,
  contactType: "COMPANY",
  status: "COMPLETED",
  flaw: undefined,
};

/** The rules that a consumer checks, apart from those of the schema. */
function isConsistent({ created_at, updated_at }: { created_at: string; updated_at: string }): boolean {
  const updated = Date.parse(updated_at) / 1000;
  return updated >= Date.parse(created_at) / 1000 && updated <= now + 86_400;
}

describe("toRecord", () => {
  it("writes the contract's record", () => {
    const record = toRecord(uuid, workspace, job);
    expect(record).toEqual({
      id: uuid,
      id_workspace: workspace.id,
      workspace_name: 'Dias "&" Filhos',
      total_contacts: 1500,
      contact_type: "COMPANY",
      status: "COMPLETED",
      created_at: "2026-11-24T11:54:38Z",
      updated_at: "2026-11-24T12:00:00Z",
    });
    expect(recordSchema.safeParse(record).success && isConsistent(record)).toBe(true);
  });

  it.each(FLAWS)("breaks a rule, and one field only, with %s", (flaw) => {
    const updated = flaw === "updated_in_future" ? now + FUTURE_SECONDS : now;
    const record = toRecord(uuid, workspace, { ...job, flaw, updated });
    expect(recordSchema.safeParse(record).success && isConsistent(record)).toBe(false);
    const clean = Object.entries(toRecord(uuid, workspace, job));
    const spoiled = Object.entries(record).filter(
      ([name, value]) => !clean.some(([n, v]) => n === name && v === value),
    );
    expect(spoiled.length).toBe(1);
  });
});
