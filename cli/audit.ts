import type { ApiAuditEntry, ApiAuditList } from 'lectern-protocol/http';
import { answered } from './answered.js';
import type { ApiFlags } from './api-command.js';
import { type Advice, call } from './http.js';
import { print } from './print.js';
import { printTable } from './table.js';

export interface AuditFlags extends ApiFlags {
  class?: string;
  /** Maximum number of entries. */
  number: number;
}

const help = 'see `lectern audit --help`';
const advice: Advice = { missing: help, help };

/** Maximum number of entries in a page of the API. */
const PAGE = 200;

/** `lectern audit` */
export const showAudit = (flags: AuditFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const entries: ApiAuditEntry[] = [];
    let before: number | undefined;
    do {
      const query = new URLSearchParams({ limit: String(Math.min(PAGE, flags.number - entries.length)) });
      if (flags.class !== undefined) query.set('class', flags.class);
      if (before !== undefined) query.set('before', String(before));
      const page = (await call(api, 'GET', `/audit?${query}`)) as ApiAuditList;
      entries.unshift(...page.entries);
      before = page.before;
    } while (before !== undefined && entries.length < flags.number);
    if (flags.json) for (const each of entries) print(JSON.stringify(each));
    else printTable(['TIME', 'BY', 'ACTION', 'TARGET', 'PLACE', 'DETAIL'], entries.map(rowOf));
  });

const nameOf = (by: ApiAuditEntry['by']): string => {
  if (by === 'operator') return by;
  return 'key' in by ? `key ${by.key}` : `${by.name} (${by.user})`;
};

const rowOf = ({ at, by, action, target, lecture, class: uuid, detail }: ApiAuditEntry): string[] => [
  new Date(at).toISOString(),
  nameOf(by),
  action,
  target ? (target.name === undefined ? target.id : `${target.name} (${target.id})`) : '',
  lecture ? `lecture ${lecture.id} (${lecture.name})` : uuid === undefined ? '' : `class ${uuid}`,
  detail ?? '',
];
