import { API_VERSION } from "./version.ts";

/** The part of the OpenAPI document that no route describes. */
export const openapi = {
  openapi: "3.1.0",
  info: {
    title: "Enrichment Monitor: analytics API",
    version: API_VERSION,
    description: `How many enrichment jobs run, how fast and how well, and how the pipeline that collects them is doing.

**Words.** Data is in Portuguese and called the same in SQL, JSON and CSV; the envelope is in English: \`data\`, \`meta\`, \`as_of\`.

**As of.** Every answer says in \`as_of\` which run of the pipeline its numbers stand for. All numbers of one answer come from one state of the warehouse.

**Filters.** \`data_inicio\` and \`data_fim\` are about \`data_criacao\`. A date means that whole day in \`fuso\`, an instant means itself: inclusive as \`data_inicio\`, exclusive as \`data_fim\`. Repeatable filters match rows that have any of the values. A parameter that is unknown, malformed or contradicts another is refused with 422, never ignored.

**Success rate.** CONCLUIDO / (CONCLUIDO + FALHOU + CANCELADO). Durations are those of finished jobs too: EM_PROCESSAMENTO is left out of both.

**Caching.** Send the \`ETag\` of an answer as \`If-None-Match\`: 304 as long as nothing has changed; a change may go unnoticed for a tenth of a second.

**Keys.** Where the API asks for one, send it as \`Authorization: Bearer em_…\`. Keys are made by \`pnpm run pipeline keys create\`: of scope \`read\`, or of scope \`operator\`, which operating the pipeline always needs. Health, this reference and \`/openapi.json\` are open.

**Limits.** \`RateLimit-Policy\` and \`RateLimit\` tell what a key, or an address without one, may ask in a minute, and what is left; 429 comes with \`Retry-After\`.

**Errors** are RFC 9457 problems.`,
  },
  // Without one where the API listens on loopback alone.
  security: [{}, { apiKey: [] }],
  tags: [
    { name: "analytics", description: "The jobs" },
    { name: "pipeline", description: "The pipeline that collects them" },
    { name: "operation", description: "Running and holding the pipeline" },
    { name: "events", description: "What changes, when it changes" },
    { name: "health", description: "For whoever runs this service" },
  ],
};

export const apiKeyScheme = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "em_<id>_<secret>",
  description: "A key from `pnpm run pipeline keys create`.",
} as const;
