import fc from 'fast-check';
import type { SyncedClock } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { Emitter } from '#client/emitter.js';
import { type ClockSource, ClockSync } from '#client/playback/clock-sync.js';
import type { SignalerState } from '#client/signaler-state.js';
import { ManualClock } from '../support.js';

type State = { name: SignalerState['name'] };
/** ms from the client to the server and back; undefined if the request is refused. */
type Trip = readonly [up: number, down: number] | undefined;

/** Runs the callbacks of settled promises. */
const heard = () => new Promise((resolve) => setImmediate(resolve));

/** A server with a clock of its own, on a line with delays that the test sets. */
class FakeServer extends Emitter<{ state: State }> implements ClockSource {
  readonly clock = new ManualClock();
  state: State = { name: 'open' };
  /** ms: the server's clock minus the client's. */
  skew = 0;
  /** Times of the requests, in ms of the client's clock. */
  readonly asked: number[] = [];
  readonly #trip: (index: number) => Trip;

  constructor(trip: (index: number) => Trip) {
    super();
    this.#trip = trip;
  }

  request(_: 'SyncClock', { t0 }: { t0: number }): Promise<{ data: SyncedClock }> {
    const trip = this.#trip(this.asked.length);
    this.asked.push(this.clock.now());
    return new Promise((resolve, reject) => {
      if (!trip) reject(new Error('refused'));
      else {
        this.clock.after(trip[0], () => {
          const now = this.clock.now() + this.skew;
          this.clock.after(trip[1], () => resolve({ data: { t0, t1: now, t2: now } }));
        });
      }
    });
  }

  become(name: State['name']): void {
    this.state = { name };
    this.emit('state', this.state);
  }

