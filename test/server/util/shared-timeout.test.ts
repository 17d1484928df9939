import t from 'tap';
import { SharedTimeout } from '../../../server/util/shared-timeout.js';

const silence = { message: 'no answer within 20 ms' };
const never = new Promise<never>(() => {});

t.test('an answer before the deadline is passed on, and a later one counts as silence', async (t) => {
  const patience = new SharedTimeout(20);
  const silent = patience.race(never);
  t.equal(await patience.race(Promise.resolve('an answer')), 'an answer');
  await t.rejects(patience.race(Promise.reject(new Error('refused'))), { message: 'refused' });
  await t.rejects(silent, silence);
});

t.test('after an idle period each wait has its full time again', async (t) => {
  const patience = new SharedTimeout(20);
  await t.rejects(patience.race(never), silence);
  let answer = (_: string) => {};
  const first = patience.race(
    new Promise<string>((resolve) => {
      answer = resolve;
    }),
  );
  const second = patience.race(never);
  answer('in time');
  t.equal(await first, 'in time');
  await t.rejects(second, silence);
});

t.test('an answer after the deadline changes nothing', async (t) => {
  const patience = new SharedTimeout(20);
  let answer = (_: string) => {};
  const late = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const waiting = patience.race(late);
  await t.rejects(waiting, silence);
  answer('too late');
  await late;
  await t.rejects(waiting, silence);
});
