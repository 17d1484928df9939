import type { Test } from 'tap';
import { type Backplane, type LogListener, mailboxLog, roomLog } from '../../server/backplane/backplane.js';
import { ChatClient } from '../../server/chat/chat-client.js';
import { ChatManager } from '../../server/chat/chat-manager.js';
import { Classroom } from '../../server/classroom/classroom.js';
import { privateMessagesId } from '../../server/classroom/private-messages.js';
import { TickBatcher } from '../../server/delivery/tick-batcher.js';
import { DownloadLinks } from '../../server/identity/download-links.js';
import { checkOptions } from '../../server/options.js';
import { decode } from '../../server/protocol/codec.js';
import { Refusal } from '../../server/protocol/errors.js';
import { BatchSender } from '../../server/socket/batch-sender.js';
import type { Lecture, Store } from '../../server/store/store.js';
import { createTranslator } from '../../server/translation/create-translator.js';
import { BudgetMeter } from '../../server/util/budget-meter.js';
import { type MakeSubject, makeClassroom, text } from './store-classroom.js';

/** Opens what a node of a new cluster shares with the others. */
export type MakeBackplane = (t: Test) => Promise<() => Promise<Backplane>>;

const options = checkOptions({});

/** The classroom of one node. */
class Node {
  readonly classroom: Classroom;
  /** Whether the node loses Redis between a change and its announcement. */
  failing = false;

  constructor(
    readonly store: Store,
    backplane: Backplane,
  ) {
    const check = () => {
      if (this.failing) throw new Refusal('unavailable', 'Redis cannot be reached');
    };
    const unreliable: Backplane = Object.create(backplane, {
      announce: {
        value: (...given: Parameters<Backplane['announce']>) => {
          check();
          return backplane.announce(...given);
        },
      },
      append: {
        value: (...given: Parameters<Backplane['append']>) => {
          check();
          return backplane.append(...given);
        },
      },
    });
    this.classroom = new Classroom({
      // As in a cluster, since several nodes make changes.
      store: { ...store, ordered: false },
      backplane: unreliable,
      manager: new ChatManager(backplane, new TickBatcher(new BatchSender('node')), 1e9),
      translator: createTranslator(options, { onOutcome: () => {} }),
      clock: () => performance.now(),
      budgets: new BudgetMeter(),
      links: new DownloadLinks('a secret'),
      options,
      log: { error: (fields) => console.error(fields) },
    });
  }
}

const roomOf = ({ id }: Pick<Lecture, 'id'>): string => `lecture_${id}`;

/** A client whose user is the student of the classroom. It is not in the room. */
const student = (): ChatClient =>
  new ChatClient(
    'ann',
    {
      guest: true,
      user: { id: 'student', name: 'Ann' },
      role: 'presenter',
      grants: { rooms: ['*'], classes: ['*'], create: true },
    },
    undefined,
    false,
  );

/** The messages that members of a lecture receive. */
class Member implements LogListener {
  readonly heard: string[] = [];
  gaps = 0;
  private wake = () => {};

  deliver(envelope: string): void {
    const { type, data } = JSON.parse(envelope);
    this.heard.push(data.message?.text.en.result ?? type);
    this.wake();
  }

  gap(): void {
    this.gaps++;
  }

  /** Resolves when that many messages were received. */
  async hears(count: number): Promise<string[]> {
    while (this.heard.length < count) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.heard;
  }
}

