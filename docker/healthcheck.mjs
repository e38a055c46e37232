/** `node healthcheck.mjs <url>`: exits 0 when the address answers with a success. The image has no curl. */
const [url = ""] = process.argv.slice(2);
const { ok } = await fetch(url, { signal: AbortSignal.timeout(3_000) });
process.exitCode = ok ? 0 : 1;
