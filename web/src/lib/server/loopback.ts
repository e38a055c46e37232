/** Names of this machine on itself, as in a URL. */
export const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Whether only this machine can connect to `host`, an address or a name. */
export const isLoopback = (host: string): boolean =>
  host === "::1" || LOOPBACK_NAMES.includes(host) || /^127(\.\d+){3}$/.test(host);
