import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { absent, broken, check } from './check.js';
import { enterLecture, storedChat } from './lecture.js';
import { Participant, type Said, type Scene } from './participant.js';
import { Random } from './random.js';
import type { Fault, Server } from './server.js';
import { pause, within } from './waiting.js';

/** What happens in a history beside the talking and the cuts. */
export interface Plot {
  /** What the server goes through, one after the other. */
  faults: readonly Fault[];
  /** While somebody is away more is said than a log holds. */
  flood: boolean;
}

export interface Result {
  seed: number;
  /** Where they talked. */
  log: 'lecture' | 'room';
  /** What was wrong; empty where the promises held. */
  wrong: string[];
  said: number;
  answered: number;
  /** How many were refused because they could not be kept, or handed on, at the moment. */
  unavailable: number;
  cuts: number;
  resumes: { recovered: number; unrecovered: number; anew: number };
}

/** More than a room's log holds. */
const FLOOD = 1050;

/** More than has been said before, as a rule. */
const SPATE = 100;

/** ms between one step and the next at most, and while the server is not well. */
const STEP = 12;
const SLOW_STEP = 100;

/** What each says at the moment at which the server goes down. */
const LAST_WORDS = 3;

/** How much of what became of somebody's connections is shown. */
const WAY = 40;

/** Nobody has time to wait here. */
const RECONNECT = { base: 5, max: 60 };

/**
 * Plays one history: some people talk, to the room and to each other, or in a lecture, while their connections are cut,
 * fall silent and come back, and the server goes down or is killed. Then the faults end, everybody says one last thing,
 * and what each has been told is compared with what was promised.
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
  }

  /** Everybody comes in. */
  async begin(): Promise<void> {
    const { seed, server, random, log, people, proxies } = this;
    let now = 0;
    const scene: Scene = { tick: () => ++now, kills: () => server.kills, random: random.next };
    const slowest = random.pick([0, 2, 15]);
    const path = log === 'lecture' ? '/ws' : `/room/history-${seed}-${process.pid}/ws`;
    for (let i = 0; i < 2 + random.below(3); i++) {
      const proxy = await FaultyProxy.start(
        () => server.route(),
        () => random.next() * slowest,
      );
      proxies.push(proxy);
      people.push(new Participant(`ws://127.0.0.1:${proxy.port}${path}`, scene, RECONNECT));
    }
    for (const { signaler } of people) signaler.connect();
    await this.allAreBack();
    if (log === 'lecture') await within(enterLecture(people), 'everybody to enter the lecture');
    else await this.members();
  }

  /** Everybody talks while things go wrong, until they go wrong no more. */
  async talk(): Promise<void> {
    const { random, people } = this;
    const { faults, flood } = this.plot;
    const steps = 15 + random.below(30);
    const faultAt = new Map(
      faults.map((fault, i) => [Math.floor(((i + 0.5) * steps) / faults.length), fault]),
    );
    const floodAt = flood ? random.below(steps) : -1;
    let mended: Promise<void> = Promise.resolve();
    for (let step = 0; step < steps; step++) {
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
        this.step();
        await pause(this.random.next() * SLOW_STEP);
      }
    };
    await within(Promise.all([done, talk()]), 'the server to be back');
  }

  /** Somebody says something, or loses the connection. */
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

  /** Somebody says something that nobody has said before, to all or to one. */
  private say(who: Participant, to?: string): Promise<Said> {
    const said = who.say(`${this.seed}-${this.words++}`, to === undefined ? this.log : 'direct', to);
    this.said.push(said);
    return said;
  }

  /** Everybody comes back, and says a last word that all hear. */
  async end(): Promise<void> {
    const { log, people, said } = this;
    await pause(100);
    await within(Promise.all(said), 'every request to be answered or refused');
    await this.allAreBack();
    if (log === 'lecture') {
      await within(
        Promise.all(people.map(({ lecture }) => lecture?.join())),
        'everybody to be in the lecture',
      );
    }
    const last = await within(
      Promise.all(people.map((each) => this.say(each))),
      'the last words to be answered',
    );
    for (const { refused, text } of last) if (refused) throw new Error(`'${text}' was refused: ${refused}`);
    const texts = last.map(({ text }) => text);
    await within(Promise.all(people.map((each) => each.hasSeen(texts))), 'the last words to be heard by all');
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
    const { seed, log, people, cuts } = this;
    const ways = people.map(({ way }, i) => `participant ${i}: ${way.slice(-WAY).join(', ')}`);
    const said = people.flatMap((each) => each.said);
    const sum = (name: keyof Result['resumes']) =>
      people.reduce((all, { resumes }) => all + resumes[name], 0);
    return {
      seed,
      log,
      wrong: wrong.length > 0 ? [...ways, ...wrong] : [],
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
   * Takes the server down with words on their way, and at times while somebody is away until others have said more than
   * there was. Resolves when it goes down; `mended` when all is well again.
   */
  private async goDown(fault: Fault): Promise<{ mended: Promise<void> }> {
    const { random, people, proxies } = this;
    await this.allAreBack();
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
    // It is waited for later.
    mended.catch(() => {});
    return { mended };
  }

  /** Lets more be said than can be told later, while somebody is away. */
  private async flood(absentee: number, words: number): Promise<void> {
    const { people, proxies } = this;
    const other = people[(absentee + 1) % people.length] as Participant;
    proxies[absentee]?.down();
    await within(other.isOpen(), 'somebody to be there');
    const spoken = Array.from({ length: words }, () => this.say(other));
    await within(Promise.all(spoken), 'the flood to be answered');
    proxies[absentee]?.up();
  }

  private async allAreBack(): Promise<void> {
    await within(Promise.all(this.people.map((each) => each.isOpen())), 'everybody to be connected');
  }

  /** Who is in the room, as each of its people is told now. */
  private members(): Promise<string[][]> {
    const lists = this.people.map(async ({ signaler }) => {
      const { data } = await signaler.request('get-room-info');
      return data.clients.map(({ id }) => id);
    });
    return within(Promise.all(lists), 'who is in the room');
  }
}
