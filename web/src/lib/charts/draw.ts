import {
  BarController,
  BarElement,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  TimeScale,
  Tooltip,
} from "chart.js";
import "chartjs-adapter-luxon";
import type { SeriesChart } from "./series-options.ts";

/** Draws a chart in the font of the canvas. Returns a function that removes the chart. */
export function draw(canvas: HTMLCanvasElement, { type, data, options }: SeriesChart): () => void {
  Chart.register(
    BarController,
    BarElement,
    Legend,
    LinearScale,
    LineController,
    LineElement,
    PointElement,
    TimeScale,
    Tooltip,
  );
  const { fontFamily } = getComputedStyle(canvas);
  const chart = new Chart(canvas, { type, data, options: { ...options, font: { family: fontFamily } } });
  return () => chart.destroy();
}
