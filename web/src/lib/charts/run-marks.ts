import type { Plugin } from "chart.js";

/** Length of a mark, in pixels. */
const LENGTH = 6;

/**
 * A Chart.js plugin that marks runs on the time axis.
 * @param instants when the runs finished, in epoch milliseconds
 */
export const runMarks = (instants: readonly number[], colour: string): Plugin<"bar" | "line"> => ({
  id: "run-marks",
  afterDatasetsDraw({ ctx, chartArea, scales }) {
    const axis = scales.x;
    if (!axis) return;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (const instant of instants) {
      const x = axis.getPixelForValue(instant);
      if (x < chartArea.left || x > chartArea.right) continue;
      ctx.moveTo(x, chartArea.bottom);
      ctx.lineTo(x, chartArea.bottom + LENGTH);
    }
    ctx.stroke();
    ctx.restore();
  },
});
