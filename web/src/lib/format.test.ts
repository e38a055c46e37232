import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFormat } from "./format.ts";

const brazil = createFormat("pt-BR", "America/Sao_Paulo");
const english = createFormat("en", "UTC");

/** Intl joins numbers and units with one of several spaces, which differ between its versions. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("numbers", () => {
  it("are written as the reader writes them", () => {
    expect(brazil.count(1234567)).toBe("1.234.567");
    expect(english.count(1234567)).toBe("1,234,567");
    expect(plain(brazil.percent(0.9284))).toBe("92,8%");
    expect(brazil.change(0.123)).toContain("+12,3");
    expect(brazil.points(-0.012)).toBe("-1,2");
  });

  it("are a dash when they are missing, and never zero", () => {
    expect([brazil.count(null), brazil.percent(null), brazil.duration(null), brazil.minutes(null)]).toEqual(
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
  ])("of %d seconds read %s", (seconds, text) => {
    expect(plain(brazil.duration(seconds))).toBe(text);
  });

  it("in minutes are the same", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (minutes) => {
        expect(brazil.minutes(minutes)).toBe(brazil.duration(minutes * 60));
      }),
    );
  });
});

describe("times", () => {
  const instant = "2026-11-24T02:05:09Z";

  it("stand in the reader's zone and name it", () => {
    expect(brazil.toSecond(instant)).toBe("23 de nov. de 2026, 23:05:09 BRT");
    expect(brazil.toMinute(instant)).toBe("23 de nov. de 2026, 23:05 BRT");
    expect(plain(english.toSecond(instant))).toBe("Nov 24, 2026, 02:05:09 AM UTC");
    expect(brazil.toSecond(null)).toBe("–");
  });

  it("of any year are that year's, with the era where a reader could mistake it", () => {
    expect(english.toSecond("9999-12-31T23:59:59.999Z")).toContain("9999");
    expect(english.toSecond("1900-01-01T00:00:00.000Z")).toContain("Jan 01, 1900");
    expect(english.compact("+020000-02-29T00:00:00.000Z")).toContain("20000");
    expect(plain(english.toSecond("0001-01-01T00:00:00.000Z"))).toMatch(/^Jan 01, 1 AD?/);
    expect(plain(english.toSecond("-000043-03-15T12:00:00.000Z"))).toMatch(/^Mar 15, 44 B/);
    expect(brazil.toSecond("0001-01-01T00:00:00.000Z")).toContain("31 de dez. de 1 a.C.");
  });

  it("name the bucket that begins there, with its zone", () => {
    const start = "2026-11-23T00:00:00-03:00";
    expect(brazil.bucket(start, "dia")).toBe("seg., 23 de nov. de 2026, BRT");
    expect(brazil.bucket(start, "mes")).toBe("nov. de 2026, BRT");
  });

  it.each([
    ["2026-11-24T02:05:09Z", "há 0 segundo"],
    ["2026-11-24T02:04:00Z", "há 1 minuto"],
    ["2026-11-23T23:05:09Z", "há 3 horas"],
    ["2026-11-20T02:05:09Z", "há 4 dias"],
    ["2026-11-24T02:06:09Z", "há 0 segundo"],
  ])("%s is %s", (then, text) => {
    expect(brazil.ago(then, Date.parse(instant))).toBe(text);
  });
});
