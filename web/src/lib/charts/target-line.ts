import type { Plugin } from "chart.js";
import type { SeriesView } from "./series-options.ts";

/** A target on the value axis. */
export interface ChartTarget {
  /** In the unit of the axis. */
  value: number;
  /** Of its column in the table. */
  label: string;
}

/** Room between the line and its value, in pixels. */
const GAP = 4;

/** Room for the value right of the data, in pixels. */
export const targetRoom = (target: ChartTarget | undefined): { right: number } => ({
  right: target ? 48 : 0,
});

/** Plugins of Chart.js that draw the target of a chart, if it has one: a line from edge to edge, and its value beside the data. */
export function targetLine({ target, theme, valueLabel }: SeriesView): Plugin<"bar" | "line">[] {
  if (!target) return [];
  const draw: Plugin<"bar" | "line">["afterDatasetsDraw"] = ({ ctx, chartArea, scales }) => {
    const y = scales.y?.getPixelForValue(target.value);
    if (y === undefined) return;
    ctx.save();
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    ctx.moveTo(chartArea.left, y);
    ctx.lineTo(chartArea.right, y);
    ctx.stroke();
    ctx.fillStyle = theme.ink;
    ctx.textBaseline = "middle";
    ctx.fillText(valueLabel(target.value), chartArea.right + GAP, y);
    ctx.restore();
  };
  return [{ id: "target-line", afterDatasetsDraw: draw }];
}
