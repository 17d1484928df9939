import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect, isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import { serve } from '../helpers/served.js';

// Plays a crowd beside one programme and prints what it costs: all enter one chat room at once, which has less places
// than they are; they make, enter and leave other rooms, chat and lose their connections; at last all click as fast as
// they can on one message held up before the room. Fails where a count or the sum of points is not exactly right.
//
//     node dist/test/faults/programme-crowd.js [<clients> [<seconds of life>]]

const [, , clients = '1000', seconds = '10'] = process.argv;
const CROWD = Number(clients);
const PLACES = Math.floor(CROWD * 0.98);
const SECONDS = Number(seconds);
/** Clicks of one client each second. */
const CLICKS = 10;
const CLICK_SECONDS = 5;
const PROGRAMME = `/programme/${randomUUID()}`;

interface Message {
  type: string;
  sender: string;
  receiver: string;
  id?: number;
  data: unknown;
}

/** Members of what is heard here, each type having some of them. */
interface Told {
  roomId: string;
  count: number;
  point: number;
  aggroUID: string;
}

/** One viewer: what came to it, and its own picture of the rooms. */
class Viewer {
  messages = 0;
  bytes = 0;
  points: number[] = [];
  /** How many are in each chat room, as this viewer was told. */
  readonly counts = new Map<string, number>();
  /** The chat rooms that it is in, as it was answered. */
  readonly inside = new Set<string>();
  aggroUID = '';
  private asked = 0;
  private dropped = false;
  private readonly answers = new Map<number, (message: Message) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (frame: Buffer) => this.hear(frame));
    socket.on('close', (code, reason) => {
      if (!this.dropped) faults.push(`a connection was closed with ${code} ${reason}`);
    });
  }

  static async open(url: string): Promise<Viewer> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`);
    await once(socket, 'message');
    const viewer = new Viewer(socket);
    await viewer.ask('loadRooms');
    return viewer;
  }

  send(type: string, data?: unknown, id?: number): void {
    this.socket.send(JSON.stringify({ receiver: PROGRAMME, type, data, id }));
  }

  async ask(type: string, data?: unknown): Promise<unknown> {
    const id = ++this.asked;
    const answer = new Promise<Message>((resolve) => this.answers.set(id, resolve));
    this.send(type, data, id);
    return (await answer).data;
  }

  async join(roomId: string): Promise<boolean> {
    const { result } = (await this.ask('joinRoom', { roomId })) as { result: boolean };
    if (result) this.inside.add(roomId);
    return result;
  }

  drop(): void {
    this.dropped = true;
    this.socket.terminate();
  }

  private list(rooms: Told[]): void {
    this.counts.clear();
    for (const { roomId, count } of rooms) this.counts.set(roomId, count);
  }

  private hear(frame: Buffer): void {
    this.messages++;
    this.bytes += frame.length;
    // Nearly all of what comes is of the others in the room, and there is one processor for a thousand of us.
    if (frame.includes('"type":"joinRoom"') || frame.includes('"type":"chat"')) return;
    const message = JSON.parse(frame.toString()) as Message;
    if (message.id !== undefined) this.answers.get(message.id)?.(message);
    const { roomId, count, point, aggroUID } = (message.data ?? {}) as Told;
    if (message.type === 'addRoom' || message.type === 'count') this.counts.set(roomId, count);
    else if (message.type === 'deleteRoom') this.counts.delete(roomId);
    else if (message.type === 'aggro') this.aggroUID = aggroUID;
    else if (message.type === 'aggroPoint') this.points.push(point);
    else if (message.type === 'loadRooms') this.list(message.data as Told[]);
    else if (message.type === 'error') throw new Error(frame.toString());
  }
}

const server = await serve({
  LECTERN_DATA: await mkdtemp(join(tmpdir(), 'lectern-crowd-')),
  LECTERN_AGGRO_TIME: '600',
  // The machine may have more to do than this.
  LECTERN_HEADERS_TIMEOUT: '120',
  LECTERN_HEARTBEAT_TIMEOUT: '120',
  LECTERN_OUTBOUND_STALL: '120',
});
const crowd: Viewer[] = [];
const faults: string[] = [];

function expect(what: string, found: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(found, wanted)) return;
  faults.push(`${what}: found ${inspect(found)}, wanted ${inspect(wanted)}`);
}

/** Plays one part, and prints what it cost. */
async function part(name: string, play: () => Promise<void>): Promise<void> {
  for (const viewer of crowd) {
    viewer.messages = 0;
    viewer.bytes = 0;
  }
  const began = { at: performance.now(), cpu: server.cpuSeconds() };
  await play();
  const took = (performance.now() - began.at) / 1000;
  const cpu = server.cpuSeconds() - began.cpu;
  const messages = crowd.map((viewer) => viewer.messages);
  const bytes = crowd.reduce((sum, viewer) => sum + viewer.bytes, 0) / crowd.length;
  const mean = messages.reduce((sum, each) => sum + each, 0) / crowd.length;
  console.log(
    `${name}: ${took.toFixed(1)} s; to each client ${mean.toFixed(0)} messages (at most ${Math.max(...messages)}), ` +
      `${(bytes / 1024).toFixed(1)} KiB; server CPU ${cpu.toFixed(1)} s, ${((100 * cpu) / took).toFixed(0)} %`,
  );
}

/** Resolves once it is so, or says after a minute that it never was. */
async function until(what: string, is: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (is()) return;
    await pause(100);
  }
  faults.push(`never: ${what}`);
}

/** How many are in each room, by what the viewers were answered. */
function truth(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { inside } of crowd)
    for (const roomId of inside) counts.set(roomId, (counts.get(roomId) ?? 0) + 1);
  return counts;
}

async function checkCounts(when: string): Promise<void> {
  const wanted = truth();
  const told = (viewer: Viewer): boolean => isDeepStrictEqual(viewer.counts, wanted);
  await until(`every viewer's counts are right ${when}`, () => crowd.every(told));
  const rooms = (await crowd[0]?.ask('loadRooms')) as { roomId: string; count: number; max: number }[];
  expect(`the rooms ${when}`, new Map(rooms.map(({ roomId, count }) => [roomId, count])), wanted);
  for (const { roomId, count, max } of rooms)
    if (count > max) faults.push(`${roomId} has ${count} of ${max}`);
}

