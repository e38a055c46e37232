import { afterEach, expect, test, vi } from "vitest";
import { pipelineCommand } from "./pipeline-command.ts";

afterEach(() => vi.unstubAllEnvs());

test("commands are named as the place calls them, in a clone of the repository by pnpm", () => {
  vi.stubEnv("PIPELINE_COMMAND", "");
  expect(pipelineCommand()).toBe("pnpm run pipeline");
  vi.stubEnv("PIPELINE_COMMAND", "docker compose exec worker pipeline");
  expect(pipelineCommand()).toBe("docker compose exec worker pipeline");
});
