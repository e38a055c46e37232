import { type Options, stringify } from "csv-stringify/sync";

export const csvFormats = ["padrao", "excel-br"] as const;
export type CsvFormat = (typeof csvFormats)[number];

const options: Options = {
  record_delimiter: "windows",
  quote_record_delimiter: true,
  escape_formulas: true,
};

/** `instantPattern` is the format of an instant for PostgreSQL's `to_char`. */
export const dialects: Record<CsvFormat, { instantPattern: string; options: Options }> = {
  /** RFC 4180, with instants in ISO 8601. */
  padrao: {
    instantPattern: 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM',
    options: { ...options, cast: { boolean: String } },
  },
  /** What Excel opens by double click with Brazilian settings. */
  "excel-br": {
    instantPattern: "DD/MM/YYYY HH24:MI:SS",
    options: {
      ...options,
      delimiter: ";",
      bom: true,
      cast: {
        boolean: (value) => (value ? "VERDADEIRO" : "FALSO"),
        number: (value) => String(value).replace(".", ","),
      },
    },
  },
};

const utf8 = new TextEncoder();

/**
 * A CSV file in UTF-8, in one chunk per batch of rows after the header. A text that a spreadsheet would take for a formula (it begins
 * with `=`, `+`, `-`, `@`, also in full width, a tab or a carriage return) gets a `'` before it.
 */
export async function* toCsv(
  batches: AsyncIterable<readonly Record<string, unknown>[]>,
  columns: readonly string[],
  format: CsvFormat,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const { options } = dialects[format];
  yield utf8.encode(stringify([columns], options));
  for await (const rows of batches)
    yield utf8.encode(stringify([...rows], { ...options, bom: false, columns }));
}
