import { mayOperate, operations } from "#lib/server/operate.ts";
import type { PageServerLoad } from "./$types";

export const actions = operations;

export const load: PageServerLoad = async ({ locals }) => ({ mayOperate: await mayOperate(locals) });
