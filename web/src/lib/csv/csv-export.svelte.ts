import { ApiFailure, type Failure, requireOk } from "../api.ts";
import { saveFile } from "../save-file.ts";
import { createRowCounter } from "./row-counter.ts";

/** `failed`: nothing was saved, as a part of a file looks like all of it. */
export type ExportState = "idle" | "running" | "done" | "failed";

/** The download of one CSV file, as reactive state. */
export class CsvExport {
  state = $state<ExportState>("idle");
  fileName = $state("");
  bytes = $state(0);
  rows = $state(0);
  /** Why it failed; undefined: the connection ended before the file did. */
  failure = $state.raw<Failure>();
  /** The file, once it is complete: an object URL. */
  fileUrl = $state("");

  #pending: AbortController | undefined;

  /** Downloads the file and hands it to the browser. */
  async start(url: string, fileName: string): Promise<void> {
    this.close();
    const pending = new AbortController();
    this.#pending = pending;
    this.state = "running";
    this.fileName = fileName;
    try {
      const response = await requireOk(fetch(url, { signal: pending.signal }));
      const file = await this.#read(response);
      this.fileUrl = URL.createObjectURL(file);
      this.state = "done";
      saveFile(this.fileUrl, fileName);
    } catch (cause) {
      if (pending.signal.aborted) return;
      this.failure = cause instanceof ApiFailure ? cause : undefined;
      this.state = "failed";
    }
  }

  /** Cancels a running download, and forgets the file. */
  close(): void {
    this.#pending?.abort();
    if (this.fileUrl) URL.revokeObjectURL(this.fileUrl);
    this.state = "idle";
    this.fileUrl = "";
    this.failure = undefined;
    this.bytes = 0;
    this.rows = 0;
  }

  async #read(response: Response): Promise<Blob> {
    const counter = createRowCounter();
    const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => {
        counter.add(chunk);
        this.bytes += chunk.byteLength;
        this.rows = counter.rows;
        controller.enqueue(chunk);
      },
    });
    const type = response.headers.get("Content-Type") ?? "text/csv";
    return await new Response(response.body?.pipeThrough(counting) ?? null, {
      headers: { "Content-Type": type },
    }).blob();
  }
}
