import { encode } from "modern-gif";
import { PNG } from "pngjs";

export interface Frame {
  readonly png: Buffer;
  /** Milliseconds until the next one. */
  readonly shownFor: number;
}

/** A GIF that repeats for ever. */
export async function encodeGif(frames: readonly Frame[]): Promise<Uint8Array> {
  const pictures = frames.map(({ png, shownFor }) => ({ ...PNG.sync.read(png), delay: shownFor }));
  const [{ width, height } = { width: 0, height: 0 }] = pictures;
  const gif = await encode({
    width,
    height,
    looped: true,
    frames: pictures.map(({ data, delay }) => ({ data: new Uint8ClampedArray(data), delay })),
  });
  return new Uint8Array(gif);
}
