import fc from 'fast-check';
import type { Playback } from 'lectern-protocol';
import t from 'tap';
import { type Correction, PlayerSync } from '#client/playback/player-sync.js';
import { ManualClock } from '../support.js';
import { type Habits, SimulatedPlayer } from './simulated-player.js';

/** ms between two checks of the test. */
const STEP = 20;

/** A number from `low` up to `high`. */
const within = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });

const fine = fc.record({
  noise: within(0, 0.003),
  startLag: within(0, 120),
  rateLag: within(0, 80),
  seekLag: fc.tuple(within(20, 150), within(0, 60)).map(([least, more]) => [least, least + more] as const),
});

const coarse = fc.record({
  rates: fc.constant([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]),
  precision: fc.constant(0.05),
  noise: within(0, 0.03),
  startLag: within(50, 200),
  rateLag: within(0, 100),
  seekLag: fc.tuple(within(100, 600), within(0, 150)).map(([least, more]) => [least, least + more] as const),
});

const lectures = fc.record({
  /** ms: the server's clock minus the page's. */
  skew: within(-1e8, 1e8),
  /** Fraction by which the server's clock runs faster. */
  wander: within(-0.00005, 0.00005),
  /** ms by which the page's estimate of the server's clock is wrong. */
  error: within(-20, 20),
  position: within(0, 600),
  /** Seconds from the lecture's position to the player's. */
  away: fc.oneof(within(-0.4, 0.4), within(-300, 300)),
  /** Seconds for which the lecture has been running. */
  since: fc.oneof(fc.constant(0), within(0, 0.3), within(0, 300)),
  rate: fc.constantFrom(0.5, 1, 1, 1, 1.25, 1.5, 2),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
});

/** Park and Miller's generator: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

type Lecture = typeof lectures extends fc.Arbitrary<infer T> ? T : never;

function watch(lecture: Lecture, habits: Partial<Habits>) {
  const clock = new ManualClock();
  clock.advance(1000);
  const serverNow = () => clock.now() * (1 + lecture.wander) + lecture.skew;
  const sync = new PlayerSync({ now: () => serverNow() + lecture.error, on: () => () => {} }, { clock });
  const player = new SimulatedPlayer(clock, { ...habits, random: generator(lecture.seed) });
  const corrections: (Correction & { at: number })[] = [];
  sync.on('correction', (correction) => corrections.push({ ...correction, at: clock.now() }));
  const at = serverNow();
  const playback: Playback = {
    videoIdx: 0,
    position: lecture.position,
    rate: lecture.rate,
    playing: true,
    at: at - lecture.since * 1000,
  };
  const truth = () => {
    const elapsed = (serverNow() + lecture.error - playback.at) / 1000;
    return playback.position + (playback.playing ? Math.max(0, elapsed) * playback.rate : 0);
  };
  player.seek(Math.max(0, truth() + lecture.away));
  clock.advance(1000);
  player.seeks.length = 0;
  sync.attach(player, 0);
  sync.follow(playback);
  const run = (seconds: number, each: () => void = () => {}) => {
    for (let passed = 0; passed < seconds * 1000; passed += STEP) {
      clock.advance(STEP);
      each();
    }
  };
  return { clock, sync, player, corrections, run, playback, drift: () => player.truth - truth() };
}

/** +1 for each correction that slowed down or went back, −1 for each that sped up or went forward. */
const signs = (corrections: Correction[]) =>
  corrections.filter((each) => each.by === 'seek' || each.factor !== 1).map(({ drift }) => Math.sign(drift));

/** How often the corrections by speed changed their direction since the last seek. */
function turns(corrections: Correction[]): number {
  const all = signs(corrections.slice(corrections.findLastIndex(({ by }) => by === 'seek') + 1));
  return all.filter((sign, index) => index > 0 && sign !== all[index - 1]).length;
}

t.test('a player with any speed gets within 60 ms in 3 s and stays there', async () => {
  fc.assert(
    fc.property(lectures, fine, (lecture, habits) => {
      const { run, drift, corrections } = watch(lecture, habits);
      run(3);
      const settled: number[] = [];
      run(7, () => settled.push(Math.abs(drift())));
      const worst = Math.max(...settled);
      if (worst > 0.06) throw new Error(`was ${worst} s off: ${JSON.stringify(corrections)}`);
      if (turns(corrections) > 1) throw new Error(`oscillated: ${JSON.stringify(corrections)}`);
      const before = corrections.length;
      run(60, () => settled.push(Math.abs(drift())));
      const late = signs(corrections.slice(before));
      // The clocks can drift apart by 3 ms in a minute, which can be the last bit to the bound.
      if (late.length > 1) throw new Error(`corrected although in sync: ${JSON.stringify(corrections)}`);
    }),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
});

t.test('a player with few speeds gets as close as 400 ms can show and stays there', async () => {
  fc.assert(
    fc.property(lectures, coarse, (lecture, habits) => {
      const { run, drift, corrections } = watch(lecture, habits);
      run(8);
      const settled: number[] = [];
      run(60, () => settled.push(Math.abs(drift()) / lecture.rate));
      const worst = Math.max(...settled);
      if (worst > 0.4) throw new Error(`was ${worst} s off: ${JSON.stringify(corrections)}`);
      if (signs(corrections).length > 3) throw new Error(`kept seeking: ${JSON.stringify(corrections)}`);
    }),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
});
