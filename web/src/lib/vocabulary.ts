/** The values that the business speaks of, in the order that the dashboard shows them. */
export const statuses = ["CONCLUIDO", "EM_PROCESSAMENTO", "FALHOU", "CANCELADO"] as const;
export const contactTypes = ["PESSOA", "EMPRESA"] as const;
export const jobSizes = ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"] as const;

export type Status = (typeof statuses)[number];
export type ContactType = (typeof contactTypes)[number];
export type JobSize = (typeof jobSizes)[number];

/** What a bucket of a time series may span. */
export type Interval = "hora" | "dia" | "semana" | "mes";
