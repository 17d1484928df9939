import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Test } from 'tap';

const LOCK = 20_131;
const HOLD = `
create function hold() returns trigger language plpgsql as $$
  begin perform pg_advisory_xact_lock_shared(${LOCK}); return null; end $$;
create constraint trigger hold after insert on chat_messages deferrable initially deferred
  for each row execute function hold()`;
const HELD = `select 1 from pg_stat_activity where datname = current_database() and lower(query) = 'commit'
  and wait_event = 'advisory'`;

export interface HeldCommits {
  /** Resolves when a commit has begun. */
  begun(): Promise<void>;
  /** Lets it end, and all later ones. Resolves when it has ended. */
  end(): Promise<void>;
}

/** Holds up each commit of a chat message until `end()`, so that a test can interrupt what follows. */
export async function heldCommits(t: Pick<Test, 'teardown'>, database: string): Promise<HeldCommits> {
  const client = new pg.Client(database);
  await client.connect();
  t.teardown(() => client.end());
  await client.query(HOLD);
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  return {
    async begun() {
      while ((await client.query(HELD)).rows.length === 0) await pause(5);
    },
    async end() {
      await client.query('select pg_advisory_unlock($1)', [LOCK]);
      // This waits for the transactions that use the table.
      await client.query('drop trigger hold on chat_messages; drop function hold');
    },
  };
}
