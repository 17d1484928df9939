import type { HttpRevoke } from 'lectern-protocol/http';
import { answered } from './answered.js';
import type { ApiFlags } from './api-command.js';
import { type Advice, call } from './http.js';
import { print } from './print.js';
import { printTable } from './table.js';

export interface RevokeFlags {
  user?: string;
  token?: string;
  reason?: string;
  /** Seconds. */
  ttl?: number;
}

/** A revocation as the API describes it. */
interface ListedRevocation {
  id: number;
  user?: string;
  token?: string;
  reason?: string;
  /** ms since 1970. */
  created: number;
  expires?: number;
}

const advice: Advice = {
  missing: '`lectern revocation list` lists the revocations',
  help: 'see `lectern revocation --help`',
};

/** `lectern revocation add` */
export const addRevocation = (flags: ApiFlags & RevokeFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const { user, token, reason, ttl } = flags;
    const body: HttpRevoke = {
      ...(user !== undefined && { user }),
      ...(token !== undefined && { token }),
      ...(reason !== undefined && { reason }),
      ...(ttl !== undefined && { ttl }),
    };
    const { revocation } = (await call(api, 'POST', '/revocations', body)) as {
      revocation: ListedRevocation;
    };
    print(
      flags.json
        ? JSON.stringify(revocation)
        : `Revoked. To lift it: lectern revocation lift ${revocation.id}`,
    );
  });

/** `lectern revocation list` */
export const listRevocations = (flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const revocations: ListedRevocation[] = [];
    let before: number | undefined;
    do {
      const path = `/revocations?limit=200${before === undefined ? '' : `&before=${before}`}`;
      const page = (await call(api, 'GET', path)) as { revocations: ListedRevocation[]; before?: number };
      revocations.unshift(...page.revocations);
      before = page.before;
    } while (before !== undefined);
    if (flags.json) for (const each of revocations) print(JSON.stringify(each));
    else printTable(['ID', 'KIND', 'SUBJECT', 'SINCE', 'UNTIL', 'REASON'], revocations.map(rowOf));
  });

/** `lectern revocation lift` */
export const liftRevocation = (id: number, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'DELETE', `/revocations/${id}`);
    if (!flags.json) print(`Lifted revocation ${id}.`);
  });

const rowOf = ({ id, user, token, created, expires, reason }: ListedRevocation): string[] => [
  String(id),
  user === undefined ? 'token' : 'user',
  user ?? token ?? '',
  new Date(created).toISOString(),
  expires === undefined ? 'lifted' : new Date(expires).toISOString(),
  reason ?? '',
];
