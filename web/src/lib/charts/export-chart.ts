import { exportFileName } from "../csv/export-file-name.ts";
import type { Zone } from "../format.ts";
import { zoneLabels } from "../labels.ts";
import { m } from "../paraglide/messages.js";
import { getLocale } from "../paraglide/runtime.js";
import { saveFile } from "../save-file.ts";
import { chartCsv, readTable } from "./chart-csv.ts";
import { chartPicture } from "./chart-picture.ts";
import { type ChartTheme, readChartTheme } from "./chart-theme.ts";
import type { SeriesChart } from "./series-options.ts";

export interface ExportedChart {
  /** With the canvas and the table of the chart. */
  card: HTMLElement;
  title: string;
  /** The period of the data: in full, and short for a file name. */
  span: { text: string; name: string };
  zone: Zone;
  config: (theme: ChartTheme) => SeriesChart;
}

/** Saves a chart as a picture or its table as a CSV file, if it is there. */
export async function exportChart(chart: ExportedChart, extension: "png" | "csv"): Promise<void> {
  const file = extension === "png" ? await makePicture(chart) : makeTable(chart);
  if (!file) return;
  const pageTitle = document.title.replace(` · ${m.app_name()}`, "");
  const url = URL.createObjectURL(file);
  saveFile(url, exportFileName([pageTitle, chart.title, chart.span.name], Date.now(), chart.zone, extension));
  URL.revokeObjectURL(url);
}

async function makePicture({ card, title, span, zone, config }: ExportedChart): Promise<Blob | undefined> {
  const canvas = card.querySelector("canvas");
  if (!canvas) return undefined;
  const theme = readChartTheme(card);
  const { clientWidth: width, clientHeight: height } = canvas;
  const details = [span.text, m.chart_zone({ zone: zoneLabels[zone]() })];
  return chartPicture({ title, details, chart: config(theme), theme, width, height });
}

function makeTable({ card, zone }: ExportedChart): Blob | undefined {
  const table = card.querySelector("table");
  if (!table) return undefined;
  const profile = getLocale() === "pt-BR" ? "excel-br" : "padrao";
  return new Blob([chartCsv(readTable(table, profile, zone), profile)], { type: "text/csv;charset=utf-8" });
}
