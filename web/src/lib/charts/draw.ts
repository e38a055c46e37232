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

/** Twice the pixels of a picture or a print: sharp in any size. */
const FIXED_SCALE = 2;

/** Draws a chart in the font of the page: as large as the canvas is shown, or in a fixed size. */
export function draw(
  canvas: HTMLCanvasElement,
  { type, data, options, plugins }: SeriesChart,
  size?: { width: number; height: number },
): DrawnChart {
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
  const { fontFamily } = getComputedStyle(document.body);
  if (size) Object.assign(canvas, size);
  const chart = new Chart(canvas, {
    type,
    data,
    options: {
      ...options,
      font: { family: fontFamily },
      ...(size && { responsive: false, devicePixelRatio: FIXED_SCALE }),
    },
    ...(plugins && { plugins }),
  });
  return {
    bucketAt: ({ offsetX }) => nearestBucket(chart, offsetX),
    remove: () => chart.destroy(),
  };
}

/** Chart.js's own search passes over buckets without a value, which have jobs all the same. */
function nearestBucket({ data, scales }: Chart, pixel: number): number | undefined {
  const { x } = scales;
  if (!x) return undefined;
  const points = (data.datasets[0]?.data ?? []) as { x: number }[];
  const distances = points.map((point) => Math.abs(x.getPixelForValue(point.x) - pixel));
  return distances.length === 0 ? undefined : distances.indexOf(Math.min(...distances));
}
