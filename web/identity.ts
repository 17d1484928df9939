import type { SignalerOptions } from 'lectern-client';
import { cleanText } from 'lectern-protocol/shown-text';
import { forgetSession } from './page-session.js';
import { userName } from './preferences.js';

/** Stores a text for all tabs or, if storage is forbidden, until the page is closed. */
class StoredText {
  #kept: string | undefined;

  constructor(private readonly key: string) {}

  readonly load = (): string | undefined => {
    try {
      return localStorage.getItem(this.key) ?? this.#kept;
    } catch {
      return this.#kept;
    }
  };

  remove(): void {
    this.#kept = undefined;
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Storage is forbidden.
    }
  }

  readonly save = (text: string): void => {
    this.#kept = text;
    try {
      localStorage.setItem(this.key, text);
    } catch {
      // Storage is forbidden or full.
    }
  };
}

/** The signed guest identity, for servers in open mode. */
const identity = new StoredText('lectern.identity');
/** The login token, for servers that require one. */
const token = new StoredText('lectern.token');

/** Returns the credentials that this browser sends on each connection. */
export function credentials(): Pick<SignalerOptions, 'identity' | 'token'> {
  const kept = token.load();
  return { identity, ...(kept !== undefined && { token: kept }) };
}

/**
 * Stores the token of a link that ends with `#token=…`. Browsers do not send the part after `#` to servers. The token
 * is removed from the address bar, so that it is not copied with the address.
 */
export function takeToken(): void {
  const given = /^#token=([\w-]+\.([\w-]+)\.[\w-]+)$/.exec(location.hash);
  if (!given?.[1]) return;
  token.save(given[1]);
  forgetSession();
  history.replaceState(null, '', location.pathname + location.search);
  const name = nameIn(given[2] ?? '');
  if (name !== undefined) userName.value = name;
}

/** Makes this browser one of another guest, with the identity that the server has signed. */
export function becomeUser(signed: string, name: string): void {
  identity.save(signed);
  forgetSession();
  userName.value = name;
}

/** Makes this browser that of a new guest, from the next connection. */
export function becomeNewGuest(): void {
  identity.remove();
  forgetSession();
}

/** Returns the name in a token, for display only; the server verifies the token. */
function nameIn(payload: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    const { name, sub } = JSON.parse(new TextDecoder().decode(bytes)) as { name?: unknown; sub?: unknown };
    const said = name ?? sub;
    return typeof said === 'string' ? cleanText(said) : undefined;
  } catch {
    return undefined;
  }
}
