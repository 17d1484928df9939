import { setTimeout as pause } from 'node:timers/promises';
import { clientFrame } from './client.js';
import { Crowd, fail, type Member } from './crowd.js';
import { Histogram } from './histogram.js';
import { type Counts, measure } from './measure.js';
import type { Result, Talk, Task } from './task.js';

/** Characters of a message. */
const LENGTH = 128;
/** Maximum number of a room's messages in flight. */
const RING = 1024;

const words = (length: number): string =>
  'All of them know what is meant, and nobody has to look it up. '
    .repeat(Math.ceil(length / 62))
    .slice(0, length);

/** A room whose members send in turn, and all receive every message, in one order. */
class Room {
  readonly members: Member[] = [];
  private readonly sentAt = new Float64Array(RING);
  /** The node of its sender. */
  private readonly sentBy = new Uint8Array(RING);
  private readonly heard = new Uint32Array(RING);
  private sent = 0;

  constructor(
    private readonly frame: Buffer,
    private readonly counts: Counts,
    private readonly completed: (room: Room) => void,
  ) {}

  say(at = performance.now()): void {
    const slot = this.sent % RING;
    this.sentAt[slot] = at;
    this.heard[slot] = 0;
    const sender = this.members[this.sent % this.members.length];
    this.sentBy[slot] = sender?.node ?? 0;
    sender?.client.send(this.frame);
    this.sent++;
  }

  /** Records that a member of a node received the room's message of that number. */
  hear(number: number, now: number, node: number): void {
    if (number >= this.sent) fail('a member has counted a message that nobody has said');
    const slot = number % RING;
    const latency = (now - (this.sentAt[slot] ?? now)) * 1000;
    this.counts.deliveries++;
    this.counts.latencies.add(latency);
    if (this.sentBy[slot] !== node) this.counts.across.add(latency);
    const heard = (this.heard[slot] ?? 0) + 1;
    this.heard[slot] = heard;
    if (heard === this.members.length) this.completed(this);
  }
}

async function fill(
  task: Task,
  { rooms, members, others = 0, length = LENGTH }: Omit<Talk, 'kind' | 'inFlight'>,
  completed: (room: Room) => void,
): Promise<{ rooms: Room[]; counts: Counts }> {
  const crowd = new Crowd(task);
  const counts: Counts = {
    deliveries: 0,
    bytes: () => crowd.received,
    latencies: new Histogram(),
    across: new Histogram(),
  };
  const said = crowd.dialect.words(words(length));
  const frame = clientFrame(said);
  const all = Array.from({ length: rooms }, () => new Room(frame, counts, completed));
  await crowd.each(rooms * members, async (index) => {
    const number = index % rooms;
    const room = all[number];
    let heard = 0;
    if (!room) return;
    // Distributed evenly over the rooms, with the same phase in each.
    const node = (number + Math.floor(index / rooms)) % task.ports.length;
    const counted = (now: number) => room.hear(heard++, now, node);
    room.members.push(await crowd.enter(`room-${number}`, { counted }, node));
  });
  await crowd.each(others, (index) => crowd.enter(`others-${index % 1000}`));
  await crowd.quiet();
  // No server delivers a message in fewer bytes than it received, and its other messages are shorter.
  crowd.count(Buffer.byteLength(said));
  return { rooms: all, counts };
}

/** Keeps that many messages in flight in each room. */
export async function talk(task: Task, load: Talk): Promise<Result> {
  const { rooms, counts } = await fill(task, load, (room) => room.say());
  for (const room of rooms) for (let i = 0; i < load.inFlight; i++) room.say();
  return measure(task, counts);
}

/**
 * ms of maximum load before a load at a fixed rate: a server compiles frequently used code, and V8 collects garbage
 * when its heaps are eight seconds old, which stops everything on one core.
 */
const WARMING = 8000;
/** ms until none of these messages is in flight. */
const SETTLING = 500;

/** That many messages a second, spread evenly over the rooms. The latency of each counts from its scheduled time. */
export async function paced(
  task: Task,
  load: { rooms: number; members: number; perSecond: number },
): Promise<Result> {
  let warming = true;
  const { rooms, counts } = await fill(task, load, (room) => {
    if (warming) room.say();
  });
  for (const room of rooms) room.say();
  await pause(WARMING);
  warming = false;
  await pause(SETTLING);
  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * load.perSecond;
    for (; sent < due; sent++) rooms[sent % rooms.length]?.say(started + (sent / load.perSecond) * 1000);
  }, 1);
  const result = await measure(task, counts);
  clearInterval(timer);
  return result;
}
