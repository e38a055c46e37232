import { DefaultLogger, type Logger as TemporalLogger } from "@temporalio/worker";
import { type Logger, pino, stdSerializers } from "pino";

export const createLogger = (level: string): Logger =>
  pino({ name: "worker", level, serializers: { error: stdSerializers.err } });

const LEVELS = { TRACE: "trace", DEBUG: "debug", INFO: "info", WARN: "warn", ERROR: "error" } as const;

/** Temporal's own lines go into the same log. */
export const temporalLogger = (logger: Logger): TemporalLogger =>
  new DefaultLogger("INFO", ({ level, message, meta }) => logger[LEVELS[level]](meta ?? {}, message));
