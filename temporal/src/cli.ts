import { type AlertReceiver, alertReceivers } from "@enrichment-monitor/warehouse/alert-vocabulary";
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
  new Option("--trigger <who>", "who starts it, recorded in the ledger")
    .choices(runTriggers)
    .default("cli")
    .hideHelp();

const program = new Command("pipeline")
  .description("Runs and monitors the enrichment pipeline.")
  .addHelpText("after", EXIT_CODES_HELP)
  .showHelpAfterError("Use --help to list commands and options.")
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
    const { switchAndPrint } = await import("./cli/pause.ts");
    await switchAndPrint(session, state, options);
  });

exitOnClosedPipe(process.stdout);
exitOnClosedPipe(process.stderr);

command("run", "start a run now and wait for its end")
  .addOption(trigger())
  .action((options: Common & { trigger: RunTrigger }) =>
    start("modular", { trigger: options.trigger, kind: "incremental" }, options),
  );
command("linear", "start a run as one workflow, without children, and wait for its end").action(
  (options: Common) => start("linear", { trigger: "cli", kind: "incremental" }, options),
);
command("status", "health, freshness and the next run").action((options: Common) =>
  withSession(async (session) => {
    const { showStatus } = await import("./cli/status.ts");
    await showStatus(session, options);
  }),
);
command("runs", "the newest runs in the ledger")
  .option("--limit <count>", "how many", parseLimit, 20)
  .action((options: Common & { limit: number }) =>
    withWarehouse(async (session) => {
      const { listRuns } = await import("./cli/runs.ts");
      await listRuns(session, options);
    }),
  );
command("proof", "counts of source and warehouse per window, and records that differed")
  .argument("[run-number]", "run number; default: the newest finished proof", parseRunNumber)
  .option("--limit <count>", "how many differing records to list", parseLimit, 50)
  .action((runNumber: number | undefined, options: Common & { limit: number }) =>
    withWarehouse(async (session) => {
      const { showProof } = await import("./cli/proof.ts");
      await showProof(session, runNumber, options);
    }),
  );
command("pause", "pause the schedule and the active run")
  .option("--note <text>", "reason, shown to other operators", "Paused by the CLI")
  .action(switchTo("pause"));
command("resume", "resume the schedule and a paused run")
  .option("--note <text>", "reason, shown to other operators", "Resumed by the CLI")
  .action(switchTo("resume"));
command("backfill", "read a range of updated_at again, or everything")
  .option("--from <instant>", "the earliest updated_at; default: from the beginning", parseInstant)
  .option("--to <instant>", "the end of the range, exclusive; default: to the end", parseInstant)
  .action((options: Common & { from?: string; to?: string }) =>
    start("modular", { trigger: "cli", kind: "backfill", window: requestedWindow(options) }, options),
  );
command("reconcile", "read everything and mark records missing at the source as deleted").action(
  (options: Common) => start("modular", { trigger: "cli", kind: "reconcile" }, options),
);
command("prove", "count both sides in many windows and check gold; fixes differences")
  .option("--from <instant>", "the earliest updated_at; default: from the beginning", parseInstant)
  .option("--to <instant>", "the end of the range, exclusive; default: to the end", parseInstant)
  .option("--dry-run", "only report windows that differ")
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
  .description("create or update them to match the code")
  .option("--first-run", "start a run at once if the schedule of runs is new")
  .option("--json", "print one JSON object instead of text")
  .action((options: Common & { firstRun?: boolean }) =>
    withSession(async (session) => {
      const { applySchedule } = await import("./cli/apply-schedule.ts");
      await applySchedule(session, options);
    }),
  );

const keys = program.command("keys").description("keys of the analytics API");
const keysCommand = (name: string, description: string): Command =>
  keys.command(name).description(description).option("--json", "print one JSON object instead of text");

keysCommand("create", "create a key and print it once")
  .requiredOption("--name <whose>", "owner, shown in the list")
  .addOption(
    new Option("--scope <scope>", "read: all queries; operator: also run, pause and resume the pipeline")
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
keysCommand("revoke", "revoke a key")
  .argument("<id>", "key number in the list", parseKeyId)
  .action((id: number, options: Common) =>
    withWarehouse(async ({ sql }) => {
      const { revokeKey } = await import("./cli/keys.ts");
      await revokeKey(sql, id, options);
    }),
  );

const alerts = program.command("alerts").description("messages to people about what needs attention");
const alertsCommand = (name: string, description: string, isDefault = false): Command =>
  alerts
    .command(name, { isDefault })
    .description(description)
    .option("--json", "print one JSON object instead of text");

alertsCommand("list", "alerts that last, and messages that are not delivered", true).action(
  (options: Common) =>
    withWarehouse(async ({ sql }) => {
      const { listAlerts } = await import("./cli/alerts.ts");
      await listAlerts(sql, options);
    }),
);
alertsCommand("test", "send one message to each receiver that the worker has")
  .addOption(new Option("--receiver <receiver>", "only to this one").choices(alertReceivers))
  .action((options: Common & { receiver?: AlertReceiver }) =>
    withSession(async (session) => {
      const { sendTestAlerts } = await import("./cli/test-alerts.ts");
      await sendTestAlerts(session, options);
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(EXIT.usage);
}
