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

/** An entry as the API describes it. */
interface ListedEntry {
  /** ms since 1970. */
  at: number;
  action: string;
  by: 'operator' | { user: string; name: string };
  class?: string;
  lecture?: { id: number; name: string };
  target?: { id: string; name?: string };
  detail?: string;
}

const help = 'see `lectern audit --help`';
const advice: Advice = { missing: help, help };

/** Maximum number of entries in a page of the API. */
const PAGE = 200;

/** `lectern audit` */
export const showAudit = (flags: AuditFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const entries: ListedEntry[] = [];
    let before: number | undefined;
    do {
      const query = new URLSearchParams({ limit: String(Math.min(PAGE, flags.number - entries.length)) });
      if (flags.class !== undefined) query.set('class', flags.class);
      if (before !== undefined) query.set('before', String(before));
      const page = (await call(api, 'GET', `/audit?${query}`)) as { entries: ListedEntry[]; before?: number };
      entries.unshift(...page.entries);
      before = page.before;
    } while (before !== undefined && entries.length < flags.number);
    if (flags.json) for (const each of entries) print(JSON.stringify(each));
    else printTable(['TIME', 'BY', 'ACTION', 'TARGET', 'PLACE', 'DETAIL'], entries.map(rowOf));
  });

const rowOf = ({ at, by, action, target, lecture, class: uuid, detail }: ListedEntry): string[] => [
  new Date(at).toISOString(),
  by === 'operator' ? by : `${by.name} (${by.user})`,
  action,
  target ? (target.name === undefined ? target.id : `${target.name} (${target.id})`) : '',
  lecture ? `lecture ${lecture.id} (${lecture.name})` : uuid === undefined ? '' : `class ${uuid}`,
  detail ?? '',
];
