import type { Test } from 'tap';
import { type LogListener, roomLog } from '../../server/backplane/backplane.js';
import type { MakeSubject } from './backplane.js';

const log = roomLog('blue');

/** Requirements for announcements of stored changes, for every backplane. */
export function announcementContract(t: Test, make: MakeSubject): void {
  /** A backplane with a listener, and the epoch of its log. */
  const listen = async (t: Test) => {
    const { backplane } = await make(t);
    const heard: unknown[] = [];
    const listener: LogListener = {
      deliver: (text, seq, author) => heard.push([JSON.parse(text), seq, author]),
      gap() {},
    };
    const { epoch } = await backplane.subscribe(log, listener);
    return { backplane, heard, epoch };
  };

  t.test('a log contains an announcement once, however often it is appended', async (t) => {
    const { backplane, heard, epoch } = await listen(t);
    const author = { clientId: 'ann', id: 1 };
    t.same(await backplane.lastAnnounced(log), { epoch, id: 0 });
    t.equal(await backplane.announce(log, '"one"', { id: 5, epoch }, author), true);
    t.equal(await backplane.announce(log, '"two"', { id: 9, previous: 5, epoch }), true);
    for (const id of [5, 9]) t.equal(await backplane.announce(log, '"again"', { id, epoch }), true);
    await backplane.append(log, '"three"');
    t.same(heard, [
      ['one', 1, author],
      ['two', 2, undefined],
      ['three', 3, undefined],
    ]);
    t.same(await backplane.lastAnnounced(log), { epoch, id: 9 });
    t.equal((await backplane.read(log, { epoch, seq: 0 }))?.length, 3);
  });

  t.test('an announcement is refused as long as the previous one is missing', async (t) => {
    const { backplane, heard, epoch } = await listen(t);
    t.equal(await backplane.announce(log, '"two"', { id: 9, previous: 5, epoch }), false);
    t.same(await backplane.lastAnnounced(log), { epoch, id: 0 });
    t.equal(await backplane.announce(log, '"one"', { id: 5, epoch }), true);
    t.equal(await backplane.announce(log, '"two"', { id: 9, previous: 5, epoch }), true);
    t.same(
      heard.map((each) => (each as unknown[])[0]),
      ['one', 'two'],
    );
  });

  t.test('a change that was made before the log started over is announced in any case', async (t) => {
    const { backplane, heard, epoch } = await listen(t);
    await backplane.announce(log, '"new"', { id: 7, epoch });
    t.equal(await backplane.announce(log, '"old"', { id: 5, previous: 3, epoch: 'another' }), true);
    t.same(await backplane.lastAnnounced(log), { epoch, id: 7 });
    t.equal(heard.length, 2);
  });

  t.test('work under the lock of a log is given its epoch', async (t) => {
    const { backplane, epoch } = await listen(t);
    for (const purpose of ['change', 'announce'] as const) {
      t.equal(await backplane.withLogLock(log, async (given) => given, purpose), epoch);
    }
  });
}
