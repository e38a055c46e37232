export type ResponseKind =
  | "list"
  | "end_of_list"
  | "none"
  | "rate_limited"
  | "unauthorized"
  | "unavailable"
  | "refused"
  | "redirected"
  | "unreadable";

/**
 * Classifies a response of the source.
 *
 * @param status HTTP status; null if there was no response
 * @param failure the pipeline's English description of the failure; null if the response could be used
 */
export function responseKind(status: number | null, failure: string | null): ResponseKind {
  // A page after the last one is a 404 and not a failure.
  if (failure === null) return status === 404 ? "end_of_list" : "list";
  if (status === null) return "none";
  if (status === 429) return "rate_limited";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 408 || status >= 500) return "unavailable";
  if (status >= 400) return "refused";
  return status >= 300 ? "redirected" : "unreadable";
}