  /** Lets `ms` pass and delivers each answer at its time. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    for (;;) {
      await heard();
      const next = Math.min(this.clock.next ?? ms, end - this.clock.now());
      this.clock.advance(next);
      if (this.clock.now() >= end) break;
    }
    await heard();
  }
}

function start(t: Test, trip: (index: number) => Trip, skew = 0) {
  const server = new FakeServer(trip);
  server.skew = skew;
  const sync = new ClockSync(server, { clock: server.clock });
  t.teardown(() => sync.close());
  return { server, sync, error: () => (sync.now() ?? Number.NaN) - (server.clock.now() + server.skew) };
}

t.test('the first answer gives the time, better ones improve it', async (t) => {
  const trips: Trip[] = [
    [30, 70],
    [40, 60],
    [20, 22],
  ];
  const { server, sync, error } = start(t, (index) => trips[index] ?? [200, 200], 5e9);
  t.equal(sync.now(), undefined);
  await server.pass(101);
  t.strictSame(sync.time, { offset: 5e9 + (30 - 70) / 2, uncertainty: 50 });
  await server.pass(500);
  t.strictSame(sync.time, { offset: 5e9 - 1, uncertainty: 21 });
  t.ok(Math.abs(error()) <= 1);
});

t.test('requests are frequent at first and rare afterwards', async (t) => {
  const { server } = start(t, () => [20, 20]);
  await server.pass(14_000);
  t.strictSame(server.asked, [0, 60, 120, 180, 240, 300, 360, 420, 5_420, 10_420]);
});

t.test('spikes in one or both directions do not change the time', async (t) => {
  const trips: Trip[] = [
    [30, 30],
    [900, 30],
    [30, 900],
    [700, 700],
    [31, 400],
    [30, 30],
  ];
  const { server, sync } = start(t, (index) => trips[index] ?? [300, 30], -1e7);
  const seen: number[] = [];
  sync.on('change', ({ offset }) => seen.push(offset));
  await server.pass(3_000);
  t.strictSame(seen, [-1e7]);
});

t.test('if the line is slow in alternating directions, the best of each direction counts', async (t) => {
  const { server, sync } = start(t, (index) => (index % 2 ? [150, 20] : [20, 150]), 123);
  await server.pass(1_000);
  t.strictSame(sync.time, { offset: 123, uncertainty: 20 });
});

t.test('the last eight samples count', async (t) => {
  const { server, sync } = start(t, (index) => (index === 0 ? [10, 10] : [40, 40]));
  await server.pass(1_000);
  t.equal(sync.time?.uncertainty, 10);
  await server.pass(5_000);
  t.equal(sync.time?.uncertainty, 40);
});

t.test('a new connection might lead to another clock', async (t) => {
  const { server, sync, error } = start(t, () => [40, 40], 1_000);
  await server.pass(1_000);
  server.become('waiting');
  await server.pass(20_000);
  t.equal(server.asked.length, 8, 'no requests are sent without a connection');
  t.equal(sync.now(), server.clock.now() + 1_000, 'the old estimate is valid meanwhile');
  server.skew = -5e8;
  server.become('open');
  await server.pass(100);
  t.equal(error(), 0);
  t.equal(server.asked.length, 10);
});

t.test('answers on an older connection are ignored', async (t) => {
  const { server, sync } = start(t, (index) => (index < 8 ? [10, 5_000] : [200, 200]), 7);
  await server.pass(450);
  server.become('waiting');
  server.become('open');
  await server.pass(6_000);
  t.strictSame(sync.time, { offset: 7, uncertainty: 200 });
});

t.test('a clock that stood still is detected by the first contradicting sample', async (t) => {
  const { server, error } = start(t, () => [30, 30]);
  await server.pass(1_000);
  const before = server.asked.length;
  server.skew = 3_600_000;
  await server.pass(4_490);
  t.equal(server.asked.length, before + 2, 'the first answer has just arrived');
  t.equal(error(), 0);
  await server.pass(500);
  t.ok(server.asked.length >= before + 8, 'and more samples are taken immediately');
});

t.test('a page that wakes up sends a request immediately', async (t) => {
  const page = new EventTarget();
  const before = Object.getOwnPropertyDescriptors(globalThis);
  Object.assign(globalThis, {
    document: { visibilityState: 'visible' },
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  });
  t.teardown(() => {
    for (const name of ['document', 'addEventListener', 'removeEventListener']) {
      if (!(name in before)) Reflect.deleteProperty(globalThis, name);
    }
  });
  const { server, sync } = start(t, () => [20, 20]);
  await server.pass(2_000);
  t.equal(server.asked.length, 8);
  page.dispatchEvent(new Event('visibilitychange'));
  await server.pass(2_000);
  t.equal(server.asked.length, 16);
  Object.assign(globalThis.document, { visibilityState: 'hidden' });
  page.dispatchEvent(new Event('visibilitychange'));
  await server.pass(1_000);
  t.equal(server.asked.length, 16, 'a hidden page does not');
  sync.close();
  Object.assign(globalThis.document, { visibilityState: 'visible' });
  page.dispatchEvent(new Event('pageshow'));
  await server.pass(20_000);
  t.equal(server.asked.length, 16, 'nor a closed one');
});

t.test('refused requests are repeated at their regular time', async (t) => {
  const { server, sync } = start(t, (index) => (index < 10 ? undefined : [20, 20]), 42);
  await server.pass(8_000);
  t.equal(sync.now(), undefined);
  await server.pass(10_000);
  t.equal(sync.time?.offset, 42);
});

t.test('the true time lies within the uncertainty, which shrinks', async (t) => {
  const way = fc.record({ least: fc.nat(100), more: fc.nat(200) });
  await fc.assert(
    fc.asyncProperty(
      way,
      way,
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.infiniteStream(fc.tuple(fc.nat(1000), fc.nat(1000))),
      async (up, down, skew, chances) => {
        const trips = [...chances.take(30)].map(
          ([a, b]) => [up.least + (up.more * a) / 1000, down.least + (down.more * b) / 1000] as const,
        );
        const { server, sync, error } = start(t, (index) => trips[index] ?? [1, 1], skew);
        let uncertainty = Number.POSITIVE_INFINITY;
        for (let i = 0; i < 8; i++) {
          await server.pass(150);
          if (!sync.time) continue;
          if (Math.abs(error()) > sync.time.uncertainty + 1e-6) throw new Error('the true time lies outside');
          if (sync.time.uncertainty > uncertainty)
            throw new Error('a sample of the first eight increased the uncertainty');
          uncertainty = sync.time.uncertainty;
        }
        sync.close();
      },
    ),
    { numRuns: 30 },
  );
});
