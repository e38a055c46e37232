import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import type { AlertEvent } from "@enrichment-monitor/warehouse/alert-vocabulary";
import { DateTime, Duration } from "luxon";
import { type AlertEntry, isJobs } from "./alert-rules.ts";
import type { AlertLanguage, AlertSettings } from "./alert-settings.ts";
import type { JobsEntry } from "./attention-entry.ts";
import { dashboardLink } from "./dashboard-link.ts";
import { en } from "./words/en.ts";
import { ptBr } from "./words/pt-br.ts";
import type { JobsWords, ShownJobs, Words } from "./words/words.ts";

/** A message in words, for any receiver. */
export interface ComposedMessage {
  subject: string;
  /** Several lines; the last one is the link. */
  text: string;
  link: string;
}

/** An alert as messages tell it. */
export interface ToldAlert {
  entry: AlertEntry;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

type Settings = Pick<AlertSettings, "language" | "zone" | "dashboardUrl">;

const words: Record<AlertLanguage, Words> = { "pt-BR": ptBr, en };

export function composeMessage(event: AlertEvent, alert: ToldAlert, settings: Settings): ComposedMessage {
  const { entry, firstSeenAt, lastSeenAt } = alert;
  const say = words[settings.language];
  const time = (at: Date | string) => formatTime(at, say, settings.zone);
  const link = dashboardLink(entry, settings.dashboardUrl);
  const lines =
    event === "begin"
      ? [...tell(entry, say, time), say.seenSince(time(firstSeenAt))]
      : [
          tell(entry, say, time)[0],
          say.lasted(formatSpan(firstSeenAt, lastSeenAt, say), time(firstSeenAt), time(lastSeenAt)),
        ];
  return {
    subject: `[${say.events[event]}] ${headline(entry, say)}`,
    text: [...lines, `${say.open}: ${link}`].join("\n"),
    link,
  };
}

export function composeTest({ language, dashboardUrl }: Settings): ComposedMessage {
  const say = words[language];
  return {
    subject: `[${say.events.test}] ${say.test.subject}`,
    text: `${say.test.text}\n${say.open}: ${dashboardUrl}`,
    link: dashboardUrl,
  };
}

function headline(entry: AlertEntry, say: Words): string {
  if (!isJobs(entry)) return `${say.pipeline}: ${say.reasons(pipelineCommand())[entry.code].what}`;
  return `${nameOf(entry) || say.allWorkspaces}: ${say.kinds[entry.tipo]}`;
}

/** What is the matter, and then what to do about it. */
function tell(entry: AlertEntry, say: Words, time: (at: string) => string): string[] {
  if (isJobs(entry)) return [say.sentences[sentenceOf(entry)](show(entry, say, time))];
  const { what, remedy } = say.reasons(pipelineCommand())[entry.code];
  return [
    `${say.pipeline}: ${what}.`,
    `${say.original}: ${oneLine(entry.detail)}`,
    `${say.remedy}: ${remedy}`,
  ];
}

function sentenceOf({ tipo, n, id_workspace }: JobsEntry): JobsWords {
  if (tipo !== "volume_baixo" || n > 0) return tipo;
  return id_workspace === null ? "source_silent" : "silent";
}

function show(entry: JobsEntry, say: Words, time: (at: string) => string): ShownJobs {
  const count = (value: number) => new Intl.NumberFormat(say.locale).format(Math.round(value));
  const decimal = new Intl.NumberFormat(say.locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(say.locale, { style: "percent", maximumFractionDigits: 1 });
  // An entry about reprocessing has rates of success, too.
  const told = (value: number) => (entry.tipo === "reprocessamento_alto" ? 1 - value : value);
  const withInterval = (value: number, interval: JobsEntry["intervalo"], { format }: Intl.NumberFormat) => {
    const ends = interval && [told(interval.low), told(interval.high)].toSorted((a, b) => a - b);
    return format(told(value)) + (ends ? ` [${ends.map((end) => format(end)).join("–")}]` : "");
  };
  return {
    name: nameOf(entry) || say.allWorkspaces,
    group: groupOf(entry, say),
    count: count(entry.valor),
    n: count(entry.n),
    rate: percent.format(told(entry.valor)),
    usualRate: withInterval(entry.habitual, entry.intervalo_habitual, percent),
    usualCount: entry.habitual < 1 ? say.lessThanOne : count(entry.habitual),
    ratio: withInterval(entry.valor, entry.intervalo, decimal),
    since: time(entry.desde),
  };
}

function groupOf({ categoria_tamanho_job, tipo_contato }: JobsEntry, { sizes, types }: Words): string {
  if (categoria_tamanho_job) return sizes[categoria_tamanho_job];
  return tipo_contato ? types[tipo_contato] : "";
}

const nameOf = ({ nome_workspace, id_workspace }: JobsEntry): string =>
  oneLine(nome_workspace ?? id_workspace ?? "");

/** Texts of the source: characters that control a display or begin a line must not make a message look like another one. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, MAX_TEXT);
const MAX_TEXT = 500;

const formatTime = (at: Date | string, { timeFormat, locale }: Words, zone: string): string =>
  DateTime.fromJSDate(new Date(at), { zone }).setLocale(locale).toFormat(timeFormat);

/** In days, hours and minutes; at least a minute. */
function formatSpan(from: Date, to: Date, { locale }: Words): string {
  const minutes = Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
  return Duration.fromObject({ minutes }, { locale })
    .shiftTo("days", "hours", "minutes")
    .toHuman({ unitDisplay: "short", showZeros: false, listStyle: "narrow" });
}
