/** The jobs of a bucket, by whether they are finished and succeeded. */
export interface FinishedJobs {
  total_enriquecimentos: number;
  em_processamento: number;
  necessitam_reprocessamento: number;
}

export const finishedJobs = ({ total_enriquecimentos, em_processamento }: FinishedJobs): number =>
  total_enriquecimentos - em_processamento;

export const succeededJobs = (jobs: FinishedJobs): number =>
  finishedJobs(jobs) - jobs.necessitam_reprocessamento;
