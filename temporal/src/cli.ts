import { type ApiKeyScope, apiKeyScopes } from "@enrichment-monitor/warehouse/api-key";
import { runTriggers } from "@enrichment-monitor/warehouse/run-vocabulary";
import { Command, InvalidArgumentError, Option } from "commander";
import { DateTime } from "luxon";
import { EXIT, EXIT_CODES_HELP } from "./cli/exit-codes.ts";
import { exitOnClosedPipe } from "./cli/exit-on-closed-pipe.ts";
import { requestedWindow } from "./cli/requested-window.ts";
import type { Session } from "./cli/session.ts";
import type { RunTrigger, RunVariant } from "./ledger/run-reference.ts";
import type { PipelineInput } from "./workflows/pipeline-input.ts";

// A command imports its module when it is given: each would otherwise wait for the libraries of all, half a second.

interface Common {
  json?: boolean;
}

const parseInstant = (text: string): string => {
  const instant = DateTime.fromISO(text, { zone: "utc", setZone: true });
  if (!instant.isValid)
    throw new InvalidArgumentError(
      `"${text}" is not an ISO-8601 instant, such as 2026-11-24T00:00:00-03:00.`,
    );
  return instant.toUTC().toISO();
};

const parseLimit = (text: string): number => {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new InvalidArgumentError(`"${text}" is not a whole number from 1 to 1000.`);
  return limit;
};

const parseRunNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError(`"${text}" is not the number of a run.`);
  return Number(text);
};

const parseKeyId = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`"${text}" is not the number of a key.`);
  return Number(text);
};

const trigger = () =>
  new Option("--trigger <who>", "who starts it, for the ledger")
    .choices(runTriggers)
    .default("cli")
    .hideHelp();

const program = new Command("pipeline")
  .description("Runs and watches the enrichment pipeline.")
  .addHelpText("after", EXIT_CODES_HELP)
  .showHelpAfterError("--help says what there is.")
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
  });

const command = (name: string, description: string): Command =>
  program.command(name).description(description).option("--json", "print one JSON object instead of text");

async function withSession(command: (session: Session) => Promise<void>): Promise<void> {
  const session = await import("./cli/session.ts");
  await session.withSession(command);
}

async function withWarehouse(command: (session: Pick<Session, "sql">) => Promise<void>): Promise<void> {
  const session = await import("./cli/session.ts");
  await session.withWarehouse(command);
}

const start = (variant: RunVariant, input: PipelineInput, options: Common): Promise<void> =>
  withSession(async (session) => {
    const { startRun } = await import("./cli/start-run.ts");
    await startRun(session, variant, input, options);
  });

const switchTo = (state: "pause" | "resume") => (options: Common & { note: string }) =>
  withSession(async (session) => {
    const { switchPipeline } = await import("./cli/pause.ts");
    await switchPipeline(session, state, options);
  });

exitOnClosedPipe(process.stdout);
exitOnClosedPipe(process.stderr);

command("run", "start a run now and follow it to its end")
  .addOption(trigger())
  .action((options: Common & { trigger: RunTrigger }) =>
    start("modular", { trigger: options.trigger, kind: "incremental" }, options),
  );
command("linear", "start a run as one workflow, without children, and follow it").action((options: Common) =>
  start("linear", { trigger: "cli", kind: "incremental" }, options),
);
command("status", "is it healthy, how fresh is it, what comes next").action((options: Common) =>
  withSession(async (session) => {
    const { showStatus } = await import("./cli/status.ts");
    await showStatus(session, options);
  }),
);
command("runs", "the newest runs, from the ledger")
  .option("--limit <count>", "how many", parseLimit, 20)
  .action((options: Common & { limit: number }) =>
    withWarehouse(async (session) => {
      const { listRuns } = await import("./cli/runs.ts");
      await listRuns(session, options);
    }),
  );
