/** The columns of the list of enrichments that can be hidden, in display order. The job itself is always shown. */
export const columns = [
  "nome_workspace",
  "status_processamento",
  "total_contatos",
  "tipo_contato",
  "categoria_tamanho_job",
  "data_criacao",
  "data_atualizacao",
  "duracao_processamento_minutos",
  "tempo_por_contato_minutos",
  "necessita_reprocessamento",
] as const;
export type Column = (typeof columns)[number];

export const densities = ["confortavel", "compacta"] as const;
export type Density = (typeof densities)[number];

/** How the list of enrichments is shown, as the user chose it. */
export interface ListView {
  columns: readonly Column[];
  density: Density;
}

/** Name of the cookie: the server needs the view for the first paint. */
export const listViewCookie = "lista";

export const defaultListView: ListView = {
  columns: columns.filter(
    (column) => column !== "tempo_por_contato_minutos" && column !== "necessita_reprocessamento",
  ),
  density: "confortavel",
};

/** The view in a cookie: the density and the columns, separated by dots. What is unknown has its default. */
export function parseListView(text: string | undefined): ListView {
  if (text === undefined) return defaultListView;
  const [first, ...names] = text.split(".");
  return {
    density: densities.find((density) => density === first) ?? defaultListView.density,
    columns: columns.filter((column) => names.includes(column)),
  };
}

export const listViewText = ({ columns, density }: ListView): string => [density, ...columns].join(".");
