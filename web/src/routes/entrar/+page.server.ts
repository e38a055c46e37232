import { type Actions, fail, redirect } from "@sveltejs/kit";
import { ApiFailure } from "#lib/api.ts";
import { m } from "#lib/paraglide/messages.js";
import { returnPath } from "#lib/return-path.ts";
import { describeKey } from "#lib/server/api-key.ts";
import { saveSession } from "#lib/server/session.ts";
import { settings } from "#lib/server/settings.ts";
import { countAttempt, forgetAttempt } from "#lib/server/sign-in-attempts.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ url }) => ({
  hasEnded: url.searchParams.get("motivo") === "encerrada",
});

export const actions: Actions = {
  /** Starts a session with the API key `chave`, and opens the page that was asked for. */
  default: async ({ cookies, getClientAddress, request, url }) => {
    const form = await request.formData();
    const key = String(form.get("chave") ?? "").trim();
    if (!key) return fail(400, { problem: m.sign_in_no_key() });
    const address = getClientAddress();
    const seconds = await countAttempt(address);
    if (seconds !== undefined) return fail(429, { problem: m.sign_in_too_many({ seconds }) });
    const described = await describeKey(key).catch((failure: unknown) => {
      if (failure instanceof ApiFailure) return "unknown" as const;
      throw failure;
    });
    if (described === "unknown") return fail(503, { problem: m.sign_in_unavailable() });
    if (!described) return fail(401, { problem: m.sign_in_wrong_key() });
    await forgetAttempt(address);
    const { name, scope } = described;
    const isSecure = request.headers.get("Origin")?.startsWith("https:") ?? false;
    await saveSession(cookies, { key, name, scope }, { secret: settings.sessionSecret, isSecure });
    redirect(303, returnPath(url.searchParams.get("volta"), url));
  },
};
