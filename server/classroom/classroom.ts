import type { ErrorCode, JoinedLecture, ReactionKind, ServerMessageType } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { Backplane, Presence } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { classRoomId, classUuidOf, lectureIdOf, lectureRoomId } from '../chat/room-id.js';
import type { HookClient } from '../hooks/hooks.js';
import type { DownloadLinks } from '../identity/download-links.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { EntryControl } from '../room-settings/entry-control.js';
import type { Lecture, RequestKey, Store } from '../store/store.js';
import type { Translator } from '../translation/translator.js';
import type { BudgetMeter } from '../util/budget-meter.js';
import { Coalescer } from '../util/coalescer.js';
import { announcersOf } from './announcers.js';
import { AttendanceTracker } from './attendance-tracker.js';
import { AuditLog } from './audit-log.js';
import { type Change, ChangeBroadcaster } from './change-broadcaster.js';
import { ClassAccess, type LectureMember } from './class-access.js';
import { ClassCalendar } from './class-calendar.js';
import { ClassLists, toClassMember } from './class-lists.js';
import { Deletions } from './deletions.js';
import { Exclusions } from './exclusions.js';
import { LectureStates } from './lecture-states.js';
import { Memberships } from './memberships.js';
import { Outbox } from './outbox.js';
import { PrivateMessages } from './private-messages.js';
import { ReactionCounts } from './reaction-counts.js';
import { type RecordingOptions, Recordings } from './recordings.js';
import { Speakers } from './speakers.js';
import { StorageBudget, type StorageOptions } from './storage-budget.js';
import { type VoiceMessageOptions, VoiceMessages } from './voice-messages.js';
import { VoteCounts } from './vote-counts.js';

/** Interval in ms over which changes of a list are coalesced, as for room-info. */
const COALESCE_MS = 250;

export interface ClassroomServices {
  store: Store;
  backplane: Backplane;
  manager: ChatManager;
  translator: Translator;
  /** The server's monotonic clock in ms. */
  clock(): number;
  budgets: BudgetMeter;
  options: Pick<Options, 'reconnectionTimeout' | 'pageBytes' | 'auditEntries' | 'auditRetention'> &
    StorageOptions &
    VoiceMessageOptions &
    RecordingOptions;
  links: DownloadLinks;
  log: { error(fields: object, text: string): void };
}

/** Classes and lectures: the state and operations that their handlers share. */
export class Classroom {
  readonly store: Store;
  readonly translator: Translator;
  readonly access: ClassAccess;
  readonly entry: EntryControl;
  readonly states: LectureStates;
  readonly clock: () => number;
  readonly broadcaster: ChangeBroadcaster;
  readonly exclusions: Exclusions;
  readonly memberships: Memberships;
  readonly privateMessages: PrivateMessages;
  readonly speakers: Speakers;
  readonly storage: StorageBudget;
  readonly voiceMessages: VoiceMessages;
  readonly recordings: Recordings;
  readonly deletions: Deletions;
  readonly lists: ClassLists;
  readonly calendar: ClassCalendar;
  readonly audit: AuditLog;
  private readonly outbox: Outbox;
  private readonly attendance: AttendanceTracker;
  private readonly coalescer: Coalescer;
  private readonly voteCounts: VoteCounts;
  private readonly reactionCounts = new ReactionCounts();
  private recovery: NodeJS.Timeout | undefined;
  private readonly rightsListeners: ((userId: string) => void)[] = [];
  private readonly savedNames = new WeakMap<ChatClient, string>();

  constructor(private readonly services: ClassroomServices) {
    const { store, backplane, manager, translator, clock, budgets, options, links, log } = services;
    this.store = store;
    this.translator = translator;
    this.clock = clock;
    this.entry = new EntryControl(store, backplane);
    this.access = new ClassAccess(store, this.entry);
    this.audit = new AuditLog({ store, options, log });
    this.outbox = new Outbox({ store, backplane, budgets, log }, announcersOf(this));
    this.broadcaster = new ChangeBroadcaster(backplane, this.outbox, store.ordered);
    const rightsChanged = (userId: string) => {
      for (const listener of this.rightsListeners) listener(userId);
    };
    this.exclusions = new Exclusions({ store, backplane, manager, rightsChanged, log });
    this.privateMessages = new PrivateMessages(store, backplane);
    this.storage = new StorageBudget(options, store, budgets);
    const { broadcaster, storage } = this;
    this.voiceMessages = new VoiceMessages({ store, broadcaster, storage, budgets, options });
    this.recordings = new Recordings({ store, broadcaster, links, budgets, options });
    this.deletions = new Deletions({ store, backplane, manager, broadcaster, log });
    this.states = new LectureStates(backplane, clock);
    this.speakers = new Speakers(this);
    this.memberships = new Memberships({
      store,
      backplane,
      manager,
      speakers: this.speakers,
      rightsChanged,
      log,
      activeMembersChanged: (lecture) => this.activeMembersChanged(lecture),
      lecturesChanged: (classUuid) => this.lecturesChanged(classUuid),
      endUntaught: (lecture) => this.endUntaught(lecture),
    });
    this.lists = new ClassLists(store, backplane, options.pageBytes);
    this.calendar = new ClassCalendar(store);
    const failed = (error: unknown) => log.error({ err: error }, 'a change in a classroom was not broadcast');
    this.coalescer = new Coalescer(failed, COALESCE_MS);
    this.attendance = new AttendanceTracker(store, failed);
    this.voteCounts = new VoteCounts(store);
    manager.onLeave((leaver, roomId) => this.onLeave(leaver, roomId).catch(failed));
  }

