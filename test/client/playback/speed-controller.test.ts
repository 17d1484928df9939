import t from 'tap';
import { SpeedController } from '#client/playback/speed-controller.js';

const INTERVAL = 50;

/** A player that follows a change of its speed `lag` ms late, and the controller's results. */
class Loop {
  readonly control = new SpeedController({ engage: 0.015, release: 0.004 });
  /** Seconds. */
  drift = 0;
  /** The factors that were set, one per change. */
  readonly factors: number[] = [];
  #now = 0;
  #factor = 1;
  readonly #pending: { at: number; factor: number }[] = [];

  constructor(
    readonly lag: number,
    readonly rate = 1,
    readonly noise: () => number = () => 0,
  ) {}

  run(seconds: number): void {
    for (let i = 0; i < (seconds * 1000) / INTERVAL; i++) {
      const factor = this.control.add(this.drift + this.noise(), this.#now, this.rate, INTERVAL);
      if (factor !== (this.factors.at(-1) ?? 1)) {
        this.factors.push(factor);
        this.#pending.push({ at: this.#now + this.lag, factor });
      }
      for (let ms = 0; ms < INTERVAL; ms++) {
        this.#now++;
        if (this.#pending[0] && this.#pending[0].at <= this.#now) {
          this.#factor = this.#pending.shift()?.factor ?? 1;
        }
        this.drift += ((this.#factor - 1) * this.rate) / 1000;
      }
    }
  }
}

t.test('a drift within the tolerance is not corrected', async (t) => {
  const loop = new Loop(0);
  loop.drift = 0.0149;
  loop.run(10);
  t.strictSame(loop.factors, []);
});

t.test('a drift is corrected once, as strongly as needed and by a tenth at most', async (t) => {
  for (const [drift, factor] of [
    [0.2, 0.9],
    [-0.2, 1.1],
    [0.04, 0.95],
    [-0.016, 1.02],
  ] as const) {
    const loop = new Loop(100);
    loop.drift = drift;
    loop.run(10);
    t.equal(loop.factors.length, 2, `one correction of ${drift}`);
    t.ok(Math.abs((loop.factors[0] ?? 0) - factor) < 1e-9, `${loop.factors[0]} for ${drift}`);
    t.equal(loop.factors[1], 1);
    t.ok(Math.abs(loop.drift) < 0.015, `${loop.drift} is left`);
  }
});

t.test("it learns the player's delay", async (t) => {
  for (const lag of [0, 50, 250]) {
    const loop = new Loop(lag);
    for (let i = 0; i < 8; i++) {
      loop.drift = i % 2 ? 0.15 : -0.15;
      loop.run(5);
    }
    t.ok(Math.abs(loop.drift) < 0.007, `${loop.drift} s are left with a lag of ${lag} ms`);
  }
});

t.test('it measures despite noise and ignores an outlier', async (t) => {
  let count = 0;
  const loop = new Loop(50, 1, () => (++count % 7 === 0 ? 5 : (count % 3) * 0.003 - 0.003));
  loop.run(30);
  t.strictSame(loop.factors, []);
});

t.test('a player that does not follow is given up and tried again later', async (t) => {
  const loop = new Loop(Number.POSITIVE_INFINITY);
  loop.drift = 0.1;
  loop.run(20);
  t.ok(loop.factors.filter((factor) => factor !== 1).length >= 2);
  t.ok(
    loop.factors.every((factor) => factor <= 1),
    'never in the other direction',
  );
});

t.test('measurements before a reset do not count', async (t) => {
  const control = new SpeedController({ engage: 0.015, release: 0.004 });
  for (let now = 0; now < 150; now += INTERVAL) control.add(1, now, 1, INTERVAL);
  t.equal(control.drift, undefined);
  control.reset(150);
  for (let now = 150; now <= 450; now += INTERVAL) control.add(0, now, 1, INTERVAL);
  t.equal(control.drift, 0);
  t.equal(control.factor, 1);
});
