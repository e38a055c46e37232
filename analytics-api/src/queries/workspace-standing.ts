import { z } from "@hono/zod-openapi";
import type { Filters } from "../schemas/filters.ts";
import { type Measures, measures } from "../schemas/measures.ts";
import { count } from "../schemas/wire.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";

const value = z.number().min(0).nullable();

/** More could not be told apart in a picture. */
const MAX_VALUES = 200;

const place = z
  .object({
    valor: value.describe("Of the workspace; null if it has none."),
    posicao: count.min(1).nullable().openapi({
      description:
        "Its place, 1 for the highest value; for durations and jobs to reprocess, 1 for the lowest. Workspaces with equal values share a place.",
      example: 3,
    }),
    workspaces: count.openapi({ description: "Workspaces with a value.", example: 42 }),
    mediana: value.describe("The median of their values."),
    valores: z
      .array(z.number().min(0))
      .max(MAX_VALUES)
      .openapi({
        description: `Their values, ascending; of more than ${MAX_VALUES}, as many at equal distances, with the lowest and the highest.`,
        example: [0.91, 0.94, 0.97],
      }),
  })
  .openapi("Standing");

export const standing = z.object(
  Object.fromEntries(measures.keyof().options.map((measure) => [measure, place])) as Record<
    keyof Measures,
    typeof place
  >,
);

const LOWEST_FIRST: readonly (keyof Measures)[] = [
  "necessitam_reprocessamento",
  "duracao_media_minutos",
  "duracao_p50_minutos",
  "duracao_p95_minutos",
];

/** The place of a workspace among those with matching jobs, by each measure. */
export async function readStanding(
  sql: Snapshot,
  filters: Filters,
  workspaceId: string,
): Promise<z.infer<typeof standing>> {
  const groups = await readJobSums(sql, filters, ["id_workspace"], { byWorkspace: true });
  const jobs = sumOf(groups, "total_enriquecimentos");
  const percentiles = await readPercentiles(sql, filters, { jobs, by: "id_workspace" });
  const all = groups.map((sums) => ({
    isOwn: sums.id_workspace === workspaceId,
    measures: measuresOf([sums], percentiles(1, sums.id_workspace)),
  }));
  const own = all.find(({ isOwn }) => isOwn)?.measures;
  const placeBy = (measure: keyof Measures) =>
    placeOf(
      own?.[measure] ?? null,
      all.flatMap(({ measures }) => measures[measure] ?? []),
      LOWEST_FIRST.includes(measure),
    );
  return Object.fromEntries(
    measures.keyof().options.map((measure) => [measure, placeBy(measure)]),
  ) as z.infer<typeof standing>;
}

function placeOf(own: number | null, values: number[], isLowestFirst: boolean): z.infer<typeof place> {
  values.sort((a, b) => a - b);
  const isAhead = (value: number) => own !== null && (isLowestFirst ? value < own : value > own);
  return {
    valor: own,
    posicao: own === null ? null : 1 + values.filter(isAhead).length,
    workspaces: values.length,
    mediana: medianOf(values),
    valores: spread(values),
  };
}

const medianOf = (sorted: readonly number[]): number | null => {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

function spread(sorted: readonly number[]): number[] {
  if (sorted.length <= MAX_VALUES) return [...sorted];
  const step = (sorted.length - 1) / (MAX_VALUES - 1);
  return Array.from({ length: MAX_VALUES }, (_, index) => sorted[Math.round(index * step)] ?? 0);
}
