import { readJson } from "#lib/api.ts";
import { loadContent } from "#lib/load-page.ts";
import type { RejectState } from "#lib/quality.ts";
import { parseQualityView } from "#lib/quality-view.ts";
import type { PageLoad } from "./$types";

/** Proofs in the history. */
const PROOFS = "30";
/** Rows of the other lists on a page. */
const ROWS = "10";

const resolved: Record<RejectState, "true" | "false" | undefined> = {
  abertos: "false",
  resolvidos: "true",
  todos: undefined,
};

export const load: PageLoad = async (event) => {
  const view = parseQualityView(event.url.searchParams);
  const page = await loadContent(event, async ({ pipeline }) => {
    const rulesOf = async (state: RejectState) =>
      (await readJson(pipeline.rejects.$get({ query: { resolved: resolved[state], limit: "1" } }))).meta
        .by_rule;
    const [proofs, chosen, openRules, rules, rejects, fields, duplicates, deletions] = await Promise.all([
      readJson(pipeline.proof.$get({ query: { limit: PROOFS } })),
      view.prova
        ? readJson(pipeline.runs[":id"].proof.$get({ param: { id: view.prova }, query: {} }))
        : undefined,
      rulesOf("abertos"),
      rulesOf(view.estado),
      readJson(
        pipeline.rejects.$get({
          query: {
            resolved: resolved[view.estado],
            rule: view.regra,
            limit: ROWS,
            cursor: view.rejeitados,
          },
        }),
      ),
      readJson(pipeline.schema.$get({ query: {} })),
      readJson(pipeline.duplicates.$get({ query: { limit: ROWS, cursor: view.duplicados } })),
      readJson(pipeline.deletions.$get({ query: { limit: ROWS, cursor: view.exclusoes } })),
    ]);
    const { newest, history } = proofs.data;
    return {
      proof: chosen ? chosen.data : newest,
      newest,
      history,
      openRules,
      rules,
      rejects,
      fields: fields.data,
      duplicates,
      deletions,
    };
  });
  return { view, ...page };
};
