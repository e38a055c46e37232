import { expect, it } from "vitest";
import { createApi } from "../api.ts";
import { findByText, runNumber } from "./find-by-text.ts";

const ID = "6e755ef0-4543-0b13-ffde-08d69844d0c1";
const RUN = { run_id: "11111111-2222-4333-8444-555555555555", run_number: 48 };
const WORKSPACE = { id_workspace: ID, nome_workspace: "Comércio S.A." };

/** An API with these answers by path; all else is not found. */
function apiWith(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const fetch = (input: RequestInfo | URL) => {
    const { pathname } = new URL(String(input), "http://api.test");
    asked.push(pathname);
    const answer = answers[pathname];
    return Promise.resolve(
      answer ? Response.json(answer) : Response.json({ detail: "There is none." }, { status: 404 }),
    );
  };
  return { api: createApi({ fetch, url: "http://api.test" }), asked };
}

const TOP = "/analytics/workspaces/top";

it("asks for workspaces only, if the text is no id and no number", async () => {
  const { api, asked } = apiWith({ [TOP]: { data: [WORKSPACE] } });
  expect(await findByText(api, "comercio")).toEqual({
    workspaces: [WORKSPACE],
    enrichmentId: undefined,
    run: undefined,
  });
  expect(asked).toEqual([TOP]);
});

it("finds a run by its number", async () => {
  const { api } = apiWith({ [TOP]: { data: [] }, "/pipeline/runs/48": { data: RUN } });
  expect((await findByText(api, "#048")).run).toEqual(RUN);
  expect((await findByText(api, "49")).run).toBeUndefined();
});

it("finds a job by its id, and nothing under an unknown one", async () => {
  const { api } = apiWith({ [TOP]: { data: [] }, [`/analytics/enrichments/${ID}`]: { data: {} } });
  expect((await findByText(api, ID)).enrichmentId).toBe(ID);
  expect((await findByText(api, RUN.run_id)).enrichmentId).toBeUndefined();
});

it("fails if the API does", async () => {
  const api = createApi({
    fetch: () => Promise.reject(new TypeError("No network.")),
    url: "http://api.test",
  });
  await expect(findByText(api, "48")).rejects.toThrow("No network.");
});

it("reads the number of a run", () => {
  expect(["48", "#48", "# 48", "0048", "0"].map(runNumber)).toEqual(["48", "48", "48", "48", "0"]);
  expect(["", "#", "4.8", "-1", "1234567890", "48 x"].map(runNumber)).toEqual(Array(6).fill(undefined));
});
