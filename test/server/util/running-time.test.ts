import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { afterRunning, onHeldUp, runningTime } from '../../../server/util/running-time.js';

/** Holds up the process, as if it had been stopped. */
const holdUp = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

t.test('time in which the process was held up does not count', async (t) => {
  const before = runningTime();
  holdUp(3000);
  t.ok(runningTime() - before < 2000);
});

t.test('listeners are told for how long the process was held up', async (t) => {
  const times: number[] = [];
  const stop = onHeldUp((ms) => times.push(ms));
  holdUp(1500);
  runningTime();
  stop();
  holdUp(1500);
  runningTime();
  t.equal(times.length, 1);
  t.ok(Number(times[0]) >= 1500);
});

t.test('a deadline that passed while the process was held up leaves time for the answer', async (t) => {
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const deadline = afterRunning(3000, () => t.fail('the deadline was first'));
  const asked = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  holdUp(3500);
  await asked;
  deadline.cancel();
});

t.test('a cancelled deadline does not call back', async (t) => {
  const deadline = afterRunning(1, () => t.fail('called back'));
  deadline.cancel();
  await new Promise<void>((resolve) => void afterRunning(5, resolve));
});
