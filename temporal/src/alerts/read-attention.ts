import { describeNetworkFailure } from "../source/network-failure.ts";
import type { AlertSettings } from "./alert-settings.ts";
import {
  API_UNREADABLE,
  type AttentionEntry,
  attentionAnswer,
  type PipelineEntry,
} from "./attention-entry.ts";

/** The first answer after a change of gold is computed. */
const TIMEOUT_MS = 20_000;

export interface ListedEntry {
  entry: AttentionEntry;
  isSetAside: boolean;
}

/** What an evaluation found: the list, or that it cannot be read, which is the only entry then. */
export interface Observation {
  isReadable: boolean;
  entries: ListedEntry[];
}

/** Reads the attention list; a failure is an entry too. */
export async function readAttention({ url, key }: AlertSettings["analyticsApi"]): Promise<Observation> {
  const address = new URL(`${url.replace(/\/$/, "")}/analytics/attention`);
  try {
    const response = await fetch(address, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return unreadable(`It answers ${response.status}.`);
    }
    const answer = attentionAnswer.safeParse(await response.json());
    if (!answer.success) {
      const [issue] = answer.error.issues;
      return unreadable(`Its answer is not as expected: ${issue?.path.join(".")}: ${issue?.message}.`);
    }
    const { pipeline, jobs } = answer.data.data;
    return {
      isReadable: true,
      entries: [...pipeline, ...jobs].map(({ adiado, ...entry }) => ({ entry, isSetAside: adiado !== null })),
    };
  } catch (error) {
    return unreadable(
      error instanceof SyntaxError
        ? "Its answer is not JSON."
        : `${describeNetworkFailure(error, address, `${TIMEOUT_MS} ms`)}.`,
    );
  }
}

function unreadable(reason: string): Observation {
  const entry: PipelineEntry = {
    chave: `alerts/${API_UNREADABLE}`,
    code: API_UNREADABLE,
    severity: "failing",
    detail: `The analytics API cannot be read, so no other alert begins or ends. ${reason}`,
    remedy: "Start the analytics API; check ANALYTICS_API_URL and ANALYTICS_API_KEY of the worker.",
  };
  return { isReadable: false, entries: [{ entry, isSetAside: false }] };
}
