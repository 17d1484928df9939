import { createHash } from 'node:crypto';
import type { HookCaller } from '../hooks/hook-caller.js';
import { Refusal } from '../protocol/errors.js';
import { readClaims, type TokenVerifier, type VerifiedToken } from './claims.js';

/** Checks users' tokens by the hook onAuthenticate, after the server's own check if there is one. */
export class HookedTokens implements TokenVerifier {
  constructor(
    private readonly hooks: Pick<HookCaller, 'ask'>,
    /** The server's own check; undefined if no option for tokens is set. */
    private readonly own: TokenVerifier | undefined,
  ) {}

  /** @throws Refusal of the hook, or login-required if nothing accepts the token */
  async verify(token: string): Promise<VerifiedToken> {
    const verified = await this.own?.verify(token);
    const claims = await this.hooks.ask('onAuthenticate', { token, user: verified && userOf(verified) });
    if (!claims) {
      if (verified) return verified;
      throw new Refusal('login-required', 'the token is not accepted by this server', {}, 'token-claim');
    }
    const { identity } = readClaims({ ...claims, once: false }, hashOf(token));
    return { identity, singleUse: verified?.singleUse };
  }
}

const userOf = ({ identity: { user, role } }: VerifiedToken) => ({ id: user.id, name: user.name, role });

const hashOf = (token: string): string => `sha256:${createHash('sha256').update(token).digest('base64url')}`;
