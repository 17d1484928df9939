import pg from 'pg';
import { StoreError } from './errors.js';

/**
 * Returns a description of a database without its password, for example `The PostgreSQL database class at localhost:5432`.
 * @throws StoreError if the URL is not a PostgreSQL URL
 */
export function describeDatabase(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StoreError(
      'The database must be given as a URL, for example postgres://user:password@localhost:5432/lectern.',
    );
  }
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (hostname || 'localhost');
  const name = pathname.slice(1);
  return `The PostgreSQL database${name && ` ${name}`} at ${host}:${port || '5432'}`;
}

/** Returns the message of a StoreError: why the database cannot be used, and what to do. */
export function explainConnectError(error: unknown, where: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason) return `${where} ${reason}`;
  if (error instanceof pg.DatabaseError) return `${where} refuses the connection: ${message} (${code}).`;
  if (/timeout|terminated/.test(message)) return `${where} does not answer. ${check}`;
  return `${where} cannot be reached: ${message || code}.`;
}

const check = 'Check that PostgreSQL is running there, and that host and port are correct.';

/** By SQLSTATE, or the system's error code. */
const reasons: Record<string, string> = {
  '28P01': 'rejects the user or the password: check both in the URL.',
  '28000': 'rejects this user: check the user in the URL, and pg_hba.conf on the server.',
  '3D000': 'does not exist: create it with createdb, or correct the name in the URL.',
  '42501': 'does not allow this user to create tables: grant it the CREATE privilege on the schema.',
  '53300': 'has no free connections: raise its max_connections, or stop other clients.',
  '55P03': 'is being migrated by another node that does not finish: check that node.',
  '57P03': 'is starting or stopping: try again in a moment.',
  ECONNREFUSED: `cannot be reached: nothing listens there. ${check}`,
  ENOTFOUND: 'cannot be reached: there is no host with that name.',
  EAI_AGAIN: 'cannot be reached: the name server does not answer.',
  ETIMEDOUT: `does not answer. ${check}`,
  EHOSTUNREACH: `cannot be reached: there is no route to the host. ${check}`,
};
