const WIDTH = 100;
const HEIGHT = 24;
/** Half of the line's width, so that it is not cut at the edges. */
const MARGIN = 1.5;

/** The path of a line in a box of 100 by 24, from the lowest to the highest of `values`; empty with fewer than two of them. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return "";
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - low) / (high - low)) * (HEIGHT - 2 * MARGIN);
  return values
    .map((value, index) => {
      if (value === null) return "";
      const command = index === 0 || values[index - 1] === null ? "M" : "L";
      return `${command}${round((index / (values.length - 1)) * WIDTH)} ${round(y(value))}`;
    })
    .join("");
}

const round = (coordinate: number): number => Math.round(coordinate * 10) / 10;
