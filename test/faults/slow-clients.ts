import { parseArgs } from 'node:util';
import { DEFAULT_BOUNDS, measure, QUICK_BOUNDS, SLOW_HEAD, slowRow } from './slow/measure.js';

// Runs slow, dead and flooding clients next to healthy ones. Prints as a Markdown table when they were disconnected and
// what the others noticed. Exits with code 1 if a client was not disconnected as documented. `--quick` uses short
// limits.
//     node dist/test/faults/slow-clients.js [--clients 50] [--quick]

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '50' }, quick: { type: 'boolean', default: false } },
});
const task = values.quick ? { bounds: QUICK_BOUNDS, seconds: 3 } : { bounds: DEFAULT_BOUNDS, seconds: 10 };
console.log(SLOW_HEAD);
for await (const figures of measure({ clients: Number(values.clients), ...task })) {
  console.log(slowRow(figures));
  for (const each of figures.wrong) console.error(each);
  if (figures.wrong.length > 0) process.exitCode = 1;
}
