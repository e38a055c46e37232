import type { RequestEvent } from "@sveltejs/kit";
import { type Api, createApi } from "#lib/api.ts";
import { apiHeaders } from "./analytics.ts";
import { settings } from "./settings.ts";

/** Longer than the API waits for Temporal, so that its response arrives. */
const TIMEOUT_MS = 20_000;

/** The API with the key of the visitor, for form actions. */
export const operatorApi = ({ fetch }: Pick<RequestEvent, "fetch">): Api =>
  createApi({ fetch, url: settings.analyticsApiUrl, headers: apiHeaders, timeoutMs: TIMEOUT_MS });
