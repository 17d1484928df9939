import { WebSocket } from 'ws';
import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { SocketIoSocket } from '../../helpers/socket-io-socket.js';
import { absent, broken, check } from './check.js';
import { circumstances } from './circumstances.js';
import { enterLecture, storedChat } from './lecture.js';
import { Participant, type Said, type Scene } from './participant.js';
import { Patience } from './patience.js';
import { Random } from './random.js';
import type { Fault, Server } from './server.js';
import { pause } from './waiting.js';

/** The events of a history besides messages and lost connections. */
export interface Plot {
  /** The server's faults, one after the other. */
  faults: readonly Fault[];
  /** More is sent than a log retains while a participant is disconnected. */
  flood: boolean;
  /** Whether every third participant uses Socket.IO. */
  socketIo?: boolean;
}

export interface Result {
  seed: number;
  /** The room or lecture of the participants. */
  log: 'lecture' | 'room';
  /** Violations; empty if there are none. */
  wrong: string[];
  /** The things that arrived too late, although nothing was lost. */
  slow: readonly string[];
  /** Why the set-up had to be repeated. */
  setUps: readonly string[];
  /** The events of the history, if something was wrong or slow. */
  circumstances: string[];
  said: number;
  answered: number;
  /** Number of messages that were refused because they could not be stored or relayed. */
  unavailable: number;
  cuts: number;
  resumes: { recovered: number; unrecovered: number; anew: number };
}

/** More than a room's log retains. */
const FLOOD = 1050;

/** Usually more than was sent before. */
const SPATE = 100;

/** Maximum ms between two steps, and while the server is not available. */
const STEP = 12;
const SLOW_STEP = 100;

/** Messages that each participant sends when the server goes down. */
const LAST_WORDS = 3;

/** Number of attempts to let everyone join. */
const SET_UPS = 3;

/** The test clients reconnect quickly. */
const RECONNECT = { base: 5, max: 60 };

/**
 * Plays one history. Clients send messages to the room and to each other, or in a lecture. Their connections are lost,
 * fall silent and are resumed, and the server is shut down or killed. Then the faults end, each client sends a last
 * message, and the messages that each one received are compared with the guarantees.
 */
export async function play(seed: number, server: Server, plot: Plot): Promise<Result> {
  const history = new History(seed, server, plot);
  try {
    await history.begin();
    await history.talk();
    await history.end();
    return history.result(await history.findings());
  } catch (error) {
    return history.result([String(error), ...broken(history.people)]);
  } finally {
    history.close();
  }
}

class History {
  readonly people: Participant[] = [];
  private readonly proxies: FaultyProxy[] = [];
  private readonly random: Random;
  private readonly log: 'lecture' | 'room';
  private readonly said: Promise<Said>[] = [];
  private readonly setUps: string[] = [];
  private readonly begunAt = { time: Date.now(), run: performance.now() };
  private readonly patience: Patience;
  private words = 0;
  private cuts = 0;

  constructor(
    private readonly seed: number,
    private readonly server: Server,
    private readonly plot: Plot,
  ) {
    this.random = new Random(seed);
    const inLecture = !plot.flood && this.random.below(plot.faults.length > 0 ? 2 : 3) === 0;
    this.log = inLecture ? 'lecture' : 'room';
    this.patience = new Patience(
      () => this.missing,
      () => {
        for (const proxy of this.proxies) proxy.up();
      },
    );
  }

