/** Exits without an error when the output pipe is closed, as `head` does. */
export function exitOnClosedPipe(output: NodeJS.WriteStream): void {
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
