import type { ServerData, WaitingUsers } from 'lectern-protocol';
import { type Backplane, type LogListener, mailboxLog, roomLog } from '../backplane/backplane.js';
import { noAnnouncer } from '../chat/announcer.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Member } from '../chat/member.js';
import { awaitedRoomIdOf, lectureIdOf, waitingRoomId } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettings, Store } from '../store/store.js';
import { Coalescer } from '../util/coalescer.js';
import { KeyedMutex } from '../util/keyed-mutex.js';
import { logTag } from '../util/log-tag.js';
import { type RoomSettingsService, removedRefusal } from './room-settings.js';

/** Maximum number of clients that wait for one room or lecture. */
const MAX_WAITING = 1000;

/** Maximum number of them that belong to one user, on one node. */
const MAX_OF_USER = 10;

/** Maximum number of them that belong to guests of one network, on one node. The others keep places for themselves. */
const MAX_OF_NETWORK = 800;

/** Maximum number of users in a list of those who wait. */
const MAX_LISTED = 100;

/** Interval in ms over which changes of such a list are coalesced. */
const COALESCE_MS = 250;

/** The log in which nodes announce that clients might not have to wait any more. */
const DECISIONS = 'waiting';

/** A reason to look at the clients that wait for a room again. */
interface Decision {
  roomId: string;
  /** The users that it is about; everyone if absent. */
  users?: string[];
  refused?: boolean;
}

interface Services {
  store: Pick<Store, 'room' | 'lecture' | 'admit' | 'isAdmitted' | 'isExcludedFromRoom' | 'instructors'>;
  backplane: Backplane;
  manager: ChatManager;
  classroom: Pick<Classroom, 'access' | 'onRightsChanged'>;
  rooms: RoomSettingsService;
  namespaces: Pick<Namespaces, 'checkRoomCount'>;
  log: { error(fields: object, text: string): void };
}

const placeOf = (roomId: string) => {
  const lectureId = lectureIdOf(roomId);
  return lectureId === undefined ? { roomId } : { lectureId };
};

/** The limit of a waiting room, in the form of a room's settings. */
const settingsOf = (id: string): RoomSettings => ({
  id,
  title: '',
  public: false,
  speech: 'everyone',
  locked: false,
  max: MAX_WAITING,
  createdAt: 0,
});

/**
 * Clients that wait until they are admitted to a room with settings or a lecture. They are members of an internal room
 * beside it, so that they keep their places if they reconnect or a node fails.
 */
export class WaitingRooms implements LogListener {
  private readonly coalescer: Coalescer;
  private readonly mutex = new KeyedMutex();

  constructor(private readonly services: Services) {
    const { manager, rooms, classroom } = services;
    this.coalescer = new Coalescer((error) => this.failed(error), COALESCE_MS);
    manager.setAnnouncer('/waiting', (room) => {
      const roomId = awaitedRoomIdOf(room.id) ?? '';
      const tell = (client: Member) => client.tell('entry-state', { room_id: roomId, state: 'waiting' });
      return {
        ...noAnnouncer,
        memberAdded: (client) => {
          tell(client);
          this.listChanged(roomId);
        },
        updated: () => this.listChanged(roomId),
        sendState: tell,
      };
    });
    manager.onLeave(async (_, id) => {
      const roomId = awaitedRoomIdOf(id);
      if (roomId !== undefined) this.listChanged(roomId);
    });
    rooms.onChange((roomId) => this.settleAll({ roomId }));
    classroom.onRightsChanged((userId) => this.settleUser(userId));
  }

  /** Subscribes to decisions on all nodes. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(DECISIONS, this);
  }

  async close(): Promise<void> {
    this.coalescer.close();
    await this.services.backplane.unsubscribe(DECISIONS, this);
  }

  /** Lets a client wait for a room. @throws Refusal full, conflict */
  async join(client: ChatClient, roomId: string): Promise<void> {
    const { manager, namespaces } = this.services;
    const id = waitingRoomId(roomId);
    await this.mutex.run(id, async () => {
      if (client.rooms.has(id)) return;
      namespaces.checkRoomCount(client);
      this.requirePlace(client, id);
      await manager.join(client, id, settingsOf(id));
    });
    // The user can have been admitted meanwhile.
    await this.settle(client, roomId, false);
  }

