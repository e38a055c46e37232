/**
 * The path and query of `wanted`, or "/" if it is absent or on another site. Never starts with two slashes, which would
 * mean another host.
 */
export function returnPath(wanted: string | null, here: URL): string {
  const url = wanted === null ? null : URL.parse(wanted, here);
  return url?.origin === here.origin ? url.pathname.replace(/^\/+/, "/") + url.search : "/";
}
