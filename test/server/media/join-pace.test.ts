import t from 'tap';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { JoinPace } from '../../../server/media/join-pace.js';

const people = (count: number, name = 'person') => Array.from({ length: count }, (_, n) => `${name} ${n}`);

/** Returns for each, in order, how long it has to wait; 0 if it was admitted. */
const waits = async (pace: JoinPace, who: string[]): Promise<number[]> => {
  const results = await Promise.allSettled(who.map((each) => pace.admit(each)));
  return results.map((result) => (result.status === 'rejected' ? result.reason.details.retry_after_ms : 0));
};

t.test('a thousand who come at once are admitted in their order, 20 a second', async (t) => {
  let now = 1_000_000;
  const backplane = new LocalBackplane();
  const pace = new JoinPace('janus', { backplane, clock: () => now });
  const all = people(1000);
  const first = await waits(pace, all);
  const refused = first.filter((wait) => wait > 0);
  t.same(
    refused,
    refused.map((_, n) => 550 + n * 50),
  );
  t.equal(first.indexOf(550), 30, 'the first ones are admitted, or wait for a moment');

  t.match(await waits(pace, [...people(1, 'late'), 'person 30']), [49_050, 550], 'the turn is kept');
  now += 10_000;
  const waiting = all.slice(30);
  const second = await waits(pace, waiting);
  t.equal(
    second.findIndex((wait) => wait > 0),
    200,
  );
  now += 20_000;
  t.same(new Set(await waits(pace, waiting.slice(200, 600))), new Set([0]));
  now += 20_000;
  t.same(new Set(await waits(pace, waiting.slice(600))), new Set([0]));
});

t.test('nodes share the turns', async (t) => {
  const backplane = new LocalBackplane();
  const clock = () => 1_000_000;
  const [one, other] = [
    new JoinPace('janus', { backplane, clock }),
    new JoinPace('janus', { backplane, clock }),
  ];
  await waits(one, people(100));
  t.same(await waits(other, people(2)), [4050, 4100]);
  t.same(await waits(new JoinPace('another', { backplane, clock }), people(2)), [0, 0]);
});
