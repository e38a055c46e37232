import { ConfigError, readEnvironment } from "@enrichment-monitor/environment";
import { type ClientConnectConfig, loadClientConnectConfig } from "@temporalio/envconfig";

/**
 * Where the Temporal server is and how to log in there, from the environment variables and profiles that every official SDK and the CLI
 * read: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE, temporal.toml.
 *
 * @throws {ConfigError} when they are invalid, or name a file that cannot be read
 */
export function readTemporalSettings(environment: NodeJS.ProcessEnv): ClientConnectConfig {
  try {
    return loadClientConnectConfig({ overrideEnvVars: readEnvironment(environment, []) });
  } catch (cause) {
    throw new ConfigError(`The TEMPORAL_ variables or their profile are invalid: ${firstLineOf(cause)}`);
  }
}

/** The error to tell when a connection with these settings failed, with all that may be wrong. It has no secrets. */
export function connectionError({ connectionOptions }: ClientConnectConfig, cause: unknown): Error {
  const { address = "the default address", apiKey, tls } = connectionOptions;
  const credentials = [
    ...(apiKey === undefined
      ? []
      : ["TEMPORAL_API_KEY (has it expired? may it use TEMPORAL_NAMESPACE?), or api_key in the profile"]),
    ...(typeof tls === "object"
      ? ["CA, server name, client certificate and its key in TEMPORAL_TLS_*, or tls in the profile"]
      : []),
  ];
  const remedy = ["start the server, or set TEMPORAL_ADDRESS to its address", ...credentials].join(
    "; check ",
  );
  return new Error(`Cannot connect to Temporal at ${address} (${reasonOf(cause)}): ${remedy}.`, { cause });
}

/** The client's own error only says that there is a cause. */
function reasonOf(error: unknown): string {
  const isWrapper = error instanceof Error && error.name === "ServiceError" && error.cause !== undefined;
  return firstLineOf(isWrapper ? error.cause : error);
}

/** An error of the TOML parser quotes lines of the file after its first line, where keys may be. */
const firstLineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
