import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addView, parseSavedViews, removeView, renameView } from "./saved-views.ts";

const failed = { name: "Falhas", path: "/enriquecimentos?status_processamento=FALHOU" };
const week = { name: "Semana", path: "/?periodo=7d" };

describe("parseSavedViews", () => {
  it("reads what was stored", () => {
    expect(parseSavedViews(JSON.stringify([failed, week]))).toEqual([failed, week]);
  });

  it.each([
    null,
    { name: "", path: "/" },
    { name: "  ", path: "/" },
    { name: "x".repeat(81), path: "/" },
    { name: "No path" },
    { name: "Relative", path: "pipeline" },
    { name: "Other site", path: "//example.com/" },
    { name: "Other site", path: "/\\example.com/" },
    { name: "Other site", path: "/\t/example.com/" },
    { name: "Script", path: "javascript:alert(1)" },
    { name: failed.name, path: "/a-second-of-this-name" },
  ])("drops %j and keeps the others", (broken) => {
    expect(parseSavedViews(JSON.stringify([failed, broken, week]))).toEqual([failed, week]);
  });

  it("has no views in any other text", () => {
    for (const text of [null, "", "{", "{}", "null", '"text"']) expect(parseSavedViews(text)).toEqual([]);
    fc.assert(fc.property(fc.json(), (text) => Array.isArray(parseSavedViews(text))));
  });
});

it("adds a view, replaces one of the same name, renames and removes", () => {
  expect(addView([failed], week)).toEqual([failed, week]);
  expect(addView([failed, week], { ...failed, path: "/pipeline" })).toEqual([
    week,
    { name: "Falhas", path: "/pipeline" },
  ]);
  expect(renameView([failed, week], "Falhas", "Erros")).toEqual([{ ...failed, name: "Erros" }, week]);
  expect(renameView([failed, week], "Falhas", "Falhas")).toEqual([failed, week]);
  expect(renameView([failed, week], "Falhas", "Semana")).toEqual([{ ...failed, name: "Semana" }]);
  expect(removeView([failed, week], "Falhas")).toEqual([week]);
});
