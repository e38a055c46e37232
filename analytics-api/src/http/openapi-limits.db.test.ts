import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createFixtureApi, type FixtureApi } from "../../testing/fixture-api.ts";

interface Parameter {
  name: string;
  schema: Record<string, unknown>;
}

interface OpenApiDocument {
  paths: Record<string, { get?: { parameters?: Parameter[] } }>;
}

let api: FixtureApi;
let parameters: Parameter[];

beforeAll(async () => {
  api = await createFixtureApi(inject("postgresUrl"), { enrichments: 1 });
  const response = await api.app.request("/openapi.json");
  const { paths } = (await response.json()) as OpenApiDocument;
  parameters = Object.values(paths).flatMap(({ get }) => get?.parameters ?? []);
});

afterAll(() => api[Symbol.asyncDispose]());

const schemasOf = (name: string) =>
  parameters.filter((parameter) => parameter.name === name).map(({ schema }) => schema);

describe("the OpenAPI document", () => {
  it.each([
    ["limit", { type: "integer", minimum: 1, maximum: 100, default: expect.any(Number) }],
    ["page", { type: "integer", minimum: 1, maximum: expect.any(Number) }],
    ["id_workspace", { type: "array", maxItems: 50 }],
    ["status_processamento", { type: "array", maxItems: 50 }],
    ["rule", { type: "array", maxItems: 50 }],
    ["outcome", { type: "array", maxItems: 50 }],
    ["data_inicio", { pattern: "^(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-" }],
    ["dia_semana", { type: "integer", minimum: 1, maximum: 7 }],
    ["hora", { type: "integer", minimum: 0, maximum: 23 }],
    ["busca", { type: "string", minLength: 1, maxLength: 200 }],
    ["cursor", { type: "string", minLength: 1, maxLength: 1_000 }],
  ])("documents the limits of %s", (name, bounds) => {
    const schemas = schemasOf(name);
    expect(schemas).not.toHaveLength(0);
    for (const schema of schemas) expect(schema).toMatchObject(bounds);
  });

  it("has regular expressions as patterns, not JavaScript literals", () => {
    const patterns = parameters.flatMap(({ schema }) => (schema.pattern ? [String(schema.pattern)] : []));
    expect(patterns).not.toHaveLength(0);
    for (const pattern of patterns) {
      expect(pattern).toMatch(/^\^/);
      expect(() => new RegExp(pattern)).not.toThrow();
    }
  });
});
