import { operations } from "#lib/server/operate.ts";

export const actions = operations;