  /** Lets a resumed client wait again, if it still has to. */
  async comeBack(client: ChatClient, roomId: string): Promise<void> {
    const id = waitingRoomId(roomId);
    await this.services.manager.join(client, id, settingsOf(id), true);
    await this.settle(client, roomId, false);
  }

  /** @throws Refusal full if too many clients of the user, or of guests of its network, wait already */
  private requirePlace({ account }: ChatClient, id: string): void {
    const { rooms, clients } = this.services.manager;
    let [own, near] = [0, 0];
    for (const member of rooms.get(id)?.localMembers ?? []) {
      const other = clients.get(member.id)?.account;
      if (other?.userId === account.userId) own++;
      if (account.network !== undefined && other?.network === account.network) near++;
    }
    if (own >= MAX_OF_USER)
      throw new Refusal('full', `${own} of your clients wait already; close some of them`);
    if (near >= MAX_OF_NETWORK) throw new Refusal('full', 'too many people wait; try again later');
  }

  /** Returns the users who wait, in the order in which they came. */
  async list(roomId: string): Promise<WaitingUsers> {
    const names = await this.waitingIn(roomId);
    const users = [...names].map(([user, username]) => ({ user, username }));
    return { room_id: roomId, users: users.slice(0, MAX_LISTED), count: users.length };
  }

  /** Admits one user, or everyone who waits. @throws Refusal not-found if the user does not wait */
  async admit(roomId: string, user: string | undefined): Promise<void> {
    const { store } = this.services;
    const place = placeOf(roomId);
    const waiting = [...(await this.waitingIn(roomId)).keys()];
    if (user !== undefined && !waiting.includes(user)) {
      // The request can be a repeated one.
      if (await store.isAdmitted(place, user)) return;
      throw notWaiting();
    }
    await store.admit({ place, userIds: user === undefined ? waiting : [user] });
    await this.announce({ roomId, ...(user !== undefined && { users: [user] }) });
  }

  /** Admits a user to a room with restricted entry who does not have to wait for it yet. */
  async admitAhead(roomId: string, userId: string): Promise<void> {
    await this.services.store.admit({ place: placeOf(roomId), userIds: [userId] });
    await this.announce({ roomId, users: [userId] });
  }

  /** Refuses one user, or everyone who waits. @throws Refusal not-found if the user does not wait */
  async refuse(roomId: string, user: string | undefined): Promise<void> {
    const users = [...(await this.waitingIn(roomId)).keys()];
    if (user !== undefined && !users.includes(user)) throw notWaiting();
    await this.announce({ roomId, users: user === undefined ? users : [user], refused: true });
  }

  /** Looks at clients that wait for a room again, on all nodes: whether they are admitted, refused, or still wait. */
  async announce(decision: Decision): Promise<void> {
    await this.services.backplane.append(DECISIONS, JSON.stringify(decision));
  }

  deliver(text: string): void {
    this.settleAll(JSON.parse(text) as Decision);
  }

  /** This node has missed decisions. */
  gap(): void {
    for (const id of this.services.manager.rooms.keys()) {
      const roomId = awaitedRoomIdOf(id);
      if (roomId !== undefined) this.settleAll({ roomId });
    }
  }

  /** Returns the names of the users who wait, by their IDs. */
  private async waitingIn(roomId: string): Promise<Map<string, string>> {
    const members = await this.services.backplane.members(waitingRoomId(roomId));
    return new Map(members.map(({ userId, username }) => [userId, username]));
  }

  /** Looks at the clients of this node. */
  private settleAll({ roomId, users, refused = false }: Decision): void {
    const { rooms, clients } = this.services.manager;
    const meant = users && new Set(users);
    for (const { id, user } of rooms.get(waitingRoomId(roomId))?.localMembers ?? []) {
      const client = clients.get(id);
      if (!client || meant?.has(user.id) === false) continue;
      this.settle(client, roomId, refused).catch((error) => this.failed(error, roomId));
    }
  }