/** Requirements for announcing stored changes once and in order, for every pair of a store and a backplane. */
export function outboxContract(t: Test, makeStore: MakeSubject, makeBackplane: MakeBackplane): void {
  /** Two nodes, and a member of the lecture on each of them. */
  const start = async (t: Test) => {
    const { store, open, of, lecture } = await makeClassroom(t, makeStore);
    const openBackplane = await makeBackplane(t);
    const places = [await openBackplane(), await openBackplane()] as const;
    const members = [new Member(), new Member()] as const;
    for (const [i, member] of members.entries()) await places[i]?.subscribe(roomLog(roomOf(lecture)), member);
    const one = new Node(store, places[0]);
    const other = new Node(await open(), places[1]);
    t.teardown(() => Promise.all([one, other].map(({ classroom }) => classroom.close())));
    const request = (id: number) => {
      const frame = JSON.stringify({ type: 'get-room-info', id });
      return { client: student(), request: decode(frame, frame.length, options) };
    };
    const chat = ({ classroom, store }: Node, words: string, id?: number) =>
      classroom.broadcaster.storeAndBroadcast({
        roomId: roomOf(lecture),
        type: 'LiveChatTextMessage',
        change: (announcement) =>
          store.addChatMessage(
            { lectureId: lecture.id, senderId: 'student', dateStr: '', text: text(words) },
            id === undefined ? undefined : { clientId: 'ann', id },
            announcement,
          ),
        ...(id !== undefined && { by: request(id) }),
      });
    /** A change that is stored, but not announced. */
    const lose = async (words: string, id?: number) => {
      one.failing = true;
      await t.rejects(chat(one, words, id), { code: 'unavailable' });
    };
    const allHear = async (expected: string[]) => {
      for (const member of members) {
        t.same(await member.hears(expected.length), expected);
        t.equal(member.gaps, 0);
      }
    };
    const stored = async () =>
      (await store.chatMessages(lecture.id)).items.map((message) => message.text.en.result);
    return { store, of, lecture, places, one, other, members, request, chat, lose, allHear, stored };
  };

  t.test('a request that is repeated on another node is announced there, once', async (t) => {
    const { other, chat, lose, allHear, stored } = await start(t);
    await lose('one', 1);
    const answer = await chat(other, 'one', 1);
    t.match(answer, { reply: { message: { text: text('one') } } });
    t.same(await chat(other, 'one', 1), answer, 'a second time');
    await chat(other, 'two');
    await allHear(['one', 'two']);
    t.same(await stored(), ['one', 'two']);
  });

  t.test('the next change on another node announces the earlier ones first', async (t) => {
    const { one, other, chat, lose, allHear, stored } = await start(t);
    await chat(one, 'one');
    await lose('two');
    await lose('three', 3);
    await chat(other, 'four');
    one.failing = false;
    await chat(one, 'three', 3);
    await chat(one, 'five');
    await allHear(['one', 'two', 'three', 'four', 'five']);
    t.same(await stored(), ['one', 'two', 'three', 'four', 'five']);
  });

  t.test('a node that starts announces what another one has left behind', async (t) => {
    const { other, chat, lose, allHear } = await start(t);
    await lose('one');
    await lose('two', 2);
    other.classroom.announceOverdue();
    await allHear(['one', 'two']);
    await chat(other, 'three');
    await allHear(['one', 'two', 'three']);
  });

  t.test('a running node announces what another one leaves behind', async (t) => {
    const { store, one, other, chat, lose, allHear } = await start(t);
    other.classroom.announceOverdue();
    await chat(one, 'one');
    await lose('two');
    await allHear(['one', 'two']);
    while ((await store.dueAnnouncements()).length > 0) await new Promise(setImmediate);
  });

  t.test('what is in the log already is not announced again', async (t) => {
    const { store, one, other, chat, allHear } = await start(t);
    await Promise.all([chat(one, 'one', 1), chat(one, 'two', 2)]);
    const due = await store.dueAnnouncements();
    t.equal(due.length, 2, 'still in the outbox');
    await chat(other, 'two', 2);
    other.classroom.announceOverdue();
    while ((await store.dueAnnouncements()).length > 0) await new Promise(setImmediate);
    await chat(other, 'three');
    await allHear(['one', 'two', 'three']);
  });

  t.test('members who have received the state after a gap do not receive earlier changes', async (t) => {
    const { store, lecture, other, chat, allHear } = await start(t);
    const announcement = { roomId: roomOf(lecture), epoch: 'earlier', type: 'LiveChatTextMessage' };
    const message = { lectureId: lecture.id, senderId: 'student', dateStr: '', text: text('one') };
    await store.addChatMessage(message, undefined, announcement);
    other.classroom.announceOverdue();
    while ((await store.dueAnnouncements()).length > 0) await new Promise(setImmediate);
    await chat(other, 'two');
    await allHear(['two']);
  });

  t.test('shared state that belongs to a change is set before its late announcement', async (t) => {
    const { store, lecture, one, other, members } = await start(t);
    const select = (node: Node, videoIdx: number) =>
      node.classroom.broadcaster.storeAndBroadcast({
        roomId: roomOf(lecture),
        type: 'SelectVideo',
        change: (announcement) =>
          node.store.updateLecture({ id: lecture.id, videoIdx }, undefined, announcement),
      });
    one.failing = true;
    await t.rejects(select(one, 1), { code: 'unavailable' });
    t.match(await select(other, 2), { reply: { selectedVideoIdx: 2, playback: { videoIdx: 2 } } });
    for (const member of members) t.same(await member.hears(2), ['SelectVideo', 'SelectVideo']);
    t.equal((await other.classroom.states.get(lecture.id)).playback.videoIdx, 2);
    t.equal((await store.lecture(lecture.id))?.videoIdx, 2);
  });

  t.test('a change that is announced to clients reaches each of them once', async (t) => {
    const { store, of, lecture, places, one, other, request, chat, allHear } = await start(t);
    const [here] = places;
    const phones = new Map<string, Member>();
    for (const [id, userId] of [
      ['desk', 'teacher'],
      ['ann', 'student'],
      ['phone', 'student'],
      ['window', 'stranger'],
    ] as const) {
      const phone = new Member();
      phones.set(id, phone);
      await here.subscribe(mailboxLog(id), phone);
      await here.enter(roomOf(lecture), { id, username: id, userId, role: 'presenter' });
    }
    const whisper = (node: Node, words: string, id: number) =>
      node.classroom.broadcaster.storeAndBroadcast({
        roomId: privateMessagesId(lecture.id),
        type: 'LiveChatPrivateMessage',
        about: { classUuid: of.uuid, lectureId: lecture.id, clientId: 'ann' },
        change: (announcement) =>
          node.store.addChatMessage(
            {
              lectureId: lecture.id,
              senderId: 'student',
              privateWith: 'student',
              dateStr: '',
              text: text(words),
            },
            { clientId: 'ann', id },
            announcement,
          ),
        by: request(id),
      });
    one.failing = true;
    await t.rejects(whisper(one, 'one', 1), { code: 'unavailable' });
    const answer = await whisper(other, 'one', 1);
    t.match(answer, { reply: { message: { text: text('one'), private: { userId: 'student' } } } });
    t.same(await whisper(other, 'one', 1), answer, 'a second time');
    await t.rejects(whisper(one, 'two', 2), { code: 'unavailable' });
    one.failing = false;
    other.classroom.announceOverdue();
    while ((await store.dueAnnouncements()).length > 0) await new Promise(setImmediate);
    await whisper(one, 'three', 3);
    for (const id of ['desk', 'phone']) t.same(await phones.get(id)?.hears(3), ['one', 'two', 'three'], id);
    for (const id of ['ann', 'window']) t.same(phones.get(id)?.heard, [], id);
    await chat(one, 'to all');
    await allHear(['to all']);
  });
}
