import { sample } from "openapi-sampler";
import type { createRouter } from "./http/router.ts";

type Document = ReturnType<ReturnType<typeof createRouter>["getOpenAPI31Document"]>;

interface Answer {
  content?: Record<string, { schema?: object; example?: unknown }>;
}

/** Gives every answer an example, made from those of its schema, unless it has one of its own. */
export function withExamples(document: Document): Document {
  const operations = Object.values(document.paths ?? {}).flatMap(({ get, post }) => [get, post]);
  const answers = operations.flatMap((operation) => Object.values<Answer>(operation?.responses ?? {}));
  for (const media of answers.flatMap(({ content = {} }) => Object.values(content)))
    if (media.schema) media.example ??= sample(media.schema, {}, document);
  return document;
}
