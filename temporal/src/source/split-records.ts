/** Where a record stands in the JSON text, and how deep arrays and objects nest in it (0: a bare string or number). */
export interface RecordSpan {
  start: number;
  end: number;
  nesting: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const SPACE = 0x20;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * The elements of the array `data` of a JSON object, in one pass and without recursion. Of several members of that name the
 * last one counts, as for JSON.parse.
 *
 * @param json must be valid: JSON.parse has read it
 * @returns null when the text is no object, or `data` no array
 */
export function splitRecords(json: string): RecordSpan[] | null {
  const cursor = new JsonCursor(json);
  cursor.skipSpace();
  if (cursor.take() !== OPEN_OBJECT) return null;
  let records: RecordSpan[] | null = null;
  cursor.skipSpace();
  while (cursor.peek() === QUOTE) {
    const isData = isDataName(cursor.takeString());
    cursor.skipSpace();
    cursor.take(); // the colon
    cursor.skipSpace();
    if (!isData) cursor.skipValue();
    else if (cursor.peek() === OPEN_ARRAY) records = takeElements(cursor);
    else {
      records = null;
      cursor.skipValue();
    }
    cursor.skipSpace();
    if (cursor.take() !== COMMA) break;
    cursor.skipSpace();
  }
  return records;
}

function takeElements(cursor: JsonCursor): RecordSpan[] {
  const elements: RecordSpan[] = [];
  cursor.take(); // the bracket
  cursor.skipSpace();
  if (cursor.peek() === CLOSE_ARRAY) {
    cursor.take();
    return elements;
  }
  do {
    cursor.skipSpace();
    const start = cursor.position;
    const nesting = cursor.skipValue();
    elements.push({ start, end: cursor.position, nesting });
    cursor.skipSpace();
  } while (cursor.take() === COMMA);
  return elements;
}

/** A name can be written with escapes: "d\u0061ta" is "data" too. */
const isDataName = (token: string): boolean =>
  token === '"data"' || (token.includes("\\") && JSON.parse(token) === "data");

/** Moves over the tokens of valid JSON. Past the end the character is NaN, which is equal to nothing and below nothing. */
class JsonCursor {
  position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  peek(): number {
    return this.#text.charCodeAt(this.position);
  }

  take(): number {
    return this.#text.charCodeAt(this.position++);
  }

  takeString(): string {
    const start = this.position;
    this.skipValue();
    return this.#text.slice(start, this.position);
  }

  skipSpace(): void {
    while (this.peek() <= SPACE) this.position++;
  }

  /** @returns how deep arrays and objects nest in the value. */
  skipValue(): number {
    const text = this.#text;
    let position = this.position;
    let depth = 0;
    let deepest = 0;
    do {
      const character = text.charCodeAt(position);
      if (character === QUOTE) position = endOfString(text, position);
      else if (character === OPEN_OBJECT || character === OPEN_ARRAY) {
        position++;
        if (++depth > deepest) deepest = depth;
      } else if (character === CLOSE_OBJECT || character === CLOSE_ARRAY) {
        position++;
        depth--;
      } else if (depth > 0) position++;
      else position = endOfScalar(text, position);
    } while (depth > 0);
    this.position = position;
    return deepest;
  }
}

function endOfString(text: string, start: number): number {
  let position = start + 1;
  for (;;) {
    const character = text.charCodeAt(position);
    if (character === QUOTE) return position + 1;
    position += character === BACKSLASH ? 2 : 1;
  }
}

/** A number, true, false or null ends where white space or punctuation begins. */
function endOfScalar(text: string, start: number): number {
  let position = start;
  for (;;) {
    const character = text.charCodeAt(position);
    const ends =
      !(character > SPACE) || character === COMMA || character === CLOSE_ARRAY || character === CLOSE_OBJECT;
    if (ends) return position;
    position++;
  }
}
