import { gold } from "@enrichment-monitor/warehouse";
import { z } from "@hono/zod-openapi";
import { resolvePeriod } from "../period.ts";
import { query, repeatable } from "./query.ts";
import { uuid } from "./wire.ts";

/** As `plausibleYear`, for the document. */
const YEARS = "^(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-";

export const DEFAULT_ZONE = "America/Sao_Paulo";

/** Offsets such as `+03:00` are left out: PostgreSQL reads their sign the other way round. */
const isZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const zone = z
  .string()
  .refine(isZone, { error: `must be an IANA time zone, such as ${DEFAULT_ZONE}.` })
  .default(DEFAULT_ZONE)
  .openapi({
    pattern: "^[A-Za-z]",
    description: "IANA time zone: what a day is, and where the buckets of a time series begin.",
    example: DEFAULT_ZONE,
  });

/** Years outside would leave what PostgreSQL and JavaScript both can represent, once shifted to a previous period. */
const plausibleYear = /^(19[7-9]|20\d|21\d)\d-/;

const dateOrInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error:
      "must be a date (2026-11-23) or an instant with its offset (2026-11-23T14:00:00Z; `+` is sent as %2B).",
  })
  .refine((text) => plausibleYear.test(text), { error: "must lie between the years 1970 and 2199." });

/** The parameters that every data endpoint understands. */
const filterShape = {
  data_inicio: dateOrInstant.optional().openapi({
    pattern: YEARS,
    description:
      "On `data_criacao`, inclusive; from 1970 to 2199. A date means the beginning of that day in `fuso`.",
    example: "2026-11-01",
  }),
  data_fim: dateOrInstant.optional().openapi({
    pattern: YEARS,
    description:
      "On `data_criacao`, after `data_inicio`; from 1970 to 2199. A date includes that whole day in `fuso`; an instant is exclusive.",
    example: "2026-11-23",
  }),
  id_workspace: repeatable(uuid).openapi({
    type: "array",
    items: { type: "string", format: "uuid" },
    description: "Only these workspaces (repeatable, 50 times at most).",
  }),
  status_processamento: repeatable(z.enum(gold.processingStatuses)).openapi({
    type: "array",
    items: { type: "string", enum: [...gold.processingStatuses] },
    description: "Only these states (repeatable, 50 times at most).",
  }),
  tipo_contato: repeatable(z.enum(gold.contactTypes)).openapi({
    type: "array",
    items: { type: "string", enum: [...gold.contactTypes] },
    description: "Only these types of contact (repeatable, 50 times at most).",
  }),
  categoria_tamanho_job: repeatable(z.enum(gold.jobSizes)).openapi({
    type: "array",
    items: { type: "string", enum: [...gold.jobSizes] },
    description:
      "Only these sizes: PEQUENO < 100 contacts, MEDIO 100–500, GRANDE 501–1000, MUITO_GRANDE > 1000 (repeatable, 50 times at most).",
  }),
  fuso: zone,
};

/** The common filters and the endpoint's own parameters. */
export const filterQuery = <Shape extends z.ZodRawShape>(own: Shape) =>
  periodQuery({ ...filterShape, ...own });

const { id_workspace, ...filtersOfJobs } = filterShape;

/** The common filters of an endpoint about one workspace. */
export const workspaceFilterQuery = periodQuery(filtersOfJobs);

/** A period that ends before it begins is refused. */
function periodQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return query(shape).superRefine((parameters, context) => {
    const { from, to } = resolvePeriod(parameters as PeriodParameters);
    if (from && to && from >= to)
      context.addIssue({
        code: "custom",
        path: ["data_fim"],
        message: "must be after data_inicio: the period would be empty.",
      });
  });
}

type PeriodParameters = Parameters<typeof resolvePeriod>[0];

/** The common filters as the queries take them. */
export interface Filters {
  zone: string;
  /** Inclusive. */
  from: Date | undefined;
  /** Exclusive. */
  to: Date | undefined;
  workspaceIds: string[] | undefined;
  statuses: string[] | undefined;
  contactTypes: string[] | undefined;
  jobSizes: string[] | undefined;
}

const filterParameters = z.object(filterShape);

export function toFilters(parameters: z.output<typeof filterParameters>): Filters {
  return {
    zone: parameters.fuso,
    ...resolvePeriod(parameters),
    workspaceIds: parameters.id_workspace,
    statuses: parameters.status_processamento,
    contactTypes: parameters.tipo_contato,
    jobSizes: parameters.categoria_tamanho_job,
  };
}
