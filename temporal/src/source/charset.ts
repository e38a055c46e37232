const CHARSET = /;\s*charset\s*=\s*"?([^\s;,"]+)/i;
/** WHATWG has it stand for windows-1252, which would read UTF-8 wrongly and never say so. */
const ASCII = /^(us-)?ascii$/i;
/** In these a byte of a longer character can look like a quote, a brace or a backslash. */
const ASCII_WITHIN_CHARACTERS = /^(utf-16.*|shift_jis|big5|gbk|gb18030|iso-2022-jp)$/;

export interface Charset {
  /** As the source names it; UTF-8 where it names none. */
  name: string;
  /** Whether punctuation can be found in its bytes without decoding them. */
  cutsAsBytes: boolean;
  /** Null when bytes are not valid in this charset. Nothing is replaced. A byte order mark is left out. */
  decode(bytes: Uint8Array): string | null;
}

/** The charset that a Content-Type names; null for an unknown one. */
export function charsetOf(contentType: string | null): Charset | null {
  const name = charsetName(contentType);
  const decoder = createDecoder(ASCII.test(name) ? "utf-8" : name);
  if (!decoder) return null;
  return {
    name,
    cutsAsBytes: !ASCII_WITHIN_CHARACTERS.test(decoder.encoding),
    decode(bytes) {
      try {
        return decoder.decode(bytes);
      } catch {
        return null;
      }
    },
  };
}

export const charsetName = (contentType: string | null): string =>
  CHARSET.exec(contentType ?? "")?.[1] ?? "UTF-8";

function createDecoder(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return null;
  }
}
