import type { SavedMessage, ServerMessage } from 'lectern-protocol';
import { LeanClient } from '../helpers/lean-client.js';

/** A message for the chat, and what became of it. */
interface Said {
  by: LeanClient;
  id: string;
  text: string;
  /** ms from sending to the answer */
  took: number;
}

/** What is wrong between what was answered and what is kept; nothing, where all is well. */
export interface Findings {
  missing: string[];
  twice: string[];
  /** Neither a good reply nor `unavailable`. */
  strange: string[];
  /** Connections that were lost. */
  lost: number;
  /** Words in the room that somebody in it did not hear once. */
  unheard: number;
}

/**
 * Writers of a lecture's chat, which is kept, and talkers in its room, which is not: each of them writes so often,
 * whether or not the last message is answered. They are different people, as the messages of one go in their order.
 */
export class ChatLoad {
  readonly acknowledged: Said[] = [];
  readonly refused: Said[] = [];
  /** ms from sending to hearing words of the room. */
  readonly roomTimes: number[] = [];
  private readonly strange: string[] = [];
  private readonly sentToRoom = new Map<string, { at: number; heard: number }>();
  private readonly asked: Promise<void>[] = [];
  private readonly watchers = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private count = 0;

  private constructor(
    private readonly writers: LeanClient[],
    private readonly talkers: LeanClient[],
    private readonly lecture: { classUuid: string; lectureId: number },
  ) {
    for (const member of this.members) member.listen((message) => this.hear(message));
  }

  private get members(): LeanClient[] {
    return [...this.writers, ...this.talkers];
  }

  /** A lecture with so many writers and as many talkers, who each write every so many ms. */
  static async begin(url: string, { each, every }: { each: number; every: number }): Promise<ChatLoad> {
    const members: LeanClient[] = [];
    while (members.length < 2 * each) members.push(await LeanClient.open(url));
    const [teacher] = members as [LeanClient, ...LeanClient[]];
    const { class: made } = await teacher.ask('CreateClass', { title: 'Algebra' });
    const classUuid = made.uuid;
    const given = { classUuid, lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: 'a.mp4' };
    const lectureId = (await teacher.ask('CreateLecture', given)).lecture.id;
    for (const member of members) {
      if (member !== teacher) await member.ask('EnrollClass', { classUuid });
      await member.ask('JoinLecture', { classUuid, lectureId });
    }
    const load = new ChatLoad(members.slice(0, each), members.slice(each), { classUuid, lectureId });
    load.timer = setInterval(() => load.tick(), every);
    return load;
  }

  /** Resolves once it is so; asked after everything that comes. */
  until(is: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watch = (): void => {
        if (!is()) return;
        this.watchers.delete(watch);
        resolve();
      };
      this.watchers.add(watch);
      watch();
    });
  }

  /** Writes no more; resolves when all is answered. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.asked);
  }

  /**
   * Asks once more, with the same ids, for everything that was refused, so that what was kept in spite of it must be
   * recognised; answers how many of them had been kept.
   */
  async repeat(): Promise<number> {
    const kept = new Set((await this.kept()).map(({ text }) => text.en.result));
    const again = this.refused.splice(0);
    await Promise.all(again.map(({ by, id, text }) => this.say(by, id, text)));
    return again.filter(({ text }) => kept.has(text)).length;
  }

  /** Compares what is kept with what was answered. */
  async check(): Promise<Findings> {
    const kept = new Map<string, number>();
    for (const { text } of await this.kept()) kept.set(text.en.result, (kept.get(text.en.result) ?? 0) + 1);
    return {
      missing: this.acknowledged.filter(({ text }) => !kept.has(text)).map(({ text }) => text),
      twice: [...kept].filter(([, times]) => times > 1).map(([text]) => text),
      strange: this.strange,
      lost: this.members.filter(({ connected }) => !connected).length,
      unheard: [...this.sentToRoom.values()].filter(({ heard }) => heard !== this.members.length).length,
    };
  }

  close(): void {
    clearInterval(this.timer);
    for (const member of this.members) member.close();
  }

  private tick(): void {
    for (const writer of this.writers) {
      const name = `message ${++this.count}`;
      this.asked.push(this.say(writer, name, name));
    }
    for (const talker of this.talkers) {
      const text = `words ${++this.count}`;
      this.sentToRoom.set(text, { at: performance.now(), heard: 0 });
      const receiver = `room/lecture_${this.lecture.lectureId}`;
      talker.send('text', { from: 'Talker', time: 1, text }, { receiver });
    }
  }

  private async say(by: LeanClient, id: string, text: string): Promise<void> {
    const started = performance.now();
    const { type, data } = await by.request('LiveChatTextMessage', { ...this.lecture, text }, id);
    const said = { by, id, text, took: performance.now() - started };
    const { status } = data as { status?: number };
    if (type === 'LiveChatTextMessage' && status === 200) this.acknowledged.push(said);
    else if (type === 'LiveChatTextMessage' && status === 503) this.refused.push(said);
    else this.strange.push(JSON.stringify({ type, data }));
    for (const watch of this.watchers) watch();
  }

  private hear(message: ServerMessage): void {
    if (message.type === 'error') this.strange.push(JSON.stringify(message.data));
    if (message.type !== 'text') return;
    const sent = this.sentToRoom.get(message.data.text);
    if (!sent) return;
    sent.heard += 1;
    this.roomTimes.push(performance.now() - sent.at);
    for (const watch of this.watchers) watch();
  }

  private async kept(): Promise<SavedMessage[]> {
    const [reader] = this.members as [LeanClient, ...LeanClient[]];
    const kept: SavedMessage[] = [];
    let before: number | undefined;
    do {
      const query = { ...this.lecture, limit: 200, ...(before === undefined ? {} : { before }) };
      const page = await reader.ask('GetLiveChatMessages', query);
      kept.push(...page.messages);
      before = page.before;
    } while (before !== undefined);
    return kept;
  }
}
