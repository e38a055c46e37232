import {
  BarController,
  BarElement,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  TimeScale,
  Tooltip,
} from "chart.js";
import "chartjs-adapter-luxon";
import type { SeriesChart } from "./series-options.ts";

export interface DrawnChart {
  /** The index of the bucket at a pointer's position; undefined where there is none. */
  bucketAt: (event: PointerEvent) => number | undefined;
  remove: () => void;
}

/** Draws a chart in the font of the canvas. */
export function draw(canvas: HTMLCanvasElement, { type, data, options, plugins }: SeriesChart): DrawnChart {
  Chart.register(
    BarController,
    BarElement,
    Filler,
    Legend,
    LinearScale,
    LineController,
    LineElement,
    LogarithmicScale,
    PointElement,
    TimeScale,
    Tooltip,
  );
  const { fontFamily } = getComputedStyle(canvas);
  const chart = new Chart(canvas, {
    type,
    data,
    options: { ...options, font: { family: fontFamily } },
    ...(plugins && { plugins }),
  });
  return {
    bucketAt: (event) =>
      chart.getElementsAtEventForMode(event, "index", { intersect: false }, true)[0]?.index,
    remove: () => chart.destroy(),
  };
}