  /** Adds a listener that is called on each node when a user is removed, or the user's membership of a class changes. */
  onRightsChanged(listener: (userId: string) => void): void {
    this.rightsListeners.push(listener);
  }

  /** Subscribes to announcements of other nodes. */
  async open(): Promise<void> {
    await this.storage.open();
    await this.exclusions.open();
    await this.memberships.open();
    await this.deletions.open();
  }

  async close(): Promise<void> {
    clearTimeout(this.recovery);
    this.storage.close();
    await this.outbox.close();
    await this.exclusions.close();
    await this.memberships.close();
    await this.deletions.close();
    this.coalescer.close();
    await this.attendance.close();
  }

  /** Announces changes that a crash left unannounced, now and while the server runs. */
  announceOverdue(): void {
    this.outbox.open();
  }

  /** Ends lectures that a crash left live, after the time that clients have to resume. */
  recoverLater(): void {
    const { options, log } = this.services;
    clearTimeout(this.recovery);
    this.recovery = setTimeout(() => {
      this.recover().catch((error) =>
        log.error({ err: error }, 'lectures that a crash left live could not be ended'),
      );
    }, options.reconnectionTimeout * 1000).unref();
  }

  /** Ends live lectures without a connected instructor. */
  private async recover(): Promise<void> {
    let before: number | undefined;
    do {
      const page = await this.store.liveLectures({ before, limit: 200 });
      for (const lecture of page.items) await this.endUntaught(lecture);
      before = page.before;
    } while (before !== undefined);
  }

  /** Deletes the replies that were stored for repeated requests of a client that has left permanently. */
  async forget(client: ChatClient): Promise<void> {
    if (this.savedNames.has(client)) await this.store.deleteReplies({ clientId: client.requestScope });
  }

  /** Stores the client's user unless it is already stored with this name. */
  async saveUser(client: ChatClient): Promise<void> {
    const { id, photo } = client.user;
    if (this.savedNames.get(client) === client.username) return;
    await this.store.saveUser({ id, name: client.username, ...(photo === undefined ? {} : { photo }) });
    this.savedNames.set(client, client.username);
  }

  // Broadcasts

  /** Schedules a broadcast of the newest lectures to the class room. */
  lecturesChanged(classUuid: string): void {
    this.listChanged(`lectures ${classUuid}`, classRoomId(classUuid), 'GetLectures', async () => ({
      value: { ...(await this.lists.lectures(classUuid)), status: 200 as const },
    }));
  }

  membersChanged(classUuid: string): void {
    this.listChanged(`members ${classUuid}`, classRoomId(classUuid), 'GetClassMembers', async () => ({
      value: { ...(await this.lists.members(classUuid)), status: 200 as const },
    }));
  }

  activeMembersChanged(lecture: Lecture): void {
    this.listChanged(
      `active ${lecture.id}`,
      lectureRoomId(lecture.id),
      'GetActiveLectureMember',
      async () => ({
        value: { ...(await this.lists.activeMembers(lecture)), status: 200 as const },
      }),
    );
  }

  /** Schedules a broadcast of the number of votes for a question. */
  votesChanged({ id }: Lecture, markerId: number): void {
    this.voteCounts.add(id, markerId);
    this.listChanged(`votes ${id}`, lectureRoomId(id), 'MarkerVotes', async () => ({
      value: { votes: await this.voteCounts.take(id), status: 200 as const },
    }));
  }

  /** Counts a reaction, and schedules a broadcast of the numbers. */
  react({ id }: Lecture, reaction: ReactionKind): void {
    this.reactionCounts.add(id, reaction);
    this.listChanged(`reactions ${id}`, lectureRoomId(id), 'Reactions', async () => ({
      value: { reactions: this.reactionCounts.take(id), status: 200 as const },
    }));
  }

  /** Schedules a broadcast of a list. In a large room, the previous list delays it. */
  private listChanged<T extends ServerMessageType>(
    key: string,
    roomId: string,
    type: T,
    read: Change<T>,
  ): void {
    const room = () => this.services.manager.rooms.get(roomId);
    const send = async () => {
      const bytes = await this.broadcaster.broadcastList(roomId, type, read);
      room()?.countBroadcast(bytes);
    };
    this.coalescer.add(key, send, () => room()?.broadcastWaitMs ?? 0);
  }

