import { describe, expect, it } from "vitest";
import { createFormat } from "./format.ts";
import { overwriteGetLocale } from "./paraglide/runtime.js";
import { targetSentences, timeKept } from "./target-sentences.ts";
import { ageAt, type TargetsAnswer } from "./targets.ts";

overwriteGetLocale(() => "pt-BR");
const format = createFormat("pt-BR", "UTC");

const job = {
  alvo: 0.92,
  valor: 0.912,
  cumprida: false,
  intervalos: 30,
  intervalos_cumpridos: 21,
  parte_cumprida: 0.7,
};

const answer = (data: Partial<TargetsAnswer["data"]>, fim: string | null = null): TargetsAnswer => ({
  data: { taxa_sucesso: null, duracao_p95_minutos: null, idade_dados_minutos: null, ...data },
  meta: { fuso: "UTC", periodo: { inicio: null, fim }, intervalo: "dia" },
  as_of: { run_number: 1, instant: null, watermark: null },
});

const say = (data: Partial<TargetsAnswer["data"]>, age: number | null = null) =>
  targetSentences(answer(data), age, format).map(({ verdict, text }) => `${verdict.word}: ${text}`);

describe("targetSentences", () => {
  it("says nothing of targets that are not set", () => expect(say({})).toEqual([]));

  it("tells a missed target with value, target and share of the period", () =>
    expect(say({ taxa_sucesso: job })).toEqual([
      "Não cumprida: Taxa de sucesso 91,2%: abaixo da meta de 92%; dias em que foi cumprida: 21 de 30.",
    ]));

  it("does not say that a value is below an equal one", () => {
    expect(say({ taxa_sucesso: { ...job, valor: 0.9199 } })[0]).toContain(
      "92,0%: um pouco abaixo da meta de 92%",
    );
    expect(say({ duracao_p95_minutos: { ...job, alvo: 25, valor: 25.01 } })[0]).toContain(
      "25 min: um pouco acima da meta de 25 min",
    );
    expect(say({ taxa_sucesso: { ...job, alvo: 0.9995, valor: 0.9996, cumprida: true } })[0]).toContain(
      "dentro da meta de 99,95%",
    );
  });

  it("gives no verdict without enough jobs, and says why", () =>
    expect(
      say({ duracao_p95_minutos: { ...job, alvo: 25, valor: null, cumprida: null, intervalos: 0 } }),
    ).toEqual(["Sem medida: Duração (p95): a meta é 25 min; menos de 20 jobs terminaram."]));

  it("judges the age of the data that it is given", () => {
    const freshness = { alvo: 10, valor: 3, cumprida: true, parte_cumprida: 0.98351 };
    expect(say({ idade_dados_minutos: freshness }, 3.9)).toEqual([
      "Cumprida: Idade dos dados 3 min: dentro da meta de 10 min; cumprida em 98,3% do tempo.",
    ]);
    expect(say({ idade_dados_minutos: freshness }, 10.2)[0]).toContain(
      "Não cumprida: Idade dos dados 10 min: um pouco acima da meta de 10 min",
    );
    expect(say({ idade_dados_minutos: { ...freshness, parte_cumprida: null } })).toEqual([
      "Sem medida: Idade dos dados: a meta é 10 min; nenhuma execução trouxe dados ainda.",
    ]);
  });
});

describe("timeKept", () => {
  it("says 100% only of all the time", () => {
    expect(timeKept(0.99999, format)).toBe("cumprida em 99,9% do tempo");
    expect(timeKept(1, format)).toBe("cumprida em 100,0% do tempo");
  });
});

describe("ageAt", () => {
  const age = { idade_dados_minutos: { alvo: 10, valor: 3, cumprida: true, parte_cumprida: 1 } };
  const readAt = Date.parse("2026-11-23T12:00:00Z");
  const now = readAt + 5 * 60_000;

  it("grows up to the end of the period", () => {
    expect(ageAt(answer(age), readAt, now)).toBe(8);
    expect(ageAt(answer(age, "2026-11-23T12:02:00Z"), readAt, now)).toBe(5);
    expect(ageAt(answer(age, "2026-11-22T00:00:00Z"), readAt, now)).toBe(3);
    expect(ageAt(answer({}), readAt, now)).toBeNull();
  });
});
