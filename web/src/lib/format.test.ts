import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFormat } from "./format.ts";

const ptBR = createFormat("pt-BR", "America/Sao_Paulo");
const english = createFormat("en", "UTC");

/** The spaces that Intl puts between numbers and units differ between its versions. */
const normalizeSpaces = (text: string) => text.replaceAll(/[\u00a0\u2009\u202f]/g, " ");

describe("numbers", () => {
  it("are formatted for the locale", () => {
    expect(ptBR.count(1234567)).toBe("1.234.567");
    expect(english.count(1234567)).toBe("1,234,567");
    expect(normalizeSpaces(ptBR.percent(0.9284))).toBe("92,8%");
    expect(ptBR.change(0.123)).toContain("+12,3");
    expect(ptBR.points(-0.012)).toBe("-1,2");
  });

  it("are a dash, never zero, if they are missing", () => {
    expect([ptBR.count(null), ptBR.percent(null), ptBR.duration(null), ptBR.minutes(null)]).toEqual(
      Array(4).fill("–"),
    );
  });
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [0.25, "250 ms"],
    [42.4, "42,4 s"],
    [444, "7,4 min"],
    [5400, "1,5 h"],
    [259_200, "3 dias"],
  ])("formats %d seconds as %s", (seconds, text) => {
    expect(normalizeSpaces(ptBR.duration(seconds))).toBe(text);
  });

  it("formats minutes like the same number of seconds", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (minutes) => {
        expect(ptBR.minutes(minutes)).toBe(ptBR.duration(minutes * 60));
      }),
    );
  });
});

describe("times", () => {
  const instant = "2026-11-24T02:05:09Z";

  it("are in the chosen zone and include its name", () => {
    expect(ptBR.toSecond(instant)).toBe("23 de nov. de 2026, 23:05:09 BRT");
    expect(ptBR.toMinute(instant)).toBe("23 de nov. de 2026, 23:05 BRT");
    expect(normalizeSpaces(english.toSecond(instant))).toBe("Nov 24, 2026, 02:05:09 UTC");
    expect(ptBR.toSecond(null)).toBe("–");
  });

  it("do not wrap within the zone", () => {
    expect(createFormat("en", "America/Sao_Paulo").toSecond(instant)).toContain("GMT\u20113");
  });

  it("in tables do not wrap between time and zone", () => {
    expect(ptBR.compact(instant)).toBe("23/11/2026, 23:05:09\u00a0BRT");
    expect(ptBR.compact(null)).toBe("–");
  });

  it("have the era for years before Christ and the year 1", () => {
    expect(english.toSecond("9999-12-31T23:59:59.999Z")).toContain("9999");
    expect(english.toSecond("1900-01-01T00:00:00.000Z")).toContain("Jan 01, 1900");
    expect(english.compact("+020000-02-29T00:00:00.000Z")).toContain("20000");
    expect(normalizeSpaces(english.toSecond("0001-01-01T00:00:00.000Z"))).toMatch(/^Jan 01, 1 AD?/);
    expect(normalizeSpaces(english.toSecond("-000043-03-15T12:00:00.000Z"))).toMatch(/^Mar 15, 44 B/);
    expect(ptBR.toSecond("0001-01-01T00:00:00.000Z")).toContain("31 de dez. de 1 a.C.");
  });

  it("have a 24-hour clock in both languages", () => {
    const evening = Date.parse("2026-11-24T23:05:09Z");
    expect(ptBR.clock(evening)).toBe("20:05:09 BRT");
    expect(english.clock(evening)).toBe("23:05:09 UTC");
    expect(english.bucket("2026-11-24T23:00:00Z", "hora")).toContain("23:00");
  });

  it("of a span that ends with a day name that day and not the next one", () => {
    const [from, to] = ["2026-11-01T00:00:00-03:00", "2026-11-03T00:00:00-03:00"];
    expect(ptBR.days(from, to)).toBe("1 a 2 de nov. de 2026");
    expect(normalizeSpaces(english.dates("2026-11-01", "2026-11-02"))).toBe("Nov 1 – 2, 2026");
    expect(ptBR.dates("2026-11-01", "2026-11-01")).toBe("1 de nov. de 2026");
  });

  it("label the bucket that starts there, with the zone", () => {
    const start = "2026-11-23T00:00:00-03:00";
    expect(ptBR.bucket(start, "dia")).toBe("seg., 23 de nov. de 2026, BRT");
    expect(ptBR.bucket(start, "mes")).toBe("nov. de 2026, BRT");
  });

  it.each([
    ["2026-11-24T02:05:09Z", "agora"],
    ["2026-11-24T02:04:00Z", "há 1 minuto"],
    ["2026-11-23T23:05:09Z", "há 3 horas"],
    ["2026-11-20T02:05:09Z", "há 4 dias"],
    ["2026-11-24T02:06:09Z", "agora"],
  ])("formats the age of %s as %s", (then, text) => {
    expect(ptBR.ago(then, Date.parse(instant))).toBe(text);
  });

  it.each([
    ["2026-11-24T02:08:09Z", "em 3 minutos"],
    ["2026-11-24T02:05:00Z", "agora"],
  ])("formats the time until %s as %s", (then, text) => {
    expect(ptBR.until(then, Date.parse(instant))).toBe(text);
  });
});

it.each([
  [0, "0 kB"],
  [1, "1 kB"],
  [999_001, "1.000 kB"],
  [1_843_000, "1,8 MB"],
])("formats %d bytes as %s", (bytes, text) => {
  expect(ptBR.bytes(bytes).replaceAll("\u00a0", " ")).toBe(text);
});
