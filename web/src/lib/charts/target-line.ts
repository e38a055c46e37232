import type { Plugin } from "chart.js";
import type { SeriesView } from "./series-options.ts";

/** A target on the value axis. */
export interface ChartTarget {
  /** In the unit of the axis. */
  value: number;
  label: string;
}

/** Room between the line and its label, in pixels. */
const GAP = 4;

/** Plugins of Chart.js that draw the target of a chart, if it has one: a line from edge to edge, and its label. */
export function targetLine({ target, theme }: SeriesView): Plugin<"bar" | "line">[] {
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
    // An outline in the colour of the card keeps the label readable above the data.
    ctx.setLineDash([]);
    ctx.lineWidth = 4;
    ctx.strokeStyle = theme.surface;
    ctx.fillStyle = theme.ink;
    ctx.textAlign = "right";
    const isAtTop = y - chartArea.top < 20;
    ctx.textBaseline = isAtTop ? "top" : "bottom";
    const at = [chartArea.right - GAP, isAtTop ? y + GAP : y - GAP] as const;
    ctx.strokeText(target.label, ...at);
    ctx.fillText(target.label, ...at);
    ctx.restore();
  };
  return [{ id: "target-line", afterDatasetsDraw: draw }];
}
