import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { check } from './check.js';
import type { LecternProcess } from './lectern-process.js';
import { enterLecture, storedChat } from './lecture.js';
import { Participant, type Scene } from './participant.js';
import { Random } from './random.js';
import { pause, within } from './waiting.js';

/** What happens to the server in a history. */
export type ServerFault = 'none' | 'kill' | 'restart';

export interface Result {
  seed: number;
  /** What was wrong; empty where the promises held. */
  wrong: string[];
  said: number;
  answered: number;
  cuts: number;
  resumes: { recovered: number; unrecovered: number; anew: number };
}

/** Nobody has time to wait here. */
const RECONNECT = { base: 5, max: 60 };

/**
 * Plays one history: some people talk, to the room and to each other, or in a lecture, while their connections are cut,
 * fall silent and come back, and the server goes down or is killed. Then the faults end, everybody says one last thing,
 * and what each has been told is compared with what was promised.
 */
export async function play(seed: number, server: LecternProcess, fault: ServerFault): Promise<Result> {
  const random = new Random(seed);
  const inLecture = random.below(3) === 0;
  let now = 0;
  const scene: Scene = {
    tick: () => (now += 1),
    kills: () => server.kills,
    random: random.next,
  };
  const slowest = random.pick([0, 2, 15]);
  const people: Participant[] = [];
  const proxies: FaultyProxy[] = [];
  let cuts = 0;
  try {
    const path = inLecture ? '/ws' : `/room/history-${seed}-${process.pid}/ws`;
    for (let i = 0; i < 2 + random.below(3); i++) {
      const proxy = await FaultyProxy.start(
        () => server.port,
        () => random.next() * slowest,
      );
      proxies.push(proxy);
      people.push(new Participant(`ws://127.0.0.1:${proxy.port}${path}`, scene, RECONNECT));
    }
    for (const { signaler } of people) signaler.connect();
    await within(Promise.all(people.map((each) => each.isOpen())), 'everybody to be connected');
    if (inLecture) await within(enterLecture(people), 'everybody to enter the lecture');
    else
      await within(Promise.all(people.map(({ signaler }) => signaler.request('get-room-info'))), 'the room');

    const said: Promise<unknown>[] = [];
    const steps = 15 + random.below(30);
    const faultAt = fault === 'none' ? -1 : random.below(steps);
    let mended: Promise<void> = Promise.resolve();
    for (let step = 0; step < steps; step++) {
      const index = random.below(people.length);
      const who = people[index] as Participant;
      const proxy = proxies[index];
      const chance = random.next();
      if (step === faultAt) mended = takeDown(server, fault);
      if (chance < 0.6) {
        said.push(who.say(`${seed}-${step}`, inLecture ? 'lecture' : 'room'));
      } else if (chance < 0.72) {
        const to = inLecture ? undefined : random.pick(people).signaler.id;
        if (to !== undefined && to !== who.signaler.id) said.push(who.say(`${seed}-${step}`, 'direct', to));
      } else if (chance < 0.86) {
        cuts += 1;
        proxy?.cut();
      } else if (chance < 0.93) {
        cuts += 1;
        proxy?.swallow();
        setTimeout(() => proxy?.cut(), 10 + random.next() * 80);
      }
      await pause(random.next() * 12);
    }
    await within(mended, 'the server to be back');
    await pause(100);
    await within(Promise.all(said), 'every request to be answered or refused');
    await within(Promise.all(people.map((each) => each.isOpen())), 'everybody to be back');
    if (inLecture) {
      await within(
        Promise.all(people.map(({ lecture }) => lecture?.join())),
        'everybody to be in the lecture',
      );
    }
    const last = await within(
      Promise.all(people.map((each, i) => each.say(`${seed}-end-${i}`, inLecture ? 'lecture' : 'room'))),
      'the last words to be answered',
    );
    for (const { refused, text } of last) if (refused) throw new Error(`'${text}' was refused: ${refused}`);
    const texts = last.map(({ text }) => text);
    await within(Promise.all(people.map((each) => each.hasSeen(texts))), 'the last words to be heard by all');
    return result(seed, people, cuts, check(people, inLecture ? await storedChat(people) : undefined));
  } catch (error) {
    return result(seed, people, cuts, [String(error), ...check(people, undefined)]);
  } finally {
    for (const each of people) each.close();
    for (const each of proxies) each.close();
  }
}

async function takeDown(server: LecternProcess, fault: ServerFault): Promise<void> {
  if (fault === 'kill') await server.kill();
  else await server.stop();
  await server.start();
}

function result(seed: number, people: Participant[], cuts: number, wrong: string[]): Result {
  const said = people.flatMap((each) => each.said);
  const sum = (name: keyof Result['resumes']) => people.reduce((all, { resumes }) => all + resumes[name], 0);
  return {
    seed,
    wrong,
    said: said.length,
    answered: said.filter(({ answeredAt }) => answeredAt !== undefined).length,
    cuts,
    resumes: {
      recovered: sum('recovered'),
      unrecovered: sum('unrecovered'),
      anew: sum('anew') - people.length,
    },
  };
}
