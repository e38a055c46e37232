import { describe, expect, it } from "vitest";
import { allowedHosts, refuseHost } from "./allowed-hosts.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

describe("allowedHosts", () => {
  it.each([
    ["127.0.0.1", undefined, [], LOOPBACK],
    ["::1", "http://dashboard.test:8501", [], [...LOOPBACK, "dashboard.test"]],
    ["localhost", undefined, ["proxy.test"], [...LOOPBACK, "proxy.test"]],
    ["0.0.0.0", "http://dashboard.test", [], undefined],
    ["0.0.0.0", "http://dashboard.test", ["a.test"], [...LOOPBACK, "0.0.0.0", "dashboard.test", "a.test"]],
  ])("listening on %s with origin %s and names %j: %j", (host, origin, names, hosts) => {
    expect(allowedHosts({ host, origin, names })).toEqual(hosts);
  });
});

describe("refuseHost", () => {
  it.each(["localhost", "LOCALHOST:8501", "127.0.0.1:1", "[::1]:8501"])("accepts %s", (host) => {
    expect(refuseHost(host, LOOPBACK)).toBeUndefined();
  });

  it.each([null, "", "rebound.test:8501", "localhost.rebound.test", "[::2]"])("refuses %s", async (host) => {
    const refused = refuseHost(host, LOOPBACK);
    expect(refused?.status).toBe(421);
    expect(await refused?.json()).toMatchObject({ detail: expect.stringContaining("ALLOWED_HOSTS") });
  });
});
