import type { StreamEvent } from "@enrichment-monitor/analytics-api";
import type { JSONParsed } from "hono/utils/types";
import { createContext } from "svelte";
import type { Run } from "./pipeline.ts";

/** From the loss of the stream to the next attempt, which doubles up to the maximum. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** The stream has a heartbeat every 15 seconds: after three missed ones the connection is dead, though nothing has closed it. */
const MAX_SILENCE_MS = 50_000;

type EventData<Name extends StreamEvent["event"]> = JSONParsed<Extract<StreamEvent, { event: Name }>["data"]>;

export type RunProgress = EventData<"run.progressed">;

/** `paused`: the tab is hidden. */
export type Connection = "connecting" | "live" | "reconnecting" | "paused";

export interface LiveOptions {
  url: string;
  /** The data of the warehouse, or the list of runs, has changed. */
  onChange: () => void;
  /** Every 15 seconds: for what changes with time alone. */
  onHeartbeat: () => void;
}

/** The event stream of the pipeline, as reactive state. */
export class Live {
  connection = $state<Connection>("connecting");
  /** The run that is open now. */
  openRun = $state<Run>();
  /** Its progress: undefined until its first commit. */
  progress = $state<RunProgress>();
  /** The newest run that has finished since the page was opened. */
  finishedRun = $state<Run>();

  #options: LiveOptions;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = FIRST_RETRY_MS;
  #dataVersion: number | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Follows the stream while the tab is visible. Returns a function that stops it. */
  start(): () => void {
    const follow = () => (document.hidden ? this.#close("paused") : this.#open());
    const reopen = () => {
      if (!document.hidden) this.#open();
    };
    const lose = () => this.#lose();
    document.addEventListener("visibilitychange", follow);
    window.addEventListener("online", reopen);
    window.addEventListener("offline", lose);
    follow();
    return () => {
      document.removeEventListener("visibilitychange", follow);
      window.removeEventListener("online", reopen);
      window.removeEventListener("offline", lose);
      this.#close("paused");
    };
  }

  #open(): void {
    this.#close(this.connection === "connecting" ? "connecting" : "reconnecting");
    // A new stream begins with the run that is open now, if there is one.
    this.openRun = undefined;
    this.progress = undefined;
    const source = new EventSource(this.#options.url);
    this.#source = source;
    this.#expectSign();
    source.addEventListener("open", () => {
      this.connection = "live";
      this.#retryMs = FIRST_RETRY_MS;
    });
    source.addEventListener("error", () => {
      // Otherwise the browser reconnects itself, and the API sends what was missed.
      if (source.readyState === EventSource.CLOSED) this.#lose();
      else this.connection = "reconnecting";
    });
    source.addEventListener("heartbeat", () => {
      this.#expectSign();
      this.#options.onHeartbeat();
    });
    this.#on("data", ({ data_version }) => {
      const isNews = data_version !== this.#dataVersion;
      this.#dataVersion = data_version;
      if (isNews) this.#options.onChange();
    });
    this.#on("run.started", (run) => {
      this.openRun = run;
      this.progress = undefined;
      this.#options.onChange();
    });
    this.#on("run.progressed", (progress) => {
      this.progress = progress;
    });
    this.#on("run.finished", (run) => {
      this.openRun = undefined;
      this.progress = undefined;
      this.finishedRun = run;
      this.#options.onChange();
    });
  }

  #on<Name extends StreamEvent["event"]>(name: Name, receive: (data: EventData<Name>) => void): void {
    this.#source?.addEventListener(name, ({ data }: MessageEvent<string>) => {
      this.#expectSign();
      receive(JSON.parse(data));
    });
  }

  #expectSign(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(), MAX_SILENCE_MS);
  }

  /** Opens the stream again after a while: `EventSource` itself gives up after an error response. */
  #lose(): void {
    this.#close("reconnecting");
    this.#timer = setTimeout(() => this.#open(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
  }

  #close(connection: Connection): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.connection = connection;
  }
}

/** The event stream of the page, set by the layout. */
export const [getLive, setLive] = createContext<Live>();
