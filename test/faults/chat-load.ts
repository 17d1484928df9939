import type { SavedMessage, ServerMessage } from 'lectern-protocol';
import { LeanClient } from '../helpers/lean-client.js';

/** A message for the chat, and its result. */
interface Said {
  by: LeanClient;
  id: string;
  text: string;
  /** ms from sending to the answer */
  took: number;
}

/** Differences between answers and stored data; empty if there are none. */
export interface Findings {
  missing: string[];
  twice: string[];
  /** Replies that are neither valid nor `unavailable`. */
  strange: string[];
  /** Lost connections. */
  lost: number;
  /** Messages in the room that a member did not receive exactly once. */
  unheard: number;
}

/**
 * Clients that write to a lecture's chat, which is stored, and clients that send in its room, which is not. Each one
 * sends at a fixed rate, whether or not the last message is answered. They are different users, as the messages of one
 * user keep their order.
 */
export class ChatLoad {
  readonly acknowledged: Said[] = [];
  readonly refused: Said[] = [];
  /** ms from sending to receiving messages of the room. */
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

  /** A lecture with that many writers and as many talkers, each with one message per interval in ms. */
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

  /** Resolves once the condition holds; checks it after every message. */
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

  /** Stops writing. Resolves when all messages are answered, and those of the room have arrived. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.asked);
    // The server has handled the last messages when it answers the first requests, and sent them before the second ones.
    for (const _ of ['handled', 'arrived'])
      await Promise.all(this.members.map((member) => member.request('get-ice-servers', undefined)));
  }

  /**
   * Repeats all refused messages with the same IDs, so the server must recognize those that were stored nevertheless.
   * Returns their number.
   */
  async repeat(): Promise<number> {
    const kept = new Set((await this.kept()).map(({ text }) => text.en.result));
    const again = this.refused.splice(0);
    await Promise.all(again.map(({ by, id, text }) => this.say(by, id, text)));
    return again.filter(({ text }) => kept.has(text)).length;
  }

  /** Compares the stored messages with the answers. */
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
