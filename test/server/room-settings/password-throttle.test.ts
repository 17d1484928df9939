import t from 'tap';
import { Refusal } from '../../../server/protocol/errors.js';
import { PasswordThrottle } from '../../../server/room-settings/password-throttle.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

/** A throttle whose clock only advances by its pauses. */
function make() {
  let now = 0;
  const pauses: number[] = [];
  let checkedAt = 0;
  const sleep = async (ms: number) => {
    now += ms;
  };
  const options = { passwordPause: 5, passwordRate: 8 };
  const throttle = new PasswordThrottle(options, new BudgetMeter(), () => now, undefined, sleep);
  const check = (fits: boolean, { room = 'exam', address = '192.0.2.1', userId = 'ann' } = {}) =>
    throttle.check(room, { address, userId }, async () => {
      if (now > checkedAt) pauses.push(now - checkedAt);
      checkedAt = now;
      return fits;
    });
  /** Returns the pauses before the checks since the last call. */
  const paused = () => pauses.splice(0);
  const advance = (ms: number) => {
    now += ms;
    checkedAt = now;
  };
  return { throttle, check, paused, advance };
}

t.test('wrong passwords are delayed more and more, and a right one ends that', async (t) => {
  const { check, paused } = make();
  const told: number[] = [];
  for (let n = 0; n < 12; n++) {
    const result = await check(false);
    if (!result.fits) told.push(result.pause);
  }
  t.same(told, [0, 0, 100, 200, 400, 800, 1600, 3200, ...Array(4).fill(5000)], 'the next pause');
  t.same(paused(), [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  t.same(await check(true), { fits: true }, 'checked in spite of the failures');
  t.same(paused(), [5000]);
  for (let n = 0; n < 3; n++) await check(false);
  t.same(paused(), [], 'as at the beginning');
});

t.test('only this room and this network are delayed', async (t) => {
  const { check, paused } = make();
  for (let n = 0; n < 9; n++) await check(false, { address: '2001:db8::1' });
  paused();
  await check(false, { address: '2001:db8::1', room: 'other' });
  await check(false, { address: '2001:db8:0:1::1' });
  t.same(paused(), []);
  await check(false, { address: '2001:db8::2' });
  t.same(paused(), [5000], 'a host can use all addresses of its /64');
});

t.test('failures are forgotten after half an hour', async (t) => {
  const { check, paused, advance } = make();
  for (let n = 0; n < 9; n++) await check(false);
  advance(30 * 60_000 + 5001);
  paused();
  await check(false);
  t.same(paused(), []);
});

t.test('checks of a room run one at a time, and a user who tries often goes last', async (t) => {
  const { throttle } = make();
  const order: string[] = [];
  let running = 0;
  const guess = (userId: string) =>
    throttle.check('exam', { address: '192.0.2.1', userId }, async () => {
      t.equal(++running, 1);
      order.push(userId);
      await Promise.resolve();
      running--;
      return false;
    });
  await Promise.all(['eve', 'eve', 'eve', 'guest 1', 'guest 2', 'guest 3', 'ann'].map(guess));
  t.same(order, ['eve', 'guest 1', 'guest 2', 'guest 3', 'ann', 'eve', 'eve']);
});

t.test('if many users wait, each gets a turn in time, up to a rate', async (t) => {
  const { check, paused } = make();
  for (let n = 0; n < 20; n++) await check(false);
  paused();
  const crowd = (size: number) =>
    Promise.all(Array.from({ length: size }, (_, n) => check(false, { userId: `guest ${n}` })));
  await crowd(6);
  t.same(paused(), Array(6).fill(1000));
  await Promise.all(Array.from({ length: 6 }, () => check(false, { userId: 'eve' })));
  t.same(paused(), Array(6).fill(5000), 'one user on many connections gets no more than on one');
  await crowd(100);
  t.same(paused(), [200, ...Array(99).fill(125)], '8 per second, once all have come');
});

t.test('a password that could not be checked does not count', async (t) => {
  const { throttle, check, paused } = make();
  const busy = new Refusal('unavailable', 'busy');
  for (let n = 0; n < 12; n++) {
    const failing = throttle.check('exam', { address: '192.0.2.1', userId: 'ann' }, async () => {
      throw busy;
    });
    await t.rejects(failing, busy);
  }
  await check(false);
  t.same(paused(), []);
});

t.test('failures in many other rooms do not make the throttle forget', async (t) => {
  const { check, paused } = make();
  for (let n = 0; n < 9; n++) await check(false);
  paused();
  for (let n = 0; n < 10_050; n++) await check(false, { room: `room ${n}` });
  for (let n = 0; n < 3; n++) await check(false);
  t.same(paused(), [200, 400, 800], 'half of the failures still count');
});

t.test('when the server shuts down, waiting checks are refused', async (t) => {
  const { throttle, check } = make();
  let finish = () => {};
  const by = { address: '192.0.2.1', userId: 'ann' };
  const running = throttle.check('exam', by, () => new Promise((resolve) => (finish = () => resolve(true))));
  const waiting = check(true);
  await new Promise(setImmediate);
  throttle.close();
  await t.rejects(waiting, { code: 'unavailable' });
  await t.rejects(check(true), { code: 'unavailable' });
  finish();
  t.same(await running, { fits: true });
});
