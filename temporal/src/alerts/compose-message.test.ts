import { attentionKinds } from "@enrichment-monitor/warehouse/attention-kinds";
import { expect, test } from "vitest";
import { alertingCodes } from "./alert-rules.ts";
import type { AlertLanguage } from "./alert-settings.ts";
import type { JobsEntry } from "./attention-entry.ts";
import { type ComposedMessage, composeMessage, type ToldAlert } from "./compose-message.ts";

const settings = (language: AlertLanguage) => ({
  language,
  zone: "America/Sao_Paulo",
  dashboardUrl: "https://dashboard.example.com/",
});

const seen = {
  firstSeenAt: new Date("2026-11-27T17:00:00Z"),
  lastSeenAt: new Date("2026-11-28T19:05:00Z"),
};

const ID = "e6bb64bf-46e4-410d-8406-c61e267ea607";

const jobs = (changes: Partial<JobsEntry>): ToldAlert => ({
  ...seen,
  entry: {
    chave: `taxa_sucesso_baixa/${ID}`,
    tipo: "taxa_sucesso_baixa",
    id_workspace: ID,
    nome_workspace: "Tech Solutions Corp",
    categoria_tamanho_job: null,
    tipo_contato: null,
    desde: "2026-11-27T12:00:00.000Z",
    n: 1240,
    valor: 0.71,
    intervalo: { low: 0.65, high: 0.76 },
    habitual: 0.934,
    intervalo_habitual: { low: 0.92, high: 0.95 },
    filtros: {
      data_inicio: "2026-11-26T17:00:00.000Z",
      data_fim: "2026-11-27T17:00:00.000Z",
      id_workspace: ID,
      status_processamento: ["FALHOU", "CANCELADO"],
    },
    ...changes,
  },
});

const reason = (code: (typeof alertingCodes)[number]): ToldAlert => ({
  ...seen,
  entry: {
    chave: `pipeline/${code}`,
    code,
    severity: "failing",
    detail: "Run 12 failed: SourceUnauthorized",
    remedy: "Fix it",
  },
});

const told = (message: ComposedMessage) => `${message.subject}\n${message.text}`;

test("a begin says what, the evidence, since when, and opens the jobs meant", () => {
  expect(told(composeMessage("begin", jobs({}), settings("pt-BR")))).toMatchInlineSnapshot(`
    "[Alerta] Tech Solutions Corp: mais falhas
    Tech Solutions Corp: 71% de sucesso nos 1.240 jobs terminados em 24 horas (o habitual é 93,4% [92%–95%]), pior desde 27/11/2026 09:00 America/Sao_Paulo.
    Visto desde 27/11/2026 14:00 America/Sao_Paulo.
    Abrir no painel: https://dashboard.example.com/enriquecimentos?periodo=personalizado&data_inicio=2026-11-26T17%3A00%3A00.000Z&data_fim=2026-11-27T17%3A00%3A00.000Z&id_workspace=e6bb64bf-46e4-410d-8406-c61e267ea607&status_processamento=FALHOU&status_processamento=CANCELADO"
  `);
  expect(told(composeMessage("begin", jobs({}), settings("en")))).toMatchInlineSnapshot(`
    "[Alert] Tech Solutions Corp: more failures
    Tech Solutions Corp: 71% of the 1,240 jobs finished in 24 hours succeeded (usually 93.4% [92%–95%]), worse since 27 Nov 2026 09:00 America/Sao_Paulo.
    Seen since 27 Nov 2026 14:00 America/Sao_Paulo.
    Open the dashboard: https://dashboard.example.com/enriquecimentos?periodo=personalizado&data_inicio=2026-11-26T17%3A00%3A00.000Z&data_fim=2026-11-27T17%3A00%3A00.000Z&id_workspace=e6bb64bf-46e4-410d-8406-c61e267ea607&status_processamento=FALHOU&status_processamento=CANCELADO"
  `);
});

test("an end says how long it lasted", () => {
  expect(told(composeMessage("end", reason("last_run_failed"), settings("pt-BR")))).toMatchInlineSnapshot(`
    "[Terminou] Pipeline: a última execução falhou
    Pipeline: a última execução falhou.
    Durou 1 dia, 2 h, 5 min: de 27/11/2026 14:00 America/Sao_Paulo a 28/11/2026 16:05 America/Sao_Paulo.
    Abrir no painel: https://dashboard.example.com/pipeline"
  `);
  expect(told(composeMessage("end", reason("last_run_failed"), settings("en")))).toMatchInlineSnapshot(`
    "[Ended] Pipeline: the last run failed
    Pipeline: the last run failed.
    It lasted 1 day, 2 hr, 5 min: from 27 Nov 2026 14:00 America/Sao_Paulo to 28 Nov 2026 16:05 America/Sao_Paulo.
    Open the dashboard: https://dashboard.example.com/pipeline"
  `);
});

test("a reason of the pipeline has the original sentence and what to do", () => {
  expect(told(composeMessage("begin", reason("too_many_rejects"), settings("pt-BR")))).toMatchInlineSnapshot(`
    "[Alerta] Pipeline: há registros rejeitados demais
    Pipeline: há registros rejeitados demais.
    Detalhes, em inglês: Run 12 failed: SourceUnauthorized
    O que fazer: Veja quais regras eles violam e corrija a origem, ou aumente MAX_REJECTED_PERCENT.
    Visto desde 27/11/2026 14:00 America/Sao_Paulo.
    Abrir no painel: https://dashboard.example.com/qualidade#rejeitados"
  `);
});

test("rates of reprocessing are those that failed, lower end of the interval first", () => {
  const entry = jobs({
    tipo: "reprocessamento_alto",
    id_workspace: null,
    nome_workspace: null,
    categoria_tamanho_job: "GRANDE",
  });
  expect(composeMessage("begin", entry, settings("en")).text).toContain(
    "29% of the 1,240 large jobs finished in 24 hours need reprocessing (usually 6.6% [5%–8%])",
  );
});

test("without jobs the link opens the workspace, or the pipeline", () => {
  const silent = jobs({ tipo: "volume_baixo", n: 0, valor: 0, habitual: 0.4 });
  expect(composeMessage("begin", silent, settings("en"))).toMatchObject({
    link: `https://dashboard.example.com/workspaces/${ID}`,
    text: expect.stringContaining(
      "no new job since 27 Nov 2026 09:00 America/Sao_Paulo (usually less than 1",
    ),
  });
  const all = jobs({ tipo: "volume_baixo", n: 0, id_workspace: null, nome_workspace: null });
  expect(composeMessage("begin", all, settings("pt-BR"))).toMatchObject({
    link: "https://dashboard.example.com/pipeline",
    subject: "[Alerta] Todos os workspaces: menos jobs",
  });
});

test("a name cannot begin a line or turn the text around", () => {
  const name = "Acme\r\nBcc: all@example.com\u202e\u0007";
  const { subject, text } = composeMessage("begin", jobs({ nome_workspace: name }), settings("en"));
  expect(subject).toBe("[Alert] Acme Bcc: all@example.com: more failures");
  expect(text).toMatch(/^Acme Bcc: all@example\.com: 71%/);
});

test.each(["pt-BR", "en"] as const)("every kind of entry has its words in %s", (language) => {
  const alerts = [...alertingCodes.map(reason), ...attentionKinds.map((tipo) => jobs({ tipo }))];
  const subjects = alerts.map((alert) => composeMessage("begin", alert, settings(language)));
  for (const message of subjects) expect(told(message)).not.toMatch(/undefined|NaN|null/);
  expect(new Set(subjects.map(({ subject }) => subject)).size).toBe(alerts.length);
});
