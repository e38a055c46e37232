import type { RequestEvent } from "@sveltejs/kit";
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
 * @returns a response instead of the requested one. A thrown redirect would end the process if the path is malformed.
 */
export async function requireAccess(event: RequestEvent): Promise<Response | undefined> {
  const { cookies, locals, request, route, url } = event;
  const hasCookie = Boolean(cookies.get(sessionCookie));
  locals.session = await currentSession(event);
  const hasEnded = hasCookie && !locals.session;
  if (PUBLIC.has(route.id)) {
    if (hasEnded) clearSession(cookies);
    return undefined;
  }
  if (locals.session || !(hasEnded || settings.requiresSession)) return undefined;
  if (!hasCookie && isFromOtherSite(request)) return openAgain(url);
  if (showsPage(event)) return redirectTo(event, signInPath(event, hasEnded));
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

/** Whether a script of a page has sent a form action. */
const isAction = ({ request }: RequestEvent): boolean => request.headers.has("x-sveltekit-action");

/** Whether the browser shows the response as a page. Other requests come from scripts. */
const showsPage = (event: RequestEvent): boolean =>
  event.isDataRequest || isAction(event) || /\btext\/html\b/.test(event.request.headers.get("Accept") ?? "");

/**
 * The sign-in page, which then opens the page of the request.
 * @param hasEnded whether there was a session; the sign-in page deletes its cookie
 */
function signInPath({ request, url }: RequestEvent, hasEnded: boolean): string {
  const query = new URLSearchParams({
    volta: request.method === "GET" ? url.pathname + url.search : url.pathname,
    ...(hasEnded && { motivo: "encerrada" }),
  });
  return `/entrar?${query}`;
}

/** For data of a page, SvelteKit makes it a JSON redirect. */
const redirectTo = (event: RequestEvent, location: string): Response =>
  isAction(event)
    ? Response.json({ type: "redirect", status: 303, location })
    : new Response(null, { status: 303, headers: { Location: location } });
