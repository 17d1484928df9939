import type {
  CreateRoomError,
  JoinRoomError,
  ProgrammeRoom,
  ProgrammeUser,
  ServerData,
  ServerMessageType,
} from 'lectern-protocol';
import { v4 as uuid } from 'uuid';
import { type Backplane, type Position, presenceKey, roomLog, updateValue } from '../backplane/backplane.js';
import { noAnnouncer } from '../chat/announcer.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Member } from '../chat/member.js';
import { encodeFrame } from '../delivery/frame.js';
import { type Namespaces, namespaceRoomId } from '../namespaces/namespaces.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { Coalescer } from '../util/coalescer.js';
import { type AggroOptions, Aggros } from './aggros.js';
import { type ChatRoomLimits, ChatRoomList } from './chat-room-list.js';
import { type ChatRoomState, countOf, withMember, withoutMember } from './chat-room-state.js';
import { type ListQuery, MAX_PAGE, pageAfter, usersOf } from './list-page.js';

/** Interval in ms over which broadcasts to a programme are coalesced. */
export const COALESCE_MS = 500;

/** The address of a programme and the ID of a chat room in it. */
interface ChatRoomAddress {
  programme: string;
  roomId: string;
}

/** Parses the global ID of a chat room; undefined for other rooms, also that of the programme itself. */
function parseChatRoomId(id: string): ChatRoomAddress | undefined {
  const [, programme, roomId] = /^(\/programme\/[^/]+)\/([^/]+)$/.exec(id) ?? [];
  return programme === undefined || roomId === undefined ? undefined : { programme, roomId };
}

export interface ProgrammeServices {
  backplane: Backplane;
  manager: ChatManager;
  namespaces: Namespaces;
  options: AggroOptions & ChatRoomLimits;
  log: { error(fields: object, text: string): void };
}

/** Broadcast programmes and their chat rooms. */
export class Programmes {
  readonly aggros: Aggros;
  private readonly list: ChatRoomList;
  private readonly coalescer: Coalescer;
  /** Changed chat rooms that have not been broadcast yet, by programme; the value is true for new rooms. */
  private readonly changed = new Map<string, Map<string, boolean>>();

  constructor(private readonly services: ProgrammeServices) {
    const { manager, namespaces, log } = services;
    const failed = (error: unknown) => log.error({ err: error }, 'a change of a chat room was not broadcast');
    this.coalescer = new Coalescer(failed, COALESCE_MS);
    this.aggros = new Aggros(services, failed);
    this.list = new ChatRoomList(services.backplane, services.options);
    manager.onLeave((leaver, id) => this.onLeave(leaver.id, id).catch(failed));
    manager.setAnnouncer('/programme', ({ id }) => ({
      ...noAnnouncer,
      sendState: (client) => void this.tellState(client, id).catch(failed),
    }));
    namespaces.returnBy('/programme', (client, id, was) => this.comeBack(client, id, was));
  }

  close(): void {
    this.coalescer.close();
    this.aggros.close();
  }

  /** Subscribes a client to a programme's list of chat rooms, unless it is subscribed. @throws Refusal forbidden, conflict */
  async enter(client: ChatClient, programme: string): Promise<void> {
    if (!client.rooms.has(programme)) await this.services.namespaces.join(client, programme);
  }

  /** Returns a page of the chat rooms of a programme, oldest first. A page that is not full is the last one. */
  async rooms(programme: string, query: ListQuery = {}): Promise<ProgrammeRoom[]> {
    const { limit = MAX_PAGE } = query;
    const ids = pageAfter(await this.list.ids(programme), query.after, (id) => id);
    const page: ProgrammeRoom[] = [];
    // Rooms that are just being created or deleted have no state. Others take their place in the page.
    for (let next = 0; page.length < limit && next < ids.length; ) {
      const some = ids.slice(next, next + limit - page.length);
      next += some.length;
      const rooms = await Promise.all(some.map((roomId) => this.room({ programme, roomId })));
      page.push(...rooms.filter((room) => room !== undefined));
    }
    return page;
  }

  /** Returns a page of the members of a chat room, in the order in which they joined. @throws Refusal not-found */
  async users(programme: string, roomId: string, query: ListQuery = {}): Promise<ProgrammeUser[]> {
    const state = await this.state(namespaceRoomId(programme, roomId));
    if (!state) throw new Refusal('not-found', `chat room '${roomId}' not found`);
    return usersOf(state, query);
  }

