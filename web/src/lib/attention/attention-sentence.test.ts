import { expect, it } from "vitest";
import { createFormat } from "#lib/format.ts";
import type { AttentionEntry } from "./attention-answer.ts";
import { attentionSentence } from "./attention-sentence.ts";

it("keeps the order of its words around a name that reverses what follows", () => {
  const entry: Partial<AttentionEntry> = {
    tipo: "volume_alto",
    id_workspace: "e6bb64bf-46e4-410d-8406-c61e267ea607",
    nome_workspace: "\u202eoãçacilpA",
    desde: "2026-11-26T17:00:00Z",
    n: 12,
    habitual: 3,
  };
  const sentence = attentionSentence(entry as AttentionEntry, createFormat("pt-BR", "UTC"));
  expect(sentence.startsWith("\u2068\u202eoãçacilpA\u2069: ")).toBe(true);
});
