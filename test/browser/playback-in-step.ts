import t from 'tap';
import { quantile } from './distances.js';
import { type Measured, Scene } from './playback-scene.js';

// Prints how far five viewers are from their teacher, on lines with a delay of 20 to 150 ms each way and with clocks
// that are hours off.
//     node dist/test/browser/playback-in-step.js

t.setTimeout(600_000);

const ms = (seconds: number): string => (seconds * 1000).toFixed(0).padStart(6);

function row(name: string, measured: Measured[]): string {
  const figures = (['shown', 'told'] as const).map((way) => {
    const all = measured.flatMap((each) => each[way]).map(Math.abs);
    return [quantile(all, 0.5), quantile(all, 0.95), Math.max(...all)].map(ms).join('');
  });
  const sum = (what: 'corrections' | 'turns') => measured.reduce((all, each) => all + each[what], 0);
  const samples = measured.reduce((all, each) => all + each.shown.length, 0);
  return `${name.padEnd(28)}${figures.join('  |')}  |${String(samples).padStart(7)}${String(sum('corrections')).padStart(6)}${String(sum('turns')).padStart(6)}`;
}

t.test('five viewers', async (t) => {
  const scene = await Scene.open(t, 4);
  await scene.measure('play', () => scene.play(), 5);
  await scene.measure('seek to 20 s', () => scene.seek(20), 5);
  await scene.measure('pause', () => scene.pause(), 2);
  await scene.measure('seek while paused', () => scene.seek(5.4321), 2);
  await scene.measure('play again', () => scene.play(), 5);
  await scene.measure('rate 1.5', () => scene.setRate(1.5), 5);
  await scene.measure('rate 0.75', () => scene.setRate(0.75), 5);
  await scene.measure('rate 1', () => scene.setRate(1), 5);
  await scene.sitDown();
  await scene.measure(
    'late joiner',
    async () => {},
    5,
    ({ name }) => name === 'viewer 5',
  );
  await scene.measure('all five, at rest', async () => {}, 10);
  const stalled = scene.watching[3];
  // Enough for the beginning of the other video only.
  stalled?.proxy.allow(150_000);
  await scene.measure(
    'another video',
    () => scene.select(1),
    3,
    (viewer) => viewer !== stalled,
  );
  await scene.measure(
    'seek, one stalled',
    () => scene.seek(40),
    3,
    (viewer) => viewer !== stalled,
  );
  await scene.measure(
    'the stalled one goes on',
    async () => stalled?.proxy.allow(Number.POSITIVE_INFINITY),
    5,
    (viewer) => viewer === stalled,
  );

  const head = `${'ms from the teacher'.padEnd(28)}${'frames: median  95%  max |  element: median 95% max |'}`;
  console.error(`${head}  samples  corr  turns`);
  const actions = [...new Set(scene.measured.map(({ action }) => action))];
  for (const name of actions)
    console.error(
      row(
        name,
        scene.measured.filter(({ action }) => action === name),
      ),
    );
  for (const { name } of scene.watching.slice(1))
    console.error(
      row(
        name,
        scene.measured.filter(({ who }) => who === name),
      ),
    );
  console.error(row('all', scene.measured));
});
