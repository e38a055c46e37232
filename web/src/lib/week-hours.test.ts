import { describe, expect, it } from "vitest";
import { weekHoursSummary } from "./week-hour-labels.ts";
import { parseWeekHours } from "./week-hours.ts";

const read = (query: string) => parseWeekHours(new URLSearchParams(query));

describe("hours of the week in a URL", () => {
  it("are all, those of a weekday, those of an hour of the day, or one", () => {
    for (const [query, dia_semana, hora] of [
      ["", undefined, undefined],
      ["dia_semana=&hora=", undefined, undefined],
      ["dia_semana=7", "7", undefined],
      ["hora=0", undefined, "0"],
      ["dia_semana=1&hora=23", "1", "23"],
    ])
      expect(read(query ?? ""), query).toEqual({ weekHours: { dia_semana, hora }, problems: [] });
  });

  it("are reported if they are unknown", () => {
    expect(read("dia_semana=8&hora=07")).toEqual({
      weekHours: { dia_semana: undefined, hora: undefined },
      problems: [
        { name: "dia_semana", reason: "unknown", value: "8" },
        { name: "hora", reason: "unknown", value: "07" },
      ],
    });
  });
});

it("names hours of the week", () => {
  expect(weekHoursSummary({ dia_semana: "1", hora: "14" })).toBe("segundas-feiras, 14h–15h");
  expect(weekHoursSummary({ dia_semana: "6", hora: undefined })).toBe("sábados");
  expect(weekHoursSummary({ dia_semana: undefined, hora: "0" })).toBe("0h–1h");
  expect(weekHoursSummary({ dia_semana: undefined, hora: undefined })).toBe("");
});
