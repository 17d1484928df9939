import type {
  CreateRoomError,
  JoinRoomError,
  ProgrammeRoom,
  ProgrammeUser,
  ServerData,
  ServerMessageType,
} from 'lectern-protocol';
import { v4 as uuid } from 'uuid';
import { type Backplane, type Position, presenceKey, roomLog, update } from '../backplane/backplane.js';
import { silent } from '../chat/announcer.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Member } from '../chat/member.js';
import { encodeFrame } from '../delivery/frame.js';
import { type Namespaces, roomIn } from '../namespaces/namespaces.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { Coalescer } from '../util/coalescer.js';
import { type AggroOptions, Aggros } from './aggros.js';
import { type ChatRoomState, countOf, withMember, withoutMember } from './chat-room-state.js';

/** What many hear of many changes is gathered over so many ms. */
export const GATHER_MS = 500;

/** How many chat rooms one programme may have. */
const ROOMS_MOST = 10_000;

/** The address of a programme, of which its list of chat rooms is heard, and a chat room's id there. */
interface Place {
  programme: string;
  roomId: string;
}

/** A chat room by its id among all rooms; undefined where that is of a programme itself, or of something else. */
function placeOf(id: string): Place | undefined {
  const [, programme, roomId] = /^(\/programme\/[^/]+)\/([^/]+)$/.exec(id) ?? [];
  return programme === undefined || roomId === undefined ? undefined : { programme, roomId };
}

export interface ProgrammeServices {
  backplane: Backplane;
  manager: ChatManager;
  namespaces: Namespaces;
  options: AggroOptions;
  log: { error(fields: object, text: string): void };
}

/** Programmes on air and the chat rooms beside them. */
export class Programmes {
  readonly aggros: Aggros;
  private readonly coalescer: Coalescer;
  /** The chat rooms of each programme that have changed here and were not told of: whether each is a new one. */
  private readonly changed = new Map<string, Map<string, boolean>>();

  constructor(private readonly services: ProgrammeServices) {
    const { manager, namespaces, log } = services;
    const failed = (error: unknown) => log.error({ err: error }, 'a change of a chat room was not told');
    this.coalescer = new Coalescer(failed, GATHER_MS);
    this.aggros = new Aggros(services, failed);
    manager.onLeave((leaver, id) => this.left(leaver.id, id).catch(failed));
    manager.announceBy('/programme', ({ id }) => ({
      ...silent,
      tell: (client) => void this.tellState(client, id).catch(failed),
    }));
    namespaces.returnBy('/programme', (client, id, was) => this.comeBack(client, id, was));
  }

  close(): void {
    this.coalescer.close();
    this.aggros.close();
  }

  /** Lets a client hear of a programme's chat rooms, where it does not yet. @throws Refusal forbidden, conflict */
  async enter(client: ChatClient, programme: string): Promise<void> {
    if (!client.rooms.has(programme)) await this.services.namespaces.join(client, programme);
  }

  /** The chat rooms of a programme, the oldest first. */
  async rooms(programme: string): Promise<ProgrammeRoom[]> {
    const ids = (await this.services.backplane.get<string[]>(presenceKey(programme)))?.value ?? [];
    const rooms = await Promise.all(ids.map((roomId) => this.room({ programme, roomId })));
    return rooms.filter((room) => room !== undefined);
  }

  /** Who is in a chat room. @throws Refusal not-found */
  async users(programme: string, roomId: string): Promise<ProgrammeUser[]> {
    const state = await this.state(roomIn(programme, roomId));
    if (!state) throw new Refusal('not-found', `there is no chat room '${roomId}'`);
    return Object.values(state.members);
  }

