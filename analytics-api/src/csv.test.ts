import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvFormat, csvFormats, toCsv } from "./csv.ts";

const columns = ["nome", "numero", "sim"];

interface Row extends Record<string, unknown> {
  nome: string;
  numero: number | null;
  sim: boolean;
}

async function write(batches: Row[][], format: CsvFormat): Promise<string> {
  const source = (async function* () {
    yield* batches;
  })();
  const pieces: Uint8Array[] = [];
  for await (const piece of toCsv(source, columns, format)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const read = (text: string, format: CsvFormat): string[][] =>
  parse(text, { bom: true, delimiter: format === "excel-br" ? ";" : ",", relax_column_count: false });

const wouldBeFormula = (text: string): boolean => /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);

const row: fc.Arbitrary<Row> = fc.record({
  nome: fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.stringMatching(/^[=+\-@\t\r";,'\n][=+\-@\t\r";,'\n a]{0,8}$/),
  ),
  numero: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })),
  sim: fc.boolean(),
});

describe.each(csvFormats)("toCsv %s", (format) => {
  it("is parsed to the original values, without formulas", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 3 }), async (batches) => {
        const [header, ...cells] = read(await write(batches, format), format);
        expect(header).toEqual(columns);
        expect(cells.map(([nome]) => nome)).toEqual(
          batches.flat().map(({ nome }) => (wouldBeFormula(nome) ? `'${nome}` : nome)),
        );
        expect(cells.map(([, numero]) => (numero ? Number(numero.replace(",", ".")) : null))).toEqual(
          batches.flat().map(({ numero }) => numero),
        );
        expect(cells.every(([nome = ""]) => !wouldBeFormula(nome))).toBe(true);
      }),
    );
  });
});

describe("toCsv", () => {
  const rows: Row[] = [{ nome: "=1+1", numero: 2.5, sim: true }];

  it("writes RFC 4180 with decimal points", async () => {
    expect(await write([rows], "padrao")).toBe("nome,numero,sim\r\n'=1+1,2.5,true\r\n");
  });

  it("writes the format of Brazilian Excel", async () => {
    expect(await write([rows], "excel-br")).toBe("\uFEFFnome;numero;sim\r\n'=1+1;2,5;VERDADEIRO\r\n");
  });

  it("has a header also without rows", async () => {
    expect(await write([], "padrao")).toBe("nome,numero,sim\r\n");
  });
});
