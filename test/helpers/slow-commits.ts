import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Test } from 'tap';

const SLOW = `
create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return null; end $$;
create constraint trigger slow after insert on chat_messages deferrable initially deferred
  for each row execute function slow()`;
const RUNNING = `select 1 from pg_stat_activity where datname = current_database() and lower(query) = 'commit'
  and wait_event = 'PgSleep'`;

export interface SlowCommits {
  /** Resolves when a commit has begun. */
  begun(): Promise<void>;
  running(): Promise<boolean>;
  /** Lets commits be as fast as before. */
  end(): Promise<void>;
}

/** Makes each commit of a chat message take a while, so that a test can interrupt what follows. */
export async function slowCommits(t: Pick<Test, 'teardown'>, database: string): Promise<SlowCommits> {
  const client = new pg.Client(database);
  await client.connect();
  t.teardown(() => client.end());
  await client.query(SLOW);
  const running = async () => (await client.query(RUNNING)).rows.length > 0;
  return {
    running,
    async begun() {
      while (!(await running())) await pause(5);
    },
    end: async () => void (await client.query('drop trigger slow on chat_messages; drop function slow')),
  };
}
