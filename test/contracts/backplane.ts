import fc from 'fast-check';
import type { Test } from 'tap';
import {
  type Backplane,
  type LogEntry,
  MAILBOX_BOUNDS,
  mailboxLog,
  type PresenceListener,
  ROOM_BOUNDS,
  requestKey,
  roomLog,
  updateValue,
} from '../../server/backplane/backplane.js';

/** A backplane under test, and a function that advances its clock. */
export interface Subject {
  backplane: Backplane;
  /** Lets ms pass for the time limits. */
  advance(ms: number): Promise<void>;
}

/** Creates an empty backplane, which the test tears down. */
export type MakeSubject = (t: Test) => Promise<Subject>;

const envelope = (text: string): string =>
  JSON.stringify({ sender: 'a', receiver: 'room/blue', type: 'text', data: text });

const texts = (entries: LogEntry[] | undefined): unknown[] | undefined =>
  entries?.map((entry) => JSON.parse(entry.envelope).data);

/** Requirements for every backplane, as server/backplane/backplane.ts describes them. */
export async function backplaneContract(t: Test, make: MakeSubject): Promise<void> {
  t.test('a log numbers from 1 without gaps, in the order of appending', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    t.equal((await backplane.head(log)).seq, 0);
    const positions = await Promise.all(
      ['one', 'two', 'three'].map((text) => backplane.append(log, envelope(text))),
    );
    t.same(
      positions.map(({ seq }) => seq),
      [1, 2, 3],
    );
    t.equal(new Set(positions.map(({ epoch }) => epoch)).size, 1);
    t.same(await backplane.head(log), positions[2]);
  });

  t.test('logs are numbered independently', async (t) => {
    const { backplane } = await make(t);
    await backplane.append(roomLog('blue'), envelope('one'));
    t.equal((await backplane.append(roomLog('red'), envelope('one'))).seq, 1);
    t.equal((await backplane.append(mailboxLog('blue'), envelope('one'))).seq, 1);
  });

  t.test('listeners receive appended and published messages in order, once each', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    await backplane.append(log, envelope('before'));
    const heard: unknown[] = [];
    const listener = {
      deliver: (text: string, seq: number | undefined) => heard.push([JSON.parse(text).data, seq]),
      gap() {},
    };
    const position = await backplane.subscribe(log, listener);
    t.equal(position.seq, 1);
    await backplane.append(log, envelope('two'));
    await backplane.publish(log, envelope('volatile'));
    await backplane.append(log, envelope('three'));
    await backplane.append(roomLog('red'), envelope('elsewhere'));
    t.same(heard, [
      ['two', 2],
      ['volatile', undefined],
      ['three', 3],
    ]);
    await backplane.unsubscribe(log, listener);
    await backplane.append(log, envelope('after'));
    t.equal(heard.length, 3);
  });

  t.test('ordered work under one log runs one after the other, whatever its results', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    const steps: string[] = [];
    const job = (name: string) => async () => {
      steps.push(`${name} begins`);
      await backplane.append(log, envelope(name));
      steps.push(`${name} ends`);
      if (name === 'two') throw new Error(name);
      return name;
    };
    const done = ['one', 'two', 'three'].map((name) => backplane.withLogLock(log, job(name)));
    const elsewhere = backplane.withLogLock(roomLog('red'), async () => 'red');
    const results = await Promise.allSettled(done);
    t.same(
      results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message)),
      ['one', 'two', 'three'],
    );
    t.same(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    t.same(
      steps,
      ['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
    t.equal(await elsewhere, 'red');
    t.equal(await backplane.withLogLock(log, async () => 'again'), 'again');
  });

  t.test('published messages are not stored', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    const start = await backplane.head(log);
    await backplane.publish(log, envelope('volatile'));
    t.same(await backplane.read(log, start), []);
  });

  t.test('reading returns exactly the messages after a position', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    const { epoch } = await backplane.head(log);
    for (const text of ['one', 'two', 'three']) await backplane.append(log, envelope(text));
    t.same(texts(await backplane.read(log, { epoch, seq: 0 })), ['one', 'two', 'three']);
    t.same(texts(await backplane.read(log, { epoch, seq: 2 })), ['three']);
    t.same(await backplane.read(log, { epoch, seq: 3 }), []);
  });

  t.test('another epoch, or a position beyond the end, is not recoverable', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    const { epoch } = await backplane.append(log, envelope('one'));
    t.equal(await backplane.read(log, { epoch: 'another', seq: 1 }), undefined);
    t.equal(await backplane.read(log, { epoch, seq: 2 }), undefined);
  });

  t.test(
    'a room log keeps its newest messages up to each limit, and reports when older ones are gone',
    async (t) => {
      const { backplane, advance } = await make(t);
      const log = roomLog('blue');
      const { epoch } = await backplane.head(log);
      for (let i = 1; i <= ROOM_BOUNDS.messages + 1; i++) await backplane.append(log, envelope(`${i}`));
      t.equal(await backplane.read(log, { epoch, seq: 0 }), undefined, 'the first is gone');
      t.equal((await backplane.read(log, { epoch, seq: 1 }))?.length, ROOM_BOUNDS.messages);

      const large = 'x'.repeat(ROOM_BOUNDS.bytes / 4);
      const { seq } = await backplane.head(log);
      for (let i = 0; i < 5; i++) await backplane.append(log, envelope(large));
      t.equal(await backplane.read(log, { epoch, seq: seq + 1 }), undefined, 'too many bytes');
      t.equal((await backplane.read(log, { epoch, seq: seq + 2 }))?.length, 3);

      await advance(ROOM_BOUNDS.ms + 1);
      const head = await backplane.head(log);
      t.equal(await backplane.read(log, { epoch, seq: head.seq - 1 }), undefined, 'too old');
      t.same(await backplane.read(log, head), [], 'without missed messages it is still recoverable');
    },
  );

  t.test('a mailbox has limits of its own', async (t) => {
    const { backplane } = await make(t);
    const log = mailboxLog('a1');
    const { epoch } = await backplane.head(log);
    for (let i = 1; i <= MAILBOX_BOUNDS.messages + 1; i++) await backplane.append(log, envelope(`${i}`));
    t.equal(await backplane.read(log, { epoch, seq: 0 }), undefined);
    t.equal((await backplane.read(log, { epoch, seq: 1 }))?.length, MAILBOX_BOUNDS.messages);
  });

  t.test('every result of reading is a suffix of the appended messages, or nothing', async (t) => {
    const { backplane } = await make(t);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string(), { maxLength: 40 }), fc.nat(50), async (written, from) => {
        const log = roomLog(`run${run++}`);
        const { epoch } = await backplane.head(log);
        for (const text of written) await backplane.append(log, envelope(text));
        const read = texts(await backplane.read(log, { epoch, seq: from }));
        const expected = from > written.length ? undefined : written.slice(from);
        return JSON.stringify(read) === JSON.stringify(expected);
      }),
    );
    t.pass('the property held in every run');
  });

  t.test('a request is appended once, as long as it is retained', async (t) => {
    const { backplane } = await make(t);
    const heard: unknown[] = [];
    await backplane.subscribe('room/blue', { deliver: (envelope) => heard.push(envelope), gap() {} });
    const first = await backplane.append('room/blue', '{"n":1}', undefined, requestKey('ann', 1));
    await backplane.append('room/blue', '{"n":2}');
    t.same(await backplane.append('room/blue', '{"n":1}', undefined, requestKey('ann', 1)), first);
    t.equal((await backplane.append('room/blue', '{"n":3}', undefined, requestKey('ann', '1'))).seq, 3);
    t.equal((await backplane.append('room/blue', '{"n":4}', undefined, requestKey('bob', 1))).seq, 4);
    t.equal((await backplane.append('room/red', '{"n":5}', undefined, requestKey('ann', 1))).seq, 1);
    t.same(heard, ['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}']);
  });

  t.test('presence: a watcher receives the members and every change', async (t) => {
    const { backplane } = await make(t);
    const ada = { id: 'a', username: 'Ada', userId: 'user a', role: 'presenter' } as const;
    const bob = { id: 'b', username: 'Bob', userId: 'user b', role: 'presenter' } as const;
    await backplane.enter('blue', ada);
    const heard: unknown[] = [];
    const watcher: PresenceListener = {
      joined: (member) => heard.push(['joined', member.username]),
      updated: (member) => heard.push(['updated', member.username]),
      left: (id: string) => heard.push(['left', id]),
    };
    t.same(await backplane.watchMembers('blue', watcher), [ada]);
    await backplane.enter('blue', bob);
    await backplane.enter('blue', { ...bob, username: 'Robert' });
    await backplane.enter('red', { id: 'c', username: 'Cy', userId: 'user c', role: 'presenter' });
    await backplane.leave('blue', 'a');
    await backplane.leave('blue', 'a');
    await backplane.leave('blue', 'nobody');
    t.same(heard, [
      ['joined', 'Bob'],
      ['updated', 'Robert'],
      ['left', 'a'],
    ]);
    await backplane.unwatchMembers('blue', watcher);
    await backplane.leave('blue', 'b');
    t.equal(heard.length, 3);
    t.same(await backplane.watchMembers('blue', watcher), []);
  });

  t.test('presence: the members of a room are known without watching it', async (t) => {
    const { backplane } = await make(t);
    const ada = { id: 'a', username: 'Ada', userId: 'user a', role: 'presenter' } as const;
    t.same(await backplane.members('blue'), []);
    t.ok(await backplane.isEmpty('blue'));
    await backplane.enter('blue', ada);
    t.same(await backplane.members('blue'), [ada]);
    t.notOk(await backplane.isEmpty('blue'));
    t.ok(await backplane.isMember('blue', 'a'));
    t.notOk(await backplane.isMember('blue', 'b'));
  });

  t.test('presence: if many join at once, only the allowed number is admitted', async (t) => {
    const { backplane } = await make(t);
    const member = (id: string) => ({ id, username: id, userId: id, role: 'presenter' }) as const;
    const joined: string[] = [];
    await backplane.watchMembers('blue', { joined: ({ id }) => joined.push(id), updated() {}, left() {} });
    const enter = (id: string) => backplane.enter('blue', member(id), 3);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const entered = await Promise.all(ids.map(enter));
    t.equal(entered.filter((is) => is).length, 3);
    t.same(
      (await backplane.members('blue')).map(({ id }) => id),
      ids.filter((_, index) => entered[index]),
    );
    t.equal(joined.length, 3, 'the members are not informed of the others');
    const [inside = '', another = ''] = joined;
    t.equal(await enter(inside), true, 'a member stays in it');
    await backplane.leave('blue', another);
    t.equal(await backplane.enter('blue', member('f'), 3), true, 'a place is free again');
    t.equal(await backplane.enter('blue', member('g'), 3), false);
    t.equal(await backplane.enter('blue', member('g')), true, 'without a limit there is always a place');
    t.equal(await backplane.enter('empty', member('h'), 0), false);
    t.same(await backplane.members('empty'), []);
  });

  t.test('the author is delivered with the message, live and replayed', async (t) => {
    const { backplane } = await make(t);
    const log = roomLog('blue');
    const author = { clientId: 'a', id: 7 };
    const heard: unknown[] = [];
    const start = await backplane.subscribe(log, {
      deliver: (_text, _seq, by) => heard.push(by),
      gap() {},
    });
    await backplane.append(log, envelope('one'), author);
    await backplane.publish(log, envelope('two'), { clientId: 'a', excluded: true });
    await backplane.append(log, envelope('three'));
    t.same(heard, [author, { clientId: 'a', excluded: true }, undefined]);
    t.same(
      (await backplane.read(log, start))?.map((entry) => entry.author),
      [author, undefined],
    );
  });

  t.test('concurrent changes of a shared value are all applied', async (t) => {
    const { backplane } = await make(t);
    const add = (item: number) => updateValue<number[]>(backplane, 'list', (list = []) => [...list, item]);
    await Promise.all([1, 2, 3, 4, 5].map(add));
    t.same((await backplane.get<number[]>('list'))?.value.sort(), [1, 2, 3, 4, 5]);
  });

  t.test('each serial is greater than those before', async (t) => {
    const { backplane } = await make(t);
    const serials = [
      await backplane.nextSerial(),
      await backplane.nextSerial(),
      await backplane.nextSerial(),
    ];
    t.same(
      serials,
      [...new Set(serials)].sort((a, b) => a - b),
    );
  });

  t.test('a shared value is only replaced by a caller that knows its version', async (t) => {
    const { backplane } = await make(t);
    t.equal(await backplane.get('live'), undefined);
    const first = await backplane.compareAndSet('live', 0, { live: true });
    t.ok(first);
    t.same(await backplane.get('live'), { value: { live: true }, version: first });
    t.equal(await backplane.compareAndSet('live', 0, { live: false }), undefined, 'it exists by now');
    const second = await backplane.compareAndSet('live', first ?? 0, { live: false });
    t.equal(await backplane.compareAndSet('live', first ?? 0, { live: true }), undefined, 'an older version');
    t.same(await backplane.get('live'), { value: { live: false }, version: second });
  });

  t.test('if several callers replace one version, one succeeds', async (t) => {
    const { backplane } = await make(t);
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5].map((value) => backplane.compareAndSet('count', 0, value)),
    );
    t.equal(outcomes.filter((version) => version !== undefined).length, 1);
  });

  t.test('a removed value is gone, and its versions are not reused', async (t) => {
    const { backplane } = await make(t);
    const first = (await backplane.compareAndSet('live', 0, 1)) ?? 0;
    t.ok(await backplane.compareAndSet('live', first, undefined));
    t.equal(await backplane.get('live'), undefined);
    t.ok(await backplane.compareAndSet('live', 0, 2));
    t.equal(await backplane.compareAndSet('live', first, 3), undefined);
  });
}
