import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestSource, type TestSource } from "./testing/start-test-source.ts";

/*
 * Whatever its own OpenAPI document allows is asked of the source, and whatever it answers is checked against the
 * document: neither can change without the other.
 */

/** The part of JSON Schema that the document uses. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  format?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

type Content = Record<string, { schema: Schema }>;

interface Operation {
  security?: object[];
  parameters?: { name: string; in: "query" | "path"; required: boolean; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

interface Document {
  components: { schemas: Record<string, Schema> };
  paths: Record<string, Record<string, Operation>>;
}

/** Numbers are kept this close to their minimum: a million new jobs prove no more than twenty. */
const SPAN = 20;

const KNOWN_INSTANT = "2026-11-24T16:00:00Z";

function arbitraryOf(schema: Schema, named: Record<string, Schema>): fc.Arbitrary<unknown> {
  const inner = (one: Schema) => arbitraryOf(one, named);
  if (schema.$ref !== undefined) return inner(named[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(inner));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const min = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const max = Math.min(schema.maximum ?? Number.POSITIVE_INFINITY, min + SPAN);
  switch (schema.type) {
    case "integer":
      return fc.integer({ min, max });
    case "number":
      return fc.double({ min, max, minExcluded: schema.exclusiveMinimum !== undefined, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "string":
      return schema.format === "date-time" ? fc.constant(KNOWN_INSTANT) : fc.uuid();
    case "array":
      return fc.array(inner(schema.items ?? {}), { minLength: 1, maxLength: 3 });
    case "object": {
      const properties = Object.entries(schema.properties ?? {}).map(
        ([name, one]) => [name, inner(one)] as const,
      );
      return fc.record(Object.fromEntries(properties), { requiredKeys: schema.required ?? [] });
    }
    default:
      throw new Error(`The document has a schema that this test does not know: ${JSON.stringify(schema)}.`);
  }
}

/** A path with its parameters filled in, and a body. */
function requestTo(path: string, operation: Operation, named: Record<string, Schema>) {
  const parameters = operation.parameters ?? [];
  const values = fc.record(
    Object.fromEntries(parameters.map(({ name, schema }) => [name, arbitraryOf(schema, named)])),
    { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
  );
  const bodySchema = operation.requestBody?.content["application/json"]?.schema;
  const body = bodySchema === undefined ? fc.constant(undefined) : arbitraryOf(bodySchema, named);
  return fc.record({ values, body }).map(({ values, body }) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
    const query = parameters.flatMap(({ name, in: place }): [string, string][] =>
      place === "query" && values[name] !== undefined ? [[name, String(values[name])]] : [],
    );
    return { path: `${filled}?${new URLSearchParams(query)}`, body };
  });
}

async function expectDocumented(response: Response, operation: Operation, named: Record<string, Schema>) {
  const documented = operation.responses[response.status];
  expect(documented, `an undocumented ${response.status}`).toBeDefined();
  const contentType = response.headers.get("content-type")?.split(";")[0] ?? "";
  const content = documented?.content?.[contentType];
  expect(content, `a ${response.status} in undocumented ${contentType}`).toBeDefined();
  const text = await response.text();
  const schema = z.fromJSONSchema(withDefinitions(content?.schema ?? {}, named));
  schema.parse(contentType.endsWith("json") && !contentType.endsWith("ndjson") ? JSON.parse(text) : text);
}

/** As a JSON schema of its own, which finds its references under `$defs`. */
function withDefinitions(schema: Schema, named: Record<string, Schema>): z.core.JSONSchema.JSONSchema {
  const text = JSON.stringify({ ...schema, $defs: named });
  return JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/"));
}

async function documentOf(source: TestSource): Promise<Document> {
  return source.read("/openapi.json");
}

const OPERATIONS = [
  "get /v1/enrichments",
  "get /v1/enrichments/{id}",
  "get /v1/enrichments/{id}/history",
  "get /admin/truth",
  "get /admin/records",
  "get /admin/stats",
  "get /admin/faults",
  "put /admin/faults",
  "patch /admin/faults",
  "get /admin/clock",
  "put /admin/clock",
  "post /admin/create",
  "post /admin/touch",
  "post /admin/trouble",
  "post /admin/bulk-update",
  "post /admin/delete",
  "post /admin/malform",
  "post /admin/repair",
  "post /admin/lose",
  "post /admin/unhide",
  "post /admin/double",
  "post /admin/undouble",
  "post /admin/restore",
  "post /admin/create-late",
  "post /admin/update-late",
  "get /health",
];

it("documents every operation", async () => {
  const { paths } = await documentOf(await startTestSource());
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(documented.toSorted()).toEqual(OPERATIONS.toSorted());
});

describe.each(OPERATIONS)("%s", (name) => {
  async function setUp() {
    const source = await startTestSource();
    const document = await documentOf(source);
    const [method = "", path = ""] = name.split(" ");
    const operation = document.paths[path]?.[method];
    if (operation === undefined) throw new Error(`${name} is not documented.`);
    return { source, named: document.components.schemas, method: method.toUpperCase(), path, operation };
  }

  it("answers whatever its document allows as its document says", async () => {
    const { source, named, method, path, operation } = await setUp();
    await fc.assert(
      fc.asyncProperty(requestTo(path, operation, named), async ({ path, body }) => {
        const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
        await expectDocumented(await source.get(path, init), operation, named);
      }),
      { numRuns: 10 },
    );
  });

  it("asks for a key if its document says so, and only then", async () => {
    const { source, named, method, path, operation } = await setUp();
    const response = await fetch(`${source.url}${path}`, { method });
    expect(response.status === 401).toBe(operation.security !== undefined);
    await expectDocumented(response, operation, named);
  });
});

it("has records that are found by their ids", async () => {
  const source = await startTestSource();
  const { data } = await source.read<{ data: { id: string }[] }>("/v1/enrichments?limit=3");
  const { paths, components } = await documentOf(source);
  for (const [path, { get }] of Object.entries(paths)) {
    if (!path.includes("{id}") || get === undefined) continue;
    for (const { id } of data) {
      const response = await source.get(path.replace("{id}", id));
      expect(response.status).toBe(200);
      await expectDocumented(response, get, components.schemas);
    }
  }
});
