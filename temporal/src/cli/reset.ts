import { confirm, isCancel } from "@clack/prompts";
import { RESET_WORKFLOW_ID, TASK_QUEUE } from "../identifiers.ts";
import type * as workflows from "../workflows/index.ts";
import { awaitResult } from "./await-result.ts";
import { EXIT } from "./exit-codes.ts";
import { formatCount, print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

interface WarehouseContent {
  generation: number;
  gold: number;
  versions: number;
  fetches: number;
  rejects: number;
}

/** Empties the warehouse after a confirmation that lists what will be deleted. */
export async function resetWarehouse(
  { temporal, sql }: Session,
  { json, yes }: { json?: boolean; yes?: boolean },
): Promise<void> {
  const content = await readContent(sql);
  if (!yes && !(await confirmed(content))) return;
  const handle = await temporal.workflow.start<(typeof workflows)["resetWarehouse"]>("resetWarehouse", {
    taskQueue: TASK_QUEUE,
    workflowId: RESET_WORKFLOW_ID,
    workflowIdConflictPolicy: "USE_EXISTING",
    args: [content.generation],
    staticSummary: "Empties the warehouse",
  });
  const result = await awaitResult(() => handle.result());
  if (json) printJson(result);
  else
    print(
      `The warehouse is empty (generation ${result.generation}): ${formatCount(result.goldRecords)} gold rows and ${formatCount(result.versions)} versions were deleted. The next run loads everything again.`,
    );
}

async function readContent(sql: Session["sql"]): Promise<WarehouseContent> {
  const [content] = await sql<WarehouseContent[]>`
    select generation,
           (select count(*) from gold.enrichments) as gold,
           (select count(*) from bronze.enrichment_versions) as versions,
           (select count(*) from bronze.fetches) as fetches,
           (select count(*) from ops.rejected_records) as rejects
    from ops.warehouse_state`;
  if (!content) throw new Error("ops.warehouse_state is empty: migrate the warehouse.");
  return content;
}

async function confirmed(content: WarehouseContent): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write("Nothing was deleted: reset needs a confirmation; pass --yes in scripts.\n");
    process.exitCode = EXIT.usage;
    return false;
  }
  const answer = await confirm({
    message: `Delete all ${formatCount(content.gold)} gold rows, ${formatCount(content.versions)} raw versions, ${formatCount(content.fetches)} fetches and ${formatCount(content.rejects)} rejects? Running pipelines are canceled. The run ledger stays.`,
    initialValue: false,
  });
  const agreed = !isCancel(answer) && answer;
  if (!agreed) {
    print("Nothing was deleted.");
    process.exitCode = EXIT.usage;
  }
  return agreed;
}
