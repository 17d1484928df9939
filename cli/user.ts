import { answered } from './answered.js';
import type { ApiFlags } from './api-command.js';
import { type Advice, call } from './http.js';
import { print } from './print.js';

const advice: Advice = {
  missing: 'check the ID; the lists of members and the audit log contain IDs of users',
  conflict: '`lectern class delete` deletes a class',
  help: 'see `lectern user --help`',
};

const pathOf = (id: string): string => `/users/${encodeURIComponent(id)}`;

/** `lectern user export` */
export const exportUser = (id: string, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const data = await call(api, 'GET', pathOf(id));
    print(flags.json ? JSON.stringify(data) : JSON.stringify(data, undefined, 2));
  });

/** `lectern user erase` */
export const eraseUser = (id: string, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'DELETE', pathOf(id));
    if (!flags.json) print('Erased what was stored about the user.');
  });
