import t, { type Test } from 'tap';
import { quantile } from './distances.js';
import { type Measured, Scene } from './playback-scene.js';

// playback-in-step.js prints the exact distances. On a busy machine frames are late, so this test only checks that
// viewers are in sync at all.
const MEDIAN = 0.5;
const MOST = 2;
const TURNS = 3;

function inStep(t: Test, measured: Measured[]): void {
  t.ok(measured.length > 0);
  for (const { action, who, shown, told, turns } of measured) {
    for (const [how, distances] of [
      ['the frames', shown],
      ['the element', told],
    ] as const) {
      const off = distances.map(Math.abs);
      t.ok(quantile(off, 0.5) <= MEDIAN, `${action}, ${who}: ${quantile(off, 0.5)} s off by ${how}`);
      t.ok(quantile(off, 0.95) <= MOST, `${action}, ${who}: 95 % within ${quantile(off, 0.95)} s by ${how}`);
    }
    t.ok(turns <= TURNS, `${action}, ${who}: corrections turned ${turns} times`);
  }
}

t.test('all viewers see what the teacher sees', async (t) => {
  const scene = await Scene.open(t, 2);
  const [, first, second] = scene.watching;
  if (!first || !second) throw new Error('expected a viewer');
  await scene.measure('play', () => scene.play(), 1);
  await scene.measure('seek', () => scene.seek(20), 1);
  await scene.measure('rate', () => scene.setRate(1.5), 1);
  await scene.measure('pause', () => scene.pause(), 1);
  await scene.measure('seek while paused', () => scene.seek(7.25), 1);
  await scene.measure('another video', () => scene.select(1), 1);
  await scene.measure('play that', () => scene.play(), 1);
  const late = await scene.sitDown();
  await scene.measure(
    'late joiner',
    async () => {},
    1,
    (viewer) => viewer === late,
  );
  inStep(t, scene.measured);
});

t.test(
  'a viewer that stalls or loses the connection catches up, and does not delay the others',
  async (t) => {
    const scene = await Scene.open(t, 2);
    const [, first, second] = scene.watching;
    if (!first || !second) throw new Error('expected a viewer');
    await scene.measure('play', () => scene.play(), 0.5);
    // The beginning of the other video arrives, and nothing after it.
    first.proxy.allow(150_000);
    await scene.measure(
      'another video',
      () => scene.select(1),
      0.5,
      (viewer) => viewer === second,
    );
    await scene.measure(
      'beyond what came',
      () => scene.seek(40),
      0.5,
      (viewer) => viewer === second,
    );
    t.ok((await first.page.evaluate(() => watcher.sync.behind)) > 1, 'one waits for data');
    await scene.measure(
      'data again',
      async () => first.proxy.allow(Number.POSITIVE_INFINITY),
      0.5,
      (viewer) => viewer === first,
    );
    const again = second.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          watcher.lecture?.on('state', ({ joined }) => joined && resolve());
        }),
    );
    second.proxy.cut();
    await again;
    await scene.measure('connected again', () => scene.seek(10), 0.5);
    inStep(t, scene.measured);
  },
);
