import { MIN_JOBS } from "@enrichment-monitor/analytics-api/min-jobs";
import type { Tone } from "./components/Badge.svelte";
import type { Format } from "./format.ts";
import { m } from "./paraglide/messages.js";
import type { Targets, TargetsAnswer } from "./targets.ts";
import type { Interval } from "./vocabulary.ts";

export interface TargetSentence {
  measure: keyof Targets;
  verdict: { tone: Tone; word: string };
  text: string;
}

const bucketsKept: Record<Interval, (counts: { kept: string; total: string }) => string> = {
  hora: m.target_kept_hora,
  dia: m.target_kept_dia,
  semana: m.target_kept_semana,
  mes: m.target_kept_mes,
};

const verdictOf = (isKept: boolean | null): TargetSentence["verdict"] => {
  if (isKept === null) return { tone: "neutral", word: m.target_unknown() };
  return isKept ? { tone: "good", word: m.target_kept() } : { tone: "bad", word: m.target_missed() };
};

interface Judged {
  name: string;
  value: number | null;
  target: number;
  isKept: boolean | null;
  showValue: (value: number) => string;
  showTarget: (target: number) => string;
  /** A missed value is below a target that is a minimum. */
  isMinimum: boolean;
  /** Why there is no verdict. */
  unknown: string;
  /** How much of the period kept the target. */
  share: string | undefined;
}

/** A value may be missed and look the same as its target, rounded. */
function comparison({ value, isKept, isMinimum, ...judged }: Judged): string {
  const target = judged.showTarget(judged.target);
  if (value === null || isKept === null) return m.target_without_verdict({ target });
  if (isKept) return m.target_within({ target });
  const isClose = judged.showValue(value) === judged.showValue(judged.target);
  if (isMinimum) return isClose ? m.target_just_below({ target }) : m.target_below({ target });
  return isClose ? m.target_just_above({ target }) : m.target_above({ target });
}

function sentence(judged: Judged): string {
  const { name, value, showValue, isKept, unknown, share } = judged;
  const subject = value === null ? name : `${name} ${showValue(value)}`;
  return `${subject}: ${[comparison(judged), isKept === null ? unknown : undefined, share].filter(Boolean).join("; ")}.`;
}

/** Whether each target was kept, in words. @param age of the data now, in minutes */
export function targetSentences(
  { data, meta }: TargetsAnswer,
  age: number | null,
  format: Format,
): TargetSentence[] {
  const { taxa_sucesso: rate, duracao_p95_minutos: p95, idade_dados_minutos: freshness } = data;
  const buckets = ({ intervalos, intervalos_cumpridos }: NonNullable<typeof rate>) =>
    intervalos === 0
      ? undefined
      : bucketsKept[meta.intervalo]({
          kept: format.count(intervalos_cumpridos),
          total: format.count(intervalos),
        });
  const minutes = (value: number) => format.minutes(value);
  const found: (Judged & { measure: keyof Targets })[] = [];
  if (rate)
    found.push({
      measure: "taxa_sucesso",
      name: m.kpi_success_rate(),
      value: rate.valor,
      target: rate.alvo,
      isKept: rate.cumprida,
      showValue: format.percent,
      showTarget: format.share,
      isMinimum: true,
      unknown: m.target_few({ min: MIN_JOBS }),
      share: buckets(rate),
    });
  if (p95)
    found.push({
      measure: "duracao_p95_minutos",
      name: m.target_p95(),
      value: p95.valor,
      target: p95.alvo,
      isKept: p95.cumprida,
      showValue: minutes,
      showTarget: minutes,
      isMinimum: false,
      unknown: m.target_few({ min: MIN_JOBS }),
      share: buckets(p95),
    });
  if (freshness)
    found.push({
      measure: "idade_dados_minutos",
      name: m.target_age(),
      value: age,
      target: freshness.alvo,
      isKept: age === null ? null : age <= freshness.alvo,
      // Without a fraction, which would change every few seconds.
      showValue: (value) => format.minutes(value < 1 ? value : Math.floor(value)),
      showTarget: minutes,
      isMinimum: false,
      unknown: m.target_no_run(),
      share: timeKept(freshness.parte_cumprida, format),
    });
  return found.map((judged) => ({
    measure: judged.measure,
    verdict: verdictOf(judged.isKept),
    text: sentence(judged),
  }));
}

/** How much of the time the data were as fresh as the target asks; undefined if that is not known. */
export const timeKept = (share: number | null, format: Format): string | undefined =>
  // Rounded down: 100 % is all of the time.
  share === null
    ? undefined
    : m.target_kept_time({ share: format.percent(Math.floor(share * 1_000) / 1_000) });

/** Of a cell of a table: 1 if a target was kept, 0 if not, null if nothing was measured. */
export const keptText = (isKept: number | null): string => {
  if (isKept === null) return "–";
  return isKept === 1 ? m.target_kept() : m.target_missed();
};
