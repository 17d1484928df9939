import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { LogLimits, LogListener, Position, Presence } from '../../../server/backplane/backplane.js';
import { RedisBackplane } from '../../../server/backplane/redis-backplane.js';
import { functionName, library } from '../../../server/backplane/redis-functions.js';
import { RedisKeys } from '../../../server/backplane/redis-keys.js';
import { Refusal } from '../../../server/protocol/errors.js';
import { announcementContract } from '../../contracts/announcements.js';
import { backplaneContract, type Subject } from '../../contracts/backplane.js';
import { fill, held, logBudgetContract } from '../../contracts/log-budget.js';
import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { type Redis, startRedis, startRedisCluster } from '../../helpers/redis.js';

const log = { warn() {} };

let opened = 0;

/** A node's backplane. Without a given prefix, it shares nothing with those of other tests. */
async function open(
  t: Test,
  nodes: readonly Pick<Redis, 'url'>[],
  {
    prefix = `test-${++opened}:`,
    clock = Date.now,
    limits,
  }: { prefix?: string; clock?: () => number; limits?: LogLimits | undefined } = {},
): Promise<RedisBackplane> {
  const urls = nodes.map(({ url }) => url);
  const backplane = await RedisBackplane.open({ urls, log, prefix, clock, ...(limits && { limits }) });
  t.teardown(() => backplane.close());
  return backplane;
}

for (const [name, start] of [
  ['one Redis', async (t: Test) => [await startRedis(t)]],
  ['a cluster of three', startRedisCluster],
] as const) {
  t.test(name, async (t) => {
    const nodes = await start(t);
    const make = async (t: Test, limits?: LogLimits): Promise<Subject> => {
      let later = 0;
      return {
        backplane: await open(t, nodes, { clock: () => Date.now() + later, limits }),
        advance: async (ms) => {
          later += ms;
        },
      };
    };
    await backplaneContract(t, make);
    announcementContract(t, make);
    if (nodes.length === 1) return logBudgetContract(t, make);
    t.test('each Redis server discards messages of the logs in its hash slots', async (t) => {
      const { backplane } = await make(t, { total: 1_000_000, user: 10_000, network: 1_000_000 });
      const rooms = Array.from({ length: 30 }, (_, i) => `r${i}`);
      for (const room of rooms) await fill(backplane, room, 3, { userId: 'ann' });
      const left = await Promise.all(rooms.map((room) => held(backplane, room)));
      t.ok(left.reduce((sum, each) => sum + each) <= 30, `${left}`);
    });
  });
}

t.test('a log that no node is subscribed to any more expires with its entries', async (t) => {
  const redis = await startRedis(t);
  const prefix = 'idle:';
  const [ann, ben] = [await open(t, [redis], { prefix }), await open(t, [redis], { prefix })];
  const [head = ''] = new RedisKeys(prefix).log('room/blue');
  const minutes = async () => {
    const { stdout } = (await redis.command('PTTL', head)) as { stdout: string };
    return Math.ceil(Number(stdout) / 60_000);
  };
  const ears = [new Ear(), new Ear()] as const;
  await ann.subscribe('room/blue', ears[0]);
  await ben.subscribe('room/blue', ears[1]);
  await ann.unsubscribe('room/blue', ears[0]);
  t.equal(await minutes(), 24 * 60);
  await ben.unsubscribe('room/blue', ears[1]);
  t.equal(await minutes(), 10);
  await ann.subscribe('room/blue', ears[0]);
  t.equal(await minutes(), 24 * 60);
});

/** Records the messages it receives and resolves waiters. */
class Ear implements LogListener {
  readonly heard: string[] = [];
  private wake = () => {};

  readonly listen = (what: string): void => {
    this.heard.push(what);
    this.wake();
  };

  deliver(envelope: string, seq: number | undefined): void {
    this.listen(`${seq} ${envelope}`);
  }

  gap({ seq }: Position): void {
    this.listen(`missed up to ${seq}`);
  }

