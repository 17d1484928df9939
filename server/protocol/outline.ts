import { stringEnd } from './scan.js';

/** The members of an envelope that are found without parsing the frame. */
export interface Outline {
  type: string | undefined;
  receiver: string | undefined;
  id: string | number | undefined;
  /** Whether the whole frame was walked: it consists of a few values, of which some are long strings. */
  complete: boolean;
}

/** Maximum number of characters outside of strings that are looked at. */
const MAX_STEPS = 1024;

/** Maximum length of a member's JSON. Each character of the address can be escaped as `\u0000`. */
const MAX_MEMBER = 1024;

const QUOTE = 0x22;

/**
 * Finds the type, receiver and id of a frame that is too large to be parsed before its type is known. Strings are
 * skipped, and everything else is only walked for a bounded number of steps.
 */
export function outline(text: string): Outline {
  const members: { type?: unknown; receiver?: unknown; id?: unknown } = {};
  let depth = 0;
  let key = '';
  /** Start of the value of `key`; negative before its colon. */
  let start = -1;
  const found = (end: number) => {
    if (start < 0 || end - start > MAX_MEMBER) return;
    if (key === 'type' || key === 'receiver' || key === 'id') members[key] = parsed(text.slice(start, end));
  };
  let at = 0;
  for (let steps = 0; at < text.length && steps < MAX_STEPS; at++, steps++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = stringEnd(text, at);
        if (depth === 1 && start < 0) key = text.slice(at + 1, end);
        else if (depth === 1) found(end + 1);
        at = end;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        break;
      case 0x3a: // :
        if (depth === 1 && start < 0) start = at + 1;
        break;
      case 0x2c: // ,
      case 0x7d: // }
      case 0x5d: // ]
        if (depth === 1) {
          found(at);
          start = -1;
        }
        if (text.charCodeAt(at) !== 0x2c) depth--;
        break;
    }
  }
  const { type, receiver, id } = members;
  return {
    type: typeof type === 'string' && type.length <= 64 ? type : undefined,
    receiver: typeof receiver === 'string' && receiver.length <= 160 ? receiver : undefined,
    id: isId(id) ? id : undefined,
    complete: at >= text.length,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whether a value is allowed as the `id` of a message. */
export const isId = (value: unknown): value is string | number =>
  typeof value === 'string' ? value !== '' && value.length <= 64 : Number.isSafeInteger(value);
