/** The query string with some parameters changed; undefined removes one. */
export function changedQuery(
  params: Iterable<[string, string]>,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const changed = new URLSearchParams([...params]);
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) changed.delete(name);
    else changed.set(name, value);
  return `?${changed}`;
}
