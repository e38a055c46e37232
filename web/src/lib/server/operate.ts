import { type Action, fail, type RequestEvent } from "@sveltejs/kit";
import { type Api, ApiFailure, readJson, requireOk } from "#lib/api.ts";
import { type OperationFailure, operationFailure, operationFailureText } from "#lib/operation-failure.ts";
import type { Operation } from "#lib/operations.ts";
import { m } from "#lib/paraglide/messages.js";
import { describeKey } from "./api-key.ts";
import { operatorApi } from "./operator-api.ts";
import { settings } from "./settings.ts";

/** The API's limit. */
const MAX_NOTE = 500;

/** Whether the visitor's key allows operating; false while the API cannot tell. */
export async function mayOperate({ session }: App.Locals): Promise<boolean> {
  if (session) return session.scope === "operator";
  if (settings.sharedKey === undefined) return false;
  const described = await describeKey(settings.sharedKey).catch((failure: unknown) => {
    if (failure instanceof ApiFailure) return undefined;
    throw failure;
  });
  return described?.scope === "operator";
}

/** What the form of an operation shows. */
interface Refusal {
  operation: Operation;
  reason: OperationFailure | "note_missing" | "note_too_long";
  /** In the language of the user. */
  problem: string;
  /** The API's own sentence. */
  detail?: string;
  /** As it was typed. */
  note?: string;
}

/** Form actions that operate the pipeline, for the page that has the forms. The API checks the visitor's key. */
export const operations = {
  executar: (event) => startRun(event, "executar", "incremental"),
  reconciliar: (event) => startRun(event, "reconciliar", "reconcile"),
  provar: (event) => startRun(event, "provar", "prove"),
  pausar: async (event) => {
    const note = String((await event.request.formData()).get("observacao") ?? "").trim();
    const refusal = checkNote(note);
    if (refusal) return fail(400, refusal);
    return attempt("pausar", note, async () => {
      await requireOk(operatorApi(event).pipeline.pause.$post({ query: {}, json: { note } }));
      return {};
    });
  },
  retomar: (event) =>
    attempt("retomar", undefined, async () => {
      const json = { note: "Resumed on the dashboard" };
      await requireOk(operatorApi(event).pipeline.resume.$post({ query: {}, json }));
      return {};
    }),
} satisfies Record<Operation, Action>;

type RunKind = Parameters<Api["pipeline"]["runs"]["$post"]>[0]["json"]["kind"];

const startRun = (event: RequestEvent, operation: Operation, kind: RunKind) =>
  attempt(operation, undefined, async () => {
    const { data } = await readJson(operatorApi(event).pipeline.runs.$post({ query: {}, json: { kind } }));
    return { runId: data.run_id };
  });

function checkNote(note: string): Refusal | undefined {
  if (!note)
    return { operation: "pausar", reason: "note_missing", problem: m.operation_note_missing(), note };
  if (note.length > MAX_NOTE)
    return {
      operation: "pausar",
      reason: "note_too_long",
      problem: m.operation_note_too_long({ max: MAX_NOTE }),
      note,
    };
  return undefined;
}

async function attempt<Result>(
  operation: Operation,
  note: string | undefined,
  request: () => Promise<Result>,
) {
  try {
    return { operation, ...(await request()) };
  } catch (failure) {
    if (!(failure instanceof ApiFailure)) throw failure;
    const reason = operationFailure(
      operation === "pausar" || operation === "retomar" ? "switch" : "start",
      failure,
    );
    const refusal: Refusal = {
      operation,
      reason,
      problem: operationFailureText(reason, failure),
      detail: failure.message,
      ...(note !== undefined && { note }),
    };
    return fail(failure.status ?? 503, refusal);
  }
}
