import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createWarehouseClient } from "./client.ts";

/** Ends that of the process's garbage which is young. */
function minorCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const gc: NodeJS.GCFunction = runInNewContext("gc");
  return () => gc({ type: "minor" });
}

/** In bytes: where objects lie that only a full collection takes away. */
const oldSpace = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")?.space_used_size ?? 0;

test("a query's parts go with the next minor collection, instead of waiting for a full one", async () => {
  const sql = createWarehouseClient("postgres://nobody@localhost/nothing", { applicationName: "test" });
  const collect = minorCollector();
  const makeParts = () => {
    for (let at = 0; at < 1_000; at++) sql`true ${sql`and id_enriquecimento = ${at}`}`;
    collect();
  };
  // Until V8 knows the code, and what is made once has grown old.
  for (let turn = 0; turn < 10; turn++) makeParts();
  const before = oldSpace();
  for (let turn = 0; turn < 10; turn++) makeParts();
  // With the driver unpatched: some 12 MB.
  expect(oldSpace() - before).toBeLessThan(2_000_000);
  await sql.end();
});
