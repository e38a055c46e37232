import { z } from "@hono/zod-openapi";

/** RFC 9457, with the extensions `request_id` and `errors`. */
export const problem = z
  .object({
    type: z.literal("about:blank"),
    title: z.string().openapi({ example: "Unprocessable Content" }),
    status: z.number().int().openapi({ example: 422 }),
    detail: z.string().openapi({ example: "1 parameter is invalid: see errors." }),
    instance: z.string().openapi({ example: "/analytics/overview?por=cor" }),
    request_id: z.string().openapi({ example: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11" }),
    errors: z
      .array(
        z.object({
          parameter: z.string().openapi({ example: "por" }),
          detail: z.string().openapi({
            example: '"cor" must be one of status_processamento, tipo_contato, categoria_tamanho_job.',
          }),
          allowed: z
            .array(z.string())
            .optional()
            .openapi({ example: ["status_processamento", "tipo_contato", "categoria_tamanho_job"] }),
        }),
      )
      .optional()
      .describe("One entry per invalid parameter."),
  })
  .openapi("Problem");

export type Problem = z.infer<typeof problem>;
