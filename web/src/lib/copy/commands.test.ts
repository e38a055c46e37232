import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curlCommand } from "./curl-command.ts";
import { quoteShell } from "./quote-shell.ts";
import { temporalCommand } from "./temporal-command.ts";

/** What a shell passes to the program of a command. */
function argumentsOf(command: string, variables: Record<string, string> = {}): string[] {
  const program = command.slice(0, command.indexOf(" "));
  const script = `${program}() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8", env: { ...process.env, ...variables } })
    .split("\0")
    .slice(0, -1);
}

describe("curlCommand", () => {
  it("has each parameter, and takes the key from the environment", () => {
    const command = curlCommand("http://127.0.0.1:3000", "/analytics/enrichments", {
      busca: "D'Ávila & $(rm -rf /)",
      status_processamento: ["FALHOU", "CANCELADO"],
      cursor: undefined,
    });
    expect(argumentsOf(command, { ANALYTICS_API_KEY: "em_secret" })).toEqual([
      "--get",
      "http://127.0.0.1:3000/analytics/enrichments",
      "--header",
      "Authorization: Bearer em_secret",
      "--data-urlencode",
      "busca=D'Ávila & $(rm -rf /)",
      "--data-urlencode",
      "status_processamento=FALHOU",
      "--data-urlencode",
      "status_processamento=CANCELADO",
    ]);
    expect(command).toContain('"Authorization: Bearer $ANALYTICS_API_KEY"');
  });

  it("has a placeholder where the address of the API is not known", () => {
    const command = curlCommand(undefined, "/pipeline/runs/48");
    expect(argumentsOf(command, { ANALYTICS_API_URL: "https://api.example.com" })[1]).toBe(
      "https://api.example.com/pipeline/runs/48",
    );
  });
});

it("quotes any text for a shell", () => {
  const text = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(text, (text) => {
      expect(argumentsOf(`x ${quoteShell(text)}`)).toEqual([text]);
    }),
    { numRuns: 25 },
  );
});

it("shows a workflow with the Temporal CLI", () => {
  const run = { workflow_id: "enrichment-pipeline-2026-11-23T17:05:00Z", run_id: "0b0f9d0e-6c5c-4a0f-9a5d" };
  expect(temporalCommand(run)).toBe(
    `temporal workflow show --workflow-id ${run.workflow_id} --run-id ${run.run_id}`,
  );
  expect(argumentsOf(temporalCommand({ ...run, workflow_id: "it's; one" }))).toContain("it's; one");
});
