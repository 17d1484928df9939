import type { IncomingMessage } from 'node:http';
import type { Scope } from 'lectern-protocol/http-calls';
import type { Operator } from '../classroom/audit-log.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Revocations } from '../identity/revocations.js';
import { Refusal } from '../protocol/errors.js';
import type { ApiKeys } from './api-keys.js';
import { bearerOf } from './handshakes.js';

const isToken = (text: string | undefined): text is string => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text ?? '');

/** Checks requests that need the API key, or the token of an administrator. */
export class AdminAccess {
  constructor(
    private readonly key: ApiKeys,
    private readonly identities: Pick<IdentityProvider, 'tokens'>,
    private readonly revocations: Pick<Revocations, 'check'>,
  ) {}

  /**
   * Returns the administrator whose token a request contains, or the key.
   * @param scope that a key needs
   * @throws Refusal login-required if the key or token is missing or wrong, revoked if the token was revoked, forbidden if
   *   it is not that of an administrator or the key lacks the scope, not-found if the server has neither a key nor tokens
   */
  async check(request: IncomingMessage, scope: Scope): Promise<Operator> {
    const { key, identities, revocations } = this;
    const { tokens } = identities;
    if (!tokens || key.fits(request)) {
      return { key: key.check(request, scope) };
    }
    const shown = bearerOf(request);
    if (!isToken(shown)) {
      // Refuses the wrong key.
      if (key.isSet && key.isShown(request)) key.check(request, scope);
      throw new Refusal('login-required', 'log in with the API key, or the token of an administrator');
    }
    const { identity, singleUse } = await tokens.verify(shown);
    revocations.check(identity);
    if (singleUse) throw new Refusal('forbidden', 'a single-use token cannot be used here; get another one');
    if (!identity.grants.admin) {
      throw new Refusal('forbidden', 'your token is not that of an administrator: it lacks grants.admin');
    }
    const { id, name } = identity.user;
    return { actor: { id, name } };
  }
}
