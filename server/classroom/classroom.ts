import type { JoinedLecture, Member, Lecture as WireLecture } from 'lectern-protocol';
import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener, Presence } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager, Leaver } from '../chat/chat-manager.js';
import { classRoomId, classUuidOf, lectureIdOf, lectureRoomId } from '../chat/room-id.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { ChangeResult, ClassMember, Lecture, RequestKey, Store } from '../store/store.js';
import type { Translator } from '../translation/translator.js';
import { Coalescer } from '../util/coalescer.js';
import { Announcements } from './announcements.js';
import { AttendanceBook } from './attendance-book.js';
import { LectureStates } from './lecture-state.js';
import { type LectureMember, Rights } from './rights.js';

/** Lists that go to everybody are gathered over so many ms, like room-info. */
const GATHER_MS = 250;

/** Lists that go out whole are cut at this many. */
const LIST_MOST = 1000;

export interface ClassroomServices {
  store: Store;
  backplane: Backplane;
  manager: ChatManager;
  translator: Translator;
  /** The server's monotonic clock in ms. */
  clock(): number;
  /** Seconds for which the place of a client is kept. */
  reconnectionTimeout: number;
  log: { error(fields: object, text: string): void };
}

/** Where the nodes tell each other who was taken out of a lecture. */
const EXPELLED = 'expelled';

interface Expelled {
  userId: string;
  lectureId: number;
  /** The node that has taken out its own already. */
  by: string;
}

/** Classes and lectures: what their handlers share. */
export class Classroom implements LogListener {
  private readonly id = uuid();
  readonly store: Store;
  readonly translator: Translator;
  readonly rights: Rights;
  readonly states: LectureStates;
  readonly clock: () => number;
  readonly announcements: Announcements;
  private readonly attendance: AttendanceBook;
  private readonly coalescer: Coalescer;
  private recovery: NodeJS.Timeout | undefined;
  private readonly saved = new WeakMap<ChatClient, string>();

  constructor(private readonly services: ClassroomServices) {
    const { store, backplane, manager, translator, clock, log } = services;
    this.store = store;
    this.translator = translator;
    this.clock = clock;
    this.rights = new Rights(store);
    this.announcements = new Announcements(backplane, store.ordered);
    this.states = new LectureStates(backplane, clock);
    const failed = (error: unknown) => log.error({ err: error }, 'a change in a classroom was not told');
    this.coalescer = new Coalescer(failed, GATHER_MS);
    this.attendance = new AttendanceBook(store, failed);
    manager.onLeave((leaver, roomId) => this.left(leaver, roomId).catch(failed));
  }

  /** Begins to hear of what other nodes do. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(EXPELLED, this);
  }

  async close(): Promise<void> {
    clearTimeout(this.recovery);
    await this.services.backplane.unsubscribe(EXPELLED, this);
    this.coalescer.close();
    await this.attendance.close();
  }

  /** Ends what a crash left live once whoever was connected before has had the time to come back. */
  recoverLater(): void {
    const { reconnectionTimeout, log } = this.services;
    clearTimeout(this.recovery);
    this.recovery = setTimeout(() => {
      this.recover().catch((error) =>
        log.error({ err: error }, 'lectures that a crash left live could not be ended'),
      );
    }, reconnectionTimeout * 1000).unref();
  }

  /** Ends lectures that are live and whose instructor is nowhere. */
  private async recover(): Promise<void> {
    let before: number | undefined;
    do {
      const page = await this.store.liveLectures({ before, limit: 200 });
      for (const lecture of page.items) {
        const here = await this.activeMembers(lecture);
        if (!here.some(({ memberType }) => memberType === 'instructor')) await this.setLive(lecture, false);
      }
      before = page.before;
    } while (before !== undefined);
  }

  /** Forgets what was kept to answer a client's repeated requests, once it has left for good. */
  async forget(client: ChatClient): Promise<void> {
    if (this.saved.has(client)) await this.store.deleteReplies({ clientId: client.id });
  }

  /** Keeps the client's user in the database, where it is not there under this name yet. */
  async saveUser(client: ChatClient): Promise<void> {
    const { id, photo } = client.user;
    if (this.saved.get(client) === client.username) return;
    await this.store.saveUser({ id, name: client.username, ...(photo === undefined ? {} : { photo }) });
    this.saved.set(client, client.username);
  }

  // What is told

