import { createRoute, z } from "@hono/zod-openapi";
import { adminAnswer, adminBody, adminOperation, bodyRefusals } from "./documented.ts";

const affectedSchema = z
  .object({
    at: z.iso.datetime().describe("When it happened, by the dataset's clock."),
    affected: z.int().min(0).describe("How many records; fewer than asked for when there are no more."),
    ids: z.array(z.string()).describe("Which, as served from now on."),
  })
  .openapi("Affected");

/** `POST /admin/{name}`, which does something to records and answers which. */
export function interventionRoute<P extends string, T extends z.ZodType>(
  name: P,
  summary: string,
  schema: T,
) {
  return createRoute({
    method: "post",
    path: `/${name}`,
    summary,
    ...adminOperation,
    ...adminBody(schema),
    responses: { ...adminAnswer("The records concerned.", affectedSchema), ...bodyRefusals },
  });
}
