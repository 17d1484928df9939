import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect, isDeepStrictEqual } from 'node:util';
import { type ServerProcess, startServerProcess } from '../../helpers/server-process.js';
import { Viewer } from './viewer.js';

/** Number of viewers that connect at a time. */
const AT_ONCE = 50;
/** One of that many viewers creates, joins and leaves side rooms. */
const LIVELY_EVERY = 5;
const SIDE_ROOMS_MOST = 50;
/** Clicks per viewer and second. */
const CLICKS = 10;
/** Every nth viewer clicks down as well as up. */
const DOWN_EVERY = 3;
/** ms for which points are batched. */
const GATHER_MS = 500;
const AGGRO_POINTS = 3;

export interface CrowdOptions {
  /** The part of the viewers that fits into the one big chat room. */
  clients: number;
  /** Seconds for which they create, join and leave other rooms, chat, and lose their connections. */
  life: number;
  /** Seconds for which all click. */
  clicking: number;
}

/** Cost of one part. */
export interface Part {
  name: string;
  seconds: number;
  /** Messages that each client received. */
  messages: { mean: number; most: number };
  /** Bytes that each client received, on average. */
  bytes: number;
  /** Seconds of CPU time of the server. */
  cpu: number;
}

export interface CrowdFigures {
  parts: Part[];
  /** Number of actions of the viewers. */
  doings: number;
  clicks: number;
  clicksPerSecond: number;
  /** Maximum number of point updates that one viewer received while all clicked. */
  told: number;
  /** Maximum resident memory of the server in MiB. */
  memory: number;
  /** Every violated guarantee. */
  faults: string[];
}

/**
 * Plays a crowd beside one programme. All viewers try at once to join one chat room that is too small for all. They
 * create, join and leave other rooms, chat and lose their connections. At last, all in the room click as fast as they
 * can on one spotlighted message. Violations are a wrong count at any viewer, a room without members or with too many,
 * and points that are sent more often than twice a second or end at another sum.
 */
export async function play(options: CrowdOptions): Promise<CrowdFigures> {
  const data = await mkdtemp(join(tmpdir(), 'lectern-crowd-'));
  const server = await startServerProcess({
    LECTERN_DATA: data,
    LECTERN_AGGRO_TIME: '600',
    LECTERN_AGGRO_POINTS: `${AGGRO_POINTS}`,
    // Pings would add to the counted messages.
    LECTERN_HEARTBEAT_INTERVAL: '3600',
    // The machine might be busy otherwise.
    LECTERN_HEADERS_TIMEOUT: '120',
    LECTERN_OUTBOUND_STALL: '120',
  });
  try {
    return await new Crowd(server, options).play();
  } finally {
    await server.stop();
    await rm(data, { recursive: true });
  }
}

class Crowd {
  private readonly programme = `/programme/${randomUUID()}`;
  private readonly viewers: Viewer[] = [];
  private readonly parts: Part[] = [];
  private readonly faults: string[] = [];
  private readonly wrong = (what: string): void => void this.faults.push(what);
  private hall = '';
  private doings = 0;
  private clicks = 0;
  private clicksPerSecond = 0;
  private told = 0;

  constructor(
    private readonly server: ServerProcess,
    private readonly options: CrowdOptions,
  ) {}

  async play(): Promise<CrowdFigures> {
    const { clients } = this.options;
    const all = clients + Math.ceil(clients / 50);
    await this.part(`${all} connect`, () => this.come(all));
    await this.part(`all try to join one room of ${clients} at once`, () => this.enterHall());
    await this.checkCounts('after all have connected');
    await this.part('activity: rooms created, joined, left; chats; lost connections', () => this.live());
    await this.checkCounts('after the activity');
    await this.fillHall();
    await this.checkCounts('before the clicks');
    await this.holdUp();
    await this.part(`${clients} click ${CLICKS} times a second on one message`, () => this.click());
    await this.checkSum();
    await this.checkCounts('at the end');
    const { parts, doings, clicks, clicksPerSecond, told, faults } = this;
    const memory = this.server.mostResident();
    for (const viewer of this.viewers) viewer.drop();
    return { parts, doings, clicks, clicksPerSecond, told, memory, faults };
  }

