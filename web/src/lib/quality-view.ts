import type { UrlParams } from "./filters.ts";
import { type RejectState, rejectStates } from "./quality.ts";

/** What the quality page shows, as in its URL. */
export interface QualityView {
  /** The number of the run whose proof is shown; undefined: the newest. */
  prova: string | undefined;
  estado: RejectState;
  /** The rule whose rejects are listed; undefined: all. */
  regra: string | undefined;
  /** The start of a page of each list; undefined on the first page. */
  rejeitados: string | undefined;
  duplicados: string | undefined;
  exclusoes: string | undefined;
}

/** Reads the view from a URL. What is unknown has its default. */
export function parseQualityView(params: UrlParams): QualityView {
  const prova = params.get("prova") ?? "";
  const text = (name: string) => params.get(name)?.trim() || undefined;
  return {
    prova: /^\d{1,9}$/.test(prova) ? prova : undefined,
    estado: rejectStates.find((state) => state === params.get("estado")) ?? "abertos",
    regra: text("regra"),
    rejeitados: text("rejeitados"),
    duplicados: text("duplicados"),
    exclusoes: text("exclusoes"),
  };
}
