export interface NamedWorkspace {
  id_workspace: string;
  nome_workspace: string;
}