  private open(): Promise<Viewer> {
    return Viewer.open(this.server.url, this.programme, this.wrong);
  }

  private async come(all: number): Promise<void> {
    while (this.viewers.length < all) {
      const more = Math.min(AT_ONCE, all - this.viewers.length);
      this.viewers.push(...(await Promise.all(Array.from({ length: more }, () => this.open()))));
    }
  }

  private async enterHall(): Promise<void> {
    const { clients } = this.options;
    const [maker, ...others] = this.viewers as [Viewer, ...Viewer[]];
    this.hall = await maker.create('Hall', clients);
    await Promise.all(others.map((viewer) => viewer.join(this.hall)));
    this.expect('the number of admitted viewers', this.members.length, clients);
  }

  private async live(): Promise<void> {
    const end = performance.now() + this.options.life * 1000;
    const lively = this.viewers.flatMap((_, index) => (index % LIVELY_EVERY === 1 ? [index] : []));
    await Promise.all(
      lively.map(async (index) => {
        while (performance.now() < end) {
          await this.moment(index);
          this.doings++;
          await pause(500 + Math.random() * 1000);
        }
      }),
    );
  }

  /** One action of a viewer. */
  private async moment(index: number): Promise<void> {
    const { hall, viewers } = this;
    const viewer = viewers[index] as Viewer;
    const chance = Math.random();
    const others = [...viewer.counts.keys()].filter((roomId) => roomId !== hall);
    const other = others[Math.floor(Math.random() * others.length)];
    const [mine] = [...viewer.inside].filter((roomId) => roomId !== hall);
    if (chance < 0.1 && others.length < SIDE_ROOMS_MOST) {
      await viewer.create('Side', 20);
    } else if (chance < 0.4 && other !== undefined) {
      await viewer.join(other);
    } else if (chance < 0.6 && mine !== undefined) {
      await viewer.leave(mine);
    } else if (chance < 0.7) {
      viewer.drop();
      const next = await this.open();
      viewers[index] = next;
      await next.join(hall);
    } else if (mine !== undefined) {
      await viewer.ask('chat', { roomId: mine, msg: 'What a match!', type: 'chat' });
    }
  }

  /** Viewers without a place try again: some places might be free now. */
  private async fillHall(): Promise<void> {
    const outside = this.viewers.filter(({ inside }) => !inside.has(this.hall));
    await Promise.all(outside.map((viewer) => viewer.join(this.hall)));
    this.expect('the number of viewers in the big room', this.members.length, this.options.clients);
  }

  private async holdUp(): Promise<void> {
    const [first] = this.members as [Viewer];
    await first.ask('chat', { roomId: this.hall, msg: 'Offside!', type: 'aggro' });
    await this.until('the spotlight at all viewers', () =>
      this.members.every(({ points }) => points.at(-1) === AGGRO_POINTS),
    );
  }

  /** The expected points: each user counts once up and once down. */
  private get sum(): number {
    return AGGRO_POINTS + this.members.length - Math.ceil(this.members.length / DOWN_EVERY);
  }

