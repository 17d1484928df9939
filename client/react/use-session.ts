import { useEffect, useRef } from 'react';
import type { Credentials } from '../handshake.js';
import { useMade } from './use-made.js';

type Token = Credentials['token'];

/**
 * The session for some options: the same one until `key` changes, or a token is given for the first time. A new token does
 * not end a session: its next login uses it.
 * @param make creates a session with the credentials that it shall use
 */
export function useSession<S>(
  key: unknown[],
  token: Token,
  make: (credentials: { token?: () => Promise<string> }) => S,
): S {
  const latestToken = useRef(token);
  useEffect(() => {
    latestToken.current = token;
  });
  const fullKey = JSON.stringify([...key, token !== undefined]);
  return useMade(fullKey, () => {
    const currentToken = async () => {
      const { current = '' } = latestToken;
      return typeof current === 'function' ? current() : current;
    };
    return make(token === undefined ? {} : { token: currentToken });
  });
}
