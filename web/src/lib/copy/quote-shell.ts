/** A word of a POSIX shell's command line. */
export const quoteShell = (word: string): string =>
  /^[\w.:/=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