  /** Returns whether a message can be broadcast to a room now, and counts it in that case. */
  admitsBroadcast(roomId: string, value: unknown): boolean {
    const room = this.services.manager.rooms.get(roomId);
    if (!room) return true;
    if (room.broadcastWaitMs > 0) return false;
    room.countBroadcast(Buffer.byteLength(JSON.stringify(value)));
    return true;
  }

  private presence(roomId: string): Promise<Presence[]> {
    return this.services.backplane.members(roomId);
  }

  /** Returns the state that a client needs when it joins a lecture. */
  async stateFor(client: ChatClient, { lecture, member }: LectureMember): Promise<JoinedLecture> {
    const { playback, hands, granted } = await this.states.get(lecture.id, lecture.videoIdx);
    const translator = this.translator.name;
    const recording = await this.recordings.stateOf(lecture);
    return {
      user: toClassMember({ ...member, user: { ...member.user, name: client.username } }, true),
      lecture: await this.lists.lecture(lecture),
      playback,
      hands,
      speech: { mode: lecture.speech, granted },
      ...(translator === undefined ? {} : { translator }),
      ...(recording && { recording }),
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
        await this.enterClass(client, classUuid, true);
      }
      if (lecture) {
        await this.access.requireLectureMember(client, named(lecture), true);
        await this.enterLecture(client, lecture, true);
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

  /**
   * Adds a client to the lecture's room; false if the client was in it already.
   * @param returns the session of the client is restored, which has not left
   */
  async enterLecture(client: ChatClient, lecture: Lecture, returns = false): Promise<boolean> {
    const roomId = lectureRoomId(lecture.id);
    if (client.rooms.has(roomId)) return false;
    await this.services.manager.join(client, roomId, undefined, returns);
    await this.leaveUnlessAllowed(client, roomId, () =>
      this.access.requireLectureMember(client, named(lecture)),
    );
    this.attendance.start(client, lecture.id);
    this.activeMembersChanged(lecture);
    this.lecturesChanged(lecture.classUuid);
    this.membersChanged(lecture.classUuid);
    return true;
  }

  async enterClass(client: ChatClient, classUuid: string, returns = false): Promise<void> {
    const roomId = classRoomId(classUuid);
    await this.services.manager.join(client, roomId, undefined, returns);
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
  private async onLeave({ id: clientId, userId }: HookClient, roomId: string): Promise<void> {
    const classUuid = classUuidOf(roomId);
    if (classUuid !== undefined) this.membersChanged(classUuid);
    const lectureId = lectureIdOf(roomId);
    if (lectureId === undefined) return;
    this.attendance.stop(clientId, lectureId);
    const lecture = await this.store.lecture(lectureId);
    if (!lecture) return;
    this.activeMembersChanged(lecture);
    this.lecturesChanged(lecture.classUuid);
    this.membersChanged(lecture.classUuid);
    if ((await this.presence(roomId)).some((presence) => presence.userId === userId)) return;
    await this.speakers.lowerHand(lecture, userId);
    const member = await this.store.member(lecture.classUuid, userId);
    if (member?.memberType === 'instructor') await this.endUntaught(lecture);
  }

  /** Ends a live lecture if none of its instructors is in its room. */
  private async endUntaught(lecture: Lecture): Promise<void> {
    if (!lecture.isLive) return;
    const here = new Set((await this.presence(lectureRoomId(lecture.id))).map(({ userId }) => userId));
    const instructors = await this.store.instructors(lecture.classUuid);
    if (!instructors.some(({ user }) => here.has(user.id))) await this.endLecture(lecture);
  }

  private async endLecture({ id }: Lecture): Promise<void> {
    await this.broadcaster.storeAndBroadcast({
      roomId: lectureRoomId(id),
      type: 'SetLectureLiveStatus',
      change: (announcement) =>
        this.store.updateLecture({ id, ...liveChange(false) }, undefined, announcement),
    });
  }
}

/** Codes of refusals that mean that a client is not allowed in a room, as opposed to failures. */
const NOT_ALLOWED: ReadonlySet<ErrorCode> = new Set(['forbidden', 'not-found']);

const named = ({ id, classUuid }: Lecture) => ({ classUuid, lectureId: id });

/** Returns the properties that change when a lecture starts or stops being live. Stopping resets it to the first video. */
export const liveChange = (live: boolean): Partial<Pick<Lecture, 'isLive' | 'videoIdx'>> =>
  live ? { isLive: true } : { isLive: false, videoIdx: 0 };

/** Returns the key under which a change is made only once; undefined if the message has no `id`. */
export const requestKeyOf = (client: ChatClient, { id }: Message): RequestKey | undefined =>
  id === undefined ? undefined : { clientId: client.requestScope, id };
