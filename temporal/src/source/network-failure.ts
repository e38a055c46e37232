const DNS = /^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/;
const TLS =
  /^(ERR_TLS_|ERR_SSL_|CERT_|ERR_OSSL|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/;
const HTTP = /^(HPE_|HTTPParserError$|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|UND_ERR_RESPONSE|UND_ERR_INFO)/;
const TIMEOUT = /^(ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/;
const COMPRESSION = /^(Z_|ERR__ERROR_|ZSTD_)/;

/**
 * Describes why a request got no answer (DNS, TCP, TLS, HTTP or a time-out), from the error that `fetch` threw.
 *
 * @param timeLimit such as "10000 ms", with the setting if there is one
 */
export function describeNetworkFailure(error: unknown, url: URL, timeLimit: string): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `time-out: no complete answer within ${timeLimit}`;
  const cause = causeOf(error);
  // Other errors could quote a header, and so the key.
  if (!cause) return error instanceof Error ? `${error.name} in the HTTP client` : "the HTTP client failed";
  const code = codeOf(cause);
  const reason = code || cause.message;
  if (DNS.test(code)) return `DNS failed: no address for ${url.hostname} (${reason})`;
  if (TLS.test(code)) return `TLS failed with ${url.host}: ${tlsReason(cause)} (${reason})`;
  if (TIMEOUT.test(code)) return `time-out: no connection to ${url.host} (${reason})`;
  if (HTTP.test(code)) return `HTTP failed: ${url.host} does not answer in HTTP (${reason})`;
  if (code === "ECONNREFUSED") return `TCP failed: ${url.host} refused the connection (${reason})`;
  if (code === "ECONNRESET" || code === "UND_ERR_SOCKET" || code === "EPIPE")
    return `TCP failed: ${url.host} closed the connection before the answer was complete (${reason})`;
  return `TCP failed: no connection to ${url.host} (${reason})`;
}

/** Whether the body's compression is what failed. */
export const isBrokenCompression = (error: unknown): boolean => {
  const cause = causeOf(error);
  return cause !== null && COMPRESSION.test(codeOf(cause));
};

/** OpenSSL's own errors are long: "<thread>:error:<number>:SSL routines:<function>:<reason>:<file>:<line>:". */
function tlsReason(cause: Error): string {
  return /SSL routines:[^:]*:([^:]+):/.exec(cause.message)?.[1] ?? cause.message;
}

/** The HTTP parser's errors have a code only sometimes. */
function codeOf(cause: Error): string {
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  return cause.name === "HTTPParserError" ? cause.name : "";
}

function causeOf(error: unknown): Error | null {
  if (!(error instanceof Error)) return null;
  if (error.cause instanceof Error) return error.cause;
  return "code" in error ? error : null;
}
