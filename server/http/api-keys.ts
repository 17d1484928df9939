import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Scope, scopes } from 'lectern-protocol/http-calls';
import type { Options } from 'lectern-protocol/options';
import { OptionsError } from '../options-error.js';
import { Refusal } from '../protocol/errors.js';

/** A key of the HTTP API. Only its digest is kept here. */
interface Key {
  name: string;
  digest: Buffer;
  scopes: ReadonlySet<Scope>;
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const isScope = (name: string): name is Scope => (scopes as readonly string[]).includes(name);

/** Parses `<name>=<scope>+<scope>=<key>`. @throws OptionsError that does not contain the key */
function parse(text: string): Key {
  const [, name = '', list = '', secret = ''] = /^([^=]+)=([^=]+)=(.+)$/s.exec(text) ?? [];
  const granted = list === '*' ? [...scopes] : list.split('+');
  const unknown = granted.find((scope) => !isScope(scope));
  if (unknown !== undefined) {
    const known = scopes.join(', ');
    throw new OptionsError(
      `apiKeys: key '${name}': unknown scope '${unknown}'; expected * or some of ${known}`,
    );
  }
  const hex = /^sha256:([0-9a-f]{64})$/.exec(secret)?.[1];
  const digest = hex === undefined ? digestOf(secret) : Buffer.from(hex, 'hex');
  return { name, digest, scopes: new Set(granted.filter(isScope)) };
}

/** Checks that requests contain a key, as `Authorization: Bearer <key>`, with the scope that a call requires. */
export class ApiKeys {
  private readonly keys: readonly Key[];

  /** @throws OptionsError if a key has an unknown scope, or two have the same name or value */
  constructor({ apiKey, apiKeys }: Pick<Options, 'apiKey' | 'apiKeys'>) {
    const whole = { name: 'apiKey', digest: digestOf(apiKey), scopes: new Set(scopes) };
    this.keys = [...(apiKey === '' ? [] : [whole]), ...apiKeys.map(parse)];
    for (const [i, { name, digest }] of this.keys.entries()) {
      const twin = this.keys.slice(0, i).find((each) => each.name === name || each.digest.equals(digest));
      if (!twin) continue;
      const what =
        twin.name === name
          ? `two keys are called '${name}'`
          : `'${twin.name}' and '${name}' are the same key`;
      throw new OptionsError(`apiKeys: ${what}; each needs a name and a value of its own`);
    }
  }

  /** Returns whether a request contains any key. */
  isShown({ headers }: IncomingMessage): boolean {
    return headers.authorization !== undefined;
  }

  /** Whether there is a key. */
  get isSet(): boolean {
    return this.keys.length > 0;
  }

  /**
   * Returns the name of a request's key. A wrong key does not delay later requests: it cannot be guessed, and the right
   * one must not be kept out.
   * @throws Refusal not-found if no key is set, login-required if the key is missing or wrong, forbidden if it lacks the
   * scope
   */
  check(request: IncomingMessage, scope: Scope): string {
    if (!this.isSet) {
      throw new Refusal(
        'not-found',
        'the HTTP API has no keys: set apiKey or apiKeys, and restart the server',
      );
    }
    if (!this.isShown(request)) {
      throw new Refusal('login-required', 'the header Authorization: Bearer <apiKey> is required');
    }
    const key = this.keyOf(request);
    if (!key) throw new Refusal('login-required', 'wrong API key');
    if (key.scopes.has(scope)) return key.name;
    throw new Refusal(
      'forbidden',
      `the key '${key.name}' lacks the scope '${scope}'; use a key that has it`,
      {
        expected: scope,
      },
    );
  }

  /** Returns whether a request contains one of the keys. */
  fits(request: IncomingMessage): boolean {
    return this.keyOf(request) !== undefined;
  }

  private keyOf({ headers }: IncomingMessage): Key | undefined {
    const shown = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (shown === undefined) return undefined;
    // timingSafeEqual requires equal lengths. Digests also do not reveal the length of the key.
    const digest = digestOf(shown);
    return this.keys.find((key) => timingSafeEqual(digest, key.digest));
  }
}
