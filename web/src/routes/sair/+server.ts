import { redirect } from "@sveltejs/kit";
import { clearSession } from "#lib/server/session.ts";
import type { RequestHandler } from "./$types";

/** Ends the session. */
export const POST: RequestHandler = ({ cookies }) => {
  clearSession(cookies);
  redirect(303, "/entrar");
};
