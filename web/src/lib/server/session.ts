import { sealData, unsealData } from "iron-session";
import { z } from "zod";

/** What the browser keeps of a sign-in, sealed. */
const sessionSchema = z.object({
  /** The API key that was typed. */
  key: z.string(),
  /** Name and scope of the key. */
  name: z.string(),
  scope: z.enum(["read", "operator"]),
});

export type Session = z.infer<typeof sessionSchema>;

/** A week; in seconds. A revoked key ends a session earlier. */
const LIFETIME_S = 7 * 24 * 60 * 60;

export const sessionCookie = "sessao";

interface CookieOptions {
  path: string;
  maxAge: number;
  httpOnly: boolean;
  sameSite: "strict";
  secure: boolean;
}

/** The parts of SvelteKit's `Cookies` that are used here. */
export interface SessionCookies {
  get(name: string): string | undefined;
  set(name: string, value: string, options: CookieOptions): void;
}

const options = { path: "/", httpOnly: true, sameSite: "strict" } as const;

/** The session in the cookie; undefined without one, and for one that is expired, altered or sealed with another secret. */
export async function readSession(cookies: SessionCookies, secret: string): Promise<Session | undefined> {
  const seal = cookies.get(sessionCookie);
  if (!seal) return undefined;
  return sessionSchema.safeParse(await unsealData(seal, { password: secret })).data;
}

/** @param isSecure whether the browser uses HTTPS: it refuses secure cookies otherwise */
export async function saveSession(
  cookies: SessionCookies,
  session: Session,
  { secret, isSecure }: { secret: string; isSecure: boolean },
): Promise<void> {
  const seal = await sealData(session, { password: secret, ttl: LIFETIME_S });
  cookies.set(sessionCookie, seal, { ...options, maxAge: LIFETIME_S, secure: isSecure });
}

export const clearSession = (cookies: SessionCookies): void =>
  cookies.set(sessionCookie, "", { ...options, maxAge: 0, secure: false });
