import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Code, InlineCode } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { visit } from "unist-util-visit";
import { beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY } from "./repository.ts";

/** Not files of the repository: a folder that `start` creates, a file that an operator adds, and the endings of kinds of files. */
const NO_PATH = /^\.data\/|^my-cluster\/|^compose\.override\.yaml$|^(\.[a-z0-9]+)?\.test\.ts$|^\/|[<>*{]/;
const IS_PATH = /^[\w.+@[\]=/-]+(\/|\.(ts|svelte|md|json|ya?ml|mjs|sh|sql|toml))$/;

/** pnpm's own commands that the documents use. */
const OF_PNPM = ["install"];

const read = (file: string): string => readFileSync(join(REPOSITORY, file), "utf8");

const documents = globSync(["*.md", "*/*.md", "docs/**/*.md"], {
  cwd: REPOSITORY,
  exclude: (name) => name.includes("node_modules") || name.startsWith("."),
});

const files = globSync("**/*", {
  cwd: REPOSITORY,
  exclude: (name) => /(^|\/)(node_modules|build|\.git|\.svelte-kit|\.data|\.venv)$/.test(name),
});

function citations(document: string): { code: string; line: number }[] {
  const found: { code: string; line: number }[] = [];
  visit(fromMarkdown(read(document)), ["inlineCode", "code"], (node) => {
    const { value, position } = node as Code | InlineCode;
    const first = (position?.start.line ?? 0) + (node.type === "code" ? 1 : 0);
    value.split("\n").forEach((code, index) => {
      found.push({ code: code.trim(), line: first + index });
    });
  });
  return found;
}

/** A path may begin at any folder: a document about `temporal/src/` names the files in it. */
const isThere = (path: string): boolean => {
  const end = path.replace(/\/$/, "");
  return files.some((file) => file === end || file.endsWith(`/${end}`));
};

const missingPaths = (document: string): string[] =>
  citations(document)
    .filter(({ code }) => IS_PATH.test(code) && !NO_PATH.test(code) && !isThere(code))
    .map(({ code, line }) => `${document}:${line}: ${code}`);

/** What follows `pnpm` in a line of shell, without comments. */
const commandsOf = (code: string): string[][] =>
  [...code.matchAll(/\bpnpm(?:@12)? ([^|&#]+)/g)].map(([, words = ""]) => words.trim().split(/\s+/));

interface Package {
  name: string;
  scripts?: Record<string, string>;
}

const packages: Package[] = globSync(["package.json", "*/package.json"], { cwd: REPOSITORY }).map((file) =>
  JSON.parse(read(file)),
);
const [root] = packages.filter(({ name }) => name === "enrichment-monitor");

let pipelineCommands: string[];

/** What is wrong with the words after `pnpm`; undefined if nothing is. */
function problemOf(words: string[]): string | undefined {
  const [first, second, ...rest] = words;
  if (first === "--filter") {
    const named = packages.find(({ name }) => name === second);
    const script = rest[0] === "run" ? rest[1] : rest[0];
    if (!named) return `no package ${second}`;
    return script === "exec" || named.scripts?.[script ?? ""]
      ? undefined
      : `no script ${script} in ${second}`;
  }
  if (first === "exec") return second === "node" ? problemOfPath(rest[0]) : undefined;
  if (first === "run" && second === "pipeline") {
    const name = rest[0];
    const isNamed = name !== undefined && /^[a-z]/.test(name);
    return isNamed && !pipelineCommands.includes(name) ? `the command line has no ${name}` : undefined;
  }
  const script = first === "run" ? second : first;
  if (script === "vitest" || OF_PNPM.includes(script ?? "") || root?.scripts?.[script ?? ""])
    return undefined;
  return `no script ${script}`;
}

const problemOfPath = (path = ""): string | undefined =>
  existsSync(join(REPOSITORY, path)) ? undefined : `no file ${path}`;

/** Inline code is a command only if it begins with `pnpm`; a block may be one of shell or of output. */
const wrongCommands = (document: string): string[] =>
  citations(document)
    .filter(({ code }) => /^((npx|[A-Z_]+=\S+) )?pnpm(@12)? /.test(code))
    .flatMap(({ code, line }) =>
      commandsOf(code)
        .map(problemOf)
        .filter((problem) => problem !== undefined)
        .map((problem) => `${document}:${line}: ${problem}, in: ${code}`),
    );

describe("documentation", () => {
  beforeAll(() => {
    const help = execFileSync(process.execPath, [join(REPOSITORY, "temporal/src/cli.ts"), "--help"], {
      encoding: "utf8",
    });
    pipelineCommands = [...help.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name = ""]) => name);
  });

  it("is read", () => {
    expect(documents).toContain("README.md");
    expect(documents).toContain("docs/operations.md");
    expect(pipelineCommands).toContain("reconcile");
    expect(citations("docs/operations.md").length).toBeGreaterThan(50);
  });

  // Links are checked by `pnpm lint`.
  it.each(documents)("%s names paths and commands that exist", (document) => {
    expect([...missingPaths(document), ...wrongCommands(document)]).toEqual([]);
  });

  it("says what to do about each alert of Prometheus", () => {
    const alerts = [...read("observability/alerts.yml").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(alerts.length).toBeGreaterThan(10);
    const documented = citations("docs/operations.md").map(({ code }) => code);
    expect(alerts.filter((name) => !documented.includes(name ?? ""))).toEqual([]);
  });

  it("is refused with a command that does not exist", () => {
    expect(
      ["run pipeline nope", "nope", "--filter @enrichment-monitor/bench run nope"].map((words) =>
        problemOf(words.split(" ")),
      ),
    ).toEqual([
      "the command line has no nope",
      "no script nope",
      "no script nope in @enrichment-monitor/bench",
    ]);
    expect(isThere("temporal/src/nope.ts")).toBe(false);
  });
});
