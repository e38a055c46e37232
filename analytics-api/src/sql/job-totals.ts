import type { gold } from "@enrichment-monitor/warehouse";

/** Sums over the jobs of one size and contact type. Durations are counted in classes of `gold.faixa_duracao`: eight for each doubling. */
export interface JobTotals {
  categoria_tamanho_job: (typeof gold.jobSizes)[number];
  tipo_contato: (typeof gold.contactTypes)[number];
  jobs: number;
  finished: number;
  succeeded: number;
  /** Of the finished jobs. */
  class_sum: number;
  class_squares: number;
}
