import { DateTime } from "luxon";
import type { Zone } from "../format.ts";
import { withoutCaseAndAccents } from "../plain-text.ts";

const MAX_PART = 40;
const MAX_PARTS = 160;

/**
 * A file name that says what is in the file, when it was made, and in which zone its times are, such as
 * `enriquecimentos_30-dias_falhou_2026-11-27_0945_sao-paulo.csv`.
 * @param parts what is in the file, as texts
 * @param now epoch milliseconds
 */
export function exportFileName(
  parts: readonly string[],
  now: number,
  zone: Zone,
  extension: "csv" | "png" = "csv",
): string {
  const made = DateTime.fromMillis(now, { zone }).toFormat("yyyy-MM-dd_HHmm");
  const content = parts.map(slug).filter(Boolean).join("_").slice(0, MAX_PARTS);
  return `${content}_${made}_${slug(zone.split("/").at(-1) ?? zone)}.${extension}`;
}

/** Letters without accents and digits: what every file system takes. */
const slug = (text: string): string =>
  withoutCaseAndAccents(text)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_PART)
    .replaceAll(/^-+|-+$/g, "");
