/** What can be unusual about jobs, in the order of display. */
export const attentionKinds = [
  "processamento_longo",
  "taxa_sucesso_baixa",
  "reprocessamento_alto",
  "volume_baixo",
  "duracao_maior",
  "volume_alto",
] as const;
