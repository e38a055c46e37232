import { defineParams } from "@sveltejs/kit/params";
import { z } from "zod";

/** What is no UUID names no record and no run: the page does not exist, and the API need not be asked. */
export const params = defineParams({ uuid: z.guid() });
