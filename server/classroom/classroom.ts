import type { ErrorCode, JoinedLecture, Member, Lecture as WireLecture } from 'lectern-protocol';
import type { Backplane, Presence } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager, DepartedClient } from '../chat/chat-manager.js';
import { classRoomId, classUuidOf, lectureIdOf, lectureRoomId } from '../chat/room-id.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { ChangeResult, ClassMember, Lecture, RequestKey, Store } from '../store/store.js';
import type { Translator } from '../translation/translator.js';
import { Coalescer } from '../util/coalescer.js';
import { AttendanceTracker } from './attendance-tracker.js';
import { ChangeBroadcaster } from './change-broadcaster.js';
import { ClassAccess, type LectureMember } from './class-access.js';
import { Exclusions } from './exclusions.js';
import { LectureStates } from './lecture-states.js';

/** Interval in ms over which changes of a list are coalesced, as for room-info. */
const COALESCE_MS = 250;

/** Maximum number of entries in a list that is sent as a whole. */
const MAX_LIST = 1000;

export interface ClassroomServices {
  store: Store;
  backplane: Backplane;
  manager: ChatManager;
  translator: Translator;
  /** The server's monotonic clock in ms. */
  clock(): number;
  /** Time in seconds for which a disconnected client keeps its place. */
  reconnectionTimeout: number;
  log: { error(fields: object, text: string): void };
}

/** Classes and lectures: the state and operations that their handlers share. */
export class Classroom {
  readonly store: Store;
  readonly translator: Translator;
  readonly access: ClassAccess;
  readonly states: LectureStates;
  readonly clock: () => number;
  readonly broadcaster: ChangeBroadcaster;
  readonly exclusions: Exclusions;
  private readonly attendance: AttendanceTracker;
  private readonly coalescer: Coalescer;
  private recovery: NodeJS.Timeout | undefined;
  private readonly savedNames = new WeakMap<ChatClient, string>();

  constructor(private readonly services: ClassroomServices) {
    const { store, backplane, manager, translator, clock, log } = services;
    this.store = store;
    this.translator = translator;
    this.clock = clock;
    this.access = new ClassAccess(store);
    this.broadcaster = new ChangeBroadcaster(backplane, store.ordered);
    this.exclusions = new Exclusions({ store, backplane, manager, log });
    this.states = new LectureStates(backplane, clock);
    const failed = (error: unknown) => log.error({ err: error }, 'a change in a classroom was not broadcast');
    this.coalescer = new Coalescer(failed, COALESCE_MS);
    this.attendance = new AttendanceTracker(store, failed);
    manager.onLeave((leaver, roomId) => this.onLeave(leaver, roomId).catch(failed));
  }

  /** Subscribes to announcements of other nodes. */
  async open(): Promise<void> {
    await this.exclusions.open();
  }

  async close(): Promise<void> {
    clearTimeout(this.recovery);
    await this.exclusions.close();
    this.coalescer.close();
    await this.attendance.close();
  }

  /** Ends lectures that a crash left live, after the time that clients have to resume. */
  recoverLater(): void {
    const { reconnectionTimeout, log } = this.services;
    clearTimeout(this.recovery);
    this.recovery = setTimeout(() => {
      this.recover().catch((error) =>
        log.error({ err: error }, 'lectures that a crash left live could not be ended'),
      );
    }, reconnectionTimeout * 1000).unref();
  }

  /** Ends live lectures without a connected instructor. */
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

  /** Deletes the replies that were stored for repeated requests of a client that has left permanently. */
  async forget(client: ChatClient): Promise<void> {
    if (this.savedNames.has(client)) await this.store.deleteReplies({ clientId: client.id });
  }

  /** Stores the client's user unless it is already stored with this name. */
  async saveUser(client: ChatClient): Promise<void> {
    const { id, photo } = client.user;
    if (this.savedNames.get(client) === client.username) return;
    await this.store.saveUser({ id, name: client.username, ...(photo === undefined ? {} : { photo }) });
    this.savedNames.set(client, client.username);
  }

  // Broadcasts

