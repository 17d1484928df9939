import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rows } from './loads.js';
import { measureOne } from './runs.js';
import { root } from './servers.js';
import { digits } from './statistics.js';

// Puts one load on Lectern under V8's profiler, and prints as Markdown tables where the time is spent: by origin of the
// code, then by function.
//     node dist/bench/profile.js [10x100-1]

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  /** Sampling interval in µs. */
  timeDeltas: number[];
}

const OWNERS = 8;
const FUNCTIONS = 25;

const [, , id = '10x100-1'] = process.argv;
const row = rows.find((each) => each.id === id);
if (!row) throw new Error(`there is no load ${id}: ${rows.map((each) => each.id).join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
try {
  const task = { load: row.load, server: 'lectern', seconds: 10, warmUp: 2 } as const;
  const result = await measureOne(task, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  // The store's thread has a profile of its own: the main thread is the busy one.
  const [profile] = readdirSync(folder)
    .map((file): Profile => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .sort((one, other) => busy(other) - busy(one));
  if (!profile) throw new Error('the server has left no profile');
  print(profile, result.cpu, result.deliveries ?? Number.NaN, result.seconds);
} finally {
  rmSync(folder, { recursive: true });
}

/** Samples in which the thread was busy. */
function busy({ nodes, samples }: Profile): number {
  const idle = new Set(nodes.flatMap(({ id, callFrame }) => (callFrame.functionName === '(idle)' ? id : [])));
  return samples.filter((sample) => !idle.has(sample)).length;
}

/** The origin of a function's code. */
function owner(url: string, name: string): string {
  if (name === '(garbage collector)') return 'garbage collection';
  if (name === '(program)') return 'other native code and the kernel';
  if (name === '(idle)') return 'idle';
  if (url.startsWith('node:')) return 'Node';
  // V8 counts a call of native code as its caller's.
  if (url.endsWith('/server/socket/batch-sender.js') || (/^write/.test(name) && url === ''))
    return 'writing into sockets, the kernel included';
  if (url === '') return 'V8';
  const path = relative(root, url.startsWith('file:') ? fileURLToPath(url) : url);
  return /node_modules\/([^/]+)/.exec(path)?.[1] ?? 'Lectern';
}

function print(
  { nodes, samples, timeDeltas }: Profile,
  cpu: number,
  deliveries: number,
  seconds: number,
): void {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const owners = new Map<string, number>();
  const functions = new Map<string, number>();
  let all = 0;
  let left = timeDeltas.reduce((sum, time) => sum + time, 0);
  for (const [i, sample] of samples.entries()) {
    const { functionName = '', url = '', lineNumber = 0 } = frames.get(sample) ?? {};
    const whose = owner(url, functionName);
    const time = timeDeltas[i] ?? 0;
    left -= time;
    // Without the start and the filling of the rooms.
    if (whose === 'idle' || left > seconds * 1e6) continue;
    all += time;
    owners.set(whose, (owners.get(whose) ?? 0) + time);
    const where = url === '' ? '' : ` (${url.replace(/^.*\/(node_modules|dist)\//, '')}:${lineNumber + 1})`;
    const name = `${functionName || 'anonymous'}${where}`;
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  console.log(
    `${digits(deliveries / seconds)} deliveries/s, ${digits((cpu / deliveries) * 1e6)} µs of processor for each\n`,
  );
  const table = (head: string, parts: [string, number][]): void => {
    console.log(`| ${head} | part |\n| --- | --- |`);
    for (const [name, time] of parts) console.log(`| ${name} | ${((time / all) * 100).toFixed(1)} % |`);
    console.log();
  };
  const sorted = (parts: Map<string, number>) => [...parts].sort(([, one], [, other]) => other - one);
  table('whose code', sorted(owners).slice(0, OWNERS));
  table('function, by itself', sorted(functions).slice(0, FUNCTIONS));
}
