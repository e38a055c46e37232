import { describe, expect, it } from "vitest";
import { workflowUrl } from "./workflow-link.ts";

describe("workflowUrl", () => {
  it("is the URL of a workflow run, with any characters in its ids", () => {
    const ui = { url: "http://temporal.test:8233/", namespace: "data eu" };
    expect(workflowUrl(ui, "enrichment-pipeline-2026-11-23T17:00:00Z", "a/b")).toBe(
      "http://temporal.test:8233/namespaces/data%20eu/workflows/enrichment-pipeline-2026-11-23T17%3A00%3A00Z/a%2Fb",
    );
  });

  it("is null without a UI", () => {
    expect(workflowUrl(undefined, "w", "r")).toBeNull();
  });
});