  /** Creates a chat room with the client as its first member. @throws Refusal conflict */
  async create(
    client: ChatClient,
    programme: string,
    room: { title: string; max: number },
  ): Promise<{ roomId: string } | { err: CreateRoomError }> {
    this.services.namespaces.checkRoomCount(client);
    const place = { programme, roomId: uuid() };
    if (!(await this.list.add(programme, place.roomId, client.account))) return { err: 'TOO_MANY' };
    try {
      const err = await this.admitNewcomer(client, place, room);
      if (err) throw new Error(`a new chat room refused its creator: ${err}`);
    } catch (error) {
      await this.removeIfGone(place);
      throw error;
    }
    return { roomId: place.roomId };
  }

  /** Adds a client to a chat room. Returns an error code if it is not allowed. @throws Refusal conflict */
  async join(client: ChatClient, programme: string, roomId: string): Promise<JoinRoomError | undefined> {
    this.services.namespaces.checkRoomCount(client);
    const err = await this.admitNewcomer(client, { programme, roomId });
    // A reloaded page joins again the room that its session is in.
    if (!err || err === 'ALREADY_IN') await this.tellAggro(client, { programme, roomId });
    return err;
  }

  /** @throws Refusal not-in-room */
  async leave(client: ChatClient, programme: string, roomId: string): Promise<void> {
    await this.services.namespaces.leave(client, namespaceRoomId(programme, roomId));
  }

  /** Returns a client as the other members see it. */
  userOf(client: ChatClient): ProgrammeUser {
    const { id, photo } = client.user;
    return {
      userUID: id,
      displayName: client.username,
      ...(photo !== undefined && { photoURL: photo }),
      id: client.id,
    };
  }

  private admitNewcomer(
    client: ChatClient,
    place: ChatRoomAddress,
    made?: { title: string; max: number },
  ): Promise<JoinRoomError | undefined> {
    const id = namespaceRoomId(place.programme, place.roomId);
    return this.services.manager.asNewcomer(client, id, () => this.admit(client, place, made));
  }

  /**
   * @param made settings with which to create the room if it does not exist
   * @param unseen whether the others did not see the client leave, so that its return is not broadcast
   */
  private async admit(
    client: ChatClient,
    place: ChatRoomAddress,
    made?: { title: string; max: number },
    unseen = false,
  ): Promise<JoinRoomError | undefined> {
    const { manager, namespaces } = this.services;
    const id = namespaceRoomId(place.programme, place.roomId);
    const user = this.userOf(client);
    let refused: JoinRoomError | undefined;
    let isNew = false;
    const state = await this.update(id, (before) => {
      isNew = before === undefined && made !== undefined;
      const change = withMember(before ?? (made && { ...made, members: {}, pauses: [] }), user);
      refused = 'refused' in change ? change.refused : undefined;
      return 'state' in change ? change.state : before;
    });
    if (refused || !state) return refused;
    if (isNew) {
      await this.list.add(place.programme, place.roomId, client.account, true);
      // The client might have been removed in the meantime.
      await this.removeIfGone(place);
    }
    const { title, max } = state;
    client.roomProfiles.set(id, { room: { title, max } });
    try {
      await manager.join(client, id, undefined, true);
    } catch (error) {
      client.roomProfiles.delete(id);
      await this.removeMember(client.id, place);
      throw error;
    }
    if (unseen) return undefined;
    this.markChanged(place, isNew);
    await namespaces.append(id, '/programme joinRoom', user, { sender: client.id, account: client.account });
    return undefined;
  }

  /** Adds a resumed client again. The first client of a chat room that no longer exists creates it again. */
  private async comeBack(client: ChatClient, id: string, was: Position): Promise<void> {
    const place = parseChatRoomId(id);
    const room = client.roomProfiles.get(id)?.room;
    if (!place) await this.services.manager.join(client, id, undefined, true);
    else if (room && (await this.state(id))?.members[client.id]) {
      await this.services.manager.join(client, id, undefined, true);
      await this.aggros.goOn(id);
    } else if (room) {
      // A server that stops leaves its logs to its successor. If the log is the same, the others did not see the client leave.
      const { epoch } = await this.services.backplane.head(roomLog(id));
      await this.admit(client, place, room, epoch === was.epoch);
    }
  }

  /** Takes over the timers that a failed node had for a room. */
  async goOn(id: string): Promise<void> {
    if (parseChatRoomId(id)) await this.aggros.goOn(id);
  }

  private async onLeave(clientId: string, id: string): Promise<void> {
    const place = parseChatRoomId(id);
    if (place) await this.removeMember(clientId, place);
  }

