import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import t, { type Test } from 'tap';
import { createServer, type Options } from '../../server/index.js';
import { connect, type TestClient } from '../helpers/client.js';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import { KeptLog } from '../helpers/log.js';
import type { Manners } from './slow/manners.js';
import { SlowClients } from './slow/slow-clients.js';

// test/server/socket/slow-clients.test.ts checks which bytes and messages wait for slow clients. Here, clients are slow
// in the ways of real ones. slow-clients.ts measures the effect on others.

const unlimited = { signalingRate: 1e9, signalingBurst: 1e9, otherRate: 1e9, otherBurst: 1e9 };
const wellMannered: Manners = { protocol: '1.2', reads: true, acknowledges: true };
const words = (text: string) => ({ from: 'Ann', time: 1, text });

interface Place {
  url: string;
  /** Two unaffected clients in the same room. */
  others: readonly [TestClient, TestClient];
  /** Three misbehaving clients. @param through the port of a proxy */
  slow(manners: Manners, through?: number): Promise<SlowClients>;
  /** The codes with which the server closed these clients' connections, once it has closed them all. */
  codes(clients: SlowClients): Promise<unknown[]>;
}

async function place(t: Test, options: Partial<Options>): Promise<Place> {
  const data = mkdtempSync(join(tmpdir(), 'lectern-slow-'));
  const log = new KeptLog();
  const server = createServer({ port: 0, data, ...options }, log.logger);
  t.teardown(async () => {
    await server.close({ spread: 0 });
    rmSync(data, { recursive: true, force: true });
  });
  const url = (await server.listen()).replace(/^http/, 'ws');
  const path = '/room/blue/ws';
  const others = [await connect(t, url + path), await connect(t, url + path)] as const;
  return {
    url,
    others,
    async slow(manners, port) {
      const through = port === undefined ? url : `ws://127.0.0.1:${port}`;
      const clients = await SlowClients.start({ ...manners, url: through + path, count: 3 });
      t.teardown(() => clients.end());
      clients.misbehave();
      return clients;
    },
    async codes({ ids }) {
      const codes = new Map<unknown, unknown>();
      while (codes.size < ids.length) {
        const { client, code } = await log.line('connection closed');
        if (ids.includes(String(client))) codes.set(client, code);
      }
      return [...codes.values()];
    },
  };
}

/** Checks that two clients still receive each other's messages. */
async function talks([one, other]: Place['others'], text: string): Promise<void> {
  await one.request('text', words(text), { receiver: 'room' });
  await other.next('text', ({ data }) => data.text === text);
}

t.test('clients whose process is stopped are considered dead, and the others are not affected', async (t) => {
  const { others, slow, codes } = await place(t, { heartbeatInterval: 0.5, heartbeatTimeout: 1 });
  const clients = await slow(wellMannered);
  await talks(others, 'before');
  clients.freeze();
  t.same(await codes(clients), [4001, 4001, 4001]);
  await talks(others, 'after');
});

t.test('clients behind a line that swallows everything are considered dead', async (t) => {
  const { url, others, slow, codes } = await place(t, { heartbeatInterval: 0.5, heartbeatTimeout: 1 });
  const proxy = await FaultyProxy.start(
    () => Number(new URL(url).port),
    () => 0,
  );
  t.teardown(() => proxy.close());
  const clients = await slow(wellMannered, proxy.port);
  proxy.swallow();
  t.same(await codes(clients), [4001, 4001, 4001]);
  await talks(others, 'after');
});

t.test(
  'responsive clients that acknowledge nothing are too slow; those that acknowledge are not',
  async (t) => {
    const { others, slow, codes } = await place(t, { outboundStall: 2 });
    const good = await slow(wellMannered);
    const bad = await slow({ ...wellMannered, acknowledges: false });
    await talks(others, 'something to acknowledge');
    t.same(await codes(bad), [4002, 4002, 4002]);
    await talks(others, 'after');
    await good.end();
    t.same(await codes(good), [1006, 1006, 1006], 'the server had not closed their connections');
  },
);

t.test('clients that send but never read are too slow', async (t) => {
  const { others, slow, codes } = await place(t, { outboundStall: 2 });
  const clients = await slow({ protocol: '1.2', reads: false, acknowledges: false });
  await talks(others, 'something to read');
  t.same(await codes(clients), [4002, 4002, 4002]);
  await talks(others, 'after');
});

t.test('their send queues stay within their share of the heap in total', async (t) => {
  const most = 8 * 1024 * 1024;
  const { url, others, slow, codes } = await place(t, {
    ...unlimited,
    outboundLimit: 1e9,
    outboundShare: most / getHeapStatistics().heap_size_limit,
  });
  const clients = await slow({ protocol: '1.1', reads: false, acknowledges: false });
  const waiting = async () => {
    const metrics = await (await fetch(`${url.replace(/^ws/, 'http')}/metrics`)).text();
    return Number(/^lectern_send_queue_bytes (\d+)/m.exec(metrics)?.[1]);
  };
  const looks: number[] = [];
  let cut = false;
  const all = codes(clients).then((each) => {
    cut = true;
    return each;
  });
  const large = `v=0\r\n${'x'.repeat(60_000)}`;
  while (!cut) {
    for (const receiver of clients.ids) {
      for (let i = 0; i < 5; i++) others[0].send('offer', large, { receiver });
    }
    await others[0].drain();
    looks.push(await waiting());
  }
  t.same(await all, [4003, 4003, 4003]);
  t.ok(Math.max(...looks) > most / 2, `at most ${Math.max(...looks)} bytes waited`);
  t.ok(Math.max(...looks) <= most, `and not more than ${most}`);
  await talks(others, 'after');
});

t.test('a flood in one room does not affect another', async (t) => {
  const { url, others } = await place(t, {});
  const flooding = await connect(t, `${url}/room/flooded/ws`);
  const neighbour = await connect(t, `${url}/room/flooded/ws`);
  await neighbour.drain();
  for (let i = 0; i < 10_000; i++) flooding.send('text', words(`${i}`), { receiver: 'room' });
  for (let i = 0; i < 5; i++) await talks(others, `beside ${i}`);
  t.equal((await flooding.closed).code, 4500);
  const heard = (await neighbour.drain()).filter(({ type }) => type === 'text');
  t.ok(heard.length < 20, 'nor more than its rate to its own');
  await others[0].none('client-left');
});
