import { createApiKey } from "@enrichment-monitor/warehouse/api-key";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { eventsOf } from "../testing/event-stream.ts";
import { createFixtureApi, type FixtureApi } from "../testing/fixture-api.ts";

type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: "query" | "path";
  required?: boolean;
  schema: Json;
}

interface Operation {
  parameters?: Parameter[];
  responses: Record<string, { content?: Record<string, { schema: Json; example: unknown }> }>;
}

interface OpenApiDocument {
  paths: Record<string, { get?: Operation; post?: Operation }>;
  components: { schemas: Record<string, Json> };
}

let api: FixtureApi;
let document: OpenApiDocument;
/** Values of path parameters with data. */
let existing: Record<string, string[]>;
/** For the endpoints that always require a key. */
let withKey: RequestInit;

/** As in the container image, which has no pnpm. */
const PIPELINE_COMMAND = "docker compose exec worker pipeline";

beforeAll(async () => {
  vi.stubEnv("PIPELINE_COMMAND", PIPELINE_COMMAND);
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 400, workspaces: 12 });
  document = (await (await api.app.request("/openapi.json")).json()) as OpenApiDocument;
  const { key } = await createApiKey(api.sql, { name: "Test", scope: "read" });
  withKey = { headers: { Authorization: `Bearer ${key}` } };
  const [ids] = await api.sql<[{ jobs: string[]; workspaces: string[]; runs: string[]; proved: string[] }]>`
    select
      (select array_agg(id_enriquecimento) from gold.enrichments) as jobs,
      (select array_agg(distinct id_workspace) from gold.enrichments) as workspaces,
      (select array_agg(run_id::text) || array_agg(run_number::text) from ops.runs) as runs,
      (select array_agg(run_id::text) || array_agg(run_number::text) from ops.proofs join ops.runs using (run_id)) as proved`;
  existing = {
    "/analytics/enrichments/{id}": ids.jobs,
    "/analytics/workspaces/{id}": ids.workspaces,
    "/analytics/workspaces/{id}/standing": ids.workspaces,
    "/pipeline/runs/{id}": ids.runs,
    "/pipeline/runs/{id}/proof": ids.proved,
  };
});

afterAll(() => {
  vi.unstubAllEnvs();
  return api[Symbol.asyncDispose]();
});

it("the document names commands as this place calls them", () => {
  const text = JSON.stringify(document);
  expect(text).toContain(`${PIPELINE_COMMAND} keys create`);
  expect(text).not.toContain("pnpm");
});

/** Values that the schema of a parameter allows. */
function allowed(schema: Json): fc.Arbitrary<string> {
  if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map((option) => allowed(option as Json)));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as string[]));
  if (schema.type === "array") return allowed(schema.items as Json);
  if (schema.type === "integer")
    return fc.integer({ min: Number(schema.minimum), max: Number(schema.maximum) }).map(String);
  if (schema.format === "date") return day.map((date) => date.toISOString().slice(0, 10));
  if (schema.format === "date-time") return day.map((date) => date.toISOString());
  if (schema.format === "uuid") return fc.uuid();
  return fc.oneof(fc.constantFrom(String(schema.example ?? "a")), fc.string({ minLength: 1 }));
}

const day = fc.date({
  min: new Date("2026-09-20T00:00:00Z"),
  max: new Date("2026-11-30T00:00:00Z"),
  noInvalidDate: true,
});

/** Invalid and hostile values. */
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "\0",
    "'; drop table gold.enrichments; --",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "infinity",
    "NaN",
    "-1",
    "1e9",
    "99999999999999999999",
    "+03:00",
    "../../etc/passwd",
    "WyJkYXRhX2NyaWFjYW8iLCJkZXNjIiwiMjAyNi0xMy00NSIsIngiXQ",
  ),
);

type Values = (schema: Json) => fc.Arbitrary<string>;

const orHostile: Values = (schema) => fc.oneof(allowed(schema), hostile);

