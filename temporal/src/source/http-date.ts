import { DateTime } from "luxon";

/** An HTTP-date in any of its three forms (RFC 9110, 5.6.7); null when missing or anything else. */
export function readHttpDate(header: string | null): Date | null {
  if (header === null) return null;
  const date = DateTime.fromHTTP(header.trim());
  return date.isValid ? date.toJSDate() : null;
}
