import { type Action, fail } from "@sveltejs/kit";
import { ApiFailure, requireOk } from "#lib/api.ts";
import { operationFailure, operationFailureText } from "#lib/operation-failure.ts";
import { operatorApi } from "./operator-api.ts";

/** Form actions of the pages that list what needs attention. The API checks the visitor's key, and what is entered. */
export const setAsides = {
  adiar: async (event) => {
    const form = await event.request.formData();
    const json = {
      chave: textOf(form, "chave"),
      until: textOf(form, "ate"),
      note: textOf(form, "observacao"),
    };
    return attempt(() => operatorApi(event).analytics.attention["set-aside"].$post({ query: {}, json }));
  },
  mostrar: async (event) => {
    const json = { chave: textOf(await event.request.formData(), "chave") };
    return attempt(() => operatorApi(event).analytics.attention.restore.$post({ query: {}, json }));
  },
} satisfies Record<string, Action>;

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "");

async function attempt(request: () => Parameters<typeof requireOk>[0]) {
  try {
    await requireOk(request());
    return {};
  } catch (failure) {
    if (!(failure instanceof ApiFailure)) throw failure;
    const problem = operationFailureText(operationFailure("switch", failure), failure);
    return fail(failure.status ?? 503, { problem });
  }
}