  /** Every participant joins. What happens before the history begins is not a part of it, and is tried again. */
  async begin(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.setUp(attempt);
      } catch (error) {
        if (attempt === SET_UPS) throw error;
        this.setUps.push(String(error));
        this.close();
        this.people.length = 0;
        this.proxies.length = 0;
      }
    }
  }

  private async setUp(attempt: number): Promise<void> {
    const { seed, server, random, log, people, proxies } = this;
    let now = 0;
    const scene: Scene = { tick: () => ++now, kills: () => server.kills, random: random.next };
    const slowest = random.pick([0, 2, 15]);
    const path = log === 'lecture' ? '/ws' : `/room/history-${seed}-${process.pid}-${attempt}/ws`;
    for (let i = 0; i < 2 + random.below(3); i++) {
      const proxy = await FaultyProxy.start(
        () => server.route(),
        () => random.next() * slowest,
      );
      proxies.push(proxy);
      const transport = this.plot.socketIo && (seed + i) % 3 === 0 ? SocketIoSocket : WebSocket;
      people.push(new Participant(`ws://127.0.0.1:${proxy.port}${path}`, scene, RECONNECT, transport));
    }
    for (const { signaler } of people) signaler.connect();
    await this.allAreBack();
    if (log === 'lecture') await this.patience.one(enterLecture(people), 'all participants in the lecture');
    else await this.members();
  }

  /** All participants send messages during the faults, until the faults have ended. */
  async talk(): Promise<void> {
    const { random, people } = this;
    const { faults, flood } = this.plot;
    const steps = 15 + random.below(30);
    const faultAt = new Map(
      faults.map((fault, i) => [Math.floor(((i + 0.5) * steps) / faults.length), fault]),
    );
    const floodAt = flood ? random.below(steps) : -1;
    let mended: Promise<void> = Promise.resolve();
    for (let step = 0; step < steps && !this.patience.isQuiet; step++) {
      const fault = faultAt.get(step);
      if (fault) {
        await this.talkUntil(mended);
        ({ mended } = await this.goDown(fault));
      }
      if (step === floodAt) {
        await this.talkUntil(mended);
        await this.flood(random.below(people.length), FLOOD);
      }
      this.step();
      await pause(random.next() * STEP);
    }
    await this.talkUntil(mended);
  }

  private async talkUntil(mended: Promise<void>): Promise<void> {
    let isMended = false;
    const done = mended.finally(() => {
      isMended = true;
    });
    const talk = async () => {
      while (!isMended) {
        if (!this.patience.isQuiet) this.step();
        await pause(this.random.next() * SLOW_STEP);
      }
    };
    await this.patience.all([done, talk()], 'the server to be available again');
  }

  /** A participant sends a message or loses the connection. */
  private step(): void {
    const { random, log, people, proxies } = this;
    const index = random.below(people.length);
    const who = people[index] as Participant;
    const proxy = proxies[index];
    const chance = random.next();
    if (chance < 0.6) {
      this.say(who);
    } else if (chance < 0.72) {
      const to = log === 'lecture' ? undefined : random.pick(people).signaler.id;
      if (to !== undefined && to !== who.signaler.id) this.say(who, to);
    } else if (chance < 0.86) {
      this.cuts += 1;
      proxy?.cut();
    } else if (chance < 0.93) {
      this.cuts += 1;
      proxy?.swallow();
      setTimeout(() => proxy?.cut(), 10 + random.next() * 80);
    }
  }

  /** A participant sends a unique text to all or to one. */
  private say(who: Participant, to?: string): Promise<Said> {
    const said = who.say(`${this.seed}-${this.words++}`, to === undefined ? this.log : 'direct', to);
    this.said.push(said);
    return said;
  }

  /** All participants resume, and each sends a last message that all receive. */
  async end(): Promise<void> {
    const { log, people, said, patience } = this;
    await pause(100);
    await patience.all(said, 'an answer or a refusal of every request');
    await this.allAreBack();
    if (log === 'lecture') {
      const joined = people.map(async ({ lecture }) => lecture?.join());
      await patience.all(joined, 'all participants in the lecture');
    }
    const spoken = people.map((each) => this.say(each));
    const last = await patience.all(spoken, 'answers to the last messages');
    for (const { refused, text } of last) if (refused) throw new Error(`'${text}' was refused: ${refused}`);
    const texts = last.map(({ text }) => text);
    const heard = people.flatMap((each) => texts.map((text) => each.hasSeen(text)));
    await patience.all(heard, 'the last messages at all participants');
  }

  async findings(): Promise<string[]> {
    const { log, people, plot } = this;
    const mayBeUnavailable = plot.faults.some(
      ({ refuses }) => refuses === 'everywhere' || (refuses === 'in lectures' && log === 'lecture'),
    );
    if (log === 'lecture') return check(people, { stored: await storedChat(people), mayBeUnavailable });
    return [...check(people, { mayBeUnavailable }), ...absent(people, await this.members())];
  }

  result(wrong: string[]): Result {
    const { seed, log, people, cuts, setUps, begunAt, server } = this;
    const { slow } = this.patience;
    const isPlain = wrong.length === 0 && slow.length === 0;
    const said = people.flatMap((each) => each.said);
    const sum = (name: keyof Result['resumes']) =>
      people.reduce((all, { resumes }) => all + resumes[name], 0);
    return {
      seed,
      log,
      wrong,
      slow,
      setUps,
      circumstances: isPlain ? [] : circumstances(people, begunAt, server.log),
      said: said.length,
      answered: said.filter(({ answeredAt }) => answeredAt !== undefined).length,
      unavailable: said.filter(({ refused }) => refused === 'unavailable').length,
      cuts,
      resumes: {
        recovered: sum('recovered'),
        unrecovered: sum('unrecovered'),
        anew: Math.max(0, sum('anew') - people.length),
      },
    };
  }

  close(): void {
    for (const each of this.people) each.close();
    for (const each of this.proxies) each.close();
  }

  /**
   * Takes the server down while messages are under way. Sometimes a participant is disconnected until the others have
   * sent more than is retained. Resolves when the server goes down; `mended` when it is available again.
   */
  private async goDown(fault: Fault): Promise<{ mended: Promise<void> }> {
    const { random, people, proxies } = this;
    await this.allAreBack();
    if (this.patience.isQuiet) return { mended: Promise.resolve() };
    const absentee = random.below(2) === 0 ? random.below(people.length) : undefined;
    if (absentee !== undefined) proxies[absentee]?.down();
    for (const each of people) {
      for (let word = 0; word < LAST_WORDS; word++) this.say(each);
    }
    await pause(random.next() * 15);
    const mend = async () => {
      await fault.strike();
      if (absentee !== undefined) await this.flood(absentee, SPATE);
    };
    const mended = mend();
    // The caller awaits it later.
    mended.catch(() => {});
    return { mended };
  }

  /** Has more messages sent than can be replayed while a participant is disconnected. */
  private async flood(absentee: number, words: number): Promise<void> {
    const { people, proxies } = this;
    const other = people[(absentee + 1) % people.length] as Participant;
    if (this.patience.isQuiet) return;
    proxies[absentee]?.down();
    await this.patience.one(other.isOpen(), 'a connected participant');
    const spoken = Array.from({ length: words }, () => this.say(other));
    await this.patience.all(spoken, 'answers to the flood');
    proxies[absentee]?.up();
  }

  private async allAreBack(): Promise<void> {
    const open = this.people.map((each) => each.isOpen());
    await this.patience.all(open, 'all participants to be connected');
  }

  /** The members of the room, as each participant received them last. */
  private members(): Promise<string[][]> {
    const lists = this.people.map(async ({ signaler }) => {
      const { data } = await signaler.request('get-room-info');
      return data.clients.map(({ id }) => id);
    });
    return this.patience.all(lists, 'the members of the room');
  }

  /** Number of messages without an answer, and of participants without a connection. */
  private get missing(): number {
    const open = ({ answeredAt, refused }: Said) => answeredAt === undefined && refused === undefined;
    const unanswered = this.people.flatMap(({ said }) => said.filter(open));
    const away = this.people.filter(({ signaler }) => signaler.state.name !== 'open');
    return unanswered.length + away.length;
  }
}
