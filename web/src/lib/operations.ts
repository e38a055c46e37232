import { m } from "./paraglide/messages.js";

/** What an operator can do with the pipeline: the names of the form actions. */
export const operations = ["executar", "pausar", "retomar", "reconciliar", "provar"] as const;
export type Operation = (typeof operations)[number];

interface OperationTexts {
  name: () => string;
  /** The question of its dialog. */
  question: () => string;
  /** What happens. */
  description: () => string;
}

export const operationTexts: Record<Operation, OperationTexts> = {
  executar: {
    name: m.operation_executar,
    question: m.operation_executar_title,
    description: m.operation_executar_text,
  },
  pausar: {
    name: m.operation_pausar,
    question: m.operation_pausar_title,
    description: m.operation_pausar_text,
  },
  retomar: {
    name: m.operation_retomar,
    question: m.operation_retomar_title,
    description: m.operation_retomar_text,
  },
  reconciliar: {
    name: m.operation_reconciliar,
    question: m.operation_reconciliar_title,
    description: m.operation_reconciliar_text,
  },
  provar: {
    name: m.operation_provar,
    question: m.operation_provar_title,
    description: m.operation_provar_text,
  },
};
