import { parseArgs } from 'node:util';
import { DEFAULT_BOUNDS, measure, QUICK_BOUNDS, SLOW_HEAD, slowRow } from './slow/measure.js';

// Lets clients be slow, dead and too loud, beside others that are not, and prints as a Markdown table when they were cut
// and what the others noticed. Exit code 1 where one was not cut as promised.
//
//     node dist/test/faults/slow-clients.js [--clients 50] [--quick]        quick: with short bounds

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
