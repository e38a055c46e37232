import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadConfig as loadApiConfig } from "@enrichment-monitor/analytics-api/config";
import { TASK_QUEUE } from "@enrichment-monitor/temporal";
import { loadCliConfig } from "@enrichment-monitor/temporal/cli-config";
import { loadConfig as loadWorkerConfig, pipelineEnvironment } from "@enrichment-monitor/temporal/config";
import type { Code } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { visit } from "unist-util-visit";
import { afterAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { REPOSITORY } from "./repository.ts";

/** Installed by pnpm from pyproject.toml. */
const VALIDATOR = join(REPOSITORY, ".venv/bin/kubernetes-validate");

const folder = join(REPOSITORY, "kubernetes");
const files = globSync("**/*.yaml", { cwd: folder });
const manifests = files.filter((file) => !file.endsWith("kustomization.yaml"));

interface Container {
  image: string;
  command: string[];
  env: { name: string; value: string }[];
  envFrom?: { configMapRef?: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  readinessProbe?: { httpGet: { path: string; port: string } };
  resources: { limits: { memory: string } };
  securityContext: object;
}

interface Pod {
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  securityContext: object;
  terminationGracePeriodSeconds?: number;
  containers: [Container];
}

interface Manifest {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec: {
    template: { spec: Pod };
    ingress?: { ports: { port: number }[] }[];
    triggers: { type: string; metadata: Record<string, string> }[];
  };
}

const objects: Manifest[] = manifests.flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document) => document.toJS()),
);

const pods = Object.fromEntries(
  objects
    .filter(({ kind }) => kind === "Deployment" || kind === "Job")
    .map(({ metadata, spec }) => [metadata.name, spec.template.spec]),
);
const settings = objects.find(({ kind }) => kind === "ConfigMap")?.data ?? {};

interface ComposeService {
  command: string[];
  environment: Record<string, string>;
  mem_limit: string;
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
}

const compose: Record<string, ComposeService> = parse(
  readFileSync(join(REPOSITORY, "docker-compose.yml"), "utf8"),
  { merge: true },
).services;

const SERVICES = ["migrate", "worker", "schedule", "analytics-api", "dashboard"];

const podOf = (name: string): Pod => {
  const pod = pods[name];
  if (!pod) throw new Error(`There is no pod ${name}.`);
  return pod;
};

