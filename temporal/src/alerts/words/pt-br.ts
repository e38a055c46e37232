import type { Words } from "./words.ts";

export const ptBr: Words = {
  locale: "pt-BR",
  timeFormat: "dd/MM/yyyy HH:mm z",
  events: { begin: "Alerta", end: "Terminou", test: "Teste" },
  pipeline: "Pipeline",
  reasons: (pipeline) => ({
    no_workers: { what: "nenhum worker está rodando", remedy: "Inicie um worker." },
    build_without_workers: {
      what: "novas execuções esperam por um worker da versão em que elas começam",
      remedy: "Inicie um, ou torne outra versão a atual: temporal worker deployment set-current-version.",
    },
    schedule_missing: {
      what: "o agendamento não existe",
      remedy: `Crie-o: ${pipeline} schedule apply.`,
    },
    schedule_paused: {
      what: "o agendamento está pausado",
      remedy: `Retome-o: ${pipeline} resume.`,
    },
    last_run_failed: {
      what: "a última execução falhou",
      remedy: "Corrija a causa (docs/operations.md); a próxima execução continua a partir do watermark.",
    },
    last_run_incomplete: {
      what: "a última execução ficou incompleta",
      remedy: "Veja os achados da execução; a próxima lê de novo o que faltou.",
    },
    last_run_abandoned: {
      what: "a última execução foi encerrada à força antes do fim",
      remedy: "Descubra no Temporal quem a encerrou; a próxima execução continua a partir do watermark.",
    },
    run_stalled: {
      what: "a execução em andamento parou de avançar",
      remedy: "Verifique o workflow na interface do Temporal, os workers e a origem.",
    },
    run_overdue: {
      what: "uma execução está atrasada, e por isso os dados estão desatualizados",
      remedy: "Verifique o agendamento, os workers e o servidor Temporal.",
    },
    too_many_rejects: {
      what: "há registros rejeitados demais",
      remedy: "Veja quais regras eles violam e corrija a origem, ou aumente MAX_REJECTED_PERCENT.",
    },
    rejected_records: { what: "há registros rejeitados", remedy: "Peça a correção na origem." },
    duplicate_records: {
      what: "a origem lista registros mais de uma vez",
      remedy: "Avise os responsáveis pela origem: cada ID deve ser listado uma só vez.",
    },
    count_differs: {
      what: "a contagem da origem não confere",
      remedy: `Veja a prova; uma leitura completa mostra os registros: ${pipeline} reconcile.`,
    },
    changed_records: {
      what: "registros mudaram sem um novo updated_at",
      remedy: "Avise os responsáveis pela origem: toda mudança deve alterar o updated_at.",
    },
    gold_repaired: {
      what: "linhas do gold diferiam do bronze e foram reconstruídas",
      remedy: "Descubra quem grava no gold além do pipeline.",
    },
    bronze_damaged: {
      what: "há dados danificados no bronze",
      remedy: "Descubra quem grava no bronze além do pipeline e verifique o disco.",
    },
    being_checked: {
      what: "a prova está incompleta há uma hora",
      remedy: `Veja quais janelas diferem; ${pipeline} reconcile lê tudo.`,
    },
    not_counted: {
      what: "a origem não pôde ser contada durante uma hora",
      remedy: `Avise os responsáveis pela origem; ${pipeline} reconcile compara tudo.`,
    },
    analytics_api_unreadable: {
      what: "a API de análise não pode ser lida",
      remedy: "Inicie-a, ou verifique ANALYTICS_API_URL e ANALYTICS_API_KEY do worker.",
    },
  }),
  kinds: {
    processamento_longo: "jobs parados",
    taxa_sucesso_baixa: "mais falhas",
    reprocessamento_alto: "mais reprocessamento",
    volume_baixo: "menos jobs",
    volume_alto: "mais jobs",
    duracao_maior: "jobs mais lentos",
  },
  sentences: {
    processamento_longo: ({ name, group, count, usualCount, since }) =>
      `${name}: ${count} jobs ${group} em processamento há mais tempo que 99% dos desse tamanho (o habitual é ${usualCount}), o mais antigo desde ${since}.`,
    taxa_sucesso_baixa: ({ name, rate, n, usualRate, since }) =>
      `${name}: ${rate} de sucesso nos ${n} jobs terminados em 24 horas (o habitual é ${usualRate}), pior desde ${since}.`,
    reprocessamento_alto: ({ group, rate, n, usualRate, since }) =>
      `Todos os workspaces: ${rate} dos ${n} jobs ${group} terminados em 24 horas precisam de reprocessamento (o habitual é ${usualRate}), mais desde ${since}.`,
    volume_baixo: ({ name, count, usualCount }) =>
      `${name}: ${count} jobs novos em 24 horas (o habitual é ${usualCount}).`,
    volume_alto: ({ name, count, usualCount }) =>
      `${name}: ${count} jobs novos em 24 horas (o habitual é ${usualCount}).`,
    duracao_maior: ({ name, n, ratio, since }) =>
      `${name}: os ${n} jobs terminados em 24 horas duraram ${ratio} vezes o habitual, mais desde ${since}.`,
    silent: ({ name, usualCount, since }) =>
      `${name}: nenhum job novo desde ${since} (o habitual em 24 horas é ${usualCount}).`,
    source_silent: ({ usualCount, since }) =>
      `Nenhum workspace tem job novo desde ${since} (o habitual em 24 horas é ${usualCount}).`,
  },
  allWorkspaces: "Todos os workspaces",
  sizes: {
    PEQUENO: "de tamanho pequeno",
    MEDIO: "de tamanho médio",
    GRANDE: "de tamanho grande",
    MUITO_GRANDE: "de tamanho muito grande",
  },
  types: { PESSOA: "de pessoas", EMPRESA: "de empresas" },
  lessThanOne: "menos de 1",
  original: "Detalhes, em inglês",
  remedy: "O que fazer",
  seenSince: (since) => `Visto desde ${since}.`,
  lasted: (span, from, to) => `Durou ${span}: de ${from} a ${to}.`,
  open: "Abrir no painel",
  test: {
    subject: "este destino funciona",
    text: "Os alertas do pipeline de enriquecimentos chegarão aqui. Não é preciso fazer nada.",
  },
};