  /** Resolves when that many messages were received. */
  async count(most: number): Promise<string[]> {
    while (this.heard.length < most) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.heard;
  }
}

const presence = (id: string): Presence => ({ id, username: id, userId: id, role: 'presenter' });

/** Resolves once the shared data can be reached again. */
async function reached(backplane: RedisBackplane): Promise<void> {
  for (;;) {
    try {
      await backplane.head('any');
      return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await pause(20);
    }
  }
}

t.test('messages and changes of one node reach another', async (t) => {
  const nodes = [await startRedis(t)];
  const prefix = 'shared:';
  const [one, other] = [await open(t, nodes, { prefix }), await open(t, nodes, { prefix })];
  const said = new Ear();
  const came = new Ear();
  await one.subscribe('room/blue', said);
  await one.watchMembers('blue', {
    joined: ({ id }) => came.listen(`joined ${id}`),
    updated: ({ id, username }) => came.listen(`updated ${id} ${username}`),
    left: (id) => came.listen(`left ${id}`),
  });
  await other.append('room/blue', '"a"');
  await other.publish('room/blue', '"b"');
  await one.append('room/blue', '"c"');
  t.same(await said.count(3), ['1 "a"', 'undefined "b"', '2 "c"']);
  await other.enter('blue', presence('ann'));
  await other.enter('blue', { ...presence('ann'), username: 'Ann' });
  await other.leave('blue', 'ann');
  t.same(await came.count(3), ['joined ann', 'updated ann Ann', 'left ann']);
  const version = await one.compareAndSet('live', 0, true);
  t.equal(await other.compareAndSet('live', 0, false), undefined);
  t.ok(await other.compareAndSet('live', version ?? 0, false));
});

t.test('a room can have more members than Lua allows arguments', async (t) => {
  const backplane = await open(t, [await startRedis(t)]);
  const ids = Array.from({ length: 9000 }, (_, i) => `client-${i}`);
  for (let first = 0; first < ids.length; first += 500) {
    await Promise.all(ids.slice(first, first + 500).map((id) => backplane.enter('blue', presence(id))));
  }
  t.same(
    (await backplane.members('blue')).map(({ id }) => id),
    ids,
  );
});

t.test('a restarted Redis has new epochs, whatever data it kept', async (t) => {
  const redis = await startRedis(t, ['--appendonly', 'yes', '--appendfsync', 'always']);
  const backplane = await open(t, [redis]);
  const said = new Ear();
  const before = await backplane.append('room/blue', '"a"');
  await backplane.subscribe('room/blue', said);
  await redis.restart();
  await reached(backplane);
  t.equal(await backplane.read('room/blue', before), undefined, 'gaps are always reported');
  const after = await backplane.append('room/blue', '"b"');
  t.equal(after.seq, 1);
  t.not(after.epoch, before.epoch);
  await backplane.append('room/blue', '"c"');
  t.match((await said.count(2))[0], /^missed/, 'the subscriber is informed of the gap');
  t.equal(said.heard.at(-1), '2 "c"', 'and stays subscribed');
});

t.test(
  'serials of all nodes have one order, whatever their clocks, also when Redis has lost its data',
  async (t) => {
    const redis = await startRedis(t);
    const prefix = 'shared:';
    const nodes = [
      await open(t, [redis], { prefix }),
      await open(t, [redis], { prefix, clock: () => Date.now() - 1000 }),
    ] as const;
    const first = await nodes[0].nextSerial();
    const second = await nodes[1].nextSerial();
    const third = await nodes[0].nextSerial();
    t.ok(first < second && second < third);
    await redis.restart();
    await reached(nodes[1]);
    t.ok((await nodes[1].nextSerial()) > third);
  },
);

