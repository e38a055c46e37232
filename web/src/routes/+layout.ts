import { readPipeline } from "#lib/load-page.ts";
import type { LayoutLoad } from "./$types";

/** Data of the header of every page. The header is also shown while the API is down. */
export const load: LayoutLoad = async ({ fetch, depends, data }) => ({
  ...data,
  pipeline: await readPipeline({ fetch, depends }),
});
