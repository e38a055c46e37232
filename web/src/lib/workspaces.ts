export interface NamedWorkspace {
  id_workspace: string;
  nome_workspace: string;
}

/**
 * The options of the workspace filter: first the chosen workspaces that are not in `offered`, so that they stay chosen when
 * another filter changes, then `offered` in its order. A workspace without a known name is shown with its id.
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
