import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { IANAZone } from "luxon";
import { resolvePeriod } from "../period.ts";
import { query, repeatable } from "./query.ts";
import { uuid } from "./wire.ts";

const DEFAULT_ZONE = "America/Sao_Paulo";

/**
 * Refuses names that PostgreSQL understands differently from JavaScript: it inverts the sign of an offset such as `+03:00`, and an
 * abbreviation is to it an offset without summer time (`CET`), or that of another country (`IST`).
 */
const ZONE_PATTERN = "^(UTC$|[A-Za-z]+/)";
const isZone = (name: string): boolean => new RegExp(ZONE_PATTERN).test(name) && IANAZone.isValidZone(name);

export const zone = z
  .string()
  .refine(isZone, { error: `must be an IANA time zone, such as ${DEFAULT_ZONE}.` })
  .default(DEFAULT_ZONE)
  .openapi({
    pattern: ZONE_PATTERN,
    description: "IANA time zone, with its region or `UTC`, of days and of the buckets of a time series.",
    example: DEFAULT_ZONE,
  });

/** Instants of other years, shifted to a previous period, could leave the range of PostgreSQL or JavaScript. */
const SUPPORTED_YEAR = "^(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-";

const dateOrInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error:
      "must be a date (2026-11-23) or an instant with its offset (2026-11-23T14:00:00Z; send `+` as %2B).",
  })
  .refine((text) => new RegExp(SUPPORTED_YEAR).test(text), {
    error: "must lie between the years 1970 and 2199.",
  })
  .optional()
  .openapi({ pattern: SUPPORTED_YEAR });

export const workspaceIds = repeatable(uuid, "Workspaces");

/** The parameters of every endpoint about enrichment jobs. */
const filterShape = {
  data_inicio: dateOrInstant.openapi({
    description:
      "Minimum `data_criacao`, inclusive; from 1970 to 2199. A date means the beginning of that day in `fuso`.",
    example: "2026-11-01",
  }),
  data_fim: dateOrInstant.openapi({
    description:
      "Maximum `data_criacao`, after `data_inicio`; from 1970 to 2199. A date includes that whole day in `fuso`; an instant is exclusive.",
    example: "2026-11-23",
  }),
  id_workspace: workspaceIds,
  status_processamento: repeatable(z.enum(gold.processingStatuses), "States"),
  tipo_contato: repeatable(z.enum(gold.contactTypes), "Contact types"),
  categoria_tamanho_job: repeatable(
    z.enum(gold.jobSizes),
    "Sizes: PEQUENO < 100 contacts, MEDIO 100–500, GRANDE 501–1000, MUITO_GRANDE > 1000",
  ),
  fuso: zone,
};

/** The common filters and the endpoint's own parameters. */
export const filterQuery = <Shape extends z.ZodRawShape>(own: Shape) =>
  periodQuery({ ...filterShape, ...own });

const { id_workspace, ...workspaceFilterShape } = filterShape;

/** The common filters of an endpoint about one workspace, and its own parameters. */
export const workspaceFilterQuery = <Shape extends z.ZodRawShape>(own: Shape) =>
  periodQuery({ ...workspaceFilterShape, ...own });

/** Refuses an empty period. */
function periodQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return query(shape).superRefine((parameters, context) => {
    const { from, to } = resolvePeriod(parameters as FilterParameters);
    if (from && to && from >= to)
      context.addIssue({
        code: "custom",
        path: ["data_fim"],
        message: "must be after data_inicio: the period would be empty.",
      });
  });
}

const filterParameters = z.object(filterShape);
type FilterParameters = z.output<typeof filterParameters>;

export const toFilters = (parameters: FilterParameters) => ({
  zone: parameters.fuso,
  ...resolvePeriod(parameters),
  workspaceIds: parameters.id_workspace,
  statuses: parameters.status_processamento,
  contactTypes: parameters.tipo_contato,
  jobSizes: parameters.categoria_tamanho_job,
});

export type Filters = ReturnType<typeof toFilters>;
