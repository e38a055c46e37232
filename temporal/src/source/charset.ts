const CHARSET = /;\s*charset\s*=\s*"?([^\s;,"]+)/i;
/** WHATWG maps it to windows-1252, which would decode UTF-8 wrongly without an error. */
const ASCII = /^(us-)?ascii$/i;
/** In these charsets a byte of a multi-byte character can equal a quote, a brace or a backslash. */
const ASCII_WITHIN_CHARACTERS = /^(utf-16.*|shift_jis|big5|gbk|gb18030|iso-2022-jp)$/;

export interface Charset {
  /** As named by the source; default UTF-8. */
  name: string;
  /** Whether JSON punctuation can be found in the bytes without decoding. */
  cutsAsBytes: boolean;
  /** Null for invalid bytes; nothing is replaced. A byte order mark is removed. */
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
