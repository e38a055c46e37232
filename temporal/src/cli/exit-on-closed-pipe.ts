/** Ends this program when nobody reads its output any more, as `head` does after its lines: no fault, and nothing to say. */
export function exitOnClosedPipe(output: NodeJS.WriteStream): void {
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
