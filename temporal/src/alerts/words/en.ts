import type { Words } from "./words.ts";

export const en: Words = {
  locale: "en",
  timeFormat: "d LLL yyyy HH:mm z",
  events: { begin: "Alert", end: "Ended", test: "Test" },
  pipeline: "Pipeline",
  reasons: (pipeline) => ({
    no_workers: { what: "no worker is running", remedy: "Start a worker." },
    build_without_workers: {
      what: "new runs wait for a worker of the build that they start on",
      remedy: "Start one, or make another build current: temporal worker deployment set-current-version.",
    },
    schedule_missing: {
      what: "the schedule does not exist",
      remedy: `Create it: ${pipeline} schedule apply.`,
    },
    schedule_paused: { what: "the schedule is paused", remedy: `Resume it: ${pipeline} resume.` },
    last_run_failed: {
      what: "the last run failed",
      remedy: "Fix the cause (docs/operations.md); the next run continues from the watermark.",
    },
    last_run_incomplete: {
      what: "the last run is incomplete",
      remedy: "See the findings of the run; the next run reads the missing part again.",
    },
    last_run_abandoned: {
      what: "the last run was terminated before its end",
      remedy: "Find out in Temporal who terminated it; the next run continues from the watermark.",
    },
    run_stalled: {
      what: "the current run makes no progress",
      remedy: "Check its workflow in Temporal's Web UI, the workers and the source.",
    },
    run_overdue: {
      what: "a run is overdue, so the data are stale",
      remedy: "Check the schedule, the workers and the Temporal server.",
    },
    too_many_rejects: {
      what: "too many records are rejected",
      remedy: "See which rules they break, then fix the source or raise MAX_REJECTED_PERCENT.",
    },
    rejected_records: { what: "records are rejected", remedy: "Have them fixed at the source." },
    duplicate_records: {
      what: "the source lists records more than once",
      remedy: "Tell the owners of the source: each id must be listed once.",
    },
    count_differs: {
      what: "the source's count differs",
      remedy: `See the proof; a complete read shows which records: ${pipeline} reconcile.`,
    },
    changed_records: {
      what: "records changed without a new updated_at",
      remedy: "Tell the owners of the source: every change must change updated_at.",
    },
    gold_repaired: {
      what: "rows of gold differed from bronze and were rebuilt",
      remedy: "Find out who writes to gold besides the pipeline.",
    },
    bronze_damaged: {
      what: "data in bronze are damaged",
      remedy: "Find out who writes to bronze besides the pipeline, and check the disk.",
    },
    being_checked: {
      what: "the proof has been incomplete for an hour",
      remedy: `See which windows differ; ${pipeline} reconcile reads everything.`,
    },
    not_counted: {
      what: "the source could not be counted for an hour",
      remedy: `Tell the owners of the source; ${pipeline} reconcile compares everything.`,
    },
    analytics_api_unreadable: {
      what: "the analytics API cannot be read",
      remedy: "Start it, or check ANALYTICS_API_URL and ANALYTICS_API_KEY of the worker.",
    },
  }),
  kinds: {
    processamento_longo: "stuck jobs",
    taxa_sucesso_baixa: "more failures",
    reprocessamento_alto: "more reprocessing",
    volume_baixo: "fewer jobs",
    volume_alto: "more jobs",
    duracao_maior: "slower jobs",
  },
  sentences: {
    processamento_longo: ({ name, group, count, usualCount, since }) =>
      `${name}: ${count} ${group} jobs are in processing for longer than 99% of their size (usually ${usualCount}), the oldest since ${since}.`,
    taxa_sucesso_baixa: ({ name, rate, n, usualRate, since }) =>
      `${name}: ${rate} of the ${n} jobs finished in 24 hours succeeded (usually ${usualRate}), worse since ${since}.`,
    reprocessamento_alto: ({ group, rate, n, usualRate, since }) =>
      `All workspaces: ${rate} of the ${n} ${group} jobs finished in 24 hours need reprocessing (usually ${usualRate}), more since ${since}.`,
    volume_baixo: ({ name, count, usualCount }) =>
      `${name}: ${count} new jobs in 24 hours (usually ${usualCount}).`,
    volume_alto: ({ name, count, usualCount }) =>
      `${name}: ${count} new jobs in 24 hours (usually ${usualCount}).`,
    duracao_maior: ({ name, n, ratio, since }) =>
      `${name}: the ${n} jobs finished in 24 hours took ${ratio} times as long as usual, longer since ${since}.`,
    silent: ({ name, usualCount, since }) =>
      `${name}: no new job since ${since} (usually ${usualCount} in 24 hours).`,
    source_silent: ({ usualCount, since }) =>
      `No workspace has a new job since ${since} (usually ${usualCount} in 24 hours).`,
  },
  allWorkspaces: "All workspaces",
  sizes: { PEQUENO: "small", MEDIO: "medium", GRANDE: "large", MUITO_GRANDE: "very large" },
  types: { PESSOA: "person", EMPRESA: "company" },
  lessThanOne: "less than 1",
  original: "Details",
  remedy: "What to do",
  seenSince: (since) => `Seen since ${since}.`,
  lasted: (span, from, to) => `It lasted ${span}: from ${from} to ${to}.`,
  open: "Open the dashboard",
  test: {
    subject: "this receiver works",
    text: "Alerts of the enrichment pipeline will arrive here. There is nothing to do.",
  },
};
