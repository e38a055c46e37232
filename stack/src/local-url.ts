import type { StackConfig } from "./config.ts";

/** URL of a service of the stack on this machine. */
export function localUrl({ listenHost }: StackConfig, port: number): string {
  return `http://${listenHost === "0.0.0.0" ? "127.0.0.1" : listenHost}:${port}`;
}