const composeOf = (name: string): ComposeService => {
  const service = compose[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}.`);
  return service;
};

const temporary = mkdtempSync(join(tmpdir(), "kubernetes-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** The variables that a container gets, with secrets in files of the test. */
function environmentOf(name: string): Record<string, string> {
  const [{ env, envFrom }] = podOf(name).containers;
  const own = env.map(({ name, value }) => {
    if (!name.endsWith("_FILE")) return [name, value];
    const file = join(temporary, name);
    writeFileSync(
      file,
      name === "DATABASE_URL_FILE" ? "postgres://user@host/warehouse" : "a-secret-of-the-test",
    );
    return [name, file];
  });
  const hasSettings = envFrom?.some(({ configMapRef }) => configMapRef?.name === "settings");
  return { ...(hasSettings && settings), ...Object.fromEntries(own) };
}

/** Mebibytes; Compose writes 1g, Kubernetes 1Gi. */
function mebibytes(size: string): number {
  const [, number, unit] = /^(\d+)([mg])i?$/i.exec(size) ?? [];
  return Number(number) * (unit?.toLowerCase() === "g" ? 1024 : 1);
}

describe("the manifests for Kubernetes", () => {
  it("are what its schemas allow", () => {
    const checked = manifests.filter((file) => !file.startsWith("keda/")).map((file) => join(folder, file));
    const { output, status } = validate(...checked);
    expect(status, output).toBe(0);
    expect(output.match(/ passed /g)).toHaveLength(objects.length - 1);
  });

  it("are refused by the schemas with a wrong name", () => {
    const file = join(temporary, "wrong.yaml");
    const worker = readFileSync(join(folder, "worker/worker.yaml"), "utf8");
    writeFileSync(file, worker.replace("readinessProbe", "readyProbe"));
    const { output, status } = validate(file);
    expect(output).toContain("readyProbe");
    expect(status).toBe(1);
  });

  it("are all in a kustomization, which names no others", () => {
    const listed = files
      .filter((file) => file.endsWith("kustomization.yaml"))
      .flatMap((file) =>
        (parse(readFileSync(join(folder, file), "utf8")).resources as string[]).map((name) =>
          join(dirname(file), name),
        ),
      );
    expect(listed.filter((name) => name.endsWith(".yaml")).toSorted()).toEqual(manifests.toSorted());
  });

  it("have a pod for each service of the compose file that is no server of others", () => {
    expect(Object.keys(pods).toSorted()).toEqual(SERVICES.toSorted());
  });

  it.each(SERVICES)("%s runs as in the compose file, and may do no more", (name) => {
    const pod = podOf(name);
    const [container] = pod.containers;
    const service = composeOf(name);
    expect(container.command).toEqual(service.command);
    expect(mebibytes(container.resources.limits.memory)).toBe(mebibytes(service.mem_limit));
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      // Else ANALYTICS_API_PORT would be the address of the service.
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
  });

  it.each(["worker", "analytics-api", "dashboard"])(
    "%s is asked for its health as in the compose file",
    (name) => {
      const [{ ports = [], readinessProbe }] = podOf(name).containers;
      const { pathname, port } = new URL(composeOf(name).healthcheck?.test.at(-1) ?? "");
      expect(readinessProbe?.httpGet).toMatchObject({ path: pathname, port: "http" });
      expect(ports).toEqual([{ name: "http", containerPort: Number(port) }]);
    },
  );

  it("give a worker the time that the compose file gives it", () => {
    expect(composeOf("worker").stop_grace_period).toBe("1m");
    expect(podOf("worker").terminationGracePeriodSeconds).toBe(60);
  });

  it("set only variables that the compose file or the worker's configuration knows", () => {
    const known = new Set([
      ...Object.values(compose).flatMap(({ environment }) => Object.keys(environment ?? {})),
      ...Object.keys(pipelineEnvironment.shape),
      // Of the image, and of the dashboard's server behind a proxy.
      "PIPELINE_COMMAND",
      "ADDRESS_HEADER",
    ]);
    const names = SERVICES.flatMap((name) => Object.keys(environmentOf(name)));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it("set what the services require, to values that they accept", () => {
    expect(loadWorkerConfig(environmentOf("worker"))).toMatchObject({ WORKER_HEALTH_HOST: "0.0.0.0" });
    expect(loadCliConfig(environmentOf("schedule"))).toMatchObject({ SCHEDULE_INTERVAL_MINUTES: 5 });
    expect(loadApiConfig(environmentOf("analytics-api"))).toMatchObject({
      host: "0.0.0.0",
      requireKeys: true,
    });
  });

  it("let Prometheus in at the ports of the metrics", () => {
    const observability: { services: Record<string, ComposeService> } = parse(
      readFileSync(join(REPOSITORY, "compose.observability.yaml"), "utf8"),
    );
    const { WORKER_METRICS_PORT } = observability.services.worker?.environment ?? {};
    const { ANALYTICS_API_METRICS_PORT } = observability.services["analytics-api"]?.environment ?? {};
    const policy = objects.find(
      ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.name === "metrics",
    );
    expect(policy?.spec.ingress).toMatchObject([
      { ports: [{ port: WORKER_METRICS_PORT }, { port: ANALYTICS_API_METRICS_PORT }] },
    ]);
  });

  it("scale workers by the task queue of the pipeline", () => {
    const [trigger] = objects.find(({ kind }) => kind === "ScaledObject")?.spec.triggers ?? [];
    expect(trigger).toEqual({
      type: "temporal",
      metadata: {
        endpointFromEnv: "TEMPORAL_ADDRESS",
        namespace: settings.TEMPORAL_NAMESPACE,
        taskQueue: TASK_QUEUE,
        queueTypes: "workflow,activity",
        targetQueueSize: "4",
      },
    });
    expect(environmentOf("worker")).toHaveProperty("TEMPORAL_ADDRESS");
  });

  it.skipIf(!hasKubectl())("are rendered by kustomize with the overlays of docs/operations.md", () => {
    cpSync(folder, join(temporary, "kubernetes"), { recursive: true });
    for (const overlay of documentedOverlays()) {
      const [, file = ""] = /^# (\S+)/.exec(overlay) ?? [];
      mkdirSync(join(temporary, dirname(file)), { recursive: true });
      writeFileSync(join(temporary, file), overlay);
    }
    const render = (name: string) =>
      execFileSync("kubectl", ["kustomize", join(temporary, name)], { encoding: "utf8", stdio: "pipe" });
    const kinds = (text: string) => [...text.matchAll(/^kind: (\S+)/gm)].map(([, kind]) => kind);
    const all = render("my-cluster");
    expect(kinds(all).toSorted()).toEqual(objects.map(({ kind }) => kind).toSorted());
    expect(all.match(/replicas: 2/g)).toHaveLength(2);
    expect(all).not.toMatch(/image: enrichment-monitor$/m);
    const build = render("my-cluster/worker-42");
    expect(kinds(build)).toEqual(["Deployment", "PodDisruptionBudget"]);
    expect(build).toContain('name: WORKER_BUILD_ID\n          value: "42"');
    const file = join(temporary, "rendered.yaml");
    writeFileSync(file, build);
    const { output, status } = validate(file);
    expect(status, output).toBe(0);
  });
});

function validate(...paths: string[]) {
  const { stdout, stderr, status, error } = spawnSync(VALIDATOR, ["--strict", ...paths], {
    encoding: "utf8",
  });
  if (error) throw error;
  return { output: stdout + stderr, status };
}

/** The YAML of docs/operations.md that begins with the name of its file. */
function documentedOverlays(): string[] {
  const overlays: string[] = [];
  visit(
    fromMarkdown(readFileSync(join(REPOSITORY, "docs/operations.md"), "utf8")),
    "code",
    ({ lang, value }: Code) => {
      if (lang === "yaml" && value.startsWith("# my-cluster/")) overlays.push(value);
    },
  );
  return overlays;
}

function hasKubectl(): boolean {
  return spawnSync("kubectl", ["version", "--client"]).status === 0;
}
