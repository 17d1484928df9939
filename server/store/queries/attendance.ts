import type { Attendance, Span } from '../model.js';
import type { ChangeInput, ForwardPage, ForwardQuery } from '../store.js';
import type { Db } from '../tables.js';
import { touchClass } from './classes.js';
import { afterOf, pageLimit, toForwardPage } from './page.js';
import { toUser } from './users.js';

export async function startAttendance(
  db: Db,
  { lectureId, userId, at }: ChangeInput<'startAttendance'>,
): Promise<number> {
  const { id, class_uuid } = await db
    .insertInto('spans')
    .values({ lecture_id: lectureId, user_id: userId, from_ms: at, to_ms: at })
    .returning(({ selectFrom }) => [
      'id',
      selectFrom('lectures').select('class_uuid').where('id', '=', lectureId).as('class_uuid'),
    ])
    .executeTakeFirstOrThrow();
  if (class_uuid !== null) await touchClass(db, class_uuid);
  return id;
}

export async function extendAttendance(
  db: Db,
  { spanIds, at }: ChangeInput<'extendAttendance'>,
): Promise<null> {
  if (spanIds.length > 0) {
    await db
      .updateTable('spans')
      .set({ to_ms: at })
      .where('id', 'in', spanIds)
      .where('to_ms', '<', at)
      .execute();
  }
  return null;
}

export async function attendance(
  db: Db,
  lectureId: number,
  query: ForwardQuery & { mergeGap: number },
): Promise<ForwardPage<Attendance>> {
  const people = await db
    .selectFrom('spans')
    .innerJoin('users', 'users.id', 'spans.user_id')
    .select(({ fn }) => ['user_id', 'name', 'photo', fn.min('spans.id').as('id')])
    .where('lecture_id', '=', lectureId)
    .groupBy(['user_id', 'name', 'photo'])
    .having(({ fn }) => fn.min('spans.id'), '>', afterOf(query))
    .orderBy('id')
    .limit(pageLimit(query) + 1)
    .execute();
  const spans = await spansOf(
    db,
    lectureId,
    people.slice(0, pageLimit(query)).map((row) => row.user_id),
  );
  return toForwardPage(people, query, (row) => ({
    user: toUser(row),
    spans: mergeSpans(spans.get(row.user_id) ?? [], query.mergeGap),
  }));
}

/** Returns the spans of each user, sorted by `from`. */
async function spansOf(db: Db, lectureId: number, userIds: string[]): Promise<Map<string, Span[]>> {
  const spans = new Map<string, Span[]>(userIds.map((id) => [id, []]));
  if (userIds.length === 0) return spans;
  const rows = await db
    .selectFrom('spans')
    .select(['user_id', 'from_ms', 'to_ms'])
    .where('lecture_id', '=', lectureId)
    .where('user_id', 'in', userIds)
    .orderBy('user_id')
    .orderBy('from_ms')
    .execute();
  for (const row of rows) spans.get(row.user_id)?.push({ from: row.from_ms, to: row.to_ms });
  return spans;
}

/** Merges spans that overlap or are at most `gap` ms apart. The spans must be sorted by `from`. */
export function mergeSpans(spans: readonly Span[], gap: number): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from - last.to <= gap) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}
