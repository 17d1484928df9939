import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/run.js';

/** `npm run fuzz -- [--frames <number>] [--seed <number>] [--json]`: exits with code 1 if a violation is found. */

/** MiB by which resident memory can exceed its level after the warm-up. */
const allowance = 50;

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    json: { type: 'boolean', default: false },
  },
});
const frames = Number(values.frames);
const seed = Number(values.seed);
if (!values.json) console.log(`${frames} frames, seed ${seed}`);

let told = 0;
const figures = await fuzz({
  frames,
  seed,
  progress({ frames: sent, memory }) {
    if (values.json || sent < told) return;
    told = sent + frames / 20;
    console.error(`${sent} frames, ${memory.toFixed(0)} MiB`);
  },
});
const { memory, healthy } = figures;
const growth = memory.end - memory.warm;
if (growth > allowance)
  figures.faults.push(`resident memory ended ${growth.toFixed(0)} MiB above its level after the warm-up`);

if (values.json) console.log(JSON.stringify(figures, null, 2));
else {
  const results = Object.entries(figures.results).sort(([, a], [, b]) => b - a);
  console.log(
    [
      `${figures.frames} frames over ${figures.connections} connections in ${figures.time.toFixed(0)} s`,
      `what came of the messages: ${results.map(([result, count]) => `${result} ${count}`).join(', ')}`,
      `resident memory: ${memory.warm.toFixed(0)} MiB warm, at most ${memory.most.toFixed(0)} MiB after that, ${memory.end.toFixed(0)} MiB at the end (peak ${memory.peak.toFixed(0)} MiB)`,
      `a client in another room: ${healthy.pings} pings answered, p50 ${healthy.p50.toFixed(1)} ms, p99 ${healthy.p99.toFixed(1)} ms, max ${healthy.max.toFixed(1)} ms`,
    ].join('\n'),
  );
}
for (const fault of figures.faults) console.error(fault);
if (figures.faults.length > 0) {
  console.error(`again: npm run fuzz -- --seed ${seed} --frames ${frames}`);
  process.exitCode = 1;
}