  /** Schedules a broadcast of the list of lectures to the class room. */
  lecturesChanged(classUuid: string): void {
    this.coalescer.add(`lectures ${classUuid}`, () =>
      this.broadcaster.broadcastList(classRoomId(classUuid), 'GetLectures', async () => ({
        value: { lectures: await this.lectures(classUuid), status: 200 as const },
      })),
    );
  }

  membersChanged(classUuid: string): void {
    this.coalescer.add(`members ${classUuid}`, () =>
      this.broadcaster.broadcastList(classRoomId(classUuid), 'GetClassMembers', async () => ({
        value: { members: await this.members(classUuid), status: 200 as const },
      })),
    );
  }

  activeMembersChanged(lecture: Lecture): void {
    this.coalescer.add(`active ${lecture.id}`, () =>
      this.broadcaster.broadcastList(lectureRoomId(lecture.id), 'GetActiveLectureMember', async () => ({
        value: { members: await this.activeMembers(lecture), status: 200 as const },
      })),
    );
  }

  // Queries

  /** Returns everyone who is enrolled, and whether they are connected to the class room. */
  async members(classUuid: string): Promise<Member[]> {
    const here = new Set((await this.presence(classRoomId(classUuid))).map(({ userId }) => userId));
    const members: Member[] = [];
    let after: number | undefined;
    do {
      const page = await this.store.members(classUuid, { after, limit: 200 });
      for (const each of page.items) members.push(toClassMember(each, here.has(each.user.id)));
      after = page.after;
    } while (after !== undefined && members.length < MAX_LIST);
    return members;
  }

  /** Returns the users in the lecture's room, each once. */
  async activeMembers({ id, classUuid }: Lecture): Promise<Member[]> {
    const users = new Set((await this.presence(lectureRoomId(id))).map(({ userId }) => userId));
    const members: Member[] = [];
    for (const userId of users) {
      const member = await this.store.member(classUuid, userId);
      if (member) members.push(toClassMember(member, true));
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
    } while (before !== undefined && lectures.length < MAX_LIST);
    return lectures;
  }

  async lecture(lecture: Lecture): Promise<WireLecture> {
    const { speech, ...rest } = lecture;
    return { ...rest, participants: await this.activeMembers(lecture) };
  }

  private presence(roomId: string): Promise<Presence[]> {
    return this.services.backplane.members(roomId);
  }

  /** Returns the state that a client needs when it joins a lecture. */
  async stateFor(client: ChatClient, { lecture, member }: LectureMember): Promise<JoinedLecture> {
    const { playback, hands, granted } = await this.states.get(lecture.id, lecture.videoIdx);
    const translator = this.translator.name;
    return {
      user: toClassMember({ ...member, user: { ...member.user, name: client.username } }, true),
      lecture: await this.lecture(lecture),
      playback,
      hands,
      speech: { mode: lecture.speech, granted },
      ...(translator === undefined ? {} : { translator }),
      status: 200,
    };
  }

  // Joining and leaving

  /** Adds a resumed client to the room of a class or lecture again, if it is still allowed to be there. */
  async comeBack(client: ChatClient, roomId: string): Promise<void> {
    const classUuid = classUuidOf(roomId);
    const lecture = await this.lectureIn(roomId);
    try {
      if (classUuid !== undefined) {
        await this.access.requireClassMember(client, classUuid);
        await this.enterClass(client, classUuid);
      }
      if (lecture) {
        await this.access.requireLectureMember(client, named(lecture));
        await this.enterLecture(client, lecture);
      }
    } catch (error) {
      if (!(error instanceof Refusal) || !NOT_ALLOWED.has(error.code)) throw error;
    }
  }

  /** Sends the current state to a client that missed messages. */
  async tellState(client: ChatClient, roomId: string): Promise<void> {
    const lecture = await this.lectureIn(roomId);
    if (!lecture) return;
    const found = await this.access.requireLectureMember(client, named(lecture));
    client.tell('JoinLecture', await this.stateFor(client, found));
  }

  private async lectureIn(roomId: string): Promise<Lecture | undefined> {
    const lectureId = lectureIdOf(roomId);
    return lectureId === undefined ? undefined : this.store.lecture(lectureId);
  }

