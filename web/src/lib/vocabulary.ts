/** The values of the categorical fields, in display order. */
export const statuses = ["CONCLUIDO", "EM_PROCESSAMENTO", "FALHOU", "CANCELADO"] as const;
export const contactTypes = ["PESSOA", "EMPRESA"] as const;
export const jobSizes = ["PEQUENO", "MEDIO", "GRANDE", "MUITO_GRANDE"] as const;

export type Status = (typeof statuses)[number];
export type ContactType = (typeof contactTypes)[number];
export type JobSize = (typeof jobSizes)[number];

/** The length of a time series bucket. */
export type Interval = "hora" | "dia" | "semana" | "mes";