  /** Makes a chat room with the client in it; answers its id. @throws Refusal conflict */
  async create(
    client: ChatClient,
    programme: string,
    room: { title: string; max: number },
  ): Promise<{ roomId: string } | { err: CreateRoomError }> {
    this.services.namespaces.checkPlace(client);
    const place = { programme, roomId: uuid() };
    if (!(await this.enlist(place))) return { err: 'TOO_MANY' };
    try {
      const err = await this.take(client, place, room);
      if (err) throw new Error(`a new chat room refuses its maker: ${err}`);
    } catch (error) {
      await this.checkListed(place);
      throw error;
    }
    return { roomId: place.roomId };
  }

  /** Puts a client into a chat room; answers why not, where it may not. @throws Refusal conflict */
  async join(client: ChatClient, programme: string, roomId: string): Promise<JoinRoomError | undefined> {
    this.services.namespaces.checkPlace(client);
    const err = await this.take(client, { programme, roomId });
    if (!err) await this.tellAggro(client, { programme, roomId });
    return err;
  }

  /** @throws Refusal not-in-room */
  async leave(client: ChatClient, programme: string, roomId: string): Promise<void> {
    await this.services.namespaces.leave(client, roomIn(programme, roomId));
  }

  /** How others are told of a client. */
  userOf(client: ChatClient): ProgrammeUser {
    const { id, photo } = client.user;
    return {
      userUID: id,
      displayName: client.username,
      ...(photo !== undefined && { photoURL: photo }),
      id: client.id,
    };
  }

