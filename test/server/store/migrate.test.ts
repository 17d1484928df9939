import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import t, { type Test } from 'tap';
import { Kysely, sql } from '../../../server/store/kysely.js';
import { kyselyDialect } from '../../../server/store/kysely-dialect.js';
import { migrate, migrations } from '../../../server/store/migrations/migrate.js';
import { type Migration, sqliteDialect } from '../../../server/store/migrations/migration.js';

function memory(t: Test): Kysely<unknown> {
  const db = new Kysely<unknown>({ dialect: kyselyDialect(new DatabaseSync(':memory:')) });
  t.teardown(() => db.destroy());
  return db;
}

/** A migration that records its name when it runs. */
const step = (name: string, taken: string[]): Migration => ({
  name,
  up: async () => void taken.push(name),
});

t.test('each migration runs once, in order, and is recorded', async (t) => {
  const db = memory(t);
  const taken: string[] = [];
  const [one, two, three] = [step('0001-one', taken), step('0002-two', taken), step('0003-three', taken)];
  await migrate(db, sqliteDialect, 'It', [one]);
  await migrate(db, sqliteDialect, 'It', [one, two, three]);
  await migrate(db, sqliteDialect, 'It', [one, two, three]);
  t.same(taken, ['0001-one', '0002-two', '0003-three']);
  const { rows } = await sql`select version, name from schema_versions order by version`.execute(db);
  t.same(rows, [
    { version: 1, name: '0001-one' },
    { version: 2, name: '0002-two' },
    { version: 3, name: '0003-three' },
  ]);
});

t.test('a database of a newer version is rejected, with both versions and a remedy', async (t) => {
  const db = memory(t);
  const taken: string[] = [];
  await migrate(db, sqliteDialect, 'It', [step('0001-one', taken), step('0002-two', taken)]);
  await t.rejects(migrate(db, sqliteDialect, 'It', [step('0001-one', taken)]), {
    name: 'StoreError',
    message:
      'It was migrated by a newer version of Lectern: its tables have version 2, and this version of Lectern ' +
      'supports version 1. Start the newer version, or choose another database.',
  });
});

t.test('the migrations are the numbered files, in order', async (t) => {
  const folder = fileURLToPath(new URL('../../../../server/store/migrations/', import.meta.url));
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}-/.test(file))
    .sort();
  t.same(
    migrations.map(({ name }) => `${name}.ts`),
    files,
  );
});

t.test(
  'users who were removed from rooms stay removed when the reference to settings is dropped',
  async (t) => {
    const db = memory(t);
    const before = migrations.findIndex(({ name }) => name === '0021-bans-without-settings');
    await migrate(db, sqliteDialect, 'It', migrations.slice(0, before));
    await sql`insert into rooms (room_id, title, is_public, speech, created_ms, used_ms)
    values ('blue', '', 0, 'everyone', 1, 1)`.execute(db);
    for (const user of ['ann', 'ben', 'cy'])
      await sql`insert into room_exclusions (room_id, user_id, user_name, created_ms)
      values ('blue', ${user}, ${user}, 5)`.execute(db);
    await sql`delete from room_exclusions where user_id = 'ann'`.execute(db);
    await migrate(db, sqliteDialect, 'It');
    await sql`insert into room_exclusions (room_id, user_id, user_name, created_ms, lasting)
    values ('without settings', 'ann', 'ann', 6, 1)`.execute(db);
    const { rows } = await sql`select id, user_id as user, lasting from room_exclusions order by id`.execute(
      db,
    );
    t.same(rows, [
      { id: 2, user: 'ben', lasting: 0 },
      { id: 3, user: 'cy', lasting: 0 },
      { id: 4, user: 'ann', lasting: 1 },
    ]);
  },
);
