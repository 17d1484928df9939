import { appendFileSync, createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { startBusy } from './histories/busy-processes.js';
import { kinds } from './histories/cluster-faults.js';
import type { Result } from './histories/history.js';
import { machine, type Part } from './histories/part.js';
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
// `--busy 2` keeps two cores of the machine busy all the time. `--at-once` limits the histories that run side by side
// (16, or 6 with nodes). `--fault 'a node held up'` causes that fault in every history.
// With `--socket-io`, every third participant uses Socket.IO instead of a WebSocket.
// A long run can be made in parts, each of which adds its seeds, its date and its totals to a file. `npm run
// reliability` adds the parts up:
//     npm run histories -- --nodes 3 --seed 1 --runs 200 --parts parts.ndjson
//     npm run histories -- --nodes 3 --seed 201 --runs 200 --parts parts.ndjson
//     npm run reliability -- --parts parts.ndjson nodes

/** Maximum number of violations that are printed of one history. */
const SHOWN = 20;

/** Number of histories between two prints of the totals. */
const SHOW_EVERY = { one: 500, several: 10 };

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '1' },
    busy: { type: 'string', default: '0' },
    fault: { type: 'string' },
    'at-once': { type: 'string' },
    log: { type: 'string' },
    parts: { type: 'string' },
    'socket-io': { type: 'boolean', default: false },
  },
});
const [first, runs, nodes, busy] = [values.seed, values.runs, values.nodes, values.busy].map(Number) as [
  number,
  number,
  number,
  number,
];
const socketIo = values['socket-io'];
if (socketIo && values.parts !== undefined) {
  console.error('Parts are those of runs without --socket-io.');
  process.exit(1);
}
if (values.fault !== undefined && !kinds.includes(values.fault)) {
  console.error(`There is no fault '${values.fault}'. There are: ${kinds.join(', ')}.`);
  process.exit(1);
}

const all = new Totals();
const byFault = new Map(kinds.map((kind) => [kind, new Totals()]));

function add(result: Result, showEvery: number, name = ''): void {
  const { seed, log, wrong, slow, setUps, circumstances } = result;
  all.add(result);
  for (const reason of setUps) console.error(`seed ${seed}: the set-up was repeated: ${reason}`);
  if (circumstances.length > 0) {
    console.error(`${wrong.length > 0 ? 'VIOLATION' : 'slow'}: seed ${seed}, in a ${log}${name}:`);
    for (const each of wrong.slice(0, SHOWN)) console.error(`  ${each}`);
    if (wrong.length > SHOWN) console.error(`  and ${wrong.length - SHOWN} more`);
    for (const each of slow) console.error(`  slow: ${each}`);
    for (const each of circumstances) console.error(`    ${each}`);
  }
  if (all.runs % showEvery === 0) console.error(all.sentence);
}

// So that the servers end, too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const begun = new Date();
const stopBusy = startBusy(busy);
if (nodes === 1) {
  const atOnce = Number(values['at-once'] ?? 16);
  await playMany(first, runs, atOnce, (result) => add(result, SHOW_EVERY.one), socketIo);
} else {
  const atOnce = Number(values['at-once'] ?? 6);
  // Each one has servers that end when this program ends.
  process.setMaxListeners((nodes + 2) * atOnce + 10);
  const file = values.log === undefined ? undefined : createWriteStream(values.log);
  const log = file && ((line: object) => void file.write(`${JSON.stringify(line)}\n`));
  const seeds = Array.from({ length: runs }, (_, i) => first + i);
  const { fault: kind } = values;
  await playOnCluster({ seeds, nodes, atOnce, kind, socketIo, ...(log && { log }) }, (kind, result) => {
    byFault.get(kind)?.add(result);
    add(result, SHOW_EVERY.several, `, fault: ${kind}`);
  });
  file?.end();
}
stopBusy();
const part: Part = {
  ...{ nodes, busy, first, runs, date: begun.toISOString(), machine: machine(), totals: all },
  byFault: Object.fromEntries([...byFault].filter(([, { runs }]) => runs > 0)),
};
console.error(`seeds ${first} to ${first + runs - 1}, ${part.date} to ${new Date().toISOString()}`);
if (values.parts !== undefined) appendFileSync(values.parts, `${JSON.stringify(part)}\n`);
console.log(nodes === 1 ? all.sentence : tableOf('fault', part.byFault, all));
process.exitCode = all.wrong > 0 ? 1 : 0;