  /**
   * @param made what the room is like, should it not be there: it is made then
   * @param unseen nobody saw the client leave, so that nobody is told of its coming
   */
  private async take(
    client: ChatClient,
    place: Place,
    made?: { title: string; max: number },
    unseen = false,
  ): Promise<JoinRoomError | undefined> {
    const { manager, namespaces } = this.services;
    const id = roomIn(place.programme, place.roomId);
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
      await this.enlist(place);
      // The client may have been given up meanwhile.
      await this.checkListed(place);
    }
    const { title, max } = state;
    client.places.set(id, { room: { title, max } });
    try {
      await manager.enter(client, id, undefined, true);
    } catch (error) {
      client.places.delete(id);
      await this.release(client.id, place);
      throw error;
    }
    if (unseen) return undefined;
    this.touch(place, isNew);
    await namespaces.say(id, '/programme joinRoom', user, { sender: client.id });
    return undefined;
  }

  /** Puts a client back after a crash, or on another node; the first one of a chat room that is gone makes it anew. */
  private async comeBack(client: ChatClient, id: string, was: Position): Promise<void> {
    const place = placeOf(id);
    const room = client.places.get(id)?.room;
    if (!place) await this.services.manager.enter(client, id, undefined, true);
    else if (room && (await this.state(id))?.members[client.id]) {
      await this.services.manager.enter(client, id, undefined, true);
      await this.aggros.goOn(id);
    } else if (room) {
      // A server that was told to stop leaves its logs to the next: the room goes on as it was.
      const { epoch } = await this.services.backplane.head(roomLog(id));
      await this.take(client, place, room, epoch === was.epoch);
    }
  }

  /** Sees to what a node that died had yet to do for a room. */
  async goOn(id: string): Promise<void> {
    if (placeOf(id)) await this.aggros.goOn(id);
  }

  private async left(clientId: string, id: string): Promise<void> {
    const place = placeOf(id);
    if (place) await this.release(clientId, place);
  }

  /** Gives a client's place in a chat room free, and takes away a room that nobody is in any more. */
  private async release(clientId: string, place: Place): Promise<void> {
    const id = roomIn(place.programme, place.roomId);
    let user: ProgrammeUser | undefined;
    const state = await this.update(id, (before) => {
      user = before?.members[clientId];
      return withoutMember(before, clientId);
    });
    if (!user) return;
    this.touch(place, false);
    if (state) {
      await this.services.namespaces.say(id, '/programme leaveRoom', user, { sender: clientId });
    } else {
      this.aggros.forget(id);
      await this.delist(place);
    }
  }

  // The list of chat rooms

  /** Puts a chat room on the list; false where there is no place on it. */
  private async enlist({ programme, roomId }: Place): Promise<boolean> {
    const { backplane } = this.services;
    const listed = await update<readonly string[]>(backplane, presenceKey(programme), (ids = []) =>
      ids.includes(roomId) || ids.length >= ROOMS_MOST ? ids : [...ids, roomId],
    );
    return listed.includes(roomId);
  }

  /** Takes a chat room from the list, where it is gone. */
  private async checkListed(place: Place): Promise<void> {
    if (!(await this.state(roomIn(place.programme, place.roomId)))) await this.delist(place);
  }

  private async delist({ programme, roomId }: Place): Promise<void> {
    await update<readonly string[] | undefined>(this.services.backplane, presenceKey(programme), (ids) => {
      if (!ids?.includes(roomId)) return ids;
      return ids.length === 1 ? undefined : ids.filter((each) => each !== roomId);
    });
  }

  /** Has everyone who hears of a programme's chat rooms told of one's present state, soon. */
  private touch({ programme, roomId }: Place, isNew: boolean): void {
    const rooms = this.changed.get(programme) ?? new Map<string, boolean>();
    rooms.set(roomId, isNew || rooms.get(roomId) === true);
    this.changed.set(programme, rooms);
    this.coalescer.add(programme, () => this.tellChanged(programme));
  }

  private async tellChanged(programme: string): Promise<void> {
    const { backplane } = this.services;
    const rooms = this.changed.get(programme) ?? [];
    this.changed.delete(programme);
    await backplane.inOrder(roomLog(programme), async () => {
      for (const [roomId, isNew] of rooms) await this.tellRoom({ programme, roomId }, isNew);
    });
  }

  private async tellRoom({ programme, roomId }: Place, isNew: boolean): Promise<void> {
    const { namespaces, backplane } = this.services;
    const room = await this.room({ programme, roomId });
    if (room && isNew) await namespaces.say(programme, '/programme addRoom', room);
    else if (room) {
      const count = encode(programme, programme, '/programme count', { roomId, count: room.count });
      await backplane.publish(roomLog(programme), count);
    } else {
      // Also of one that was told to nobody: who asked for the list meanwhile has seen it.
      await namespaces.say(programme, '/programme deleteRoom', { roomId });
    }
  }

  // What is told to one client

  /** Tells a client that came back how things stand: messages that are not kept may have been lost. */
  private async tellState(client: Member, id: string): Promise<void> {
    const place = placeOf(id);
    if (!place) return this.tell(client, id, id, '/programme loadRooms', await this.rooms(id));
    const state = await this.state(id);
    if (!state) return;
    this.tell(client, place.programme, id, '/programme loadUsers', Object.values(state.members));
    await this.tellAggro(client, place);
  }

  private async tellAggro(client: Member, { programme, roomId }: Place): Promise<void> {
    const id = roomIn(programme, roomId);
    const aggro = await this.aggros.present(id);
    if (aggro) this.tell(client, programme, id, '/programme aggro', { ...aggro, roomId });
    await this.tellPause(client, programme, roomId);
  }

  /** Tells a client for how long its user may hold up nothing else in a chat room, where that is so. */
  async tellPause(client: Member, programme: string, roomId: string): Promise<void> {
    const id = roomIn(programme, roomId);
    const ms = await this.aggros.pauseOf(id, client.user.id);
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

  // What the nodes share

  private async state(id: string): Promise<ChatRoomState | undefined> {
    return (await this.services.backplane.get<ChatRoomState>(presenceKey(id)))?.value;
  }

  private update(
    id: string,
    change: (state: ChatRoomState | undefined) => ChatRoomState | undefined,
  ): Promise<ChatRoomState | undefined> {
    return update<ChatRoomState | undefined>(this.services.backplane, presenceKey(id), change);
  }

  private async room({ programme, roomId }: Place): Promise<ProgrammeRoom | undefined> {
    const state = await this.state(roomIn(programme, roomId));
    return state && { roomId, title: state.title, max: state.max, count: countOf(state) };
  }
}
