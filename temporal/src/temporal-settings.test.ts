import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@enrichment-monitor/environment";
import { afterAll, expect, test } from "vitest";
import { connectionError, readTemporalSettings } from "./temporal-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "temporal-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a profile in the file is read, and variables take precedence over it; empty ones count as not set", () => {
  const file = join(folder, "temporal.toml");
  writeFileSync(file, '[profile.cloud]\naddress = "cloud.example.com:7233"\nnamespace = "jobs"\n');
  const environment = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: "cloud" };
  expect(readTemporalSettings({ ...environment, TEMPORAL_API_KEY: "", TEMPORAL_NAMESPACE: "" })).toEqual({
    namespace: "jobs",
    connectionOptions: { address: "cloud.example.com:7233" },
  });
  expect(readTemporalSettings({ ...environment, TEMPORAL_NAMESPACE: "others" }).namespace).toBe("others");
});

test("a file that is no TOML is named as such, without the line that may have a key", () => {
  const file = join(folder, "broken.toml");
  writeFileSync(file, "[profile.default]\napi_key = s3cret\n");
  const read = () => readTemporalSettings({ TEMPORAL_CONFIG_FILE: file });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/^The TEMPORAL_ variables or their profile are invalid: Invalid TOML document: .+$/);
  expect(read).not.toThrow(/s3cret/);
});

test.each([
  ["TEMPORAL_PROFILE", "nowhere", /'nowhere' not found/],
  ["TEMPORAL_TLS_CLIENT_CERT_PATH", "/no/such/file", /ENOENT.*\/no\/such\/file/],
])("an invalid %s is named", (variable, value, message) => {
  expect(() => readTemporalSettings({ HOME: folder, [variable]: value })).toThrow(message);
});

test("a failed connection names only what its settings have", () => {
  const message = (options: object) =>
    connectionError({ connectionOptions: { address: "a:1", ...options } }, new Error("refused")).message;
  expect(message({})).toBe(
    "Cannot connect to Temporal at a:1 (refused): start the server, or set TEMPORAL_ADDRESS to its address.",
  );
  expect(message({ apiKey: "s3cret", tls: true })).toMatch(
    /^(?!.*s3cret).*; check TEMPORAL_API_KEY.*profile\.$/,
  );
  expect(message({ tls: {} })).toMatch(/address; check CA, .* in TEMPORAL_TLS_\*, or tls in the profile\.$/);
});
