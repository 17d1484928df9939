import type { User } from '../model.js';
import type { Db } from '../tables.js';

interface UserRow {
  user_id: string;
  name: string;
  photo: string | null;
}

export function toUser({ user_id, name, photo }: UserRow): User {
  return photo === null ? { id: user_id, name } : { id: user_id, name, photo };
}

export async function saveUser(db: Db, { id, name, photo }: User): Promise<User> {
  const kept = { name, photo: photo ?? null };
  await db
    .insertInto('users')
    .values({ id, ...kept })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(kept))
    .execute();
  return toUser({ user_id: id, ...kept });
}

export async function user(db: Db, id: string): Promise<User | undefined> {
  const row = await db
    .selectFrom('users')
    .select(['id as user_id', 'name', 'photo'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toUser(row);
}
