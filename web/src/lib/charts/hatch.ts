/** Side of the pattern's square, in pixels. */
const SIDE = 7;

/** A fill of diagonal lines for an incomplete bucket: the pattern differs from a solid fill without colour, too. */
export function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const square = document.createElement("canvas");
  square.width = SIDE;
  square.height = SIDE;
  const pen = square.getContext("2d");
  if (!pen) return colour;
  pen.fillStyle = colour;
  pen.globalAlpha = 0.25;
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  // Three lines, so that the squares join without gaps.
  for (const shift of [-SIDE, 0, SIDE]) {
    pen.moveTo(shift, SIDE);
    pen.lineTo(shift + SIDE, 0);
  }
  pen.stroke();
  return context.createPattern(square, "repeat") ?? colour;
}
