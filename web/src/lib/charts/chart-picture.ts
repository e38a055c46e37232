import type { ChartTheme } from "./chart-theme.ts";
import { draw } from "./draw.ts";
import type { SeriesChart } from "./series-options.ts";

/** Sharp on a slide, too. */
const PICTURE_SCALE = 2;

/** In pixels before scaling. */
const MARGIN = 20;
const TITLE = { size: 16, line: 22, weight: 620 };
const DETAIL = { size: 13, line: 18, weight: 400 };

interface Picture {
  title: string;
  /** Below the title: the span, and the zone of its times. */
  details: readonly string[];
  chart: SeriesChart;
  theme: ChartTheme;
  /** Of the chart alone. */
  width: number;
  height: number;
}

/** A PNG of a chart with its title, in the colours of `theme`. */
export async function chartPicture({ title, details, chart, theme, width, height }: Picture): Promise<Blob> {
  const drawing = document.createElement("canvas");
  const drawn = draw(drawing, chart, { width, height });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("The browser has no 2D canvas.");
  const font = ({ size, weight }: typeof TITLE) =>
    `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  pen.font = font(TITLE);
  const titleLines = wrap(pen, title, width);
  pen.font = font(DETAIL);
  const detailLines = details.flatMap((detail) => wrap(pen, detail, width));
  const top = MARGIN + titleLines.length * TITLE.line + detailLines.length * DETAIL.line + MARGIN / 2;

  // A new size resets the context.
  canvas.width = (width + 2 * MARGIN) * PICTURE_SCALE;
  canvas.height = (top + height + MARGIN) * PICTURE_SCALE;
  pen.scale(PICTURE_SCALE, PICTURE_SCALE);
  pen.fillStyle = theme.surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "top";
  let y = MARGIN;
  for (const [lines, text, colour] of [
    [titleLines, TITLE, theme.ink],
    [detailLines, DETAIL, theme.muted],
  ] as const) {
    pen.font = font(text);
    pen.fillStyle = colour;
    for (const line of lines) {
      pen.fillText(line, MARGIN, y);
      y += text.line;
    }
  }
  pen.drawImage(drawing, MARGIN, top, width, height);
  drawn.remove();
  return await new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))),
      "image/png",
    );
  });
}

/** The lines of a text that are not wider than `width`. */
function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && pen.measureText(longer).width > width) lines.push(word);
    else lines[Math.max(0, lines.length - 1)] = longer;
  }
  return lines;
}
