import type { ServerMessageType } from 'lectern-protocol';
import { type Author, type Backplane, type LockPurpose, roomLog } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { Request } from '../protocol/codec.js';
import type { Announcement, ChangeResult, DueAnnouncement } from '../store/store.js';
import type { Account } from '../util/account.js';
import { type Announced, type AnnouncedType, envelopeTo, type Payload } from './announced.js';
import type { Outbox } from './outbox.js';

/** The payload that describes a change, and whether the change had been made before. */
export interface ChangeOutcome<T extends ServerMessageType> {
  value: Payload<T>;
  repeated?: boolean;
}

/** Makes a change or reads the current state, and returns the payload to broadcast. */
export type Change<T extends ServerMessageType> = () => Promise<ChangeOutcome<T>>;

/** Makes a change in the database, which adds the announcement to the outbox. */
export type StoredChange<T extends AnnouncedType> = (
  announcement: Announcement,
) => Promise<ChangeResult<Announced[T]['value']>>;

/** The data of an announcement besides the value of the change; undefined for most types. */
export type About<T extends AnnouncedType> = Announced[T] extends { about: infer A } ? A : undefined;

/** A change in the database, and its announcement. */
interface AnnouncedChange<T extends AnnouncedType> {
  roomId: string;
  type: T;
  about?: About<T> | undefined;
  change: StoredChange<T>;
  /** Whose request it is; absent if nobody asked for the change. */
  by?: { client: ChatClient; request: Pick<Request, 'id'> };
}

/** The reply to the sender of the request. */
export interface RemainingReply<T extends ServerMessageType> {
  reply: Payload<T>;
}

/** Broadcasts changes to the rooms of classes and lectures, in the order in which they are made. */
export class ChangeBroadcaster {
  /** @param ordered whether the database answers in the order of the changes and only this node makes any */
  constructor(
    private readonly backplane: Backplane,
    private readonly outbox: Outbox,
    private readonly ordered: boolean,
  ) {}

  /**
   * Makes a change in the database and broadcasts it to a room, once. The broadcast is also the reply to the request if
   * the sender is a member of the room.
   * @returns the reply to send if the broadcast was not the reply
   */
  async storeAndBroadcast<T extends AnnouncedType>(
    announced: AnnouncedChange<T>,
  ): Promise<RemainingReply<T> | undefined> {
    const { roomId, type, about, change, by } = announced;
    this.outbox.checkBacklog();
    const { payload, isNew, done } = await this.withEpoch(roomId, async (epoch) => {
      const announcement = { roomId, epoch, type, ...(about !== undefined && { about }) };
      const { value, repeated, due } = await change(announcement);
      const { id } = by?.request ?? {};
      const request = by && id !== undefined && { clientId: by.client.id, id };
      const entry: DueAnnouncement = { ...announcement, id: 0, ...due, value, ...(request && { request }) };
      if (due && !repeated) {
        return { isNew: true, ...(await this.outbox.announce(entry, by?.client.account)) };
      }
      // The request was repeated, maybe because a node died or lost Redis between the change and its broadcast.
      const late = due && (await this.outbox.announceOverdue(roomId));
      return {
        payload: await this.outbox.payloadOf(entry),
        isNew: late?.appended.has(entry.id) ?? false,
        done: late?.done ?? [],
      };
    });
    for (const each of done) await this.outbox.complete(each);
    return isNew && by?.client.rooms.has(roomId) ? undefined : { reply: payload as Payload<T> };
  }

  /**
   * Makes a change of shared state and broadcasts it to a room. If the sender is a member of the room, the broadcast is
   * also the reply to its request, so that it gets the message once and in the room's order. A change that had been made
   * before is only answered.
   * @returns the reply to send if the broadcast was not the reply
   */
  changeAndBroadcast<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<RemainingReply<T> | undefined> {
    const { id } = request;
    const author = { clientId: client.id, ...(id === undefined ? {} : { id }) };
    return this.withRoomLock(roomId, async () => {
      const { value, repeated } = await change();
      if (!repeated) await this.append(roomId, type, value, author, client.account);
      return !repeated && client.rooms.has(roomId) ? undefined : { reply: value };
    });
  }

  /** Makes a change and broadcasts it to the other members. The sender gets the payload as its reply if it sent an `id`. */
  changeAndTellOthers<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<RemainingReply<T> | undefined> {
    return this.withRoomLock(roomId, async () => {
      const { value } = await change();
      await this.broadcastToOthers(client, roomId, type, value);
      return request.id === undefined ? undefined : { reply: value };
    });
  }

  /** Makes a change that no request asked for, and broadcasts it. */
  broadcastChange<T extends ServerMessageType>(roomId: string, type: T, change: Change<T>): Promise<void> {
    return this.withRoomLock(roomId, async () => {
      const { value } = await change();
      await this.append(roomId, type, value);
    });
  }

  /**
   * Broadcasts the current state. It is not retained in the log, because the next broadcast replaces a lost one.
   * @returns the size of the message in bytes
   */
  broadcastList<T extends ServerMessageType>(roomId: string, type: T, read: Change<T>): Promise<number> {
    const tell = async () => {
      const { value } = await read();
      const envelope = envelopeTo(roomId, type, value);
      await this.backplane.publish(roomLog(roomId), envelope);
      return Buffer.byteLength(envelope);
    };
    return this.withRoomLock(roomId, tell, 'announce');
  }

  /** Sends a message to all members of a room except its sender. */
  async broadcastToOthers<T extends ServerMessageType>(
    client: ChatClient,
    roomId: string,
    type: T,
    data: Payload<T>,
  ): Promise<void> {
    const excluded = { clientId: client.id, excluded: true } as const;
    await this.backplane.publish(roomLog(roomId), envelopeTo(roomId, type, data), excluded);
  }

  private async append<T extends ServerMessageType>(
    roomId: string,
    type: T,
    data: Payload<T>,
    author?: Author,
    account?: Account,
  ): Promise<void> {
    const envelope = envelopeTo(roomId, type, data);
    await this.backplane.append(roomLog(roomId), envelope, author, undefined, account);
  }

  private withRoomLock<T>(roomId: string, task: () => Promise<T>, purpose?: LockPurpose): Promise<T> {
    return this.ordered ? task() : this.backplane.withLogLock(roomLog(roomId), task, purpose);
  }

  /** Runs a task that makes a change in the database. @param task is given the epoch of the room's log */
  private async withEpoch<T>(roomId: string, task: (epoch: string) => Promise<T>): Promise<T> {
    const log = roomLog(roomId);
    if (!this.ordered) return this.backplane.withLogLock(log, task, 'announce');
    return task((await this.backplane.head(log)).epoch);
  }
}
