import type { Welcome } from 'lectern-protocol';
import { Connection } from '../connection.js';
import { logIn } from '../login.js';
import type { Trust } from '../tls.js';
import type { TokenSource } from '../token-source.js';

/** How the clients of a probe are admitted. */
export interface Access {
  trust: Trust;
  tokens: TokenSource;
}

/** Number of clients that have logged in, which are different users. */
let clients = 0;

/** Returns the token of another client, if the server requires one. @throws ExplainedError if there is none */
export async function tokenFor({ login }: Welcome, { tokens }: Access): Promise<{ token?: string }> {
  return login === 'required' ? { token: await tokens(++clients) } : {};
}

/** @throws ExplainedError */
export async function logInIfRequired(
  connection: Connection,
  welcome: Welcome,
  access: Access,
): Promise<void> {
  if (welcome.login === 'required') await logIn(connection, await tokenFor(welcome, access));
}

/** Connects another client, and logs it in if the server requires that. @throws ExplainedError */
export async function enter(url: URL, access: Access, timeout: number): Promise<[Connection, Welcome]> {
  const [connection, welcome] = await Connection.openToWelcome(url, timeout, access.trust);
  try {
    await logInIfRequired(connection, welcome, access);
    return [connection, welcome];
  } catch (error) {
    connection.close();
    throw error;
  }
}
