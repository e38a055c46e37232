import { sealData } from "iron-session";
import { expect, it } from "vitest";
import {
  clearSession,
  readSession,
  type Session,
  type SessionCookies,
  saveSession,
  sessionCookie,
} from "./session.ts";

const SECRET = "s".repeat(32);
const SESSION: Session = { key: `em_7_${"k".repeat(43)}`, name: "BI team", scope: "read" };

/** A browser that keeps one cookie. */
function createCookies(): SessionCookies & { value: string; options: object } {
  return {
    value: "",
    options: {},
    get(name) {
      return name === sessionCookie ? this.value : undefined;
    },
    set(_name, value, options) {
      this.value = value;
      this.options = options;
    },
  };
}

it("keeps a session in a cookie that scripts and other sites cannot use", async () => {
  const cookies = createCookies();
  await saveSession(cookies, SESSION, { secret: SECRET, isSecure: true });
  expect(cookies.options).toEqual({
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: true,
    maxAge: 604_800,
  });
  expect(cookies.value).not.toContain(SESSION.key);
  expect(await readSession(cookies, SECRET)).toEqual(SESSION);
  clearSession(cookies);
  expect(cookies.options).toMatchObject({ path: "/", maxAge: 0 });
  expect(await readSession(cookies, SECRET)).toBeUndefined();
});

it("does not read a cookie that is altered, expired, of another secret or of another content", async () => {
  const cookies = createCookies();
  await saveSession(cookies, SESSION, { secret: SECRET, isSecure: false });
  const { value } = cookies;
  expect(await readSession(cookies, "t".repeat(32))).toBeUndefined();
  const expired = await sealData(SESSION, { password: SECRET, ttl: -3_600 });
  const other = await sealData({ key: SESSION.key }, { password: SECRET });
  for (const sealed of [`${value.slice(0, -2)}xx`, "x", "Fe26.2*", expired, other]) {
    cookies.value = sealed;
    expect(await readSession(cookies, SECRET), sealed).toBeUndefined();
  }
});
