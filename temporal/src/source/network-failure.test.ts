import { expect, test } from "vitest";
import { describeNetworkFailure } from "./network-failure.ts";

const url = new URL("https://source.example/v1/enrichments?page=1");
const fetchError = (code: string, message: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

test.each([
  ["ENOTFOUND", "getaddrinfo", "DNS failed: no address for source.example (ENOTFOUND)"],
  ["EAI_AGAIN", "getaddrinfo", "DNS failed: no address for source.example (EAI_AGAIN)"],
  ["EHOSTUNREACH", "connect", "TCP failed: no connection to source.example (EHOSTUNREACH)"],
  ["UND_ERR_CONNECT_TIMEOUT", "", "time-out: no connection to source.example (UND_ERR_CONNECT_TIMEOUT)"],
  [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "self-signed certificate",
    "TLS failed with source.example: self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)",
  ],
  [
    "CERT_HAS_EXPIRED",
    "certificate has expired",
    "TLS failed with source.example: certificate has expired (CERT_HAS_EXPIRED)",
  ],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "Hostname/IP does not match certificate's altnames",
    "TLS failed with source.example: Hostname/IP does not match certificate's altnames (ERR_TLS_CERT_ALTNAME_INVALID)",
  ],
])("%s", (code, message, expected) => {
  expect(describeNetworkFailure(fetchError(code, message), url, "1000 ms")).toBe(expected);
});

test("says nothing of an error that could quote the key", async () => {
  const headers = { authorization: "Bearer two\nlines" };
  const error = await fetch(url, { headers }).catch((thrown: unknown) => thrown);
  expect(describeNetworkFailure(error, url, "1000 ms")).toBe("TypeError in the HTTP client");
});
