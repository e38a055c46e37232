import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import { sample } from "openapi-sampler";
import type { createRouter } from "./router.ts";

/**
 * The semantic version of the API's contract, apart from that of the packages: the first number is raised when a client may break,
 * the second one when an answer has something more. Either makes clients forget answers of an older one.
 */
export const API_VERSION = "3.1.0";

type App = ReturnType<typeof createRouter>;
type Document = ReturnType<App["getOpenAPI31Document"]>;

/** The OpenAPI document of `app`, once all its routes are registered. */
export function openApiDocument(app: App): Document {
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "em_<id>_<secret>",
    description: `A key from \`${pipelineCommand()} keys create\`.`,
  });
  return withExamples(app.getOpenAPI31Document(general()));
}

/** The part of the document that no route describes. */
const general = () => ({
  openapi: "3.1.0",
  info: {
    title: "Enrichment Monitor: analytics API",
    version: API_VERSION,
    description: `How many enrichment jobs run, how fast and how well, and the state of the pipeline that collects them.

**Language.** Data is in Portuguese, with the same names in SQL, JSON and CSV. The envelope is in English: \`data\`, \`meta\`, \`as_of\`.

**As of.** \`as_of\` in every response identifies the pipeline run that its numbers reflect. All numbers of a response come from one snapshot of the warehouse.

**Filters.** \`data_inicio\` and \`data_fim\` apply to \`data_criacao\`. A date means that whole day in \`fuso\`. An instant is inclusive in \`data_inicio\` and exclusive in \`data_fim\`. Repeatable filters match rows that have any of the values. Unknown, malformed or contradictory parameters are refused with 422, never ignored.

**Success rate.** CONCLUIDO / (CONCLUIDO + FALHOU + CANCELADO). Success rates and durations exclude EM_PROCESSAMENTO.

**Caching.** Send the \`ETag\` of a response as \`If-None-Match\`: the response is 304 while nothing has changed. A change may go unnoticed for 100 ms.

**Keys.** Where the API requires a key, send it as \`Authorization: Bearer em_…\`. \`${pipelineCommand()} keys create\` creates keys of scope \`read\` or \`operator\`. Operating the pipeline always requires scope \`operator\`. Health, this reference and \`/openapi.json\` need no key.

**Limits.** \`RateLimit-Policy\` and \`RateLimit\` report how many requests a key, or an address without one, may send per minute, and how many are left. 429 comes with \`Retry-After\`.

**Errors** are RFC 9457 problems.`,
  },
  // The empty requirement applies where the API listens on loopback only.
  security: [{}, { apiKey: [] }],
  tags: [
    { name: "analytics", description: "The enrichment jobs" },
    { name: "pipeline", description: "The pipeline that collects them" },
    { name: "operation", description: "Starting, pausing and resuming the pipeline" },
    { name: "keys", description: "API keys" },
    { name: "events", description: "Changes as they happen" },
    { name: "health", description: "For operators of this service" },
  ],
});

interface Response {
  content?: Record<string, { schema?: object; example?: unknown }>;
}

/** Adds an example to every response without one, sampled from its schema. */
function withExamples(document: Document): Document {
  const operations = Object.values(document.paths ?? {}).flatMap(({ get, post }) => [get, post]);
  const responses = operations.flatMap((operation) => Object.values<Response>(operation?.responses ?? {}));
  for (const media of responses.flatMap(({ content = {} }) => Object.values(content)))
    if (media.schema) media.example ??= sample(media.schema, {}, document);
  return document;
}
