import { type RequestEvent, redirect } from "@sveltejs/kit";
import { ApiFailure } from "#lib/api.ts";
import { describeKey } from "./api-key.ts";
import { isFromOtherSite, openAgain } from "./cross-site-navigation.ts";
import { problemResponse } from "./problem.ts";
import { clearSession, readSession, type Session, sessionCookie } from "./session.ts";
import { settings } from "./settings.ts";

/** Routes that show no data. */
const PUBLIC = new Set<string | null>(["/entrar", "/sair", "/preferencias"]);

/**
 * Sets the session of a request. Leads to the sign-in page if reading requires one, or if it has ended.
 * @returns a response instead of the requested one, if there is one
 * @throws a redirect of SvelteKit
 */
export async function requireAccess(event: RequestEvent): Promise<Response | undefined> {
  const { cookies, locals, request, route, url } = event;
  const hasCookie = Boolean(cookies.get(sessionCookie));
  locals.session = await currentSession(event);
  const hasEnded = hasCookie && !locals.session;
  if (hasEnded) clearSession(cookies);
  if (PUBLIC.has(route.id) || locals.session || !(hasEnded || settings.requiresSession)) return undefined;
  if (!hasCookie && isFromOtherSite(request)) return openAgain(url);
  if (showsPage(event)) leadToSignIn(event, hasEnded);
  return problemResponse(401, "Sign in at /entrar: reading requires a session.");
}

/** The session in the cookie, if its key is still valid. */
async function currentSession({ cookies }: RequestEvent): Promise<Session | undefined> {
  const session = await readSession(cookies, settings.sessionSecret);
  if (!session) return undefined;
  try {
    return (await describeKey(session.key)) && session;
  } catch (failure) {
    // The API checks the key again before it returns data; the page says that it is down.
    if (failure instanceof ApiFailure) return session;
    throw failure;
  }
}

/** Whether the browser shows the response as a page. Other requests come from scripts. */
export const showsPage = ({ isDataRequest, request: { headers } }: RequestEvent): boolean =>
  isDataRequest || headers.has("x-sveltekit-action") || /\btext\/html\b/.test(headers.get("Accept") ?? "");

/** @param hasEnded whether there was a session */
export function leadToSignIn({ request, url }: RequestEvent, hasEnded: boolean): never {
  const query = new URLSearchParams({
    volta: request.method === "GET" ? url.pathname + url.search : url.pathname,
    ...(hasEnded && { motivo: "encerrada" }),
  });
  redirect(303, `/entrar?${query}`);
}
