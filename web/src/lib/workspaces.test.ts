import { expect, it } from "vitest";
import { listWorkspaces } from "./workspaces.ts";

const workspace = (id: string) => ({ id_workspace: id, nome_workspace: `Name of ${id}` });
const known = ["a", "b", "c"].map(workspace);

it("lists the offered workspaces in their order", () => {
  expect(listWorkspaces(["b"], known, known)).toEqual(known);
});

it("keeps each chosen workspace, with its name if known", () => {
  expect(listWorkspaces(["b", "x", "a"], known, [workspace("a")])).toEqual([
    workspace("b"),
    { id_workspace: "x", nome_workspace: "x" },
    workspace("a"),
  ]);
});