  /** The lists that a class room hears of after a change, gathered. */
  lecturesChanged(classUuid: string): void {
    this.coalescer.add(`lectures ${classUuid}`, () =>
      this.announcements.list(classRoomId(classUuid), 'GetLectures', async () => ({
        value: { lectures: await this.lectures(classUuid), status: 200 as const },
      })),
    );
  }

  membersChanged(classUuid: string): void {
    this.coalescer.add(`members ${classUuid}`, () =>
      this.announcements.list(classRoomId(classUuid), 'GetClassMembers', async () => ({
        value: { members: await this.members(classUuid), status: 200 as const },
      })),
    );
  }

  activeMembersChanged(lecture: Lecture): void {
    this.coalescer.add(`active ${lecture.id}`, () =>
      this.announcements.list(lectureRoomId(lecture.id), 'GetActiveLectureMember', async () => ({
        value: { members: await this.activeMembers(lecture), status: 200 as const },
      })),
    );
  }

  // What is read

  /** Everyone enrolled, with who is connected to the class room. */
  async members(classUuid: string): Promise<Member[]> {
    const here = new Set((await this.present(classRoomId(classUuid))).map(({ userId }) => userId));
    const members: Member[] = [];
    let after: number | undefined;
    do {
      const page = await this.store.members(classUuid, { after, limit: 200 });
      for (const each of page.items) members.push(memberOf(each, here.has(each.user.id)));
      after = page.after;
    } while (after !== undefined && members.length < LIST_MOST);
    return members;
  }

  /** Who is in the lecture's room, each user once. */
  async activeMembers({ id, classUuid }: Lecture): Promise<Member[]> {
    const users = new Set((await this.present(lectureRoomId(id))).map(({ userId }) => userId));
    const members: Member[] = [];
    for (const userId of users) {
      const member = await this.store.member(classUuid, userId);
      if (member) members.push(memberOf(member, true));
    }
    return members;
  }

  async lectures(classUuid: string): Promise<WireLecture[]> {
    const lectures: WireLecture[] = [];
    let before: number | undefined;
    do {
      const page = await this.store.lectures(classUuid, { before, limit: 200 });
      lectures.unshift(...(await Promise.all(page.items.map((lecture) => this.lecture(lecture)))));
      before = page.before;
    } while (before !== undefined && lectures.length < LIST_MOST);
    return lectures;
  }

  async lecture(lecture: Lecture): Promise<WireLecture> {
    const { speech, ...rest } = lecture;
    return { ...rest, participants: await this.activeMembers(lecture) };
  }

  private present(roomId: string): Promise<Presence[]> {
    return this.services.backplane.members(roomId);
  }

  /** All that one who enters a lecture needs to know. */
  async stateFor(client: ChatClient, { lecture, member }: LectureMember): Promise<JoinedLecture> {
    const { playback, hands, granted } = await this.states.get(lecture.id, lecture.videoIdx);
    const translator = this.translator.name;
    return {
      user: memberOf({ ...member, user: { ...member.user, name: client.username } }, true),
      lecture: await this.lecture(lecture),
      playback,
      hands,
      speech: { mode: lecture.speech, granted },
      ...(translator === undefined ? {} : { translator }),
      status: 200,
    };
  }

  // Coming and going

