/** The API's formats of a CSV file. `padrao`: RFC 4180. `excel-br`: for a spreadsheet in Portuguese. */
export const csvProfiles = ["excel-br", "padrao"] as const;
export type CsvProfile = (typeof csvProfiles)[number];
