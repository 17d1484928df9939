import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import t from 'tap';

const source = fileURLToPath(new URL('../../../web/ping-series.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [source], bundle: true, format: 'esm', write: false });
const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
const { figures, jitters, upperEdge } = await import(`data:text/javascript;base64,${code}`);

t.test('figures of pings', async (t) => {
  t.strictSame(figures([]), { now: undefined, mean: undefined, jitter: undefined, lost: 0, sent: 0 });
  t.strictSame(
    figures([10, 'lost', 26, undefined]),
    { now: 26, mean: 18, jitter: 1, lost: 1, sent: 3 },
    'a ping in flight is not counted yet',
  );
});

t.test('jitter is smoothed over 16, as in RFC 3550', async (t) => {
  t.strictSame(jitters([10, 26, 'lost', 26]), [undefined, 1, 1, 1 - 1 / 16]);
});

t.test('the plot ends at 1, 2 or 5 times a power of ten', async (t) => {
  const edges = [[], [4], [7], [12], [20], [480], [1200]].map(upperEdge);
  t.strictSame(edges, [5, 5, 10, 20, 50, 500, 2000]);
});
