import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { absent, broken, check } from './check.js';
import type { LecternProcess } from './lectern-process.js';
import { enterLecture, storedChat } from './lecture.js';
import { Participant, type Said, type Scene } from './participant.js';
import { Random } from './random.js';
import { pause, within } from './waiting.js';

/** What happens to the server of a history. */
export type ServerFault = 'kill' | 'restart';

/** What happens in a history beside the talking and the cuts. */
export interface Plot {
  /** What the server goes through, one after the other. */
  faults: readonly ServerFault[];
  /** While somebody is away more is said than a log holds. */
  flood: boolean;
}

export interface Result {
  seed: number;
  /** What was wrong; empty where the promises held. */
  wrong: string[];
  said: number;
  answered: number;
  cuts: number;
  resumes: { recovered: number; unrecovered: number; anew: number };
}

/** More than a room's log holds. */
const FLOOD = 1050;

/** More than has been said before, as a rule. */
const SPATE = 100;

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
export async function play(seed: number, server: LecternProcess, plot: Plot): Promise<Result> {
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
  private cuts = 0;

  constructor(
    private readonly seed: number,
    private readonly server: LecternProcess,
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
        () => server.port,
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
    const { seed, random, log, people, proxies, said } = this;
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
        await within(mended, 'the server to be back');
        ({ mended } = await this.goDown(fault, step));
      }
      if (step === floodAt) {
        await within(mended, 'the server to be back');
        await this.flood(random.below(people.length), FLOOD, 'flood');
      }
      const index = random.below(people.length);
      const who = people[index] as Participant;
      const proxy = proxies[index];
      const chance = random.next();
      if (chance < 0.6) {
        said.push(who.say(`${seed}-${step}`, log));
      } else if (chance < 0.72) {
        const to = log === 'lecture' ? undefined : random.pick(people).signaler.id;
        if (to !== undefined && to !== who.signaler.id) said.push(who.say(`${seed}-${step}`, 'direct', to));
      } else if (chance < 0.86) {
        this.cuts += 1;
        proxy?.cut();
      } else if (chance < 0.93) {
        this.cuts += 1;
        proxy?.swallow();
        setTimeout(() => proxy?.cut(), 10 + random.next() * 80);
      }
      await pause(random.next() * 12);
    }
    await within(mended, 'the server to be back');
  }

  /** Everybody comes back, and says a last word that all hear. */
  async end(): Promise<void> {
    const { seed, log, people, said } = this;
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
      Promise.all(people.map((each, i) => each.say(`${seed}-end-${i}`, log))),
      'the last words to be answered',
    );
    for (const { refused, text } of last) if (refused) throw new Error(`'${text}' was refused: ${refused}`);
    const texts = last.map(({ text }) => text);
    await within(Promise.all(people.map((each) => each.hasSeen(texts))), 'the last words to be heard by all');
  }

  async findings(): Promise<string[]> {
    const { log, people } = this;
    if (log === 'lecture') return check(people, await storedChat(people));
    return [...check(people, undefined), ...absent(people, await this.members())];
  }

  result(wrong: string[]): Result {
    const { seed, people, cuts } = this;
    const ways = people.map(({ way }, i) => `participant ${i}: ${way.slice(-WAY).join(', ')}`);
    const said = people.flatMap((each) => each.said);
    const sum = (name: keyof Result['resumes']) =>
      people.reduce((all, { resumes }) => all + resumes[name], 0);
    return {
      seed,
      wrong: wrong.length > 0 ? [...ways, ...wrong] : [],
      said: said.length,
      answered: said.filter(({ answeredAt }) => answeredAt !== undefined).length,
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
  private async goDown(fault: ServerFault, step: number): Promise<{ mended: Promise<void> }> {
    const { seed, random, log, people, proxies, said, server } = this;
    await this.allAreBack();
    const absentee = random.below(2) === 0 ? random.below(people.length) : undefined;
    if (absentee !== undefined) proxies[absentee]?.down();
    for (const [i, each] of people.entries()) {
      for (let word = 0; word < LAST_WORDS; word++) said.push(each.say(`${seed}-${step}-${i}-${word}`, log));
    }
    await pause(random.next() * 15);
    const mend = async () => {
      if (fault === 'kill') await server.kill();
      else await server.stop();
      await server.start();
      if (absentee !== undefined) await this.flood(absentee, SPATE, `${step}-spate`);
    };
    return { mended: mend() };
  }

  /** Lets more be said than can be told later, while somebody is away. */
  private async flood(absentee: number, words: number, name: string): Promise<void> {
    const { seed, log, people, proxies } = this;
    const other = people[(absentee + 1) % people.length] as Participant;
    proxies[absentee]?.down();
    await within(other.isOpen(), 'somebody to be there');
    const spoken = Array.from({ length: words }, (_, i) => other.say(`${seed}-${name}-${i}`, log));
    await within(Promise.all(spoken), `the ${name} to be answered`);
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
