import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberStartedRun, takeStartedRun } from "./started-run.ts";

const open = { run_id: "a", finished_at: null };
const ended = { run_id: "a", finished_at: "2026-11-24T12:00:09.000Z" };
const other = { run_id: "b", finished_at: "2026-11-24T12:00:09.000Z" };

const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("the run that was started from this browser", () => {
  it("is returned once, when it has finished", () => {
    rememberStartedRun("a");
    expect(takeStartedRun([other, open])).toBeUndefined();
    expect(takeStartedRun([other, ended])).toBe(ended);
    expect(takeStartedRun([other, ended])).toBeUndefined();
  });

  it("is none if other runs end", () => {
    expect(takeStartedRun([other, ended])).toBeUndefined();
  });

  it("is not remembered where the browser refuses storage", () => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse });
    rememberStartedRun("a");
    expect(takeStartedRun([ended])).toBeUndefined();
  });
});
