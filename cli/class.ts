import { answered } from './answered.js';
import type { ApiFlags } from './api-command.js';
import { type Advice, type Api, call } from './http.js';
import { print } from './print.js';
import { printTable } from './table.js';

/** A class and a lecture as the API describes them. */
interface ListedClass {
  uuid: string;
  title: string;
  memberType: string;
}
interface ListedLecture {
  id: number;
  lectureName: string;
  lectureDate: string;
}

const advice: Advice = {
  missing: '`lectern class list --user <id>` lists the classes of a user',
  help: 'see `lectern class --help`',
};

/** Returns all items of a list that the API returns in pages. */
async function all<T>(api: Api, path: string, name: string): Promise<T[]> {
  const items: T[] = [];
  let before: number | undefined;
  do {
    const page = `${path}${path.includes('?') ? '&' : '?'}limit=200${before === undefined ? '' : `&before=${before}`}`;
    const found = (await call(api, 'GET', page)) as Record<string, T[]> & { before?: number };
    items.unshift(...(found[name] ?? []));
    before = found.before;
  } while (before !== undefined);
  return items;
}

/** `lectern class list` */
export const listClasses = (flags: ApiFlags & { user: string }): Promise<number> =>
  answered(flags, advice, async (api) => {
    const classes = await all<ListedClass>(api, `/classes?user=${encodeURIComponent(flags.user)}`, 'classes');
    if (flags.json) for (const each of classes) print(JSON.stringify(each));
    else
      printTable(
        ['CLASS', 'ROLE', 'TITLE'],
        classes.map(({ uuid, memberType, title }) => [uuid, memberType, title]),
      );
  });

/** `lectern class lectures` */
export const listLectures = (uuid: string, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const lectures = await all<ListedLecture>(
      api,
      `/classes/${encodeURIComponent(uuid)}/lectures`,
      'lectures',
    );
    if (flags.json) for (const each of lectures) print(JSON.stringify(each));
    else {
      const rows = lectures.map(({ id, lectureDate, lectureName }) => [String(id), lectureDate, lectureName]);
      printTable(['ID', 'DATE', 'NAME'], rows);
    }
  });

/** `lectern class delete` */
export const deleteClass = (uuid: string, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'DELETE', `/classes/${encodeURIComponent(uuid)}`);
    if (!flags.json) print(`Deleted class ${uuid} with its lectures.`);
  });

/** `lectern class delete-lecture` */
export const deleteLecture = (id: number, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'DELETE', `/lectures/${id}`);
    if (!flags.json) print(`Deleted lecture ${id}.`);
  });
