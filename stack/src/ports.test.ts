import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { assertPortsFree, chooseFreePorts, type Ports } from "./ports.ts";

async function takePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("assertPortsFree", () => {
  test("accepts free ports", async () => {
    const ports = await chooseFreePorts();
    await expect(assertPortsFree(ports, ["dashboard", "postgres"])).resolves.toBeUndefined();
  });

  test("reports a used port with its variable", async () => {
    const ports: Ports = { ...(await chooseFreePorts()), dashboard: await takePort() };
    await expect(assertPortsFree(ports, ["dashboard"])).rejects.toThrow(
      new RegExp(
        `^Port ${ports.dashboard} is taken by .+: stop it, or set DASHBOARD_PORT to another port\\.$`,
      ),
    );
  });

  test.runIf(process.platform === "linux")("reports the process that uses the port", async () => {
    const ports: Ports = { ...(await chooseFreePorts()), temporal: await takePort() };
    await expect(assertPortsFree(ports, ["temporal"])).rejects.toThrow(`taken by process ${process.pid} (`);
  });

  test("ignores a used port that this stack does not need", async () => {
    const ports: Ports = { ...(await chooseFreePorts()), postgres: await takePort() };
    await expect(assertPortsFree(ports, ["dashboard", "temporal"])).resolves.toBeUndefined();
  });

  test("reports all problems together, such as two services on one port", async () => {
    const free = await chooseFreePorts();
    const ports: Ports = { ...free, analyticsApi: free.dashboard, postgres: await takePort() };
    await expect(assertPortsFree(ports, ["postgres", "dashboard", "analyticsApi"])).rejects.toThrow(
      new RegExp(
        `^Port ${ports.postgres} is taken .+\nDASHBOARD_PORT and ANALYTICS_API_PORT are both ${free.dashboard}: `,
      ),
    );
  });
});

test("chooseFreePorts returns different ports", async () => {
  const ports = Object.values(await chooseFreePorts());
  expect(new Set(ports).size).toBe(ports.length);
});
