import fc from "fast-check";
import { expect, it } from "vitest";
import { exportFileName } from "./export-file-name.ts";

const NOW = Date.parse("2026-11-28T01:45:00Z");

it("says what is in the file, and when it was made in the chosen zone", () => {
  expect(
    exportFileName(["Enriquecimentos", "30 dias", "Falhou", "Comércio S.A."], NOW, "America/Sao_Paulo"),
  ).toBe("enriquecimentos_30-dias_falhou_comercio-s-a_2026-11-27_2245_sao-paulo.csv");
  expect(exportFileName(["Enrichments"], NOW, "UTC")).toBe("enrichments_2026-11-28_0145_utc.csv");
});

it("is a name that every file system takes, whatever was searched", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
      expect(exportFileName(parts, NOW, "UTC")).toMatch(/^[a-z0-9_-]{1,200}\.csv$/);
    }),
  );
});
