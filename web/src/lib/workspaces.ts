export interface NamedWorkspace {
  id_workspace: string;
  nome_workspace: string;
}

/**
 * What the filter by workspace lists: `offered` in their order, and before them those chosen that are not offered, so that
 * none of them is lost when another filter changes. One that nothing names goes by its id.
 */
export function listWorkspaces(
  chosen: readonly string[],
  known: readonly NamedWorkspace[],
  offered: readonly NamedWorkspace[],
): NamedWorkspace[] {
  const unlisted = chosen.filter((id) => !offered.some(({ id_workspace }) => id_workspace === id));
  const names = new Map(known.map(({ id_workspace, nome_workspace }) => [id_workspace, nome_workspace]));
  return [...unlisted.map((id) => ({ id_workspace: id, nome_workspace: names.get(id) ?? id })), ...offered];
}
