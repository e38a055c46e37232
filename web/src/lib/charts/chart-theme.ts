import type { Tone } from "../components/Badge.svelte";
import type { Status } from "../vocabulary.ts";

/** Colours for a canvas, resolved from the page's custom properties. */
export interface ChartTheme {
  ink: string;
  muted: string;
  grid: string;
  surface: string;
  typical: string;
  slow: string;
  /** The confidence interval around a line. */
  band: string;
  /** An earlier period, readable above the colours of the statuses. */
  earlier: string;
  status: Record<Status, string>;
  tone: Record<Tone, string>;
}

/** Reads the colours at `element` in the current theme, light or dark, or in the light one for paper. */
export function readChartTheme(element: HTMLElement, isOnPaper = false): ChartTheme {
  const { dataset } = document.documentElement;
  const chosen = dataset.theme;
  // The colours are those of the root: a colour scheme of an element inside it does not change them.
  if (isOnPaper) dataset.theme = "light";
  const probe = element.appendChild(document.createElement("span"));
  const colour = (property: string) => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    ink: colour("--text"),
    muted: colour("--muted"),
    grid: colour("--line"),
    surface: colour("--surface"),
    typical: colour("--accent"),
    slow: colour("--warn"),
    band: colour("--interval"),
    earlier: colour("--earlier"),
    status: {
      CONCLUIDO: colour("--done"),
      EM_PROCESSAMENTO: colour("--processing"),
      FALHOU: colour("--failed"),
      CANCELADO: colour("--canceled"),
    },
    tone: {
      good: colour("--done"),
      info: colour("--processing"),
      warn: colour("--warn"),
      bad: colour("--failed"),
      neutral: colour("--canceled"),
    },
  };
  probe.remove();
  if (chosen !== undefined) dataset.theme = chosen;
  return theme;
}