command("proof", "what source and warehouse count, window by window, and what differed")
  .argument("[run-number]", "of which run; without it, the newest proof that has ended", parseRunNumber)
  .option("--limit <count>", "how many records that differed to list", parseLimit, 50)
  .action((runNumber: number | undefined, options: Common & { limit: number }) =>
    withWarehouse(async (session) => {
      const { showProof } = await import("./cli/proof.ts");
      await showProof(session, runNumber, options);
    }),
  );
command("pause", "hold the schedule and the run at work")
  .option("--note <text>", "why, for the next one to read", "Paused by the CLI")
  .action(switchTo("pause"));
command("resume", "let the schedule and a held run go on")
  .option("--note <text>", "why, for the next one to read", "Resumed by the CLI")
  .action(switchTo("resume"));
command("backfill", "read a span of updated_at again, or everything")
  .option("--from <instant>", "the earliest updated_at; without it, from the beginning", parseInstant)
  .option("--to <instant>", "the first updated_at to leave out; without it, to the end", parseInstant)
  .action((options: Common & { from?: string; to?: string }) =>
    start("modular", { trigger: "cli", kind: "backfill", window: requestedWindow(options) }, options),
  );
command("reconcile", "read everything, and mark what is gone from the source as deleted").action(
  (options: Common) => start("modular", { trigger: "cli", kind: "reconcile" }, options),
);
command("prove", "count both sides in many windows, and derive gold again; reads and mends what differs")
  .option("--from <instant>", "the earliest updated_at; without it, from the beginning", parseInstant)
  .option("--to <instant>", "the first updated_at to leave out; without it, to the end", parseInstant)
  .option("--dry-run", "only find the windows that differ")
  .action((options: Common & { from?: string; to?: string; dryRun?: boolean }) =>
    start(
      "modular",
      { trigger: "cli", kind: "prove", window: requestedWindow(options), dryRun: options.dryRun ?? false },
      options,
    ),
  );
command("purge", "delete superseded versions and requests older than RETENTION_DAYS, as every night").action(
  (options: Common) =>
    withSession(async (session) => {
      const { purgeHistory } = await import("./cli/purge.ts");
      await purgeHistory(session, options);
    }),
);
command("reset", "empty the warehouse; the run ledger stays")
  .option("--yes", "do not ask")
  .action((options: Common & { yes?: boolean }) =>
    withSession(async (session) => {
      const { resetWarehouse } = await import("./cli/reset.ts");
      await resetWarehouse(session, options);
    }),
  );
program
  .command("schedule")
  .description("the schedules: a run every few minutes, a purge every night")
  .command("apply")
  .description("create them, or bring them back to what the code says")
  .option("--json", "print one JSON object instead of text")
  .action((options: Common) =>
    withSession(async (session) => {
      const { applySchedule } = await import("./cli/apply-schedule.ts");
      await applySchedule(session, options);
    }),
  );

const keys = program.command("keys").description("keys of the analytics API");
const keysCommand = (name: string, description: string): Command =>
  keys.command(name).description(description).option("--json", "print one JSON object instead of text");

keysCommand("create", "make a key and print it, this once")
  .requiredOption("--name <whose>", "whose it is, for the list")
  .addOption(
    new Option("--scope <scope>", "read: ask everything; operator: also run, pause and resume the pipeline")
      .choices(apiKeyScopes)
      .makeOptionMandatory(),
  )
  .action((options: Common & { name: string; scope: ApiKeyScope }) =>
    withWarehouse(async ({ sql }) => {
      const { createKey } = await import("./cli/keys.ts");
      await createKey(sql, options);
    }),
  );
keysCommand("list", "all keys, without their secrets").action((options: Common) =>
  withWarehouse(async ({ sql }) => {
    const { listKeys } = await import("./cli/keys.ts");
    await listKeys(sql, options);
  }),
);
keysCommand("revoke", "end a key")
  .argument("<id>", "its number in the list", parseKeyId)
  .action((id: number, options: Common) =>
    withWarehouse(async ({ sql }) => {
      const { revokeKey } = await import("./cli/keys.ts");
      await revokeKey(sql, id, options);
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT.usage;
}
