import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { kinds } from './histories/cluster-faults.js';
import type { Result } from './histories/history.js';
import { playOnCluster } from './histories/play-cluster.js';
import { playMany } from './histories/play-many.js';
import { Totals, tableOf } from './histories/totals.js';

// Plays histories of clients that send messages over failing connections, and compares the messages that each received
// with the guarantees of the protocol. Prints each violation with its seed, and totals. Exits with code 1 if there are
// violations.
//     npm run histories -- --runs 10000
//     npm run histories -- --seed 4711 --runs 1
// The second line repeats one history. With nodes, the faults affect all parts of a cluster, and `--log` writes the
// nodes' logs:
//     npm run histories -- --nodes 3 --runs 1000
//     npm run histories -- --nodes 3 --seed 4711 --runs 1 --log nodes.log

/** Maximum number of lines that are printed of one history. */
const SHOWN = 20;

/** Number of histories between two prints of the totals. */
const SHOW_EVERY = { one: 500, several: 50 };

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '1' },
    'at-once': { type: 'string' },
    log: { type: 'string' },
  },
});
const [first, runs, nodes] = [Number(values.seed), Number(values.runs), Number(values.nodes)];

const all = new Totals();
const byFault = new Map(kinds.map((kind) => [kind, new Totals()]));

function add(result: Result, showEvery: number, name = ''): void {
  const { seed, log, wrong } = result;
  all.add(result);
  if (wrong.length > 0) {
    console.log(`seed ${seed}, in a ${log}${name}:`);
    for (const each of wrong.slice(0, SHOWN)) console.log(`  ${each}`);
    if (wrong.length > SHOWN) console.log(`  and ${wrong.length - SHOWN} more`);
  }
  if (all.runs % showEvery === 0) console.error(all.sentence);
}

if (nodes === 1) {
  await playMany(first, runs, Number(values['at-once'] ?? 16), (result) => add(result, SHOW_EVERY.one));
  console.log(all.sentence);
} else {
  const atOnce = Number(values['at-once'] ?? 6);
  // Each one has servers that end when this program ends.
  process.setMaxListeners(2 * atOnce + 10);
  const file = values.log === undefined ? undefined : createWriteStream(values.log);
  const log = file && ((line: object) => void file.write(`${JSON.stringify(line)}\n`));
  const seeds = Array.from({ length: runs }, (_, i) => first + i);
  await playOnCluster({ seeds, nodes, atOnce, ...(log && { log }) }, (kind, result) => {
    byFault.get(kind)?.add(result);
    add(result, SHOW_EVERY.several, `, fault: ${kind}`);
  });
  file?.end();
  const played = [...byFault].filter(([, { runs }]) => runs > 0);
  console.log(tableOf('fault', new Map([...played, ['all', all]])));
}
process.exitCode = all.wrong > 0 ? 1 : 0;