  /** Puts a client back into a class's or a lecture's room, where it still may be. */
  async comeBack(client: ChatClient, roomId: string): Promise<void> {
    const classUuid = classUuidOf(roomId);
    const lecture = await this.lectureIn(roomId);
    try {
      await this.rights.classMember(client, classUuid ?? lecture?.classUuid ?? '');
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'unavailable') return;
      throw error;
    }
    if (classUuid !== undefined) await this.enterClass(client, classUuid);
    if (lecture) await this.enterLecture(client, lecture);
  }

  /** Tells a client anew what it missed too much of. */
  async tellState(client: ChatClient, roomId: string): Promise<void> {
    const lecture = await this.lectureIn(roomId);
    if (!lecture) return;
    const found = await this.rights.lectureMember(client, {
      classUuid: lecture.classUuid,
      lectureId: lecture.id,
    });
    client.tell('JoinLecture', await this.stateFor(client, found));
  }

  private async lectureIn(roomId: string): Promise<Lecture | undefined> {
    const lectureId = lectureIdOf(roomId);
    return lectureId === undefined ? undefined : this.store.lecture(lectureId);
  }

  /** Enters the lecture's room; false where the client was in it already. */
  async enterLecture(client: ChatClient, lecture: Lecture): Promise<boolean> {
    const roomId = lectureRoomId(lecture.id);
    if (client.rooms.has(roomId)) return false;
    await this.services.manager.enter(client, roomId);
    this.attendance.start(client, lecture.id);
    this.activeMembersChanged(lecture);
    this.lecturesChanged(lecture.classUuid);
    return true;
  }

  async enterClass(client: ChatClient, classUuid: string): Promise<void> {
    await this.services.manager.enter(client, classRoomId(classUuid));
    this.membersChanged(classUuid);
  }

  leave(client: ChatClient, roomId: string): Promise<void> {
    return this.services.manager.leave(client, roomId);
  }

  /** Another node goes on with a client. */
  detach({ id }: ChatClient): void {
    this.attendance.stopAll(id);
  }

  /** Whether a user is in a lecture, on whichever node. */
  async isIn(userId: string, lectureId: number): Promise<boolean> {
    return (await this.present(lectureRoomId(lectureId))).some((presence) => presence.userId === userId);
  }

  /** Takes all clients of a user out of a lecture. */
  async expel(userId: string, lectureId: number): Promise<void> {
    await this.expelHere(userId, lectureId);
    const expelled: Expelled = { userId, lectureId, by: this.id };
    await this.services.backplane.publish(EXPELLED, JSON.stringify(expelled));
  }

  private async expelHere(userId: string, lectureId: number): Promise<void> {
    const roomId = lectureRoomId(lectureId);
    for (const client of this.services.manager.clients.values()) {
      if (client.user.id === userId && client.rooms.has(roomId)) await this.leave(client, roomId);
    }
  }

  /** Hears who was expelled by another node. */
  deliver(text: string): void {
    const { userId, lectureId, by } = JSON.parse(text) as Expelled;
    if (by === this.id) return;
    this.expelHere(userId, lectureId).catch((error) =>
      this.services.log.error({ err: error }, 'a user could not be taken out of a lecture'),
    );
  }

  missed(): void {}

  /** What a client leaves behind in a room, whichever way it left. */
  private async left({ id: clientId, userId }: Leaver, roomId: string): Promise<void> {
    const classUuid = classUuidOf(roomId);
    if (classUuid !== undefined) this.membersChanged(classUuid);
    const lectureId = lectureIdOf(roomId);
    if (lectureId === undefined) return;
    this.attendance.stop(clientId, lectureId);
    const lecture = await this.store.lecture(lectureId);
    if (!lecture) return;
    this.activeMembersChanged(lecture);
    this.lecturesChanged(lecture.classUuid);
    if ((await this.present(roomId)).some((presence) => presence.userId === userId)) return;
    const before = await this.states.get(lectureId);
    if (before.hands.some((hand) => hand.userId === userId)) {
      await this.announcements.say(roomId, 'LowerHand', async () => ({
        value: { hands: await this.states.lowerHand(lecture, userId), status: 200 as const },
      }));
    }
    const member = await this.store.member(lecture.classUuid, userId);
    if (member?.memberType === 'instructor' && lecture.isLive) {
      await this.announcements.say(roomId, 'SetLectureLiveStatus', async () => {
        await this.setLive(lecture, false);
        return { value: { liveStatus: false, status: 200 as const } };
      });
    }
  }

  /** Makes a lecture live or not; stopping goes back to the first video. The class room is told, the lecture room is the caller's. */
  async setLive(lecture: Lecture, live: boolean, request?: RequestKey): Promise<ChangeResult<Lecture>> {
    const change = live ? { isLive: true } : { isLive: false, videoIdx: 0 };
    const outcome = await this.store.updateLecture({ id: lecture.id, ...change }, request);
    if (!live) await this.states.changePlayback(outcome.value, (_, now) => ({ ...stopped, at: now }));
    this.lecturesChanged(lecture.classUuid);
    return outcome;
  }
}

const stopped = { videoIdx: 0, position: 0, rate: 1, playing: false } as const;

export const memberOf = ({ user, memberType }: ClassMember, connected: boolean): Member => ({
  userId: user.id,
  userName: user.name,
  memberType,
  connected,
});

/** The key under which a change is done once, where the message carries an `id`. */
export const requestOf = (client: ChatClient, { id }: Message): RequestKey | undefined =>
  id === undefined ? undefined : { clientId: client.id, id };
