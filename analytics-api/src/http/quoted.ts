/** How much of what a client sent an error shows; in characters. */
const MAX_SHOWN = 200;

/** `text` for an error or a log: an API key that somebody put there by mistake is masked. */
export const withoutKeys = (text: string): string => text.replaceAll(/em_\d+_[\w-]+/g, "em_***");

/** The beginning of what a client sent, for an error. */
export function abbreviate(text: string): string {
  const masked = withoutKeys(text);
  return masked.length <= MAX_SHOWN ? masked : `${masked.slice(0, MAX_SHOWN - 3)}...`;
}
