import type { ClientData, LoginData } from 'lectern-protocol';
import type { Connection } from './connection.js';
import { ExplainedError } from './explained-error.js';

/** Logs a client in. @throws ExplainedError if the server refuses */
export async function logIn(connection: Connection, request: ClientData['login']): Promise<LoginData> {
  const { data } = await connection.request('login', request);
  if (data.status !== 'error') return data.data;
  throw new ExplainedError(`the login was refused: ${data.code}, ${data.data}`, adviceFor(data.code));
}

function adviceFor(code: string): string {
  switch (code) {
    case 'login-required':
      return 'use the tokenSecret of this server, or a token that it accepts and that has not expired';
    case 'forbidden':
      return 'use a token for all rooms (--rooms "*" of `lectern token`)';
    case 'conflict':
      return 'use a token for more than one login (without --once of `lectern token`)';
    default:
      return 'see the server log';
  }
}
