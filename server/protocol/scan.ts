/** The result of scanning a frame's text before it is parsed. */
export interface Scan {
  /** Nesting depth of arrays and objects; `most + 1` if it exceeds `most`. */
  depth: number;
  /**
   * The text of the envelope's `data`, so that a payload is relayed byte for byte. Undefined if absent, or if a member
   * name is escaped, so that it could be `data` as well.
   */
  data: string | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Returns the index of the quote that ends the string that starts at `start`; the text's length if there is none. */
export function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/**
 * Measures the nesting depth of a JSON text and finds `data` at its top level. For text that is not JSON, the result is
 * meaningless, but the function does not throw.
 * @param most the scan ends when this depth is exceeded
 */
export function scan(text: string, most: number): Scan {
  let depth = 0;
  let deepest = 0;
  let key: string | undefined;
  let lastString = '';
  let valueStart = -1;
  let escapedKey = false;
  let data: string | undefined;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = stringEnd(text, at);
        if (depth === 1 && valueStart < 0) lastString = text.slice(at + 1, end);
        at = end;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        if (++depth > deepest) deepest = depth;
        if (depth > most) return { depth, data: undefined };
        break;
      case 0x3a: // :
        if (depth === 1 && valueStart < 0) {
          key = lastString;
          if (key.includes('\\')) escapedKey = true;
          valueStart = at + 1;
        }
        break;
      case 0x2c: // ,
      case 0x7d: // }
      case 0x5d: // ]
        if (depth === 1) {
          if (key === 'data') data = text.slice(valueStart, at);
          key = undefined;
          valueStart = -1;
        }
        if (text.charCodeAt(at) !== 0x2c) depth--;
        break;
    }
  }
  return { depth: deepest, data: escapedKey ? undefined : data };
}