  private async click(): Promise<void> {
    const { members, sum } = this;
    const { clicking } = this.options;
    const every = 1000 / CLICKS;
    const began = performance.now();
    const before = members.map(({ messages }) => messages);
    await Promise.all(
      members.map(async (viewer, index) => {
        const { aggroUID } = viewer;
        const first = began + Math.random() * every;
        // All vote it up again and again. Some vote it down once, so that the points change all the time.
        const down = index % DOWN_EVERY === 0 ? Math.floor(Math.random() * CLICKS * clicking) : undefined;
        for (let times = 0; times < CLICKS * clicking; times++) {
          // Clicks that are late on a busy machine are made up for.
          await pause(Math.max(0, first + times * every - performance.now()));
          viewer.send(times === down ? 'aggroDown' : 'aggroUp', { aggroUID });
          this.clicks++;
        }
      }),
    );
    this.clicksPerSecond = this.clicks / ((performance.now() - began) / 1000);
    await this.until(`the points to be ${sum} at all viewers`, () =>
      members.every(({ points }) => points.at(-1) === sum),
    );
    const most = Math.floor((performance.now() - began) / GATHER_MS) + 1;
    this.told = Math.max(...members.map(({ messages }, index) => messages - (before[index] ?? 0)));
    if (this.told > most)
      this.wrong(`one viewer received ${this.told} messages while all clicked, more than ${most}`);
  }

  /** A new viewer receives the sum as well. */
  private async checkSum(): Promise<void> {
    const { hall, sum } = this;
    const outsider = this.viewers.find(({ inside }) => !inside.has(hall)) as Viewer;
    const [, second] = this.members as [Viewer, Viewer];
    await second.leave(hall);
    this.expect('a place is free', await outsider.join(hall), true);
    await this.until('the spotlight at the new viewer', () => outsider.points.length > 0);
    this.expect('the points sent to the new viewer', outsider.points, [sum]);
    for (const { points } of this.members) this.expect('the final points', points.at(-1), sum);
  }

  private get members(): Viewer[] {
    return this.viewers.filter(({ inside }) => inside.has(this.hall));
  }

  /** Compares the messages of every viewer and the server's list with the rooms that were joined. */
  private async checkCounts(when: string): Promise<void> {
    const wanted = new Map<string, number>();
    for (const { inside } of this.viewers) {
      for (const roomId of inside) wanted.set(roomId, (wanted.get(roomId) ?? 0) + 1);
    }
    await this.until(`every viewer's counts to be right ${when}`, () =>
      this.viewers.every(({ counts }) => isDeepStrictEqual(counts, wanted)),
    );
    type Room = { roomId: string; count: number; max: number };
    const rooms = (await this.viewers[0]?.ask('loadRooms')) as Room[];
    this.expect(`the rooms ${when}`, new Map(rooms.map(({ roomId, count }) => [roomId, count])), wanted);
    for (const { roomId, count, max } of rooms) {
      if (count < 1 || count > max) this.wrong(`${roomId} has ${count} of ${max} ${when}`);
    }
  }

  /** Plays one part and records its cost. */
  private async part(name: string, act: () => Promise<void>): Promise<void> {
    const counted = [...this.viewers];
    for (const viewer of counted) Object.assign(viewer, { messages: 0, bytes: 0 });
    const [at, cpu] = [performance.now(), this.server.cpuSeconds()];
    await act();
    const took = (performance.now() - at) / 1000;
    const messages = this.viewers.map((viewer) => viewer.messages);
    const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
    this.parts.push({
      name,
      seconds: took,
      messages: { mean: sum(messages) / messages.length, most: Math.max(...messages) },
      bytes: sum(this.viewers.map(({ bytes }) => bytes)) / messages.length,
      cpu: this.server.cpuSeconds() - cpu,
    });
  }

  private expect(what: string, found: unknown, wanted: unknown): void {
    if (!isDeepStrictEqual(found, wanted))
      this.wrong(`${what}: found ${inspect(found)}, expected ${inspect(wanted)}`);
  }

  /** Resolves once the condition holds. Records a fault after a minute; after a fault it does not wait any more. */
  private async until(what: string, is: () => boolean): Promise<void> {
    for (let tries = this.faults.length > 0 ? 599 : 0; tries < 600; tries++) {
      if (is()) return;
      await pause(100);
    }
    this.wrong(`timed out waiting for ${what}`);
  }
}
