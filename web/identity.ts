import type { SignalerOptions } from 'lectern-client';
import { userName } from './preferences.js';

/** Keeps a text for every tab; where storage is forbidden, for as long as the page lasts. */
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

  readonly save = (text: string): void => {
    this.#kept = text;
    try {
      localStorage.setItem(this.key, text);
    } catch {
      // Storage is forbidden or full.
    }
  };
}

/** Who this browser is on a server that runs open. */
const identity = new StoredText('lectern.identity');
/** What it logs in with on a server that wants that. */
const token = new StoredText('lectern.token');

/** How this browser says who it is, on each of its connections. */
export function credentials(): Pick<SignalerOptions, 'identity' | 'token'> {
  const kept = token.load();
  return { identity, ...(kept !== undefined && { token: kept }) };
}

/**
 * Takes the token of a link that ends with `#token=…`: what is behind the `#` is sent to no server. It leaves the
 * address bar, and with it what is copied from there.
 */
export function takeToken(): void {
  const given = /^#token=([\w-]+\.([\w-]+)\.[\w-]+)$/.exec(location.hash);
  if (!given?.[1]) return;
  token.save(given[1]);
  history.replaceState(null, '', location.pathname + location.search);
  const name = nameIn(given[2] ?? '');
  if (name !== undefined) userName.value = name;
}

/** The name that a token says, to be shown; whether it is true is for the server to find out. */
function nameIn(payload: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    const { name, sub } = JSON.parse(new TextDecoder().decode(bytes)) as { name?: unknown; sub?: unknown };
    const said = name ?? sub;
    return typeof said === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}