/** Requests to `path` with some of its optional parameters, some of them repeated. */
function requestsTo(path: string, { parameters = [] }: Operation, values: Values): fc.Arbitrary<string> {
  const inPath = parameters.some((parameter) => parameter.in === "path")
    ? fc.oneof(fc.constantFrom(...(existing[path] ?? [])), values({ format: "uuid" }))
    : fc.constant("");
  const inQuery = parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name, required, schema }) =>
      fc
        .array(values(schema), { minLength: required ? 1 : 0, maxLength: schema.type === "array" ? 3 : 1 })
        .map((sent) => sent.map((value): [string, string] => [name, value])),
    );
  return fc
    .tuple(inPath, fc.tuple(...inQuery))
    .map(
      ([id, query]) => `${path.replace("{id}", encodeURIComponent(id))}?${new URLSearchParams(query.flat())}`,
    );
}

/** A request to `path` with required parameters only. */
function plainRequestTo(path: string, { parameters = [] }: Operation): string {
  const query = parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, schema }): [string, string] => [name, (schema.enum as string[])[0] ?? ""]);
  return `${path.replace("{id}", existing[path]?.[0] ?? "")}?${new URLSearchParams(query)}`;
}

/**
 * Forbids undocumented properties. A part of an `allOf` stays open; the whole is closed.
 */
function closed(schema: unknown, isPart = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => closed(item, isPart));
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]) => [
    key,
    key === "properties"
      ? Object.fromEntries(Object.entries(value as Json).map(([name, property]) => [name, closed(property)]))
      : key === "$ref"
        ? `document${value}`
        : closed(value, key === "allOf"),
  ]);
  const isWhole = !isPart && ["properties", "allOf", "$ref"].some((key) => key in schema);
  return { ...Object.fromEntries(members), ...(isWhole && { unevaluatedProperties: false }) };
}