  /** Looks at the clients of a user on this node. */
  private settleUser(userId: string): void {
    for (const client of this.services.manager.clients.values()) {
      if (client.user.id !== userId) continue;
      for (const id of [...client.rooms.keys()]) {
        const roomId = awaitedRoomIdOf(id);
        if (roomId === undefined) continue;
        this.settle(client, roomId, false).catch((error) => this.failed(error, roomId));
      }
    }
  }

  /** Ends the waiting of a client, unless it still has to wait. */
  private settle(client: ChatClient, roomId: string, refused: boolean): Promise<void> {
    const { manager, backplane } = this.services;
    const id = waitingRoomId(roomId);
    return this.mutex.run(`${client.id} ${id}`, async () => {
      if (!client.rooms.has(id)) return;
      const outcome = refused ? ({ state: 'refused' } as const) : await this.outcomeFor(client, roomId);
      if (!outcome) return;
      const told = encode('server', client.id, 'entry-state', { room_id: roomId, ...outcome });
      await backplane.append(mailboxLog(client.id), told);
      // Last: if this node dies before, the next one finds the client waiting, and decides again.
      await manager.leave(client, id);
    });
  }

  /** Adds a client to the room that it waits for if it is allowed to join it. Returns undefined if it still waits. */
  private async outcomeFor(
    client: ChatClient,
    roomId: string,
  ): Promise<Omit<ServerData['entry-state'], 'room_id'> | undefined> {
    let isAllowed = false;
    try {
      await this.requireAllowed(client, roomId);
      isAllowed = true;
      // Clients join lectures themselves.
      if (lectureIdOf(roomId) === undefined) await this.services.rooms.join(client, roomId);
      return { state: 'admitted' };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
      if (error.details.entry === 'waiting') return undefined;
      return { state: 'refused', ...(isAllowed && { code: error.code }) };
    }
  }

  /** @throws Refusal if the client cannot join the room, with the entry `waiting` if it has to wait */
  private async requireAllowed(client: ChatClient, roomId: string): Promise<void> {
    const { store, classroom, rooms } = this.services;
    const lectureId = lectureIdOf(roomId);
    if (lectureId !== undefined) {
      const lecture = await store.lecture(lectureId);
      if (!lecture) throw new Refusal('not-found', 'lecture not found');
      await classroom.access.requireLectureMember(client, { classUuid: lecture.classUuid, lectureId });
      return;
    }
    const room = await store.room(roomId);
    if (!room) throw new Refusal('not-found', 'the room was deleted');
    if (await store.isExcludedFromRoom(roomId, client.user.id)) throw removedRefusal();
    if (room.ownerId !== client.user.id) {
      await rooms.entry.allows({ roomId }, room.entry, client.user.id);
    }
  }

  /** Schedules sending the list to the owner's or the instructors' clients in the room. */
  private listChanged(roomId: string): void {
    this.coalescer.add(roomId, () => this.sendList(roomId));
  }

  private async sendList(roomId: string): Promise<void> {
    const { backplane } = this.services;
    const moderators = await this.moderatorsOf(roomId);
    const members = await backplane.members(roomId);
    const receivers = members.filter(({ userId }) => moderators.has(userId));
    if (receivers.length === 0) return;
    // Several nodes can send lists at the same time. The last one must be the latest.
    await backplane.withLogLock(
      roomLog(waitingRoomId(roomId)),
      async () => {
        const list = await this.list(roomId);
        for (const { id } of receivers) {
          await backplane.publish(mailboxLog(id), encode('server', id, 'get-waiting', list));
        }
      },
      'announce',
    );
  }

  private async moderatorsOf(roomId: string): Promise<Set<string | undefined>> {
    const { store, rooms } = this.services;
    const lectureId = lectureIdOf(roomId);
    if (lectureId === undefined) return new Set([(await rooms.settings(roomId))?.ownerId]);
    const lecture = await store.lecture(lectureId);
    const instructors = lecture ? await store.instructors(lecture.classUuid) : [];
    return new Set(instructors.map(({ user }) => user.id));
  }

  private failed(err: unknown, roomId = ''): void {
    this.services.log.error({ room: logTag(roomId), err }, 'a decision about waiting clients failed');
  }
}

const notWaiting = (): Refusal => new Refusal('not-found', 'the user does not wait to be admitted');
