import { expect, it } from "vitest";
import { chartCsv, writeInstant } from "./chart-csv.ts";

const rows = [
  ["Dia", "Taxa; de sucesso", "Jobs"],
  ["23/11/2026", 0.9125, 1234],
  ["24/11/2026", null, -1],
];

it("has semicolons and decimal commas for a spreadsheet in Portuguese", () => {
  expect(chartCsv(rows, "excel-br")).toBe(
    '\ufeffDia;"Taxa; de sucesso";Jobs\r\n23/11/2026;0,9125;1234\r\n24/11/2026;;-1\r\n',
  );
});

it("has commas and decimal points otherwise", () => {
  expect(chartCsv(rows, "padrao")).toBe(
    "\ufeffDia,Taxa; de sucesso,Jobs\r\n23/11/2026,0.9125,1234\r\n24/11/2026,,-1\r\n",
  );
});

it.each(["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "＝1"])(
  "marks %j, which a spreadsheet would calculate",
  (text) => {
    for (const profile of ["excel-br", "padrao"] as const)
      expect(chartCsv([[text]], profile)).toContain(`'${text}`);
  },
);

it("quotes what would end a cell or a row", () => {
  expect(chartCsv([['a "b"', "c\r\nd"]], "padrao")).toBe('\ufeff"a ""b""","c\r\nd"\r\n');
});

it("writes instants in the chosen zone", () => {
  const instant = "2026-11-23T03:00:00Z";
  expect(writeInstant(instant, "padrao", "America/Sao_Paulo")).toBe("2026-11-23T00:00:00-03:00");
  expect(writeInstant(instant, "excel-br", "America/Sao_Paulo")).toBe("23/11/2026 00:00:00");
});