t.test('nodes of two versions, each with its own functions, continue the same logs', async (t) => {
  const redis = await startRedis(t);
  const backplane = await open(t, [redis], { prefix: 'versions:' });
  const before = await backplane.append('room/blue', '"a"');
  const tag = functionName('head').replace('lectern_head_', '');
  await redis.command('FUNCTION', 'LOAD', library.replaceAll(tag, 'other'));
  const keys = new RedisKeys('versions:').log('room/blue');
  await redis.command('FCALL', 'lectern_head_other', '3', ...keys, 'a-new-epoch');
  t.same(await backplane.head('room/blue'), before);
});

t.test('a Redis without functions is refused with its error message', async (t) => {
  const old = await startRedis(t, ['--rename-command', 'FUNCTION', '']);
  await t.rejects(open(t, [old]), { name: 'OptionsError', message: /cannot be used: .*unknown command/ });
});

t.test('while Redis is away, calls that need it are refused, and afterwards they work again', async (t) => {
  const redis = await startRedis(t);
  const backplane = await open(t, [redis]);
  await redis.stop();
  const refused = { code: 'unavailable' };
  await t.rejects(backplane.append('room/blue', '"a"'), refused);
  await t.rejects(backplane.enter('blue', presence('ann')), refused);
  await t.rejects(backplane.get('live'), refused);
  await t.rejects(backplane.subscribe('room/blue', new Ear()), refused);
  await redis.restart();
  await reached(backplane);
  t.equal((await backplane.append('room/blue', '"a"')).seq, 1);
});

t.test('a disconnected node receives the messages it missed, in order and once', async (t) => {
  const redis = await startRedis(t);
  const proxy = await FaultyProxy.start(
    () => redis.port,
    () => 0,
  );
  t.teardown(() => proxy.close());
  const prefix = 'cut:';
  const far = await open(t, [{ url: `redis://127.0.0.1:${proxy.port}` }], { prefix });
  const near = await open(t, [redis], { prefix });
  const said = new Ear();
  const came = new Ear();
  await far.subscribe('room/blue', said);
  await near.enter('blue', presence('ann'));
  await far.watchMembers('blue', {
    joined: ({ id }) => came.listen(`joined ${id}`),
    updated: () => came.listen('updated'),
    left: (id) => came.listen(`left ${id}`),
  });
  await near.append('room/blue', '"a"');
  await said.count(1);
  proxy.down();
  await near.append('room/blue', '"b"');
  await near.append('room/blue', '"c"');
  await near.leave('blue', 'ann');
  await near.enter('blue', presence('bob'));
  proxy.up();
  t.same(await said.count(3), ['1 "a"', '2 "b"', '3 "c"']);
  t.same(await came.count(2), ['left ann', 'joined bob']);
  await near.append('room/blue', '"d"');
  t.equal((await said.count(4)).at(-1), '4 "d"');
});

t.test('only one of two nodes works under a log at a time, and both get their turn', async (t) => {
  const nodes = [await startRedis(t)];
  const both = [await open(t, nodes, { prefix: 'turns:' }), await open(t, nodes, { prefix: 'turns:' })];
  let value = 0;
  let atWork = 0;
  const job = (backplane: RedisBackplane) => async () => {
    t.equal(++atWork, 1);
    const before = value;
    await backplane.append('room/blue', '"a"');
    value = before + 1;
    atWork--;
  };
  const jobs = both.flatMap((node) =>
    Array.from({ length: 20 }, () => node.withLogLock('room/blue', job(node))),
  );
  await Promise.all(jobs);
  t.equal(value, jobs.length);
});

