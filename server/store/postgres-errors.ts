import pg from 'pg';
import { StoreError } from './errors.js';

/**
 * Names a database without its password, such as `The PostgreSQL database class at localhost:5432`.
 * @throws StoreError where the URL is none
 */
export function whereIs(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StoreError(
      'The database must be given as a URL such as postgres://user:password@localhost:5432/lectern.',
    );
  }
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (hostname || 'localhost');
  const name = pathname.slice(1);
  return `The PostgreSQL database${name && ` ${name}`} at ${host}:${port || '5432'}`;
}

/** One line for the person who starts the server. */
export function explainConnecting(error: unknown, where: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason) return `${where} ${reason}`;
  if (error instanceof pg.DatabaseError) return `${where} refuses: ${message} (${code}).`;
  if (/timeout|terminated/.test(message)) return `${where} does not answer. ${check}`;
  return `${where} cannot be reached: ${message || code}.`;
}

const check = 'Is PostgreSQL running there, and are host and port right?';

/** By SQLSTATE, or the system's error code. */
const reasons: Record<string, string> = {
  '28P01': 'refuses the user or the password: check both in the URL.',
  '28000': 'refuses this user: check the user in the URL, and pg_hba.conf on the server.',
  '3D000': 'does not exist: make it with createdb, or correct the name in the URL.',
  '42501': 'does not let this user make tables: grant it the right to create in the schema.',
  '53300': 'has no connection left: raise its max_connections, or stop what takes them.',
  '55P03': 'is being brought up to date by another node that does not come to an end: look after that one.',
  '57P03': 'is starting or stopping: try again in a moment.',
  ECONNREFUSED: `cannot be reached: nothing listens there. ${check}`,
  ENOTFOUND: 'cannot be reached: there is no host of that name.',
  EAI_AGAIN: 'cannot be reached: the name server does not answer.',
  ETIMEDOUT: `does not answer. ${check}`,
  EHOSTUNREACH: `cannot be reached: there is no way to the host. ${check}`,
};
