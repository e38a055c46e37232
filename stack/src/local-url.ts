import type { StackConfig } from "./config.ts";

/** Where this machine reaches a service of the stack that listens on `port`. */
export function localUrl({ listenHost }: StackConfig, port: number): string {
  return `http://${listenHost === "0.0.0.0" ? "127.0.0.1" : listenHost}:${port}`;
}