t.test('a log starts over if a node dies while working under it or its lease expires', async (t) => {
  const redis = await startRedis(t);
  const prefix = 'dies:';
  const one = await open(t, [redis], { prefix });
  const other = await open(t, [redis], { prefix });
  const said = new Ear();
  const { epoch } = await other.subscribe('room/blue', said);
  /** Starts work under the log and never responds again. */
  const hang = async (node: RedisBackplane): Promise<void> => {
    await new Promise<void>((resolve) => {
      void node.withLogLock('room/blue', async () => {
        await node.append('room/blue', '"a"');
        resolve();
        await new Promise(() => {});
      });
    });
  };
  await hang(one);
  await other.breakLock('room/blue', 'somebody else');
  await other.breakLock('room/blue', one.nodes.id);
  t.same(await said.count(2), ['1 "a"', 'missed up to 0']);
  t.not((await other.head('room/blue')).epoch, epoch);
  await hang(await open(t, [redis], { prefix }));
  await redis.command('HSET', `${prefix}{room/blue}:head`, 'until', '0');
  await other.withLogLock('room/blue', () => other.append('room/blue', '"b"'));
  t.same((await said.count(5)).slice(2), ['1 "a"', 'missed up to 0', '1 "b"']);
});

t.test(
  'a log continues if a node dies that only reads it, and does not hinder a node that changes it',
  async (t) => {
    const redis = await startRedis(t);
    const prefix = 'looks:';
    const one = await open(t, [redis], { prefix });
    const other = await open(t, [redis], { prefix });
    const said = new Ear();
    await other.subscribe('room/blue', said);
    await one.withLogLock('room/blue', async () => {}, 'announce');
    await new Promise<void>((resolve) => {
      void one.withLogLock('room/blue', async () => resolve(await new Promise(() => resolve())), 'announce');
    });
    await other.breakLock('room/blue', one.nodes.id);
    await other.withLogLock('room/blue', () => other.append('room/blue', '"a"'));
    t.same(await said.count(1), ['1 "a"']);
    const done: string[] = [];
    await Promise.all([
      other.withLogLock('room/blue', async () => void done.push('looked'), 'announce'),
      other.withLogLock('room/blue', async () => void done.push('changed')),
      other.withLogLock('room/blue', async () => void done.push('looked again'), 'announce'),
    ]);
    t.same(done, ['looked', 'changed', 'looked again']);
  },
);

t.test('a log starts over if a change could not be announced', async (t) => {
  const redis = await startRedis(t);
  const proxy = await FaultyProxy.start(
    () => redis.port,
    () => 0,
  );
  t.teardown(() => proxy.close());
  const prefix = 'untold:';
  const far = await open(t, [{ ...redis, url: `redis://127.0.0.1:${proxy.port}` }], { prefix });
  const near = await open(t, [redis], { prefix });
  const said = new Ear();
  await near.subscribe('room/blue', said);
  const told = far.withLogLock('room/blue', async () => {
    proxy.down();
    await far.append('room/blue', '"a"');
  });
  await t.rejects(told, { code: 'unavailable' });
  proxy.up();
  await reached(far);
  await far.withLogLock('room/blue', () => far.append('room/blue', '"b"'));
  t.same(await said.count(2), ['missed up to 0', '1 "b"']);
});

t.test('a node that dies while cleaning up after another is cleaned up after as well', async (t) => {
  const redis = await startRedis(t);
  const prefix = 'heirs:';
  const [dead, heir, last] = [
    await open(t, [redis], { prefix }),
    await open(t, [redis], { prefix }),
    await open(t, [redis], { prefix }),
  ];
  const idle = { takeOver: async () => {}, nodeReset() {} };
  await dead.nodes.open(idle);
  await dead.nodes.claimClient('ann');
  await dead.enter('blue', presence('ben'));
  const begun = new Promise<void>((resolve) => {
    const takeOver = async () => {
      resolve();
      await new Promise(() => {});
    };
    void heir.nodes.open({ ...idle, takeOver });
  });
  await dead.nodes.close();
  await begun;
  const inherited = new Promise<[string, string[], string[]]>((resolve) => {
    const takeOver = async (...given: [string, string[], string[]]) => {
      if (given[0] === dead.nodes.id) resolve(given);
    };
    void last.nodes.open({ ...idle, takeOver });
  });
  await heir.close();
  t.same(await inherited, [dead.nodes.id, ['ann'], ['blue']]);
});
