import { RequestError } from 'lectern-client';
import t from 'tap';
import type { Signaler } from '#client/signaler.js';
import { SteadyRequests } from '#client/steady-requests.js';
import { ManualClock, welcome } from './support.js';

/** A connection that allows 20 requests per second, and answers with `answer`. */
function signalerWith(answer: () => Promise<unknown>): Pick<Signaler, 'request' | 'state'> {
  const greeting = welcome('c1');
  greeting.limits.rates.other = { per_second: 20, burst: 4 };
  return {
    state: { name: 'open', welcome: greeting, resumed: false, recovered: false },
    request: answer as Signaler['request'],
  };
}

/** Lets pending promises settle. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

t.test('requests are sent at half of the allowed rate', async (t) => {
  const clock = new ManualClock();
  let sent = 0;
  const requests = new SteadyRequests(
    signalerWith(async () => ++sent),
    clock,
  );
  const all = (async () => {
    for (let i = 0; i < 5; i++) await requests.request('GetClasses', {});
  })();
  await settled();
  t.equal(sent, 2, 'half of the burst at once');
  for (const expected of [3, 4, 5]) {
    t.ok(clock.next !== undefined && clock.next <= 100);
    clock.advance(clock.next ?? 0);
    await settled();
    t.equal(sent, expected);
  }
  await all;
});

t.test('a refused request is sent again when the server allows it', async (t) => {
  const clock = new ManualClock();
  const refused = new RequestError('rate-limited', 'too many', {
    code: 'rate-limited',
    message: 'too many',
    retry_after_ms: 700,
  });
  const answers = [Promise.reject(refused), Promise.resolve('granted')];
  const requests = new SteadyRequests(
    signalerWith(() => answers.shift() ?? Promise.reject(new Error('one more'))),
    clock,
  );
  const reply = requests.request('GetClasses', {});
  await settled();
  t.equal(clock.next, 700);
  clock.advance(700);
  t.equal(await reply, 'granted');
});

t.test('other refusals are errors', async (t) => {
  const forbidden = new RequestError('forbidden', 'no', { code: 'forbidden', message: 'no' });
  const requests = new SteadyRequests(
    signalerWith(() => Promise.reject(forbidden)),
    new ManualClock(),
  );
  await t.rejects(requests.request('GetClasses', {}), { code: 'forbidden' });
});
