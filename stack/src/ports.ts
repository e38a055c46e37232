import { closeServer, findFreePorts, listenOn } from "./free-port.ts";
import { findPortHolder } from "./port-holder.ts";

/** The variable of each port and its default. */
export const PORTS = {
  dashboard: { variable: "DASHBOARD_PORT", fallback: 8501 },
  analyticsApi: { variable: "ANALYTICS_API_PORT", fallback: 3000 },
  sourceApi: { variable: "SOURCE_API_PORT", fallback: 3001 },
  postgres: { variable: "POSTGRES_PORT", fallback: 15432 },
  temporal: { variable: "TEMPORAL_PORT", fallback: 7233 },
  temporalUi: { variable: "TEMPORAL_UI_PORT", fallback: 8233 },
  workerHealth: { variable: "WORKER_HEALTH_PORT", fallback: 9464 },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/** Throws a sentence for each port of `names` that cannot be listened on, with its variable and the process that uses it. */
export async function assertPortsFree(ports: Ports, names: readonly PortName[]): Promise<void> {
  const problems = await Promise.all(
    names.map((name, index) => findProblem(ports, name, names.slice(0, index))),
  );
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new Error(found.join("\n"));
}

async function findProblem(
  ports: Ports,
  name: PortName,
  others: readonly PortName[],
): Promise<string | undefined> {
  const { variable } = PORTS[name];
  const port = ports[name];
  const duplicate = others.find((other) => ports[other] === port);
  if (duplicate)
    return `${PORTS[duplicate].variable} and ${variable} are both ${port}: give one of them another port.`;
  const code = await tryToListen(port);
  if (code === "EADDRINUSE") {
    const holder = (await findPortHolder(port)) ?? "another program";
    return `Port ${port} is taken by ${holder}: stop it, or set ${variable} to another port.`;
  }
  return code && `Port ${port} cannot be listened on (${code}): set ${variable} to another port.`;
}

/** The error code, if listening fails. */
async function tryToListen(port: number): Promise<string | undefined> {
  try {
    await closeServer(await listenOn(port));
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

/** A free port for each service. */
export async function chooseFreePorts(): Promise<Ports> {
  const names = Object.keys(PORTS);
  const free = await findFreePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, free[index]])) as Ports;
}
