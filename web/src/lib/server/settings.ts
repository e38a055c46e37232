import * as environment from "$app/env/private";
import { loadConfiguration } from "./configuration.ts";

/** The configuration of this process. An invalid environment ends its start. */
export const settings = loadConfiguration(environment);
