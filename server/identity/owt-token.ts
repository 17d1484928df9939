import { decodeJwt } from 'jose';

/** Maximum length of an OWT token. Longer text cannot contain a token that the server accepts. */
const MAX_LENGTH = 16_384;

/** The parts of an OWT token that the server uses. */
export interface OwtToken {
  /** The user's token; absent on a server in open mode. */
  token?: string | undefined;
  /** The room to join. Without it, the token names the room. */
  room?: string | undefined;
}

/**
 * Returns a token in the form that OWT clients expect: JSON in base64, from which they read the server's address.
 * @param server URL of the server
 */
export function owtTokenOf(token: string, server: string): string {
  const { host, protocol } = new URL(server);
  const { jti: tokenId } = decodeJwt(token);
  return Buffer.from(JSON.stringify({ tokenId, host, secure: protocol === 'https:', token })).toString(
    'base64',
  );
}

/** Reads an OWT token. Text in another form is considered the user's token itself. */
export function readOwtToken(shown: unknown): OwtToken {
  if (typeof shown !== 'string' || shown.length > MAX_LENGTH) return {};
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(shown, 'base64').toString());
  } catch {
    content = undefined;
  }
  if (typeof content !== 'object' || content === null) return { token: shown, room: roomOf(shown) };
  const { token, room } = content as Record<string, unknown>;
  const known = typeof token === 'string' ? token : undefined;
  return { token: known, room: typeof room === 'string' ? room : known && roomOf(known) };
}

/** Whether text has the form that OWT clients expect. */
export const isOwtToken = (shown: unknown): boolean =>
  typeof shown === 'string' && readOwtToken(shown).token !== shown;

/** Returns the room that a JSON Web Token names. It is not checked: the server does that when the user logs in. */
function roomOf(token: string): string | undefined {
  try {
    const { room } = decodeJwt<{ room?: unknown }>(token);
    return typeof room === 'string' ? room : undefined;
  } catch {
    return undefined;
  }
}
