import { expect, it } from "vitest";
import { changeFaults, PRESET_NAMES, PRESETS } from "./settings.ts";

it("changes what it names, also inside a group, and keeps the rest", () => {
  const changed = changeFaults(PRESETS.storm, {
    html: 0.2,
    retry_after: { least: 5 },
    burst: { requests: 3 },
    latency_ms: { extra: 7 },
  });
  expect(changed).toEqual({
    ...PRESETS.storm,
    html: 0.2,
    retry_after: { ...PRESETS.storm.retry_after, least: 5 },
    burst: { requests: 3, seconds: 1 },
    latency_ms: { least: 0, extra: 7 },
  });
});

it("starts from a preset when it names one", () => {
  expect(changeFaults(PRESETS.storm, { preset: "calm", unanswered: 1 })).toEqual({
    ...PRESETS.calm,
    unanswered: 1,
  });
});

it("has presets that are what they say", () => {
  expect(PRESET_NAMES.map((name) => PRESETS[name].rate_limited)).toEqual([0, 0.1, 0.5, 0.05]);
  const { seconds, date, missing, zero, huge } = PRESETS.storm.retry_after;
  expect(Math.min(seconds, date, missing, zero, huge)).toBeGreaterThan(0);
  const { server_error, unanswered, cut_connection, cut_body, html, malforming } = PRESETS.hostile;
  expect([server_error, unanswered, cut_connection + cut_body]).toEqual([0.05, 0.02, 0.02]);
  expect(Math.min(html, malforming)).toBeGreaterThan(0);
});