  /** Adds a client to the lecture's room; false if the client was in it already. */
  async enterLecture(client: ChatClient, lecture: Lecture): Promise<boolean> {
    const roomId = lectureRoomId(lecture.id);
    if (client.rooms.has(roomId)) return false;
    await this.services.manager.join(client, roomId);
    await this.leaveUnlessAllowed(client, roomId, () =>
      this.access.requireLectureMember(client, named(lecture)),
    );
    this.attendance.start(client, lecture.id);
    this.activeMembersChanged(lecture);
    this.lecturesChanged(lecture.classUuid);
    return true;
  }

  async enterClass(client: ChatClient, classUuid: string): Promise<void> {
    const roomId = classRoomId(classUuid);
    await this.services.manager.join(client, roomId);
    await this.leaveUnlessAllowed(client, roomId, () => this.access.requireClassMember(client, classUuid));
    this.membersChanged(classUuid);
  }

  /** The instructor can have removed the user while the client was joining. */
  private async leaveUnlessAllowed(
    client: ChatClient,
    roomId: string,
    require: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await require();
    } catch (error) {
      await this.leave(client, roomId);
      throw error;
    }
  }

  leave(client: ChatClient, roomId: string): Promise<void> {
    return this.services.manager.leave(client, roomId);
  }

  /** Ends the attendance of a client that another node has taken over. */
  detach({ id }: ChatClient): void {
    this.attendance.stopAll(id);
  }

  /** Cleans up after a client that has left a room in any way. */
  private async onLeave({ id: clientId, userId }: DepartedClient, roomId: string): Promise<void> {
    const classUuid = classUuidOf(roomId);
    if (classUuid !== undefined) this.membersChanged(classUuid);
    const lectureId = lectureIdOf(roomId);
    if (lectureId === undefined) return;
    this.attendance.stop(clientId, lectureId);
    const lecture = await this.store.lecture(lectureId);
    if (!lecture) return;
    this.activeMembersChanged(lecture);
    this.lecturesChanged(lecture.classUuid);
    if ((await this.presence(roomId)).some((presence) => presence.userId === userId)) return;
    const before = await this.states.get(lectureId);
    if (before.hands.some((hand) => hand.userId === userId)) {
      await this.broadcaster.broadcastChange(roomId, 'LowerHand', async () => ({
        value: { hands: await this.states.lowerHand(lecture, userId), status: 200 as const },
      }));
    }
    const member = await this.store.member(lecture.classUuid, userId);
    if (member?.memberType === 'instructor' && lecture.isLive) {
      await this.broadcaster.broadcastChange(roomId, 'SetLectureLiveStatus', async () => {
        await this.setLive(lecture, false);
        return { value: { liveStatus: false, status: 200 as const } };
      });
    }
  }

  /**
   * Starts or stops a live lecture. Stopping resets it to the first video. The class room gets the changed list; the
   * caller informs the lecture room.
   */
  async setLive(lecture: Lecture, live: boolean, request?: RequestKey): Promise<ChangeResult<Lecture>> {
    const change = live ? { isLive: true } : { isLive: false, videoIdx: 0 };
    const outcome = await this.store.updateLecture({ id: lecture.id, ...change }, request);
    if (!live) await this.states.changePlayback(outcome.value, (_, now) => ({ ...stopped, at: now }));
    this.lecturesChanged(lecture.classUuid);
    return outcome;
  }
}

/** Codes of refusals that mean that a client is not allowed in a room, as opposed to failures. */
const NOT_ALLOWED: ReadonlySet<ErrorCode> = new Set(['forbidden', 'not-found']);

const named = ({ id, classUuid }: Lecture) => ({ classUuid, lectureId: id });

const stopped = { videoIdx: 0, position: 0, rate: 1, playing: false } as const;

export const toClassMember = ({ user, memberType }: ClassMember, connected: boolean): Member => ({
  userId: user.id,
  userName: user.name,
  memberType,
  connected,
});

/** Returns the key under which a change is made only once; undefined if the message has no `id`. */
export const requestKeyOf = (client: ChatClient, { id }: Message): RequestKey | undefined =>
  id === undefined ? undefined : { clientId: client.id, id };
