import { Refusal } from '../../protocol/errors.js';
import type { Browser } from '../model.js';
import type { ChangeInput, ChangeValue } from '../store.js';
import type { Db } from '../tables.js';

/** Maximum number of old rows that one call deletes. */
const SWEEP_LIMIT = 100;

/** Adds a browser, or updates its name. */
async function saveBrowser(
  db: Db,
  { id, userId, name }: Pick<Browser, 'id' | 'userId' | 'name'>,
  now: number,
): Promise<void> {
  await db
    .insertInto('browsers')
    .values({ id, user_id: userId, name, created_ms: now, used_ms: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, used_ms: now }))
    .execute();
}

export async function createBrowserLink(
  db: Db,
  { hash, username, expires, browser, unusedSince }: ChangeInput<'createBrowserLink'>,
): Promise<null> {
  const link = { hash, username, expires_ms: expires };
  await db
    .insertInto('browser_links')
    .values({ user_id: browser.userId, ...link })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(link))
    .execute();
  const now = Date.now();
  await saveBrowser(db, browser, now);
  await db
    .deleteFrom('browser_links')
    .where('user_id', 'in', ({ selectFrom }) =>
      selectFrom('browser_links').select('user_id').where('expires_ms', '<', now).limit(SWEEP_LIMIT),
    )
    .execute();
  await db
    .deleteFrom('browsers')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('browsers').select('id').where('used_ms', '<', unusedSince).limit(SWEEP_LIMIT),
    )
    .execute();
  return null;
}

export async function useBrowserLink(
  db: Db,
  { hash, browser, most }: ChangeInput<'useBrowserLink'>,
): Promise<ChangeValue<'useBrowserLink'>> {
  const now = Date.now();
  const link = await db
    .deleteFrom('browser_links')
    .where('hash', '=', hash)
    .where('expires_ms', '>=', now)
    .returning(['user_id', 'username'])
    .executeTakeFirst();
  if (!link) throw new Refusal('not-found', 'the link has been used or has expired; create another one');
  const { user_id: userId, username } = link;
  if ((await browsers(db, userId)).length >= most) {
    throw new Refusal('full', `a user can have ${most} browsers; sign one out first`);
  }
  await saveBrowser(db, { ...browser, userId }, now);
  return { userId, username };
}

export async function touchBrowser(db: Db, { id }: ChangeInput<'touchBrowser'>): Promise<null> {
  await db.updateTable('browsers').set({ used_ms: Date.now() }).where('id', '=', id).execute();
  return null;
}

export async function deleteBrowser(db: Db, { id }: ChangeInput<'deleteBrowser'>): Promise<null> {
  await db.deleteFrom('browsers').where('id', '=', id).execute();
  return null;
}

export async function browsers(db: Db, userId: string): Promise<Browser[]> {
  const rows = await db
    .selectFrom('browsers')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_ms')
    .orderBy('id')
    .execute();
  return rows.map(({ id, user_id, name, used_ms }) => ({ id, userId: user_id, name, usedAt: used_ms }));
}
