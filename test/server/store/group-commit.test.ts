import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import t, { type Test } from 'tap';
import { GroupCommit, monotonicMs } from '../../../server/store/group-commit.js';
import { TurnQueue } from '../../../server/store/turn-queue.js';

/** Creates a file with a table of numbers, and records the statements that are executed on its connection. */
async function makeFile(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-store-'));
  const connection = new DatabaseSync(join(folder, 'file'), { timeout: 0 });
  const reader = new DatabaseSync(join(folder, 'file'));
  t.teardown(async () => {
    connection.close();
    reader.close();
    await rm(folder, { recursive: true });
  });
  connection.exec('pragma journal_mode = WAL');
  connection.exec('create table numbers (number integer primary key, text text)');
  const executed: string[] = [];
  const noting = {
    get isTransaction() {
      return connection.isTransaction;
    },
    exec(sql: string) {
      executed.push(sql);
      connection.exec(sql);
    },
  };
  const commits = new GroupCommit<string>(noting, new TurnQueue());
  const insert = (number: number, text = ''): void =>
    void connection.prepare('insert into numbers values (?, ?)').run(number, text);
  const add = (perform: () => Promise<string>, since = monotonicMs()): Promise<string> =>
    new Promise((resolve, reject) => commits.add({ since, perform, resolve, reject }));
  const kept = (): unknown[] =>
    reader
      .prepare('select number from numbers')
      .all()
      .map(({ number }) => number);
  const count = (sql: string): number => executed.filter((each) => each === sql).length;
  return { connection, reader, commits, insert, add, kept, count };
}

t.test('changes that arrive together share a commit, and resolve after it', async (t) => {
  const { insert, add, kept, count } = await makeFile(t);
  const answers = [1, 2, 3].map(async (number) => {
    const answer = await add(async () => {
      insert(number);
      return `done ${number}`;
    });
    t.same(kept(), [1, 2, 3], 'another connection sees it by then');
    return answer;
  });
  t.same(await Promise.all(answers), ['done 1', 'done 2', 'done 3']);
  t.equal(count('commit'), 1);
});

t.test('a failed change is rolled back alone', async (t) => {
  const { insert, add, kept, count } = await makeFile(t);
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map((number) =>
      add(async () => {
        insert(number);
        if (number === 2) throw new Error('no');
        return '';
      }),
    ),
  );
  t.same(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  t.same(kept(), [1, 3]);
  t.equal(count('commit'), 1);
});

t.test('if no transaction can begin, its changes are rejected, and later ones are not', async (t) => {
  const { reader, insert, add, kept } = await makeFile(t);
  const write = (number: number) =>
    add(async () => {
      insert(number);
      return '';
    });
  reader.exec('begin immediate');
  const refused = [write(1), write(2)];
  for (const each of refused) await t.rejects(each, { message: 'database is locked' });
  reader.exec('rollback');
  await write(3);
  t.same(kept(), [3]);
});

t.test('if SQLite rolls back the transaction, all of its changes are rejected', async (t) => {
  const { connection, insert, add, kept } = await makeFile(t);
  connection.exec('pragma max_page_count = 20');
  const large = 'x'.repeat(50_000);
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map((number) =>
      add(async () => {
        insert(number, number === 2 ? large.repeat(2) : '');
        return '';
      }),
    ),
  );
  const rejected = outcomes.filter((outcome) => outcome.status === 'rejected');
  t.ok(rejected.length > 0);
  for (const { reason } of rejected) t.match(reason, { message: 'database or disk is full' });
  t.equal(kept().length, 3 - rejected.length);
  t.notOk(connection.isTransaction);
});

t.test('changes that arrive during a commit share the next one', async (t) => {
  const { insert, add, count } = await makeFile(t);
  const write = (number: number, since?: number) =>
    add(async () => {
      insert(number);
      return '';
    }, since);
  const longAgo = monotonicMs() - 1000;
  await Promise.all([write(1, longAgo), write(2, longAgo), write(3)]);
  t.equal(count('commit'), 1);
});

t.test('flushing commits all pending changes', async (t) => {
  const { insert, add, commits, kept } = await makeFile(t);
  const written = add(async () => {
    insert(1);
    return '';
  });
  await commits.flush();
  t.same(kept(), [1]);
  await written;
});
