import { readFileSync } from 'node:fs';
import { LecternProcess } from '../histories/lectern-process.js';
import { pause } from '../histories/waiting.js';
import { percentile } from '../store-targets.js';
import { type Bounds, type Fault, faults } from './faults.js';
import { Witnesses } from './witnesses.js';

/** Result of one fault. */
export interface SlowFigures {
  name: string;
  /** Number of disconnected clients, by code. */
  codes: Map<number, number>;
  /** Seconds until the last one was disconnected, and the limit for that. */
  cutAfter: number;
  bound: number;
  /**
   * p99 of the time from one client to another in ms, before and during the fault: in the same room, and in another.
   */
  sameRoom: { before: number; during: number };
  otherRoom: { before: number; during: number };
  /** The server's resident memory in MiB. */
  memory: { before: number; most: number; after: number };
  /** Violated guarantees. */
  wrong: string[];
}

export interface SlowTask {
  /** Clients that misbehave at the same time. */
  clients: number;
  bounds: Bounds;
  /** Seconds of the measurement before a fault, and of a flood. */
  seconds: number;
}

/** The server's defaults. */
export const DEFAULT_BOUNDS: Bounds = { heartbeat: 23, stall: 30 };

/** For a quick check that the program works. */
export const QUICK_BOUNDS: Bounds = { heartbeat: 6, stall: 4 };

/** Number of witnesses in each room. */
const WITNESSES = 10;
/** The part of the heartbeat that is its grace. */
const GRACE = 8 / 23;
/** ms between two measurements of the memory. */
const LOOK = 250;

/** Lets clients misbehave in each way, one after the other, and measures the effect on others. */
export async function* measure(task: SlowTask): AsyncGenerator<SlowFigures> {
  for (const fault of faults) yield measureOne(fault, task);
}

async function measureOne(fault: Fault, { clients, bounds, seconds }: SlowTask): Promise<SlowFigures> {
  const codes = new Map<number, number>();
  let cutAt = 0;
  let ids: readonly string[] = [];
  const { heartbeat, stall } = bounds;
  const server = new LecternProcess(
    [
      ['--heartbeat-interval', `${heartbeat * (1 - GRACE)}`],
      ['--heartbeat-timeout', `${heartbeat * GRACE}`],
      ['--outbound-stall', `${stall}`],
    ].flat(),
    ({ msg, client, code }) => {
      if (msg !== 'connection closed' || (ids.length > 0 && !ids.includes(String(client)))) return;
      codes.set(Number(code), (codes.get(Number(code)) ?? 0) + 1);
      cutAt = performance.now();
    },
  );
  await server.start();
  const room = (name: string) => `ws://127.0.0.1:${server.port}/room/${name}/ws`;
  const same = await Witnesses.enter(room('same'), WITNESSES);
  const other = await Witnesses.enter(room('other'), WITNESSES);
  const trouble = await fault.prepare(room('same'), clients);
  ids = trouble.ids;
  const looks: number[] = [];
  const look = () => looks.push(resident(server.pid));
  const timer = setInterval(look, LOOK);
  try {
    // The measurement before the fault includes the messages that are sent to them.
    if (fault.large) same.send(ids);
    // A process is slower when it does something for the first time.
    await pause(2000);
    same.take();
    other.take();
    await pause(seconds * 1000);
    const before = { same: same.take(), other: other.take(), memory: resident(server.pid) };
    looks.length = 0;

    const bound = fault.bound(bounds);
    const began = performance.now();
    trouble.begin();
    const isOver = () =>
      ids.length === 0
        ? performance.now() - began > seconds * 1000
        : count(codes) >= ids.length || performance.now() - began > bound * 2000;
    while (!isOver()) await pause(100);
    same.sendNoMore();
    await pause(1000);
    look();
    const during = { same: same.take(), other: other.take() };
    // Clients that are still connected end with their process.
    const cut = new Map(codes);
    const cutAfter = ids.length === 0 ? 0 : (cutAt - began) / 1000;
    const wrong = faultsOf(fault, { codes: cut, cutAfter, bound, expected: ids.length });
    if (same.lost + other.lost > 0)
      wrong.push(`${same.lost + other.lost} of the others lost their connections`);
    const most = Math.max(...looks);
    await trouble.end();
    await pause(1000);
    return {
      name: fault.name,
      codes: cut,
      cutAfter,
      bound,
      sameRoom: { before: percentile(before.same, 99), during: percentile(during.same, 99) },
      otherRoom: { before: percentile(before.other, 99), during: percentile(during.other, 99) },
      memory: { before: before.memory, most, after: resident(server.pid) },
      wrong: wrong.map((each) => `${fault.name}: ${each}`),
    };
  } finally {
    clearInterval(timer);
    same.close();
    other.close();
    await trouble.end();
    await server.remove();
  }
}

function faultsOf(
  { code }: Fault,
  cut: { codes: Map<number, number>; cutAfter: number; bound: number; expected: number },
): string[] {
  const { codes, cutAfter, bound, expected } = cut;
  const others = [...codes.keys()].filter((each) => each !== code);
  return [
    others.length > 0 && `disconnected with ${others.join(', ')} instead of ${code}`,
    count(codes) < Math.max(1, expected) && `${count(codes)} of ${expected} were disconnected`,
    cutAfter > bound && `disconnected after ${cutAfter.toFixed(1)} s instead of ${bound}`,
  ].filter((each) => each !== false);
}

const count = (codes: Map<number, number>): number =>
  [...codes.values()].reduce((sum, each) => sum + each, 0);

/** MiB */
const resident = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const change = ({ before, during }: SlowFigures['sameRoom']): string =>
  `${before.toFixed(1)} → ${during.toFixed(1)} ms (× ${(during / before).toFixed(1)})`;

/** The header of a Markdown table. */
export const SLOW_HEAD =
  '| clients that | disconnected with | after (limit) | p99 in their room: before → during | in another room | ' +
  'server resident: before / maximum / after | violations |\n| --- | --- | --- | --- | --- | --- | --- |';

/** A row of the table. */
export function slowRow(figures: SlowFigures): string {
  const { name, codes, cutAfter, bound, sameRoom, otherRoom, memory, wrong } = figures;
  const cut = [...codes].map(([code, times]) => `${times} × ${code}`).join(', ');
  const after = cutAfter > 0 ? `${cutAfter.toFixed(1)} s (${bound})` : 'immediately, each time';
  const resident = `${memory.before.toFixed(0)} / ${memory.most.toFixed(0)} / ${memory.after.toFixed(0)} MiB`;
  return `| ${[name, cut, after, change(sameRoom), change(otherRoom), resident, wrong.length].join(' | ')} |`;
}
