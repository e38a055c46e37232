import { defineParams } from "@sveltejs/kit/params";
import { z } from "zod/mini";

/** Ids of records and runs are UUIDs: other paths are 404 without a request to the API. */
export const params = defineParams({ uuid: z.guid() });
