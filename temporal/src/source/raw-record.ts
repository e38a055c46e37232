/** A record of the source as it was sent. */
export interface RawRecord {
  /** Its own characters: valid JSON, unless it is undecodable. */
  text: string;
  /** What JSON.parse makes of the text. */
  value: unknown;
  /** Why PostgreSQL's json type cannot hold the text; null where it can. */
  unstorable: "nested-too-deep" | "undecodable" | null;
}
