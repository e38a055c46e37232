import { setAsides } from "#lib/server/set-asides.ts";

export const actions = setAsides;