/** What one viewer does in a moment of its life. */
async function live(index: number, hall: string): Promise<void> {
  const viewer = crowd[index] as Viewer;
  const chance = Math.random();
  const rooms = [...viewer.counts.keys()].filter((roomId) => roomId !== hall);
  const room = rooms[Math.floor(Math.random() * rooms.length)];
  const [mine] = [...viewer.inside].filter((roomId) => roomId !== hall);
  if (chance < 0.1 && rooms.length < 50) {
    const made = (await viewer.ask('createRoom', { title: 'Side', max: 20 })) as { roomId: string };
    viewer.inside.add(made.roomId);
  } else if (chance < 0.4 && room !== undefined) {
    await viewer.join(room);
  } else if (chance < 0.6 && mine !== undefined) {
    viewer.inside.delete(mine);
    await viewer.ask('leaveRoom', { roomId: mine });
  } else if (chance < 0.7) {
    viewer.drop();
    const next = await Viewer.open(server.url);
    crowd[index] = next;
    await next.join(hall);
  } else if (mine !== undefined) {
    await viewer.ask('chat', { roomId: mine, msg: 'What a match!', type: 'chat' });
  }
}

let hall = '';
await part(`${CROWD} come`, async () => {
  while (crowd.length < CROWD) {
    const more = Math.min(50, CROWD - crowd.length);
    crowd.push(...(await Promise.all(Array.from({ length: more }, () => Viewer.open(server.url)))));
  }
});
await part(`all try to enter a room of ${PLACES} at once`, async () => {
  const [maker, ...others] = crowd as [Viewer, ...Viewer[]];
  hall = ((await maker.ask('createRoom', { title: 'Hall', max: PLACES })) as { roomId: string }).roomId;
  maker.inside.add(hall);
  await Promise.all(others.map((viewer) => viewer.join(hall)));
  expect('who is in the hall', crowd.filter(({ inside }) => inside.has(hall)).length, PLACES);
});
await checkCounts('after all came');
let moments = 0;
await part('life in side rooms: joins, leaves, chats, drops', async () => {
  const until = performance.now() + SECONDS * 1000;
  const some = Array.from({ length: Math.floor(CROWD / 5) }, (_, index) => index * 5 + 1);
  await Promise.all(
    some.map(async (index) => {
      while (performance.now() < until) {
        await live(index, hall);
        moments++;
        await pause(500 + Math.random() * 1000);
      }
    }),
  );
});
console.log(`  ${moments} doings`);
await checkCounts('after their life');

const members = crowd.filter(({ inside }) => inside.has(hall));
let start = 0;
let clicked = 0;
await part(`${members.length} click on one message for ${CLICK_SECONDS} s`, async () => {
  const [first] = members as [Viewer];
  await first.ask('chat', { roomId: hall, msg: 'Offside!', type: 'aggro' });
  await until('all have heard of the message', () => members.every(({ aggroUID }) => aggroUID !== ''));
  start = 3;
  const { aggroUID } = first;
  const every = 1000 / CLICKS;
  await Promise.all(
    members.map(async (viewer, index) => {
      await pause(Math.random() * every);
      for (let times = 0; times < CLICKS * CLICK_SECONDS; times++) {
        // All push it up again and again; every third pushes it down, too.
        viewer.send(times % 2 === 1 && index % 3 === 0 ? 'aggroDown' : 'aggroUp', { aggroUID });
        clicked++;
        await pause(every);
      }
    }),
  );
  const sum = start + members.length - Math.ceil(members.length / 3);
  await until(`everybody has heard that the points are ${sum}`, () =>
    members.every(({ points }) => points.at(-1) === sum),
  );
});
const heard = Math.max(...members.map(({ points }) => points.length));
console.log(`  ${clicked} clicks; points told at most ${heard} times to one client`);
if (heard > 2 * (CLICK_SECONDS + 2) + 1) faults.push(`points were told ${heard} times`);
await checkCounts('in the end');
console.log(`memory of the server at most ${server.mostResident().toFixed(0)} MiB`);

for (const viewer of crowd) viewer.drop();
await server.stop();
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'all counts are right' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
