import type { Test } from 'tap';
import {
  type Backplane,
  ENTRY_BYTES,
  type LogLimits,
  type Position,
  ROOM_BOUNDS,
  roomLog,
} from '../../server/backplane/backplane.js';
import type { Account } from '../../server/util/account.js';
import type { Subject } from './backplane.js';

/** Creates an empty backplane with limits, which the test tears down. */
export type MakeLimited = (t: Test, limits: LogLimits) => Promise<Subject>;

/** Bytes that each entry of these tests counts for. */
const ENTRY = 1000;
const text = 'x'.repeat(ENTRY - ENTRY_BYTES);

const PLENTY = 1_000_000;

/** Appends entries to a room's log. Returns the position before the first of them. */
export async function fill(
  backplane: Backplane,
  room: string,
  entries: number,
  account?: Account,
): Promise<Position> {
  const start = await backplane.head(roomLog(room));
  for (let i = 0; i < entries; i++)
    await backplane.append(roomLog(room), text, undefined, undefined, account);
  return start;
}

/** Returns how many of a log's newest entries can still be read. */
export async function held(backplane: Backplane, room: string): Promise<number> {
  const { epoch, seq } = await backplane.head(roomLog(room));
  for (let after = 0; after < seq; after++) {
    const entries = await backplane.read(roomLog(room), { epoch, seq: after });
    if (entries) return entries.length;
  }
  return 0;
}

/** Requirements for the memory of all logs of a backplane. */
export async function logBudgetContract(t: Test, make: MakeLimited): Promise<void> {
  t.test('a user who exceeds the limit loses own messages, oldest first, and nobody else does', async (t) => {
    const { backplane } = await make(t, { total: PLENTY, user: 10 * ENTRY, network: PLENTY });
    const ben = await fill(backplane, 'quiet', 3, { userId: 'ben' });
    const ann = await fill(backplane, 'loud', 30, { userId: 'ann' });
    t.equal((await backplane.read(roomLog('quiet'), ben))?.length, 3);
    t.equal(await backplane.read(roomLog('loud'), ann), undefined, 'the gap is reported');
    t.ok((await held(backplane, 'loud')) >= 9);
    t.ok((await held(backplane, 'loud')) <= 10);
    t.equal((await backplane.head(roomLog('loud'))).seq, 30, 'the numbers continue');
  });

  t.test('messages of one user in several logs count together', async (t) => {
    const { backplane } = await make(t, { total: PLENTY, user: 10 * ENTRY, network: PLENTY });
    for (const room of ['a', 'b', 'c', 'd']) await fill(backplane, room, 5, { userId: 'ann' });
    const left = await Promise.all(['a', 'b', 'c', 'd'].map((room) => held(backplane, room)));
    t.ok(left.reduce((sum, each) => sum + each) <= 10, `${left}`);
    t.ok((left[3] ?? 0) > 0, 'the newest remain');
  });

  t.test('of the guests of one network, the one with the most messages loses some', async (t) => {
    const { backplane } = await make(t, { total: PLENTY, user: PLENTY, network: 20 * ENTRY });
    const network = '10.0.0.1';
    const ben = await fill(backplane, 'quiet', 5, { userId: 'ben', network });
    await fill(backplane, 'loud', 40, { userId: 'ann', network });
    const cid = await fill(backplane, 'late', 5, { userId: 'cid', network });
    t.equal((await backplane.read(roomLog('quiet'), ben))?.length, 5);
    t.equal((await backplane.read(roomLog('late'), cid))?.length, 5);
    t.ok((await held(backplane, 'loud')) <= 13);
    const elsewhere = await fill(backplane, 'far', 15, { userId: 'dan', network: '10.0.0.2' });
    t.equal((await backplane.read(roomLog('far'), elsewhere))?.length, 15);
  });

  t.test('if all logs are too large, the largest party loses messages', async (t) => {
    const { backplane } = await make(t, { total: 30 * ENTRY, user: PLENTY, network: PLENTY });
    const ben = await fill(backplane, 'quiet', 5, { userId: 'ben' });
    const server = await fill(backplane, 'news', 5);
    for (let i = 0; i < 10; i++)
      await fill(backplane, `loud-${i}`, 5, { userId: `guest-${i}`, network: 'n' });
    t.equal((await backplane.read(roomLog('quiet'), ben))?.length, 5);
    t.equal((await backplane.read(roomLog('news'), server))?.length, 5);
    const loud = await Promise.all(Array.from({ length: 10 }, (_, i) => held(backplane, `loud-${i}`)));
    t.ok(loud.reduce((sum, each) => sum + each) <= 20, `${loud}`);
  });

  t.test('expired messages and removed ones count no longer', async (t) => {
    const { backplane, advance } = await make(t, { total: 20 * ENTRY, user: PLENTY, network: PLENTY });
    await fill(backplane, 'old', 15, { userId: 'ann' });
    await advance(ROOM_BOUNDS.ms + 1);
    t.equal(await held(backplane, 'old'), 0);
    const ben = await fill(backplane, 'new', 15, { userId: 'ben' });
    t.equal((await backplane.read(roomLog('new'), ben))?.length, 15);
  });
}