  /** Removes a client from a chat room, and the room if it is empty then. */
  private async removeMember(clientId: string, place: ChatRoomAddress): Promise<void> {
    const id = namespaceRoomId(place.programme, place.roomId);
    let user: ProgrammeUser | undefined;
    const state = await this.update(id, (before) => {
      user = before?.members[clientId];
      return withoutMember(before, clientId);
    });
    if (!user) return;
    this.markChanged(place, false);
    if (state) {
      await this.services.namespaces.append(id, '/programme leaveRoom', user, { sender: clientId });
    } else {
      this.aggros.forget(id);
      await this.list.remove(place.programme, place.roomId);
    }
  }

  // List of chat rooms

  /** Removes a chat room from the list if it no longer exists. */
  private async removeIfGone(place: ChatRoomAddress): Promise<void> {
    if (!(await this.state(namespaceRoomId(place.programme, place.roomId))))
      await this.list.remove(place.programme, place.roomId);
  }

  /** Schedules a broadcast of a chat room's current state to the programme. */
  private markChanged({ programme, roomId }: ChatRoomAddress, isNew: boolean): void {
    const rooms = this.changed.get(programme) ?? new Map<string, boolean>();
    rooms.set(roomId, isNew || rooms.get(roomId) === true);
    this.changed.set(programme, rooms);
    this.coalescer.add(programme, () => this.broadcastChanges(programme));
  }

  private async broadcastChanges(programme: string): Promise<void> {
    const { backplane } = this.services;
    const rooms = this.changed.get(programme) ?? [];
    this.changed.delete(programme);
    await backplane.withLogLock(roomLog(programme), async () => {
      for (const [roomId, isNew] of rooms) await this.broadcastRoom({ programme, roomId }, isNew);
    });
  }

  private async broadcastRoom({ programme, roomId }: ChatRoomAddress, isNew: boolean): Promise<void> {
    const { namespaces, backplane } = this.services;
    const room = await this.room({ programme, roomId });
    if (room && isNew) await namespaces.append(programme, '/programme addRoom', room);
    else if (room) {
      const count = encode(programme, programme, '/programme count', { roomId, count: room.count });
      await backplane.publish(roomLog(programme), count);
    } else {
      // Broadcast even if its creation was not: clients that requested the list in the meantime know the room.
      await namespaces.append(programme, '/programme deleteRoom', { roomId });
    }
  }

  // Messages to one client

  /** Sends the current state to a resumed client, which might have missed volatile messages. */
  private async tellState(client: Member, id: string): Promise<void> {
    const place = parseChatRoomId(id);
    if (!place) return this.tell(client, id, id, '/programme loadRooms', await this.rooms(id));
    const state = await this.state(id);
    if (!state) return;
    this.tell(client, place.programme, id, '/programme loadUsers', usersOf(state));
    await this.tellAggro(client, place);
  }

  private async tellAggro(client: Member, { programme, roomId }: ChatRoomAddress): Promise<void> {
    const id = namespaceRoomId(programme, roomId);
    const aggro = await this.aggros.current(id);
    if (aggro) this.tell(client, programme, id, '/programme aggro', { ...aggro, roomId });
    await this.tellPause(client, programme, roomId);
  }

  /** Tells a client when its user can spotlight another message in a chat room, if there is a pause. */
  async tellPause(client: Member, programme: string, roomId: string): Promise<void> {
    const id = namespaceRoomId(programme, roomId);
    const ms = await this.aggros.remainingPause(id, client.user.id);
    if (ms > 0) this.tell(client, programme, id, '/programme aggroPause', { roomId, ms });
  }

  private tell<T extends ServerMessageType>(
    client: Member,
    sender: string,
    receiver: string,
    type: T,
    data: ServerData[T],
  ): void {
    client.send(encodeFrame(encode(sender, receiver, type, data), false));
  }

  // Shared state

  private async state(id: string): Promise<ChatRoomState | undefined> {
    return (await this.services.backplane.get<ChatRoomState>(presenceKey(id)))?.value;
  }

  private update(
    id: string,
    change: (state: ChatRoomState | undefined) => ChatRoomState | undefined,
  ): Promise<ChatRoomState | undefined> {
    return updateValue<ChatRoomState | undefined>(this.services.backplane, presenceKey(id), change);
  }

  private async room({ programme, roomId }: ChatRoomAddress): Promise<ProgrammeRoom | undefined> {
    const state = await this.state(namespaceRoomId(programme, roomId));
    return state && { roomId, title: state.title, max: state.max, count: countOf(state) };
  }
}
