import { describe, expect, it } from "vitest";
import { heatLevel, heatScale, heatValue, highestOf, nextCell, weekdayNames } from "./heat-cells.ts";
import { parseHeatMeasure } from "./heatmap.ts";

const cell = (finished: number) => ({
  total_enriquecimentos: finished + 5,
  em_processamento: 5,
  necessitam_reprocessamento: 2,
  taxa_sucesso: 0.75,
  duracao_p95_minutos: 12,
});

describe("heatValue", () => {
  it("is the number of jobs, the failure rate or the 95th percentile", () => {
    expect(heatValue(cell(20), "jobs")).toBe(25);
    expect(heatValue(cell(20), "falhas")).toBe(0.25);
    expect(heatValue(cell(20), "p95")).toBe(12);
  });

  it("is missing where too few jobs finished for a rate or a percentile", () => {
    expect(heatValue(cell(19), "jobs")).toBe(24);
    expect(heatValue(cell(19), "falhas")).toBeNull();
    expect(heatValue(cell(19), "p95")).toBeNull();
  });
});

it("finds the highest value, if there is one", () => {
  expect(highestOf([1, null, 3, 2])).toBe(2);
  expect(highestOf([0, null])).toBeUndefined();
});

describe("the colours", () => {
  const levels = (values: (number | null)[], measure: "jobs" | "p95") => {
    const scale = heatScale(values, measure);
    return values.map((value) => heatLevel(value, scale));
  };

  it("grow with the number of jobs, from zero", () => {
    expect(levels([0, 5, 10], "jobs")).toEqual([0, 0.5, 1]);
  });

  it("grow with the ratio of durations, from the shortest", () => {
    expect(levels([1, 10, 100, null], "p95")).toEqual([0, 0.5, 1, 0]);
  });

  it("are the weakest if all durations are equal", () => {
    expect(levels([7, 7], "p95")).toEqual([0, 0]);
  });
});

it("moves by arrow keys, and stays at the edges", () => {
  expect(["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "End"].map((key) => nextCell(0, key))).toEqual([
    0, 0, 1, 24, 23,
  ]);
  expect(["ArrowRight", "ArrowDown", "ArrowUp", "Home"].map((key) => nextCell(167, key))).toEqual([
    167, 167, 143, 144,
  ]);
  expect(nextCell(5, "Enter")).toBeUndefined();
});

it("names the days from Monday in the language of the page", () => {
  expect(weekdayNames("pt-BR", "long").at(0)).toBe("segunda-feira");
  expect(weekdayNames("en", "short").at(-1)).toBe("Sun");
});

it("reads the measure from a URL", () => {
  expect(parseHeatMeasure(new URLSearchParams("mapa=p95"))).toBe("p95");
  expect(parseHeatMeasure(new URLSearchParams("mapa=calor"))).toBe("jobs");
});
