/**
 * Where to send a reader back to who came with `wanted` from some page of this site: its path and query, or the front
 * page when it is absent or another site's. Never begins with two slashes, which would name another host.
 */
export function returnPath(wanted: string | null, here: URL): string {
  const url = wanted === null ? null : URL.parse(wanted, here);
  return url?.origin === here.origin ? url.pathname.replace(/^\/+/, "/") + url.search : "/";
}