function createValidator() {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [
    name,
    closed(schema, true),
  ]);
  ajv.addSchema({ $id: "document", components: { schemas: Object.fromEntries(schemas) } });
  const compiled = new Map<Json, ValidateFunction>();
  return (schema: Json, value: unknown): string[] => {
    const validate = compiled.get(schema) ?? ajv.compile(closed(schema) as Json);
    compiled.set(schema, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}

/** Sends a request and checks that the response is as documented; returns its status. */
async function askAndCheck(
  request: string,
  { responses }: Operation,
  validate: ReturnType<typeof createValidator>,
  init: RequestInit = {},
): Promise<number> {
  const response = await api.app.request(request, init);
  const promised = responses[String(response.status)];
  expect(promised, `${response.status} is documented`).toBeDefined();
  const type = response.headers.get("Content-Type")?.split(";")[0] ?? "";
  const content = promised?.content?.[type];
  expect(content, `${response.status} of type ${type} is documented`).toBeDefined();
  const json = await jsonOf(response, type);
  if (content && json !== undefined) expect(validate(content.schema, json)).toEqual([]);
  return response.status;
}

/** What a schema describes: a JSON body, or the first event of a stream. */
async function jsonOf(response: Response, type: string): Promise<unknown> {
  if (type === "text/event-stream") {
    const events = eventsOf(response);
    const { value } = await events.next();
    await events.return();
    return value;
  }
  const text = await response.text();
  return /json$/.test(type) ? JSON.parse(text) : undefined;
}

const endpoints = () =>
  Object.entries(document.paths).flatMap(([path, { get }]) => (get ? [{ path, operation: get }] : []));

describe("every documented endpoint", () => {
  it("returns data without parameters", async () => {
    const validate = createValidator();
    for (const { path, operation } of endpoints())
      expect(await askAndCheck(plainRequestTo(path, operation), operation, validate, withKey), path).toBe(
        200,
      );
  });

  it("responds as documented to valid parameters", async () => {
    const validate = createValidator();
    for (const { path, operation } of endpoints()) {
      await fc.assert(
        fc.asyncProperty(requestsTo(path, operation, allowed), async (request) => {
          expect([200, 404, 422]).toContain(await askAndCheck(request, operation, validate, withKey));
        }),
        { numRuns: 25 },
      );
    }
  });

  it("responds as documented to hostile parameters, and never with 5xx", async () => {
    const validate = createValidator();
    for (const { path, operation } of endpoints()) {
      await fc.assert(
        fc.asyncProperty(requestsTo(path, operation, orHostile), async (request) => {
          expect(await askAndCheck(request, operation, validate, withKey)).toBeLessThan(500);
        }),
        { numRuns: 40 },
      );
    }
  });

  it("refuses an unknown parameter", async () => {
    for (const { path, operation } of endpoints().filter(({ path }) => !path.startsWith("/health"))) {
      const response = await api.app.request(`${plainRequestTo(path, operation)}&desconhecido=1`);
      expect(response.status, path).toBe(422);
      expect(await response.json()).toMatchObject({ errors: [{ parameter: "desconhecido" }] });
    }
  });
});

describe("every kind of event", () => {
  it("is as documented", async () => {
    const schema =
      document.paths["/events"]?.get?.responses["200"]?.content?.["text/event-stream"]?.schema ?? {};
    const validate = createValidator();
    const events = eventsOf(await api.app.request("/events"));
    const received = new Set<string>();
    const nextIs = async (kind: string) => {
      for (;;) {
        const { value } = await events.next();
        expect(validate(schema, value)).toEqual([]);
        received.add(value?.event ?? "end");
        if (value?.event === kind || !value) return;
      }
    };
    await nextIs("data");
    await api.sql`
      insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
      values (md5('contract')::uuid, 1, 'modular', 'incremental', 'cli', 'w')`;
    await nextIs("run.started");
    await api.sql`
      insert into ops.slices (run_id, slice_no, walk, commits, records_read, expected_records)
      values (md5('contract')::uuid, 1, 'keyset', 2, 40, 100)`;
    await nextIs("run.progressed");
    await api.sql`
      update ops.runs set finished_at = now(), outcome = 'succeeded', records_read = 40
      where run_id = md5('contract')::uuid`;
    await nextIs("run.finished");
    await events.return();
    expect([...received].sort()).toEqual(["data", "run.finished", "run.progressed", "run.started"]);
  });
});

describe("every documented response", () => {
  it("has a valid example with a meaningful value in every field", () => {
    const validate = createValidator();
    for (const [path, { get, post }] of Object.entries(document.paths))
      for (const { responses } of [get, post].flatMap((operation) => operation ?? []))
        for (const [status, { content = {} }] of Object.entries(responses))
          for (const { schema, example } of Object.values(content)) {
            expect(example, `${path} ${status}`).toBeDefined();
            expect(validate(schema, example), `${path} ${status}`).toEqual([]);
            // The sampled value of a field without an example.
            expect(JSON.stringify(example), `${path} ${status}`).not.toContain('"string"');
          }
  });
});

describe("every endpoint with side effects", () => {
  it("responds as documented to unauthorized and invalid requests", async () => {
    const { key: readKey } = await createApiKey(api.sql, { name: "Test", scope: "read" });
    const { key: operatorKey } = await createApiKey(api.sql, { name: "Test", scope: "operator" });
    const validate = createValidator();
    const operations = Object.entries(document.paths).flatMap(([path, { post }]) =>
      post ? [{ path, post }] : [],
    );
    expect(operations.map(({ path }) => path)).toEqual([
      "/analytics/attention/set-aside",
      "/analytics/attention/restore",
      "/pipeline/runs",
      "/pipeline/pause",
      "/pipeline/resume",
    ]);
    for (const { path, post } of operations) {
      const send = (body: string, headers: Record<string, string>) =>
        askAndCheck(path, post, validate, {
          method: "POST",
          body,
          headers: { "Content-Type": "application/json", ...headers },
        });
      const operator = { Authorization: `Bearer ${operatorKey}` };
      expect(await send("{}", {})).toBe(401);
      expect(await send("{}", { Authorization: `Bearer ${readKey}` })).toBe(403);
      expect(await send("{", operator)).toBe(400);
      expect(await send("x".repeat(20_000), operator)).toBe(413);
      await fc.assert(
        fc.asyncProperty(fc.json(), async (body) => {
          expect(await send(body, operator)).toBe(422);
        }),
        { numRuns: 25 },
      );
    }
  });
});
