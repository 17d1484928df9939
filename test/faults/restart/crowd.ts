import type { SignalerOptions } from '#client/signaler-options.js';
import { check } from '../histories/check.js';
import { enterLecture, storedChat } from '../histories/lecture.js';
import { Participant, type Scene } from '../histories/participant.js';
import { pause, within } from '../histories/waiting.js';

/** Number of clients in a room. */
const IN_ROOM = 10;
/** Every nth room is a lecture, whose chat is stored. */
const LECTURE_EVERY = 5;
/** Number of clients that connect at a time. */
const AT_ONCE = 50;
/** Maximum ms between two messages of a client. */
const PAUSE = 8000;
/** One of that many messages is for a single client. */
const DIRECT_EVERY = 10;

interface Room {
  name: string;
  isLecture: boolean;
  people: Participant[];
}

/** Many clients in many rooms that send messages until they are stopped. */
export class Crowd {
  readonly people: readonly Participant[];
  #talking: Promise<void>[] = [];
  #silent = false;
  #words = 0;

  private constructor(private readonly rooms: readonly Room[]) {
    this.people = rooms.flatMap(({ people }) => people);
  }

  /** Connects that many clients to the server on a port, and lets them join their rooms. */
  static async gather(
    count: number,
    port: number,
    scene: Scene,
    reconnect?: SignalerOptions['reconnect'],
  ): Promise<Crowd> {
    const rooms: Room[] = [];
    for (let left = count; left > 0; left -= IN_ROOM) {
      const name = `crowd-${rooms.length}`;
      const isLecture = rooms.length % LECTURE_EVERY === 0;
      const url = `ws://127.0.0.1:${port}${isLecture ? '/ws' : `/room/${name}/ws`}`;
      const people = Array.from(
        { length: Math.min(IN_ROOM, left) },
        () => new Participant(url, scene, reconnect),
      );
      rooms.push({ name, isLecture, people });
    }
    const crowd = new Crowd(rooms);
    for (let first = 0; first < count; first += AT_ONCE) {
      const some = crowd.people.slice(first, first + AT_ONCE);
      for (const { signaler } of some) signaler.connect();
      await within(Promise.all(some.map((each) => each.isOpen())), 'all clients to be connected');
    }
    for (const { isLecture, people } of rooms) if (isLecture) await enterLecture(people);
    return crowd;
  }

  get roomCount(): number {
    return this.rooms.length;
  }

  /** How often a client came back in this way. */
  resumed(how: keyof Participant['resumes']): number {
    return this.people.reduce((sum, { resumes }) => sum + resumes[how], 0);
  }

  /** Every client sends regularly, and waits for each answer before it sends again. */
  talk(): void {
    this.#silent = false;
    this.#talking = this.rooms.flatMap((room) => room.people.map((who) => this.#talkOn(who, room)));
  }

  /** Resolves when every client has sent its last message, and all clients in the room have received it. */
  async hush(): Promise<void> {
    this.#silent = true;
    await within(Promise.all(this.#talking), 'an answer or a refusal of every request');
    const heard = this.rooms.map(async ({ name, isLecture, people }) => {
      const last = await Promise.all(
        people.map((who, i) => who.say(`${name} end ${i}`, isLecture ? 'lecture' : 'room')),
      );
      await Promise.all(people.flatMap((who) => last.map(({ text }) => who.hasSeen(text))));
    });
    await within(Promise.all(heard), 'the last messages at all clients');
  }

  /** Violated guarantees in any room. */
  async findings(): Promise<string[]> {
    const wrong: string[] = [];
    for (const { name, isLecture, people } of this.rooms) {
      const found = check(people, {
        stored: isLecture ? await storedChat(people) : undefined,
        mayBeUnavailable: false,
      });
      wrong.push(...found.map((each) => `${name}: ${each}`));
    }
    return wrong;
  }

  close(): void {
    for (const each of this.people) each.close();
  }

  async #talkOn(who: Participant, { name, isLecture, people }: Room): Promise<void> {
    await pause(Math.random() * PAUSE);
    while (!this.#silent) {
      const text = `${name} ${++this.#words}`;
      const other = people[Math.floor(Math.random() * people.length * DIRECT_EVERY)];
      const to = other === who ? undefined : other?.clientId;
      if (to !== undefined) await who.say(text, 'direct', to);
      else await who.say(text, isLecture ? 'lecture' : 'room');
      await pause(Math.random() * PAUSE);
    }
  }
}
